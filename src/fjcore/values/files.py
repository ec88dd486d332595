"""Reading files that a person names: regular ones only, and never without a bound."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

#: A pipe without a writer would hold the reader up for ever, a terminal take it over;
#: some systems know neither flag, nor the one that leaves line ends as they are.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)
del _name


def read_regular(path: Path, limit: int) -> bytes | None:
    """Read a regular file; None when there is none or it cannot be read.

    Units: ``limit`` in bytes; of a longer file its first ``limit + 1`` bytes are given,
    so that more than the limit says that it is too big.
    """
    try:
        handle = os.open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(limit + 1)
    except OSError:
        return None
    finally:
        os.close(handle)


def read_text(path: Path, limit: int) -> tuple[str | None, str]:
    """Read a regular file's text, UTF-8; where there is none, a code says why.

    Units: ``limit`` in bytes. Codes: ``unreadable``, ``too_big``, ``encoding``.
    """
    raw = read_regular(path, limit)
    if raw is None:
        return None, "unreadable"
    if len(raw) > limit:
        return None, "too_big"
    try:
        return raw.decode("utf-8"), ""
    except ValueError:
        return None, "encoding"


def replace_text(path: Path, text: str) -> bool:
    """Put a text in a file's place: whole or not at all, with the file's own mode.

    A link is followed, so that what it points to is replaced; false where the system
    would not write it.
    """
    beside = ""
    try:
        place = path.resolve(strict=True)
        handle, beside = tempfile.mkstemp(prefix=".", dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, stat.S_IMODE(place.stat().st_mode))
        os.replace(beside, place)
    except OSError:
        if beside:
            Path(beside).unlink(missing_ok=True)
        return False
    return True
