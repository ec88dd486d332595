"""What follows from the answers of many forms, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from fjcore.screening import Banding, Bounds, Instrument, Score

Column = np.ndarray[Any, np.dtype[Any]]


@frozen(kw_only=True, eq=False)
class ScoreColumn:
    """The bounds of a score: ``lower`` and ``upper`` times ``scale``, form by form.

    Where a form is settled, lower and upper are equal. For a scaled mean ``counted``
    and ``points`` say how many items were answered and what they came to: a published
    estimate, which decides nothing.
    """

    score: Score = field(repr=False)
    lower: Column = field(repr=False)
    upper: Column = field(repr=False)
    scale: Fraction = Fraction(1)
    counted: Column | None = field(default=None, repr=False)
    points: Column | None = field(default=None, repr=False)

    def bounds(self, place: int) -> Bounds:
        """Give the bounds of one form, exactly."""
        low, high = int(self.lower[place]), int(self.upper[place])
        value, prorated = (Fraction(low) if low == high else None), False
        if self.counted is not None and self.points is not None:
            count, made = int(self.counted[place]), self.score
            enough = count >= max(1, made.min_answered)
            points = made.times * int(self.points[place])
            value = Fraction(points, count) if enough else None
            prorated = enough and count < len(made.items)
        return Bounds(
            lower=low * self.scale,
            upper=high * self.scale,
            value=value,
            prorated=prorated,
        )


@frozen(kw_only=True, eq=False)
class BandColumn:
    """The bands a score may fall in: numbers of the first and the last, form by form.

    ``names`` are the bands, the lowest first.
    """

    names: tuple[str, ...]
    first: Column = field(repr=False)
    last: Column = field(repr=False)

    @property
    def band(self) -> Column:
        """The number of the band where all completions agree on it, else -1."""
        found: Column = np.where(self.first == self.last, self.first, np.int16(-1))
        return found

    def banding(self, place: int) -> Banding:
        """Give the bands of one form."""
        first, last = int(self.first[place]), int(self.last[place])
        return Banding(possible=self.names[first : last + 1])


@frozen(kw_only=True, eq=False)
class Scores:
    """Everything that follows from many forms; it says what ``evaluate`` says of each.

    ``flags`` and ``gates`` are 1, 0, or -1 where undetermined. ``outcomes`` say of each
    where it is possible, ``warnings`` where there is something to look at again.
    ``missing`` counts the answers that a complete form lacks. ``cut`` is the number in
    ``profiles`` of the cut that the outcomes follow.
    """

    instrument: Instrument = field(repr=False)
    count: int
    scores: Mapping[str, ScoreColumn] = field(repr=False)
    bands: Mapping[str, BandColumn] = field(repr=False)
    flags: Mapping[str, Column] = field(repr=False)
    gates: Mapping[str, Column] = field(repr=False)
    outcomes: Mapping[str, Column] = field(repr=False)
    warnings: Mapping[str, Column] = field(repr=False)
    missing: Column = field(repr=False)
    profiles: tuple[str | None, ...]
    cut: Column = field(repr=False)

    def __len__(self) -> int:
        return self.count

    @property
    def complete(self) -> Column:
        """Where nothing is missing."""
        found: Column = self.missing == 0
        return found

    def alerts(self, trigger: str) -> Column:
        """Say where a trigger is true and of the cut that alerts follow."""
        wanted = next(t for t in self.instrument.triggers if t.id == trigger).profile
        found: Column = self.flags[trigger] == 1
        if wanted is None:
            return found
        looked = [n for n, one in enumerate(self.profiles) if one in (None, wanted)]
        alerting: Column = found & np.isin(self.cut, looked)
        return alerting
