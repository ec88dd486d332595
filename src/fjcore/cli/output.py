"""What several commands share: reading an instant, writing a new file."""

from __future__ import annotations

import sys
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


def new_file(path: Path, text: str) -> None:
    """Write a file that must not be there yet.

    Raises: InputRefused, naming it.
    """
    done = False
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        done = True
    except OSError:
        pass
    if not done:
        code = "duplicate" if path.exists() else "unreadable"
        raise InputRefused(path.name, problems=(Problem(path.name, code),))
    print(f"wrote {path.name}", file=sys.stderr)
