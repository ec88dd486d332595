"""Tables of how a group answered: told beside a score, and never part of it."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen


@frozen
class NormRow:
    """What is told of the scores from ``low`` to ``high``, both included."""

    low: int
    high: int
    text: str


@frozen(kw_only=True)
class NormTable:
    """How a named population scored; figures of a group, never of a person.

    It changes no score, band, cut or alert. ``rows`` stand in order and do not overlap.
    """

    id: str
    instrument: str
    score: str
    population: str
    source: str
    rows: tuple[NormRow, ...]
    reviewed: bool = False

    def told(self, lower: Fraction | int, upper: Fraction | int) -> str:
        """Give what is told of a score that is known to lie between two points.

        Empty unless one row holds all of it.
        """
        found = [row.text for row in self.rows if row.low <= lower <= upper <= row.high]
        return found[0] if found else ""
