"""Interleaved rounds, medians of ratios, equal outputs first."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

from attrs import frozen

Clock = Callable[[], float]


@frozen(kw_only=True)
class Row:
    """One comparison.

    ``baseline`` and ``candidate`` do the same work; ``check`` raises unless they
    give the same answer. ``goal`` is a ratio, ``margin`` a difference, where there is
    one.
    Units: ``margin`` and ``clock`` in seconds; process time for work of the CPU, wall time for stores.
    """

    name: str
    what: str
    baseline: Callable[[], object]
    candidate: Callable[[], object]
    check: Callable[[], None]
    goal: float | None = None
    margin: float | None = None
    clock: Clock = time.process_time
    close: Callable[[], None] = lambda: None


@frozen(kw_only=True)
class Result:
    """Ratio of candidate to baseline: its median and quartiles over all rounds.

    Units: ``baseline`` and ``candidate`` are median seconds per call, ``extra`` is the
    median of their difference.
    """

    baseline: float
    candidate: float
    low: float
    ratio: float
    high: float
    extra: float


def measure(row: Row, *, rounds: int = 9, span: float = 0.06) -> Result:
    """Time a row: both sides in every round, in an order that turns each round.

    Units: ``span`` seconds is the least that one side takes in one round.
    Raises: whatever the row's check raises, before anything is timed.
    """
    row.check()
    times = _calls(row, span)
    ratios, base, cand = [], [], []
    for turn in range(rounds):
        gc.collect()
        gc.disable()
        try:
            pair = [(row.baseline, base), (row.candidate, cand)]
            for act, kept in reversed(pair) if turn % 2 else pair:
                kept.append(_time(act, times, row.clock))
        finally:
            gc.enable()
        ratios.append(cand[-1] / base[-1])
    low, ratio, high = statistics.quantiles(ratios, n=4)
    return Result(
        baseline=statistics.median(base),
        candidate=statistics.median(cand),
        low=low,
        ratio=ratio,
        high=high,
        extra=statistics.median(c - b for c, b in zip(cand, base, strict=True)),
    )


def _calls(row: Row, span: float) -> int:
    for act in (row.baseline, row.candidate):
        act()
    least = min(_time(act, 3, row.clock) for act in (row.baseline, row.candidate))
    return max(1, min(100_000, int(span / max(least, 1e-7))))


def _time(act: Callable[[], object], times: int, clock: Clock) -> float:
    start = clock()
    for _ in range(times):
        act()
    return (clock() - start) / times
