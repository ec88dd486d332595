"""Strategies: any record by its declaration, sound, and with nothing left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from records.every import AllTypes
from records.versioned import Third

from fjcore.records import (
    CORE_RECORDS,
    HumanName,
    dumps,
    loads,
    structure,
    unstructure,
)
from fjcore.records.record import info_of, is_part, optional, shape
from fjcore.records.versions import check_new
from fjcore.testing import strategies
from fjcore.values import Interval, Missing, PartialDate


def with_parts() -> list[type]:
    """Every record type of core, and every part of one."""
    found: list[type] = list(CORE_RECORDS)
    for cls in found:
        inner = (shape(a.type)[0] for a in attrs.fields(cls))
        found += [kind for kind in inner if is_part(kind) and kind not in found]
    return found


EVERY = pytest.mark.parametrize(
    "cls", with_parts(), ids=lambda cls: info_of(cls).name.replace(".", "-")
)

few = settings(max_examples=3, deadline=None, database=None)
many = settings(
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def round_trip(cls: type, made: Any) -> None:
    """A value is of its type and comes back equal from plain data and from JSON."""
    assert type(made) is cls
    assert made == structure(unstructure(made), cls)
    assert made == loads(dumps(made), cls)
    if not info_of(cls).part:
        check_new(made)


@EVERY
def test_any_type_should_come_back(cls: type) -> None:
    """What ``st.from_type`` gives of a type should be sound and come back equal."""
    few(given(st.from_type(cls))(lambda made: round_trip(cls, made)))()


@pytest.mark.nightly
@EVERY
def test_any_type_should_come_back_every_time(cls: type) -> None:
    """Two hundred of each type should be sound and come back equal."""
    many(given(st.from_type(cls))(lambda made: round_trip(cls, made)))()


@few
@given(strategies.any_record())
def test_any_record_should_be_of_core(made: Any) -> None:
    """A record of any type should be one that core has."""
    assert type(made) in CORE_RECORDS


@given(made=st.data())
@settings(max_examples=20, deadline=None, database=None)
def test_types_of_others_should_be_drawn_too(made: Any) -> None:
    """A type that no module of core declares should be drawn by what it declares."""
    for cls in (AllTypes, Third):
        round_trip(cls, made.draw(strategies.records(cls)))


# --- nothing left out ----------------------------------------------------------------


seek = settings(
    max_examples=3000,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def held_by(cls: type, count: int) -> dict[str, set[Any]]:
    """What each field holds in so many draws: the reasons, the length of an answer."""
    seen: dict[str, set[Any]] = {a.name: set() for a in attrs.fields(cls)}

    @settings(seek, max_examples=count)
    @given(strategies.records(cls))
    def drawn(made: Any) -> None:
        for name, found in seen.items():
            held = getattr(made, name)
            sized = type(held) in (str, tuple)
            found.add(held if isinstance(held, Missing) else sized and len(held))

    drawn()
    return seen


def all_reached(cls: Any, count: int) -> None:
    """Each optional field holds each reason at some time.

    All are drawn together first; what did not come up is drawn with the others still.
    """
    together = held_by(cls, count)
    plain = find(strategies.records(cls), lambda _: True, settings=seek)
    blank = st.just(Missing.NOT_COLLECTED)
    still = {
        a.name: blank if optional(a) else st.just(getattr(plain, a.name))
        for a in attrs.fields(cls)
    }
    for name in [a.name for a in attrs.fields(cls) if optional(a)]:
        if set(Missing) - together[name]:
            others = {key: one for key, one in still.items() if key != name}
            found = reasons(strategies.records(cls, **others), name, count)
            assert set(Missing) == found


def reasons(made: st.SearchStrategy[Any], name: str, count: int) -> set[Missing]:
    """The reasons that a field holds in so many draws."""
    seen: set[Missing] = set()

    @settings(seek, max_examples=count)
    @given(made)
    def drawn(one: Any) -> None:
        held = getattr(one, name)
        seen.update([held] if isinstance(held, Missing) else [])

    drawn()
    return seen


@pytest.mark.parametrize("cls", [HumanName, *CORE_RECORDS[5:6]])
def test_every_reason_should_be_drawn(cls: type) -> None:
    """Each optional field of a type should hold each of the reasons at some time."""
    all_reached(cls, 160)


@pytest.mark.nightly
@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)
def test_every_reason_should_be_drawn_in_every_type(cls: type) -> None:
    """Each optional field of every type should hold each reason at some time."""
    all_reached(cls, 250)


def test_every_field_of_a_text_should_meet_its_limit() -> None:
    """A text should be as long as its field takes, and as short as one letter."""
    lengths = held_by(HumanName, 200)["text"]

    assert {1, 200} <= lengths


@pytest.mark.parametrize("cls", [Interval, PartialDate, Missing])
def test_values_should_be_drawn_by_their_type(cls: type) -> None:
    """``st.from_type`` should give values of the small types too."""

    @few
    @given(st.from_type(cls))
    def drawn(made: Any) -> None:
        assert type(made) is cls

    drawn()


def test_partial_dates_should_be_of_every_precision() -> None:
    """A partial date should be of any precision, sure or not, and read as written."""
    seen = set()

    @settings(seek, max_examples=400)
    @given(strategies.partial_dates())
    def drawn(made: PartialDate) -> None:
        seen.add((made.precision, made.approximate))
        assert made == PartialDate.parse(made.text)

    drawn()
    assert {
        (p, a) for p in ("day", "month", "year", "range") for a in (True, False)
    } == (seen)


@settings(max_examples=150, deadline=None, database=None)
@given(strategies.intervals(), strategies.decimals(-90, 90), strategies.numbers(0, 3))
def test_values_should_keep_their_bounds(
    span: Interval, exact: Decimal, whole: int
) -> None:
    """Spans should hold their start and not their end, numbers keep to their bounds."""
    assert span.start in span
    assert span.end not in span
    assert -90 <= exact <= 90
    assert 0 <= whole <= 3
