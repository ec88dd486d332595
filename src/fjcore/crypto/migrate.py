"""Reading what was never sealed, for a while: on the way from plaintext."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from fjcore.crypto.context import CellAddress
from fjcore.errors import PlaintextRefused
from fjcore.values import Clock, utc

#: Is told of each place where plaintext stood.
PlainRead = Callable[[CellAddress], None]


def _quiet(_: CellAddress) -> None:
    return


class ReadMode:
    """Whether plaintext may stand where an envelope belongs.

    ``STRICT`` says never. ``ReadMode.migrating`` says until an instant, and counts:
    ``plain_reads`` is how often it was so, 0 once everything is sealed.
    """

    def __init__(
        self,
        until: datetime | None = None,
        clock: Clock | None = None,
        told: PlainRead = _quiet,
    ) -> None:
        self.until = None if until is None else utc(until)
        self._clock, self._told = clock, told
        self._lock = threading.Lock()
        self._count = 0

    @classmethod
    def migrating(
        cls, until: datetime, *, clock: Clock, told: PlainRead = _quiet
    ) -> ReadMode:
        """Tolerate plaintext until an instant, and count it.

        Whoever can write to the database can pass off plaintext meanwhile: keep it
        short. If ``told`` raises, nothing is read.
        Raises: NaiveTime.
        """
        return cls(until, clock, told)

    def __repr__(self) -> str:
        return f"<ReadMode until {self.until}>" if self.until else "<ReadMode strict>"

    @property
    def plain_reads(self) -> int:
        """How often plaintext was read by this mode, in this process."""
        return self._count

    def allow(self, where: CellAddress) -> None:
        """Let plaintext at a place be read, and count it.

        Raises: PlaintextRefused, naming the record, in strict mode and once the time
        is over; what ``told`` raises.
        """
        if self.until is None or self._clock is None or self._clock.now() >= self.until:
            raise PlaintextRefused(where.record_id)
        self._told(where)
        with self._lock:
            self._count += 1


#: Plaintext is never read in the place of an envelope.
STRICT = ReadMode()
