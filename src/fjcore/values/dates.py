"""Dates of which only part is known."""

from __future__ import annotations

import calendar
import re
from datetime import date

from attrs import frozen

from fjcore.errors import BadDate

_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")


@frozen
class PartialDate:
    """A date known to the day, the month or the year, sure or approximate, or a range.

    Shape: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, each with ``~`` when approximate;
    a range is two of them with ``/`` between. There is no ``<``: two partial dates
    may overlap, so use ``before``.
    """

    text: str
    earliest: date
    latest: date
    approximate: bool

    @classmethod
    def parse(cls, text: str, *, where: str = "date") -> PartialDate:
        """Read a partial date.

        Raises: BadDate, naming ``where`` and not the text.
        """
        parts = text.split("/") if type(text) is str else []
        if len(parts) not in (1, 2):
            raise BadDate(where)
        spans = [_span(part, where) for part in parts]
        first, last = spans[0][0], spans[-1][1]
        if last < first or (len(spans) == 2 and spans[1][0] < spans[0][0]):
            raise BadDate(where)
        return cls(text, first, last, any(span[2] for span in spans))

    def __str__(self) -> str:
        return self.text

    @property
    def precision(self) -> str:
        """How much is known: ``day``, ``month``, ``year`` or ``range``."""
        if "/" in self.text:
            return "range"
        return {0: "year", 1: "month", 2: "day"}[self.text.count("-")]

    def before(self, other: PartialDate | date) -> bool | None:
        """Whether this lies before another date; None when that is not known.

        Nothing is known of a date that is approximate, on either side.
        """
        low, high, unsure = (
            (other.earliest, other.latest, other.approximate)
            if isinstance(other, PartialDate)
            else (other, other, False)
        )
        if self.approximate or unsure:
            return None
        if self.latest < low:
            return True
        return False if self.earliest >= high else None

    def age_at(self, on: date) -> tuple[int, int]:
        """Give the youngest and the oldest age this birth date allows on a day.

        Units: whole years; a person born on 29 February turns a year older on
        1 March of a common year. Never negative. That a date is approximate does not
        widen the ages: whether it may be off, and by how much, is for a person to say.
        """
        return _years(self.latest, on), _years(self.earliest, on)


def _years(born: date, on: date) -> int:
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return max(0, on.year - born.year - (0 if had_birthday else 1))


def _span(part: str, where: str) -> tuple[date, date, bool]:
    match = _PART.fullmatch(part)
    if match is None:
        raise BadDate(where)
    year, month, day = (int(x) if x else None for x in match.groups()[:3])
    found = _days(year or 0, month, day)
    if found is None:
        raise BadDate(where)
    return found[0], found[1], match[4] == "~"


def _days(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return (
                date(year, month, 1),
                date(year, month, calendar.monthrange(year, month)[1]),
            )
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
