# ruff: noqa: DTZ001, DTZ901 - naive times are what is refused here
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import BadDate, NaiveTime
from fjcore.values import FixedClock, SystemClock, from_micros, micros, utc

usual = settings(max_examples=150, deadline=None)

DENVER = ZoneInfo("America/Denver")
NOON = datetime(2026, 3, 2, 19, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

offsets = st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m)))
aware = st.datetimes(
    datetime(2, 1, 1),
    datetime(9998, 1, 1),
    timezones=st.one_of(offsets, st.just(DENVER)),
)


class Aimless(tzinfo):
    """A zone that does not know its own offset."""

    def utcoffset(self, at: datetime | None) -> None:
        return None

    def tzname(self, at: datetime | None) -> None:
        return None

    def dst(self, at: datetime | None) -> None:
        return None


naive = st.sampled_from(
    [
        datetime(2026, 3, 2, 10),
        datetime.min,
        datetime.max,
        datetime(2026, 3, 2, tzinfo=Aimless()),
        date(2026, 3, 2),
        "2026-03-02T10:00:00Z",
        0,
        None,
    ]
)


@usual
@given(aware)
def test_utc_is_the_same_instant(at: datetime) -> None:
    """An instant should stay the same when told in UTC."""
    got = utc(at)

    assert got.tzinfo is UTC
    assert at.replace(tzinfo=None) - (at.utcoffset() or timedelta()) == got.replace(
        tzinfo=None
    )


@usual
@given(naive)
def test_what_has_no_offset_is_refused(at: object) -> None:
    """What has no offset should be refused at each door, and named by its place."""
    clock = FixedClock(NOON)
    for door in (utc, micros, FixedClock, clock.move_to):
        with pytest.raises(NaiveTime):
            door(at)  # type: ignore[operator]
    with pytest.raises(NaiveTime) as caught:
        utc(at, where="event.at")  # type: ignore[arg-type]

    assert caught.value.where == "event.at"
    assert clock.now() == NOON


@pytest.mark.parametrize(
    "at",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
    ],
    ids=str,
)
def test_an_instant_out_of_the_calendar_is_refused(at: datetime) -> None:
    """An instant whose day in UTC does not exist should be refused in one way."""
    with pytest.raises(BadDate) as caught:
        utc(at)

    assert caught.value.__context__ is None


@usual
@given(aware)
def test_micros_are_exact(at: datetime) -> None:
    """An instant should come back exactly from its microseconds."""
    assert at.astimezone(UTC) == from_micros(micros(at))


@usual
@given(st.sampled_from([0, 1, -1]), st.integers(-(2**52), 2**52))
def test_micros_count_from_1970(tick: int, count: int) -> None:
    """A number of microseconds should be so long after the start of 1970."""
    value = count + tick

    assert EPOCH + timedelta(microseconds=value) == from_micros(value)
    assert value == micros(from_micros(value))


def test_the_doubled_hour_is_two_instants() -> None:
    """The two readings of a doubled hour should be an hour apart."""
    first, again = (
        datetime(2026, 11, 1, 1, 30, tzinfo=DENVER, fold=fold) for fold in (0, 1)
    )

    assert 3_600_000_000 == micros(again) - micros(first)


@usual
@given(aware, st.timedeltas(timedelta(days=-300), timedelta(days=300)))
def test_a_fixed_clock_stands_until_it_is_moved(at: datetime, by: timedelta) -> None:
    """A fixed clock should tell the instant it was set to, and move only as told."""
    clock = FixedClock(at)
    # A local time that a clock shows twice or never equals none of another zone.
    same = at.astimezone(UTC)

    assert same == clock.now() == clock.now()
    clock.advance(by)
    assert same + by == clock.now()
    clock.move_to(at.astimezone(DENVER))
    assert same == clock.now()
    assert clock.now().tzinfo is UTC


def test_the_system_clock_goes_on() -> None:
    """The machine's clock should tell aware time that does not stand."""
    clock = SystemClock()
    seen = {clock.now() for _ in range(2000)}

    assert len(seen) > 1
    assert all(at.tzinfo is UTC for at in seen)
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(minutes=1)
