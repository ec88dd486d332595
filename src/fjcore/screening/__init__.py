"""Screening instruments as data, scored so that a skipped answer is never a "no"."""

from __future__ import annotations

from fjcore.screening.definition import (
    Band,
    Instrument,
    Item,
    Option,
    Predicate,
    Score,
    Trigger,
)
from fjcore.screening.evaluate import Banding, Bounds, Evaluation, evaluate
from fjcore.screening.parse import instruments, load, parse
from fjcore.screening.session import Alert, Result, Session, Status, Step

__all__ = [
    "Alert",
    "Band",
    "Banding",
    "Bounds",
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
