"""Strategies for the values that fields hold, aimed at the edges of what they take."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.records.checks import MAX_NUMBER
from fjcore.values import Interval, Missing, PartialDate

#: Every reason for an answer that is not there, the first also the simplest.
missing: SearchStrategy[Missing] = st.sampled_from(list(Missing))

#: What breaks naive matching and cutting: marks, apostrophes, other directions of
#: writing, letters that look alike, words that look like none.
AWKWARD = (
    "x",
    "O'Quillmark",
    "Núñez-de la Lámpara",
    "بدر",
    "נועה",
    "Ngọc-Ánh",
    "ﬁona",
    "ſteven",
    "zoë",
    "\u200bzoe\u0308",
    "👩\u200d👧 z",
    "withheld",
    "null",
    "-1",
    "=1+1",
    '{"?": "error"}',
    "two\nlines\tand a tab",
    "0",
)

#: Overrides and isolates of the direction of writing: no text holds one.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_LETTERS = st.characters(exclude_categories=["C", "Z"])
_ANY = st.characters(
    exclude_categories=["Cc", "Cs"],
    exclude_characters=_TURNING,
    include_characters="\n\t",
)

#: A text this long or shorter is sometimes filled up to its limit.
_FILLED = 600


def texts(max_length: int = 500) -> SearchStrategy[str]:
    """Give texts that a field of so many characters takes: clean, and not blank.

    Units: ``max_length`` in characters; one of up to 600 is reached.
    """
    short = min(max_length, 24)
    free = st.builds(
        lambda first, rest: first + rest, _LETTERS, st.text(_ANY, max_size=short - 1)
    )
    fitting = st.sampled_from([one for one in AWKWARD if len(one) <= max_length])
    full = _LETTERS.map(lambda letter: letter * max_length)
    return st.one_of(fitting, free, *([full] if max_length <= _FILLED else []))


def numbers(
    low: int = 1 - MAX_NUMBER, high: int = MAX_NUMBER - 1
) -> SearchStrategy[int]:
    """Give whole numbers between two bounds, both included, often the bounds."""
    edges = {low, high, *(n for n in (-1, 0, 1, low + 1, high - 1) if low <= n <= high)}
    return st.one_of(st.sampled_from(sorted(edges)), st.integers(low, high))


def decimals(
    low: int | Decimal = 1 - 10**12, high: int | Decimal = 10**12 - 1
) -> SearchStrategy[Decimal]:
    """Give exact numbers between two bounds, with up to six places."""

    def placed(places: int) -> SearchStrategy[Decimal]:
        scale = 10**places
        first = -int(-Decimal(low) * scale // 1)
        last = int(Decimal(high) * scale // 1)
        whole = st.integers(first, max(first, last))
        return whole.map(lambda n: Decimal(n).scaleb(-places))

    return st.integers(0, 6).flatmap(placed)


_DAYS = (
    date(1, 1, 1),
    date(1900, 2, 28),
    date(1999, 12, 31),
    date(2000, 2, 29),
    date(2024, 2, 29),
    date(2026, 3, 1),
    date(9999, 12, 31),
)


def days(low: date = date.min, high: date = date.max) -> SearchStrategy[date]:
    """Give days of the calendar, leap days and its ends among them."""
    edges = sorted({low, high, *(day for day in _DAYS if low <= day <= high)})
    return st.one_of(st.sampled_from(edges), st.dates(low, high))


_MOMENTS = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
    # In Denver the clocks go back at the first and jump at the second.
    datetime(2025, 11, 2, 8, 0, tzinfo=UTC),
    datetime(2026, 3, 8, 9, 0, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)


def instants(
    low: datetime = _MOMENTS[0], high: datetime = _MOMENTS[-1]
) -> SearchStrategy[datetime]:
    """Give instants in UTC, those at which local clocks change among them."""
    edges = sorted({low, high, *(at for at in _MOMENTS if low <= at <= high)})
    span = (high - low) // timedelta(microseconds=1)
    inside = st.integers(0, span).map(lambda tick: low + timedelta(microseconds=tick))
    return st.one_of(st.sampled_from(edges), inside)


def intervals() -> SearchStrategy[Interval]:
    """Give half-open spans: of a single tick, and of up to a thousand years."""
    tick = timedelta(microseconds=1)
    lasts = st.one_of(st.just(tick), st.timedeltas(tick, timedelta(days=365_000)))
    starts = instants(high=datetime(9000, 1, 1, tzinfo=UTC))
    return st.builds(lambda start, last: Interval(start, start + last), starts, lasts)


_PRECISE = (4, 7, 10)


def _written(day: date, precise: int, approximate: bool) -> str:
    return day.isoformat()[:precise] + "~" * approximate


_PART = st.tuples(days(), st.sampled_from(_PRECISE), st.booleans())


def _finer(
    part: tuple[date, int, bool], after: timedelta, other: int, unsure: bool
) -> str:
    """Write a range that ends as precisely as it starts, or more so."""
    day, precise, approximate = part
    last = date.max if date.max - day < after else day + after
    return (
        f"{_written(day, precise, approximate)}"
        f"/{_written(last, max(precise, other), unsure)}"
    )


def _coarser(day: date, precise: int, unsure: bool) -> str:
    """Write a range that ends with a whole year or month after its start."""
    start = min(day, date(9998, 12, 31))
    end = date(start.year + 1, start.month, 1)
    return f"{start.isoformat()}/{_written(end, precise, unsure)}"


_AFTER = st.one_of(
    st.just(timedelta()),
    st.just(timedelta(days=calendar.monthrange(2026, 3)[1])),
    st.timedeltas(timedelta(), timedelta(days=40_000)),
)


def partial_dates() -> SearchStrategy[PartialDate]:
    """Give partial dates of every precision, sure or not, and ranges of them."""
    single = _PART.map(lambda part: _written(*part))
    ranges = st.builds(_finer, _PART, _AFTER, st.sampled_from(_PRECISE), st.booleans())
    mixed = st.builds(_coarser, days(), st.sampled_from(_PRECISE), st.booleans())
    return st.one_of(single, ranges, mixed).map(PartialDate.parse)
