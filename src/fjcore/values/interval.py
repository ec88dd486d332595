"""Half-open spans of time, and instants named in local time."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import field, frozen

from fjcore.errors import BadDate, EndBeforeStart
from fjcore.values.clock import utc


def _aware(value: datetime) -> datetime:
    return utc(value, where="interval")


@frozen
class Interval:
    """A span that holds its start and not its end, in aware UTC.

    Raises: NaiveTime; EndBeforeStart, when it would hold no instant.
    """

    start: datetime = field(converter=_aware)
    end: datetime = field(converter=_aware)

    def __attrs_post_init__(self) -> None:
        if self.end <= self.start:
            raise EndBeforeStart("interval")

    def __contains__(self, at: datetime) -> bool:
        return self.start <= utc(at) < self.end


def zone(name: str, *, where: str = "tz") -> ZoneInfo:
    """Give the time zone of an IANA name such as ``America/Denver``.

    Raises: BadDate, when there is no such zone.
    """
    found = None
    with suppress(ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        found = ZoneInfo(name)
    if found is None:
        raise BadDate(where)
    return found


def local_instant(
    wall: datetime, tz: ZoneInfo, role: Literal["start", "end"]
) -> datetime:
    """Resolve a wall-clock time to an instant in UTC.

    An ambiguous or missing local time gives the earlier instant for an end and the
    later one for a start, so that doubt never lengthens a permission.
    Raises: BadDate, when the instant lies before year 1 or after year 9999.
    """
    both = [utc(wall.replace(tzinfo=tz, fold=fold), where=role) for fold in (0, 1)]
    return min(both) if role == "end" else max(both)


def end_of_day(day: date, tz: ZoneInfo) -> datetime:
    """Give the instant at which a local day is over: the next local midnight.

    Raises: BadDate, on the last day that there is.
    """
    return local_instant(_later(datetime.combine(day, time()), 1), tz, "end")


def add_days(at: datetime, days: int, tz: ZoneInfo) -> datetime:
    """Give the same wall-clock time a number of calendar days later, as an end.

    Raises: NaiveTime; BadDate, when that lies before year 1 or after year 9999.
    """
    aware = utc(at)
    with suppress(OverflowError):
        return local_instant(_later(aware.astimezone(tz), days), tz, "end")
    raise BadDate("end")


def _later(wall: datetime, days: int) -> datetime:
    with suppress(OverflowError):
        return wall.replace(tzinfo=None) + timedelta(days=days)
    raise BadDate("end")
