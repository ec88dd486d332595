"""Two results of one person side by side, where they can be compared at all."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from fjcore.errors import NotComparable
from fjcore.screening.evaluation import Bounds
from fjcore.screening.result import Result
from fjcore.values import Tri


@frozen(kw_only=True)
class Trend:
    """Whether each score rose or fell; open where the bounds overlap."""

    rose: Mapping[str, Tri] = field(repr=False)
    fell: Mapping[str, Tri] = field(repr=False)


def compare(earlier: Result, later: Result) -> Trend:
    """Say what rose and what fell between two results of the same edition.

    Raises: NotComparable, for another edition, revision, logic, cut or engine, or
    where they were not finished in this order.
    """
    pins = [
        (r.instrument, r.version, r.revision, r.logic_hash, r.profile, r.engine)
        for r in (earlier, later)
    ]
    if pins[0] != pins[1] or earlier.finished_at > later.finished_at:
        where = later.instrument
        raise NotComparable(where)
    before, after = earlier.evaluation.scores, later.evaluation.scores
    return Trend(
        rose={name: _above(after[name], was) for name, was in before.items()},
        fell={name: _above(was, after[name]) for name, was in before.items()},
    )


def _above(high: Bounds, low: Bounds) -> Tri:
    """Whether one score is above another, whatever is still open in both."""
    if high.lower > low.upper:
        return Tri.TRUE
    return Tri.FALSE if high.upper <= low.lower else Tri.UNDETERMINED
