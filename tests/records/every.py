"""A record type with every type of field."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

import attrs

from fjcore.records import CORE_RECORDS, labelled, part, parts, record
from fjcore.records.record import declared, optional, shape
from fjcore.values import Missing, PartialDate


@part("x_made_inner")
class Inner:
    day: date = labelled("risk", required=True)
    at: datetime | Missing = labelled("risk")


@record("x_made.all_types", 1)
class AllTypes:
    """Every type of field, alone, in a tuple and in a part."""

    day: date = labelled("risk", required=True)
    days: tuple[date, ...] | Missing = labelled("risk")
    times: tuple[datetime, ...] | Missing = labelled("risk")
    partial: tuple[PartialDate, ...] | Missing = labelled("risk")
    counts: tuple[int, ...] | Missing = labelled("risk")
    flags: tuple[bool, ...] | Missing = labelled("risk")
    inner: Inner = parts(required=True)
    inners: tuple[Inner, ...] = parts()


def all_types() -> Any:
    """Give a payload of every type of field."""
    return {
        "day": "2026-03-02",
        "days": ["2026-03-02"],
        "times": ["2026-03-02T10:00:00Z", "2026-03-02T10:00:00.25-07:00"],
        "partial": ["2026~", "2024/2025"],
        "counts": [0, -3],
        "flags": [True, False],
        "inner": {"day": "2024-02-29"},
        "inners": [{"day": "2024-02-29", "at": {"?": "error"}}],
    }


@cache
def sorts() -> tuple[tuple[type, str], ...]:
    """Give one field for each way in which a field can be declared."""
    found: dict[tuple[Any, ...], tuple[type, str]] = {}
    for cls in (*CORE_RECORDS, AllTypes):
        for a in attrs.fields(cls):
            said = declared(a)
            kind, many = shape(a.type)
            coded = said.codes is not None
            way = (kind, many, optional(a), said.kind, said.max_length, coded)
            found.setdefault(way, (cls, a.name))
    return tuple(found.values())
