"""Choices of which cases are built: from bytes that are drawn, or from a fixed stream.

A case is built by plain functions of one kind of choice, a whole number below another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from fjcore.testing.consent._worlds import TICK

T = TypeVar("T")

#: Gives a whole number below another.
Choose = Callable[[int], int]

#: Signing days: a leap child's birthday, a plain one, a skipped hour, an 18th birthday.
SIGNINGS = (
    datetime(2026, 3, 1, 7, tzinfo=UTC),
    datetime(2026, 3, 2, 17, tzinfo=UTC),
    datetime(2026, 3, 8, 9, 30, tzinfo=UTC),
    datetime(2026, 3, 20, 6, tzinfo=UTC),
)
#: How long after a signing something happens.
SPANS = tuple(timedelta(hours=h) for h in (0, 1, 24, 24 * 14, 24 * 40))


#: How many choices, of one byte each, are drawn before those of a seed go on.
_DRAWN = 96
_SEED = 8
#: Bytes that ``chosen`` reads a case from.
CHOICES_BYTES = _DRAWN + _SEED


def chosen(drawn: bytes) -> Choose:
    """Give the choices that some bytes stand for; noughts are the simplest of all.

    Shape: ``CHOICES_BYTES`` bytes, one for each choice; the last eight are the seed of
    all that come after, and a seed of nought goes on with noughts.
    """
    seed = int.from_bytes(drawn[_DRAWN:])
    after = stream(seed) if seed else lambda _: 0
    at = -1

    def choose(count: int) -> int:
        nonlocal at
        at += 1
        return drawn[at] % count if at < _DRAWN and count <= 256 else after(count)

    return choose


def stream(seed: int) -> Choose:
    """Give the fixed choices of a seed, the same on every machine."""
    block, at = b"", 0

    def choose(count: int) -> int:
        nonlocal block, at
        if at % 16 == 0:
            block = hashlib.blake2b(f"{seed}.{at}".encode()).digest()
        start = at % 16 * 4
        at += 1
        return int.from_bytes(block[start : start + 4], "big") % count

    return choose


def pick(choose: Choose, values: Sequence[T]) -> T:
    """Choose one of some values; the first is the simplest."""
    return values[choose(len(values))]


def near(choose: Choose, at: datetime) -> datetime:
    """Choose an instant, or the microsecond before or after it."""
    return at + pick(choose, (TICK * 0, -TICK, TICK))


def some(choose: Choose, values: Sequence[T], least: int, most: int) -> list[T]:
    """Choose some different values, the fewest at first."""
    found: list[T] = []
    for _ in range(least + choose(most - least + 1)):
        left = [value for value in values if value not in found]
        found.append(pick(choose, left))
    return found
