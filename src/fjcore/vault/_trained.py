"""The training of who asked, as a file of answers states it."""

from __future__ import annotations

from datetime import date
from typing import Any

from fjcore.errors import AnswerRefused
from fjcore.screening import Training

_KEYS = frozenset({"program", "completed_on"})


def training(data: Any) -> Training | None:
    """Read a training; None where it is none."""
    if type(data) is not dict or not _KEYS <= data.keys() <= _KEYS | {"valid_until"}:
        return None
    if not all(type(value) is str for value in data.values()):
        return None
    try:
        until = data.get("valid_until")
        return Training(
            program=data["program"],
            completed_on=date.fromisoformat(data["completed_on"]),
            valid_until=None if until is None else date.fromisoformat(until),
        )
    except (AnswerRefused, ValueError):
        return None
