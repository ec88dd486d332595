"""A record type with every type of field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fjcore.records import (
    labelled,
    part,
    parts,
    record,
)
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
