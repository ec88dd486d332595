"""Cutting records by plan, and the last check of the bytes about to leave."""

from __future__ import annotations

from fjcore.redaction.amounts import AGE_BANDS, age_band, buckets
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
from fjcore.redaction.ladders import LADDERS, steps_of
from fjcore.redaction.operators import MASK, STEPS, Env, partial
from fjcore.redaction.places import REGIONS, Place, PlaceStep, coarse_place, region
from fjcore.redaction.shifting import (
    Shifted,
    date_shift,
    series_key,
    shift_days,
    shift_of,
)
from fjcore.redaction.tokens import TOKEN_KINDS, Token, one_time_key, token
from fjcore.redaction.walk import fields_of, normal, values

__all__ = [
    "AGE_BANDS",
    "LADDERS",
    "MASK",
    "MAX_BODY_BYTES",
    "REGIONS",
    "STEPS",
    "TOKEN_KINDS",
    "Cutter",
    "Env",
    "Place",
    "PlaceStep",
    "Shape",
    "Shifted",
    "Token",
    "ViewOf",
    "age_band",
    "buckets",
    "check",
    "coarse_place",
    "cut",
    "cutter",
    "cutter_under",
    "date_shift",
    "fields_of",
    "leak",
    "normal",
    "one_time_key",
    "operator",
    "ordered",
    "partial",
    "placeholder",
    "region",
    "series_key",
    "shape_of",
    "shift_days",
    "shift_of",
    "steps_of",
    "token",
    "values",
    "view_under",
]
