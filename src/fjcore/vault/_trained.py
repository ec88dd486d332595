"""The training of who asked, as a file of answers states it."""

from __future__ import annotations

from datetime import date
from typing import Any

from fjcore.errors import AnswerRefused, Problem
from fjcore.screening import Training

_KEYS = frozenset({"program", "completed_on"})


def trained(data: Any) -> tuple[Training | None, tuple[Problem, ...]]:
    """Read a training, with its fault where it is none or ends before it begins."""
    found = _training(data)
    if found is None:
        return None, (Problem("training", "format"),)
    until = found.valid_until
    if until is not None and until < found.completed_on:
        return None, (Problem("training.valid_until", "end_before_start"),)
    return found, ()


def _training(data: Any) -> Training | None:
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
