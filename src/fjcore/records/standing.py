"""New or continuing: how a person counts in a funder's reporting year."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, tzinfo

from attrs import frozen

from fjcore.errors import Malformed, Problem
from fjcore.records.service import ServiceEncounter
from fjcore.values import Missing


class Standing(enum.StrEnum):
    """How a person who was served in a period counts in it."""

    NEW = "new"
    CONTINUING = "continuing"


@frozen
class Days:
    """The days from ``start`` on and before ``end``.

    Raises: Malformed, when there is none.
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        if self.end <= self.start:
            raise Malformed("period", problems=(Problem("period.end", "range"),))

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def covers(self, other: Days) -> bool:
        """Whether every day of another period is one of this."""
        return self.start <= other.start and other.end <= self.end


def fiscal_year(day: date, *, month: int = 10) -> Days:
    """Give the year that a day lies in, of those that begin on the first of a month.

    Units: ``month`` 1 to 12; federal years begin in October.
    Raises: Malformed, when it is no month.
    """
    if month not in range(1, 13):
        raise Malformed("month", problems=(Problem("month", "range"),))
    year = day.year if day.month >= month else day.year - 1
    return Days(date(year, month, 1), date(year + 1, month, 1))


def countable_days(
    encounters: Iterable[ServiceEncounter],
    *,
    funder: str,
    tz: tzinfo,
    services: Collection[str],
) -> Iterator[tuple[str, date]]:
    """Give each person and day on which a service counts for a funder.

    It does when the person is known, the funder is among those of the service, and
    the service is one that counts. Days are those of the holder's zone.
    """
    for one in encounters:
        known = not isinstance(one.person_ref, Missing)
        listed = (
            not isinstance(one.funding_sources, Missing)
            and funder in one.funding_sources
        )
        if known and listed and one.service in services:
            yield str(one.person_ref), one.started_at.astimezone(tz).date()


def standings(
    encounters: Iterable[ServiceEncounter],
    *,
    funder: str,
    period: Days,
    year: Days,
    tz: tzinfo,
    services: Collection[str],
) -> Mapping[str, Standing]:
    """Give how each person served in a period counts: new or continuing in its year.

    New is who was first served, in this year and for this funder, in the period;
    another victimization makes nobody new again. Anonymous contacts are in a row of
    their own: see ``anonymous``.
    Raises: Malformed, when the period does not lie in the year.
    """
    if not year.covers(period):
        raise Malformed("period", problems=(Problem("period", "range"),))
    first: dict[str, date] = {}
    served: set[str] = set()
    for person, day in countable_days(
        encounters, funder=funder, tz=tz, services=services
    ):
        if day in year:
            first[person] = min(day, first.get(person, day))
        if day in period:
            served.add(person)
    return {
        person: Standing.NEW if first[person] in period else Standing.CONTINUING
        for person in sorted(served)
    }


def anonymous(
    encounters: Iterable[ServiceEncounter],
    *,
    funder: str,
    period: Days,
    tz: tzinfo,
    services: Collection[str],
) -> int:
    """Count the contacts of a period that name nobody, which no table unduplicates."""
    return sum(
        isinstance(one.person_ref, Missing)
        and not isinstance(one.funding_sources, Missing)
        and funder in one.funding_sources
        and one.service in services
        and one.started_at.astimezone(tz).date() in period
        for one in encounters
    )


def restated(
    before: Iterable[ServiceEncounter],
    after: Iterable[ServiceEncounter],
    *,
    funder: str,
    published: Collection[Days],
    year: Days,
    tz: tzinfo,
    services: Collection[str],
) -> frozenset[Days]:
    """Give the published periods whose counts a back-dated encounter has changed.

    Each has to be reported again, with what it was and what it is.
    Raises: Malformed, when a period does not lie in the year.
    """
    held, now = list(before), list(after)
    return frozenset(
        period
        for period in published
        if standings(
            held, funder=funder, period=period, year=year, tz=tz, services=services
        )
        != standings(
            now, funder=funder, period=period, year=year, tz=tz, services=services
        )
    )
