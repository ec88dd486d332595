"""Secrets that settings name and never hold."""

from __future__ import annotations

import os
from pathlib import Path

from fjcore.errors import AccessRefused
from fjcore.values import Secret
from fjcore.values.files import read_text

#: The largest file that a secret is read from, in bytes.
MAX_BYTES = 4096


def read_secret(ref: str, folder: str) -> Secret[str]:
    """Read a secret from where a setting says it is: ``env:NAME`` or ``file:PATH``.

    A relative path starts at ``folder``; the end of the file's last line is not of it.
    Raises: AccessRefused, naming nothing but the kind of place, when it is neither, or
    there is nothing.
    """
    kind, _, name = ref.partition(":")
    text: str | None = None
    if kind == "env":
        text = os.environ.get(name)
    elif kind == "file" and name:
        found, _ = read_text(Path(folder) / name, MAX_BYTES)
        text = None if found is None else found.rstrip("\r\n")
    if not text:
        place = kind if kind in ("env", "file") else "secret"
        raise AccessRefused(place)
    return Secret(text)
