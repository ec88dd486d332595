"""TOML as plain data, with its days and times as text like every other input's."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

_AT = re.compile(r"\(at line (\d+), column \d+\)")


def plain_toml(text: str) -> dict[str, Any] | None:
    """Read TOML text; None where it is none.

    Limits: the caller bounds the text.
    """
    try:
        found: dict[str, Any] = _plain(tomllib.loads(text))
    except (ValueError, RecursionError):
        return None
    return found


def faulty_line(text: str) -> str:
    """Give the place where TOML text ends to be any, as ``line 3``; empty if it is.

    Limits: as for ``plain_toml``; where nesting is too deep, no line is named.
    """
    said = ""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The rest of what it says may repeat a key or a value.
        found = _AT.search(str(error))
        said = f"line {found[1] if found else len(text.splitlines())}"
    except (ValueError, RecursionError):
        pass
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value
