"""New or continuing, against a count of every day one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import tried

from fjcore.errors import Malformed
from fjcore.records import ServiceEncounter
from fjcore.records.standing import (
    Days,
    Standing,
    anonymous,
    fiscal_year,
    restated,
    standings,
)
from fjcore.values import Missing

DENVER = ZoneInfo("America/Denver")
YEAR = fiscal_year(date(2026, 3, 2))
QUARTER = Days(date(2026, 1, 1), date(2026, 4, 1))
COUNTED = frozenset({"B4", "C1", "D1"})

#: Days about the ends of the year and of the quarter.
NEAR = [
    edge + timedelta(days=n)
    for edge in (YEAR.start, YEAR.end, QUARTER.start, QUARTER.end)
    for n in (-1, 0, 1)
]
#: Hours of the day that lie on another day in the holder's zone.
HOURS = [time(0, 0), time(5, 59), time(6, 0), time(6, 59), time(7, 0), time(23, 59)]


@st.composite
def encounters(draw: st.DrawFn) -> ServiceEncounter:
    day, hour = draw(st.sampled_from(NEAR)), draw(st.sampled_from(HOURS))
    return ServiceEncounter(
        person_ref=draw(st.sampled_from(["p1", "p2", "p3", Missing.NOT_ASKED])),
        service=draw(st.sampled_from(["B4", "C1", "A1"])),
        started_at=datetime.combine(day, hour, tzinfo=UTC),
        funding_sources=draw(
            st.sampled_from(
                [("voca",), ("fvpsa",), ("voca", "state"), (), Missing.NOT_COLLECTED]
            )
        ),
    )


histories = st.lists(encounters(), max_size=8)


def counts(one: ServiceEncounter) -> bool:
    funders = one.funding_sources
    return (
        not isinstance(funders, Missing)
        and "voca" in funders
        and one.service in COUNTED
    )


def local(one: ServiceEncounter) -> date:
    return one.started_at.astimezone(DENVER).date()


def by_hand(history: list[ServiceEncounter]) -> dict[str, Standing]:
    """Walk the days of the year one by one, and note who is seen when."""
    seen: set[str] = set()
    found: dict[str, Standing] = {}
    day = YEAR.start
    while day < YEAR.end:
        today = {
            str(one.person_ref)
            for one in history
            if counts(one)
            and local(one) == day
            and not isinstance(one.person_ref, Missing)
        }
        if QUARTER.start <= day < QUARTER.end:
            for person in today:
                told = Standing.CONTINUING if person in seen else Standing.NEW
                found.setdefault(person, told)
        seen |= today
        day += timedelta(days=1)
    return found


def of(history: list[ServiceEncounter], period: Days = QUARTER) -> dict[str, Standing]:
    return dict(
        standings(
            history,
            funder="voca",
            period=period,
            year=YEAR,
            tz=DENVER,
            services=COUNTED,
        )
    )


@tried(40, 150)
@given(histories)
def test_new_or_continuing(history: list[ServiceEncounter]) -> None:
    """Who counts as new or continuing should be as a walk over the days finds it."""
    assert by_hand(history) == of(history)


@tried(40, 150)
@given(histories)
def test_new_once_in_a_year(history: list[ServiceEncounter]) -> None:
    """Over the quarters of a year each person should be new exactly once."""
    starts = [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]
    quarters = [
        Days(low, high)
        for low, high in zip(starts, [*starts[1:], YEAR.end], strict=True)
    ]
    told = [of(history, quarter) for quarter in quarters]
    new = [who for one in told for who, how in one.items() if how is Standing.NEW]

    assert sorted(set(new)) == sorted(new)
    assert set(new) == set(of(history, YEAR))


@tried(30, 100)
@given(histories)
def test_anonymous_contacts_stand_apart(history: list[ServiceEncounter]) -> None:
    """Contacts without a person should be counted each, and be nobody's standing."""
    got = anonymous(history, funder="voca", period=QUARTER, tz=DENVER, services=COUNTED)

    assert got == sum(
        counts(one)
        and isinstance(one.person_ref, Missing)
        and QUARTER.start <= local(one) < QUARTER.end
        for one in history
    )
    assert all(name.startswith("p") for name in of(history))


@tried(30, 100)
@given(histories, encounters())
def test_what_a_late_entry_changes(
    history: list[ServiceEncounter], late: ServiceEncounter
) -> None:
    """A late encounter should reopen exactly the periods whose counts it changes."""
    got = restated(
        history,
        [*history, late],
        funder="voca",
        published=[QUARTER],
        year=YEAR,
        tz=DENVER,
        services=COUNTED,
    )

    changed = by_hand(history) != by_hand([*history, late])
    assert got == ({QUARTER} if changed else set())


def test_another_victimization_makes_nobody_new() -> None:
    """A person served before in the year should go on as continuing."""
    first = ServiceEncounter(
        person_ref="p1",
        service="C1",
        started_at=datetime(2025, 11, 3, 18, tzinfo=UTC),
        funding_sources=("voca",),
    )
    again = ServiceEncounter(
        person_ref="p1",
        service="B4",
        started_at=datetime(2026, 2, 3, 18, tzinfo=UTC),
        funding_sources=("voca",),
    )

    assert {"p1": Standing.CONTINUING} == of([first, again])
    assert {"p1": Standing.NEW} == of([again])


@pytest.mark.parametrize(
    ("day", "month", "start"),
    [
        (date(2026, 9, 30), 10, date(2025, 10, 1)),
        (date(2026, 10, 1), 10, date(2026, 10, 1)),
        (date(2026, 12, 31), 1, date(2026, 1, 1)),
        (date(2026, 6, 30), 7, date(2025, 7, 1)),
    ],
)
def test_fiscal_year(day: date, month: int, start: date) -> None:
    """A fiscal year should begin on the first of its month, and hold the day."""
    year = fiscal_year(day, month=month)

    assert start == year.start
    assert day in year
    assert year.end not in year


def test_a_period_lies_in_its_year() -> None:
    """A period that does not lie in its year should be refused."""
    for period in (
        Days(YEAR.start - timedelta(days=1), YEAR.end),
        Days(YEAR.start, YEAR.end + timedelta(days=1)),
    ):
        with pytest.raises(Malformed):
            of([], period)
    with pytest.raises(Malformed):
        Days(YEAR.start, YEAR.start)
    with pytest.raises(Malformed):
        fiscal_year(YEAR.start, month=13)
