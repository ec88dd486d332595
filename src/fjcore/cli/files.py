"""Files that somebody names on the command line."""

from __future__ import annotations

from pathlib import Path

from fjcore.errors import InputRefused, Problem
from fjcore.values.files import read_regular, read_text


def named_file(path: Path, limit: int) -> bytes:
    """Read a file; ``limit`` as ``read_regular`` has it.

    Raises: InputRefused.
    """
    raw = read_regular(path, limit)
    if raw is None:
        raise InputRefused(path.name, problems=(Problem(path.name, "unreadable"),))
    return raw


def named_text(path: Path, limit: int) -> str:
    """Read a file's text, of at most ``limit`` bytes.

    Raises: InputRefused, with a code of ``read_text``.
    """
    text, code = read_text(path, limit)
    if text is None:
        raise InputRefused(path.name, problems=(Problem(path.name, code),))
    return text
