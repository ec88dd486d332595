"""Interleaved rounds, medians of ratios, equal answers first."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable

from attrs import field, frozen

Act = Callable[[], object]
Clock = Callable[[], float]

#: A goal counts as met when it holds in so many runs, one after the other.
RUNS = 3
ROUNDS = 21
SPAN = 0.06

#: How often the sides take turns in a round, where they are called that often at all:
#: a machine that changes its speed meanwhile changes it for all of them.
TURNS = 12


@frozen(kw_only=True)
class Candidate:
    """One side of a row that is set against its baseline.

    ``goal`` is the highest ratio to the baseline, ``margin`` the longest it may take
    beyond the baseline, ``limit`` the longest it may take at all; at most one of them.
    One without any is shown for what it tells.
    Units: ``margin`` and ``limit`` in seconds per call.
    """

    name: str
    act: Act
    goal: float | None = None
    margin: float | None = None
    limit: float | None = None


def _candidates(items: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(items)


@frozen(kw_only=True)
class Row:
    """One comparison: a baseline at its best, and candidates that do the same work.

    ``check`` raises unless all of them give the same answer. ``inside`` says what is
    timed beside the work itself, and what is not. ``prints`` gives what is shown below
    the row besides times; it is not timed.
    Units: ``clock`` in seconds; processor time for work of the CPU, wall time for
    stores and imports.
    """

    id: str
    what: str
    inside: str
    baseline: Act
    candidates: tuple[Candidate, ...] = field(converter=_candidates)
    check: Callable[[], None]
    clock: Clock = time.process_time
    close: Callable[[], None] = lambda: None
    prints: Callable[[], str] | None = None


@frozen(kw_only=True)
class Result:
    """What one candidate took beside its baseline, over all rounds of all runs.

    ``low``, ``ratio`` and ``high`` are the quartiles of the ratios per round;
    ``runs`` tells for each run whether the goal held, and is empty without a goal.
    Units: ``baseline`` and ``took`` are median seconds per call, ``extra`` the median
    of their difference.
    """

    candidate: Candidate
    baseline: float
    took: float
    low: float
    ratio: float
    high: float
    extra: float
    runs: tuple[bool, ...]

    @property
    def verdict(self) -> str:
        """What came of the goal: met in enough runs, held in fewer, or missed."""
        if not self.runs:
            return "-"
        if not all(self.runs):
            return "MISSED"
        return "met" if len(self.runs) >= RUNS else "held"


@frozen
class _Round:
    baseline: float
    took: float

    @property
    def ratio(self) -> float:
        return self.took / self.baseline


def measure(
    row: Row, *, rounds: int = ROUNDS, span: float = SPAN, runs: int = RUNS
) -> tuple[Result, ...]:
    """Time a row: every side in every round, in an order that turns each round.

    Units: ``span`` seconds is what one side takes in one round.
    Raises: whatever the row's check raises, before anything is timed.
    """
    row.check()
    acts = [row.baseline, *(candidate.act for candidate in row.candidates)]
    calls = [_calls(act, span, row.clock) for act in acts]
    taken = [_run(acts, calls, rounds, row.clock) for _ in range(runs)]
    return tuple(
        _result(candidate, [[_pair(times, place) for times in run] for run in taken])
        for place, candidate in enumerate(row.candidates, start=1)
    )


def _run(
    acts: list[Act], calls: list[int], rounds: int, clock: Clock
) -> list[list[float]]:
    """Give the seconds per call of every side, one list for each round."""
    found = []
    for number in range(rounds):
        gc.collect()
        gc.disable()
        try:
            found.append(_round(acts, calls, number, clock))
        finally:
            gc.enable()
    return found


def _round(acts: list[Act], calls: list[int], number: int, clock: Clock) -> list[float]:
    turns = min(TURNS, *calls)
    order = range(len(acts))
    times = [0.0] * len(acts)
    for turn in range(turns):
        for place in reversed(order) if (number + turn) % 2 else order:
            took = _time(acts[place], calls[place] // turns, clock)
            times[place] += took / turns
    return times


def _pair(times: list[float], place: int) -> _Round:
    return _Round(times[0], times[place])


def _result(candidate: Candidate, runs: list[list[_Round]]) -> Result:
    rounds = [one for run in runs for one in run]
    low, ratio, high = _quartiles([one.ratio for one in rounds])
    return Result(
        candidate=candidate,
        baseline=statistics.median(one.baseline for one in rounds),
        took=statistics.median(one.took for one in rounds),
        low=low,
        ratio=ratio,
        high=high,
        extra=statistics.median(one.took - one.baseline for one in rounds),
        runs=tuple(held for run in runs if (held := _held(candidate, run)) is not None),
    )


def _held(candidate: Candidate, run: list[_Round]) -> bool | None:
    if candidate.goal is not None:
        return statistics.median(one.ratio for one in run) <= candidate.goal
    if candidate.margin is not None:
        extra = statistics.median(one.took - one.baseline for one in run)
        return extra <= candidate.margin
    if candidate.limit is not None:
        return statistics.median(one.took for one in run) <= candidate.limit
    return None


def _quartiles(values: list[float]) -> tuple[float, float, float]:
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def _calls(act: Act, span: float, clock: Clock) -> int:
    """Warm a side up and give how often it is called to fill a span.

    The first call makes what later ones keep, and so is no measure of them.
    """
    act()
    calls = 1
    while span:
        took = _time(act, calls, clock) * calls
        if took >= span / 4:
            return max(1, round(calls * span / took))
        calls *= 2
    return calls


def _time(act: Act, calls: int, clock: Clock) -> float:
    turns = range(calls)
    start = clock()
    for _ in turns:
        act()
    return (clock() - start) / calls
