"""Screening instruments as data, scored so that a skipped answer is never a "no"."""

from __future__ import annotations

from fjcore.screening.definition import (
    Band,
    Constraint,
    Instrument,
    Item,
    Option,
    Predicate,
    Score,
    Trigger,
)
from fjcore.screening.evaluate import Banding, Bounds, Evaluation, evaluate
from fjcore.screening.parse import instruments, load, parse
from fjcore.screening.result import Alert, AlertChange, Change, Result, Status, Step
from fjcore.screening.session import Session

__all__ = [
    "Alert",
    "AlertChange",
    "Band",
    "Banding",
    "Bounds",
    "Change",
    "Constraint",
    "Evaluation",
    "Instrument",
    "Item",
    "Option",
    "Predicate",
    "Result",
    "Score",
    "Session",
    "Status",
    "Step",
    "Trigger",
    "evaluate",
    "instruments",
    "load",
    "parse",
]
