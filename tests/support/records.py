"""Hypothesis strategies that build any record type from its own declaration."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
from hypothesis import strategies as st

from fjcore.records import FieldKind
from fjcore.records.codes import core_list
from fjcore.records.record import declared, is_part, shape
from fjcore.testing.strategies import any_record as drawn
from fjcore.testing.strategies import missing, records
from fjcore.values import PartialDate

#: Pieces that break naive matching: marks, apostrophes, right-to-left, look-alikes.
PIECES = (
    "Maeve",
    "O'Connor",
    "Núñez",
    "بدر",
    "נועה",
    "Li",
    "Ngọc-Ánh",
    "van der Wal",
    "ﬁona",
    "ſteven",
    "\u200bzoë",
    "withheld",
    "null",
    "",
    " ",
)

#: What overrides or isolates a direction of writing: no text holds it.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@cache
def words(limit: int) -> st.SearchStrategy[str]:
    free = st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=TURNING),
        min_size=1,
        max_size=12,
    )
    piece = st.one_of(st.sampled_from([p for p in PIECES if p.strip()]), free)
    joined = st.lists(piece, min_size=1, max_size=4).map(" ".join)
    return joined.map(lambda text: text[:limit]).map(lambda t: t if t.strip() else "x")


phones = st.integers(100, 199).map(lambda n: f"406-555-0{n}")
zips = st.sampled_from(["59101", "59102-1234", "10001", "00601"])
days = st.dates(date(1925, 1, 1), date(2026, 3, 1))
partial_dates = st.one_of(
    days.map(lambda day: PartialDate.parse(day.isoformat())),
    days.map(lambda day: PartialDate.parse(f"{day.year:04d}-{day.month:02d}")),
    days.map(lambda day: PartialDate.parse(f"{day.year:04d}")),
)
instants = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2026, 3, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


decimals = st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False)


@cache
def values_of(attribute: attrs.Attribute[Any]) -> st.SearchStrategy[Any]:
    inner, many = shape(attribute.type)
    said = declared(attribute)
    one: st.SearchStrategy[Any]
    if is_part(inner):
        one = records(inner)
    elif said.codes is not None:
        codes = core_list(said.codes) if isinstance(said.codes, str) else said.codes
        one = st.sampled_from(sorted(codes.codes))
    elif said.kind in (FieldKind.PHONE,):
        one = phones
    elif said.kind is FieldKind.ZIP:
        one = zips
    else:
        one = {
            str: words(said.max_length),
            bool: st.booleans(),
            int: st.integers(0, 10_000),
            PartialDate: partial_dates,
            datetime: instants,
            date: days,
            Decimal: decimals,
        }[inner]
    if many:
        one = st.lists(one, max_size=3).map(tuple)
    required = attribute.default is attrs.NOTHING
    optional = "Missing" in str(attribute.type)
    return one if required or not optional else st.one_of(one, missing)


#: Records of any type of core, each drawn by its declaration.
any_record = drawn()

#: The instant about which generated stories turn.
NOON = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
