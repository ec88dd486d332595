"""Where a release says that it ends: once, and after it has begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from fjcore.errors import Problem

_MAX_DAYS = 36_600
_ENDS = ("expires_at", "expires_on", "expires_local", "duration_days")
#: How far the clock of any zone is from that of UTC, and days of a span from 24 hours.
_ZONES, _SPAN = timedelta(hours=12), timedelta(days=1)

Times = Mapping[str, datetime | None]


class Ending(Protocol):
    """What a release as it is written down says of its end."""

    @property
    def duration_days(self) -> int | None:
        """Its days from the signing."""

    @property
    def expires_event(self) -> str:
        """An event that ends it, in words."""

    @property
    def max_uses(self) -> int | None:
        """How many disclosures it allows."""


def end_faults(
    found: Ending, times: Times, walls: Times, *, new: bool
) -> Iterator[Problem]:
    """Give the faults of the end; a ``new`` release must also leave a time to be used.

    In which zone it is read is not known here: what is over everywhere is a fault.
    """
    ends = [name for name in _ENDS if getattr(found, name) not in ("", None)]
    days, uses = found.duration_days, found.max_uses
    if not ends and not found.expires_event.strip():
        yield Problem("expires_at", "no_expiry")
    if len(ends) > 1:
        yield Problem(ends[1], "two_ends")
    if days is not None and not 0 < days <= _MAX_DAYS:
        yield Problem("duration_days", "range")
        days = None
    if uses is not None and uses < new:
        yield Problem("max_uses", "range")
    signed = times["signed_at"]
    start = max((t for t in (signed, times["effective_at"]) if t), default=None)
    over = {"expires_at": times["expires_at"]}
    if day := walls["expires_on"]:
        over["expires_on"] = day.replace(tzinfo=UTC) + timedelta(days=1) + _ZONES
    if new and (local := walls["expires_local"]):
        over["expires_local"] = local.replace(tzinfo=UTC) + _ZONES
    if new and days and signed:
        over["duration_days"] = signed + timedelta(days=days) + _SPAN
    for name, end in over.items():
        if start and end and end <= start:
            yield Problem(name, "end_before_start")
