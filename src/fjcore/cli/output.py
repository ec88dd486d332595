"""What several commands share: reading an instant, writing a new file."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from fjcore.errors import InputRefused, OptionRefused, Problem


def instant(text: str, option: str) -> datetime | None:
    """Read an instant with its offset; None where nothing was said.

    Raises: OptionRefused, naming the option.
    """
    if not text:
        return None
    where, found = option, None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        pass
    if found is None or found.tzinfo is None:
        code = "naive_time" if found is not None else "format"
        raise OptionRefused(where, problems=(Problem(where, code),))
    return found


def still_free(path: Path) -> None:
    """Refuse a file that is there already, before anything is done that stays.

    Raises: InputRefused, naming it.
    """
    if path.exists() or not path.parent.is_dir():
        code = "duplicate" if path.exists() else "unreadable"
        raise InputRefused(path.name, problems=(Problem(path.name, code),))


def new_file(path: Path, text: str) -> None:
    """Write a text to a file that must not be there yet, and say so.

    Raises: InputRefused, naming it.
    """
    new_bytes(path, text.encode())
    wrote(path)


def wrote(path: Path) -> None:
    """Say that a file was written, beside what a command gives."""
    print(f"wrote {path.name}", file=sys.stderr)


def new_bytes(path: Path, raw: bytes) -> None:
    """Write a file that must not be there yet: whole or not at all, for its owner.

    Raises: InputRefused, naming it.
    """
    code = ""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        code = "duplicate" if path.exists() else "unreadable"
    else:
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
        except OSError:
            code = "unreadable"
            path.unlink(missing_ok=True)
    if code:
        raise InputRefused(path.name, problems=(Problem(path.name, code),))


def new_folder(path: Path, held: Mapping[str, bytes]) -> None:
    """Write a folder that must not be there yet: with all its files or not at all.

    Shape: ``held`` gives the bytes of each file by its path, with ``/`` between.
    Raises: InputRefused, naming it.
    """
    name = path.name or str(path)
    part = path.parent / f".{secrets.token_hex(8)}.part"
    code = "duplicate" if os.path.lexists(path) else ""
    try:
        if not code:
            _fill(part, held)
            # Onto a folder that holds something, or a file, this fails.
            part.rename(path)
    except (OSError, ValueError):
        code = "duplicate" if os.path.lexists(path) else "unreadable"
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if code:
        raise InputRefused(name, problems=(Problem(name, code),))


def _fill(folder: Path, held: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for place, raw in held.items():
        file = folder.joinpath(*place.split("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)


def absent(path: Path) -> None:
    """Refuse a file that is there already, before anything is done.

    Raises: InputRefused, naming it.
    """
    if path.exists():
        raise InputRefused(path.name, problems=(Problem(path.name, "duplicate"),))


def required(option: str) -> OptionRefused:
    """Give the refusal of a command that lacks an option."""
    return OptionRefused(option, problems=(Problem(option, "required"),))
