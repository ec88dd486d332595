"""What a view does to a value: pure, total, idempotent, one small function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from fjcore.records.checks import instant_text
from fjcore.records.label import FieldKind
from fjcore.values import PartialDate

Operator = Callable[[Any], Any]


def keep(value: Any) -> Any:
    """Give the value as plain data."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, (PartialDate, date)):
        return str(value)
    return value


def _span(value: Any) -> tuple[date, date, str]:
    if isinstance(value, PartialDate):
        return value.earliest, value.latest, "~" if value.approximate else ""
    day = value.date() if isinstance(value, datetime) else value
    return day, day, ""


def _step(name: Callable[[date], str]) -> Operator:
    def coarsen(value: Any) -> str:
        first, last, mark = _span(value)
        low, high = name(first), name(last)
        return (low if low == high else f"{low}/{high}") + mark

    return coarsen


decade = _step(lambda day: f"{day.year // 10 * 10:04d}s")
year = _step(lambda day: f"{day.year:04d}")
quarter = _step(lambda day: f"{day.year:04d}-Q{(day.month + 2) // 3}")
month = _step(lambda day: f"{day.year:04d}-{day.month:02d}")
day = _step(lambda day: day.isoformat())


def zip3(value: str) -> str:
    """Keep the first three digits of a ZIP code."""
    return value[:3]


def zip5(value: str) -> str:
    """Keep the first five digits of a ZIP code."""
    return value[:5]


def last_two(value: str) -> str:
    """Keep the last two digits of a long number in a template of fixed length.

    Shape: ``•••••• 07``; only the template where fewer than eight digits are given.
    """
    digits = [char for char in value if char.isdecimal()]
    return MASK if len(digits) < 8 else f"{MASK} {''.join(digits[-2:])}"


#: How a hidden text is drawn; its length says nothing about what it hides.
MASK = "•" * 8

#: Per kind of field, the steps between nothing and everything, low to high.
STEPS: Mapping[FieldKind, tuple[tuple[str, Operator], ...]] = MappingProxyType(
    {
        FieldKind.DATE: (
            ("decade", decade),
            ("year", year),
            ("quarter", quarter),
            ("month", month),
        ),
        FieldKind.INSTANT: (
            ("decade", decade),
            ("year", year),
            ("quarter", quarter),
            ("month", month),
            ("day", day),
        ),
        FieldKind.ZIP: (("zip3", zip3), ("zip5", zip5)),
        FieldKind.PHONE: (("last_two", last_two),),
    }
)
