# ruff: noqa: DTZ001, DTZ901 - naive times are what is refused here
from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import BadDate, EndBeforeStart, NaiveTime
from fjcore.values import Interval, add_days, end_of_day, local_instant, zone

usual = settings(max_examples=120, deadline=None)

DENVER = ZoneInfo("America/Denver")
TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)

#: Zones with clocks that change at 2:00, at midnight, by half an hour, and never.
ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "America/Denver",
        "America/Phoenix",
        "America/Havana",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
    )
)
#: Days about which one of these clocks changes, and any others.
turns = st.sampled_from(
    [date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 9, 6)]
)
days = st.one_of(turns, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
walls = st.builds(
    lambda day, minutes: datetime.combine(day, time()) + MINUTE * minutes,
    days,
    st.one_of(
        st.sampled_from([0, 1, 59, 60, 89, 90, 119, 120, 121, 179, 180, 1439]),
        st.integers(0, 1439),
    ),
)
aware = st.datetimes(
    datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from(ZONES)
)
lengths = st.one_of(
    st.just(TICK), st.timedeltas(TICK, timedelta(days=400)), st.just(timedelta(1))
)


# --- intervals ----------------------------------------------------------------------


@usual
@given(aware, lengths)
def test_half_open(start: datetime, length: timedelta) -> None:
    """An interval should hold its start and not its end."""
    start = start.astimezone(UTC)
    interval = Interval(start, start + length)

    assert start in interval
    assert start + length - TICK in interval
    assert start + length not in interval
    assert start - TICK not in interval


@usual
@given(aware, lengths, st.sampled_from(ZONES))
def test_what_zone_it_was_said_in_does_not_matter(
    start: datetime, length: timedelta, tz: ZoneInfo
) -> None:
    """The same instants should make the same interval, in UTC."""
    start = start.astimezone(UTC)
    got = Interval(start.astimezone(tz), (start + length).astimezone(tz))

    assert Interval(start, start + length) == got
    assert got.start.tzinfo is UTC
    assert start.astimezone(tz) in got


@usual
@given(aware, st.one_of(st.just(timedelta()), lengths))
def test_the_end_comes_after_the_start(at: datetime, back: timedelta) -> None:
    """An interval that would hold no instant should be refused."""
    with pytest.raises(EndBeforeStart) as caught:
        Interval(at, at.astimezone(UTC) - back)

    assert caught.value.where == "interval"


def test_the_doubled_hour_has_a_length() -> None:
    """The hour that a clock shows twice should be an hour long, said either way."""
    first = datetime(2026, 11, 1, 1, 30, tzinfo=DENVER, fold=0)
    again = datetime(2026, 11, 1, 1, 30, tzinfo=DENVER, fold=1)
    got = Interval(first, again)

    assert timedelta(hours=1) == got.end - got.start
    with pytest.raises(EndBeforeStart):
        Interval(again, first)


@pytest.mark.parametrize("place", ["start", "end", "asked"])
@pytest.mark.parametrize(
    "naive", [datetime(2026, 3, 2), date(2026, 3, 2), "2026-03-02"]
)
def test_no_naive_time_comes_in(place: str, naive: object) -> None:
    """A time without an offset should be refused at every door."""
    said: dict[str, object] = {
        "start": datetime(2026, 3, 1, tzinfo=UTC),
        "end": datetime(2026, 3, 3, tzinfo=UTC),
        "asked": datetime(2026, 3, 2, tzinfo=UTC),
        place: naive,
    }

    with pytest.raises(NaiveTime):
        _ = said["asked"] in Interval(said["start"], said["end"])  # type: ignore[arg-type]


# --- local time ---------------------------------------------------------------------


def shown(wall: datetime, tz: ZoneInfo) -> list[datetime]:
    """Every instant at which a clock of the zone shows a time, by looking at each."""
    first = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    each = (first + MINUTE * n for n in range(30 * 60))
    return [at for at in each if at.astimezone(tz).replace(tzinfo=None) == wall]


@settings(max_examples=25, deadline=None)
@given(walls, st.sampled_from(ZONES))
def test_local_times(wall: datetime, tz: ZoneInfo) -> None:
    """A time shown twice should end early and start late, and one shown never too."""
    end, start = local_instant(wall, tz, "end"), local_instant(wall, tz, "start")
    found = shown(wall, tz)

    if found:
        assert (min(found), max(found)) == (end, start)
    else:
        assert timedelta() < start - end <= timedelta(hours=1)
        assert end.astimezone(tz).replace(tzinfo=None) < wall
        assert start.astimezone(tz).replace(tzinfo=None) > wall


@usual
@given(walls, st.sampled_from(ZONES), st.sampled_from([0, 1]))
def test_a_fold_said_along_changes_nothing(
    wall: datetime, tz: ZoneInfo, fold: int
) -> None:
    """Which of two readings a caller's own clock took should not lengthen anything."""
    assert local_instant(wall, tz, "end") == local_instant(
        wall.replace(fold=fold), tz, "end"
    )


@usual
@given(days, st.sampled_from(ZONES))
def test_a_day_ends_when_the_next_begins(day: date, tz: ZoneInfo) -> None:
    """The end of a day should be no instant later than the first of the next day."""
    end = end_of_day(day, tz)

    assert (end - TICK).astimezone(tz).date() == day
    assert (end + timedelta(hours=1)).astimezone(tz).date() == day + timedelta(days=1)


@usual
@given(walls, st.integers(0, 400), st.sampled_from(ZONES))
def test_days_are_calendar_days(wall: datetime, count: int, tz: ZoneInfo) -> None:
    """So many days later, the clock on the wall should show the same time."""
    at = wall.replace(tzinfo=tz)
    local = at.astimezone(UTC).astimezone(tz).replace(tzinfo=None)
    later = local + timedelta(days=count)

    assert local_instant(later, tz, "end") == add_days(at, count, tz)


@pytest.mark.parametrize("count", [10**7, -(10**6), 10**9, -(10**9)])
def test_days_end_with_the_calendar(count: int) -> None:
    """A count of days that leads out of the calendar should be refused in one way."""
    with pytest.raises(BadDate) as caught:
        add_days(datetime(2026, 3, 2, tzinfo=UTC), count, DENVER)

    assert caught.value.__context__ is None


def test_the_last_day_has_no_end() -> None:
    """The last day of the calendar should be refused, since no midnight follows it."""
    with pytest.raises(BadDate):
        end_of_day(date.max, DENVER)
    with pytest.raises(BadDate):
        local_instant(datetime.max, DENVER, "end")


def test_counting_days_needs_an_offset() -> None:
    """Counting from a time without an offset should be refused."""
    with pytest.raises(NaiveTime):
        add_days(datetime(2026, 3, 2), 1, DENVER)


# --- zones --------------------------------------------------------------------------


@pytest.mark.parametrize("tz", ZONES, ids=str)
def test_zones_by_name(tz: ZoneInfo) -> None:
    """A zone should be found by its name."""
    assert tz == zone(tz.key)


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Base", "../../etc/passwd", "/etc/passwd", "a\0b", "America", None, 7],
)
def test_what_is_no_zone(name: object) -> None:
    """What is no zone should be refused by its place, whatever it leads to."""
    with pytest.raises(BadDate) as caught:
        zone(name, where="holder.tz")  # type: ignore[arg-type]

    assert caught.value.where == "holder.tz"
    assert caught.value.__context__ is None
