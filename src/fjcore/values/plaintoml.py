"""TOML as plain data, with its days and times as text like every other input's."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from typing import Any


def plain_toml(text: str) -> dict[str, Any] | None:
    """Read TOML text; None where it is none.

    Limits: the caller bounds the text.
    """
    try:
        found: dict[str, Any] = _plain(tomllib.loads(text))
    except (ValueError, RecursionError):
        return None
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value
