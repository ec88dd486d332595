"""The only place that reads the system's time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from fjcore.errors import BadDate, NaiveTime


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Give the present instant, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Give the present instant, aware and in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for tests, demos and replays."""

    def __init__(self, at: datetime) -> None:
        self._at = utc(at, where="clock")

    def now(self) -> datetime:
        """Give the instant this clock stands at."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Set the clock to an instant."""
        self._at = utc(at, where="clock")

    def advance(self, by: timedelta) -> None:
        """Move the clock by a span of time."""
        self._at += by


def ticks() -> float:
    """Give the seconds of a clock that only goes forward; of use for a difference."""
    return time.monotonic()


def utc(at: datetime, *, where: str = "at") -> datetime:
    """Give an aware instant in UTC.

    Raises: NaiveTime, when the datetime has no offset, or is a mere date; BadDate,
    when its day in UTC lies before year 1 or after year 9999.
    """
    if type(at) is datetime and at.tzinfo is UTC:
        return at
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise NaiveTime(where)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        pass
    raise BadDate(where)


def micros(at: datetime) -> int:
    """Give an instant as microseconds since 1970 UTC, exactly."""
    return (utc(at) - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """Give the instant of a number of microseconds since 1970 UTC."""
    return _EPOCH + timedelta(microseconds=value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
