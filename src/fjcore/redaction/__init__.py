"""Cutting records by plan, and the last check of the bytes about to leave."""

from __future__ import annotations

from fjcore.redaction.check import check
from fjcore.redaction.cutter import (
    Cutter,
    Shape,
    cutter,
    operator,
    ordered,
    placeholder,
    shape_of,
)
from fjcore.redaction.operators import MASK, STEPS
from fjcore.redaction.walk import normal, values

__all__ = [
    "MASK",
    "STEPS",
    "Cutter",
    "Shape",
    "check",
    "cutter",
    "normal",
    "operator",
    "ordered",
    "placeholder",
    "shape_of",
    "values",
]
