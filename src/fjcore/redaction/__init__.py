"""Cutting records by plan, and the last check of the bytes about to leave."""

from __future__ import annotations

from fjcore.redaction.check import MAX_BODY_BYTES, check, leak
from fjcore.redaction.cutter import (
    Cutter,
    Shape,
    cutter,
    operator,
    ordered,
    placeholder,
    shape_of,
)
from fjcore.redaction.cutting import ViewOf, cut, cutter_under, view_under
from fjcore.redaction.operators import MASK, STEPS, Env
from fjcore.redaction.walk import fields_of, normal, values

__all__ = [
    "MASK",
    "MAX_BODY_BYTES",
    "STEPS",
    "Cutter",
    "Env",
    "Shape",
    "ViewOf",
    "check",
    "cut",
    "cutter",
    "cutter_under",
    "fields_of",
    "leak",
    "normal",
    "operator",
    "ordered",
    "placeholder",
    "shape_of",
    "values",
    "view_under",
]
