"""Choices of which cases are built: drawn by hypothesis, or from a fixed stream.

A case is built by plain functions of one kind of choice, a whole number below another.
Drawn by hypothesis it shrinks; from the stream of a seed it is cheap, and the same in
every run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from consent.worlds import TICK
from hypothesis import strategies as st

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
SPANS = tuple(timedelta(hours=h) for h in (0, 1, 24, 24 * 14, 24 * 40))


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


@st.composite
def _built(draw: st.DrawFn, build: Callable[[Choose], T]) -> T:
    return build(lambda count: draw(_below(count)))


def built(build: Callable[[Choose], T]) -> st.SearchStrategy[T]:
    """Give a strategy of what a function builds of its choices."""
    found: st.SearchStrategy[T] = _built(build)
    return found


def stream(seed: int) -> Choose:
    """Give the fixed choices of a seed."""
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
    found: list[Any] = []
    for _ in range(least + choose(most - least + 1)):
        left = [value for value in values if value not in found]
        found.append(pick(choose, left))
    return found
