"""What follows from answers: bounds, bands, flags, outcomes, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

from attrs import field, frozen

from fjcore.values import Tri

#: The warning that a tool was made for others; no constraint may have this id.
OUTSIDE = "outside_population"


@frozen(kw_only=True)
class Bounds:
    """A score: never outside ``lower`` to ``upper``; ``value`` where it is settled.

    ``prorated``: the value is a published estimate, and decides nothing.
    """

    lower: Fraction = field(repr=False)
    upper: Fraction = field(repr=False)
    value: Fraction | None = field(repr=False)
    prorated: bool = field(default=False, repr=False)


@frozen(kw_only=True)
class Banding:
    """Every band a score may still fall in; ``band`` where it is one."""

    possible: tuple[str, ...] = field(repr=False)

    @property
    def band(self) -> str | None:
        """The band, when all completions agree."""
        return self.possible[0] if len(self.possible) == 1 else None


@frozen(kw_only=True)
class Warned:
    """Something to look at again: answers that contradict, or the wrong population.

    It blocks nothing and changes no number. ``items`` are those that are at odds.
    """

    id: str
    items: tuple[str, ...]
    message: str


@frozen(kw_only=True)
class Findings:
    """All that follows from answers, worked out."""

    scores: Mapping[str, Bounds] = field(repr=False)
    bands: Mapping[str, Banding] = field(repr=False)
    flags: Mapping[str, Tri] = field(repr=False)
    outcomes: tuple[str, ...] = field(repr=False)
    complete: bool
    missing: tuple[str, ...] = field(repr=False)
    not_applicable: tuple[str, ...] = field(repr=False)
    may_apply: tuple[str, ...] = field(repr=False)
    ignored: tuple[str, ...] = field(repr=False)
    warnings: tuple[Warned, ...] = field(repr=False)
    context_defaulted: tuple[str, ...] = field(repr=False)
    profile: str | None = None


class Words(Protocol):
    """What puts a row of numbers into words."""

    def findings(self, row: Any, around: Any) -> Findings:
        """Give all that the numbers say, in the ids of the definition."""
        ...


@frozen(eq=False, repr=False)
class Evaluation:
    """All that follows from the answers so far, and nothing that does not.

    It holds no answer: numbers, which are put into words when they are read. Two are
    equal where all of it is.
    """

    _found: Findings | tuple[Words, Any, Any]

    @cached_property
    def _words(self) -> Findings:
        found = self._found
        if isinstance(found, Findings):
            return found
        words, row, around = found
        return words.findings(row, around)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Evaluation):
            return NotImplemented
        return self._words == other._words

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        words = self._words
        return f"Evaluation(complete={words.complete!r}, profile={words.profile!r})"

    @property
    def truths(self) -> tuple[int, ...]:
        """The flags in the order of the triggers: 1 true, 0 false, -1 undetermined."""
        if isinstance(self._found, Findings):
            told = (flag.known for flag in self._found.flags.values())
            return tuple(-1 if known is None else int(known) for known in told)
        found: tuple[int, ...] = self._found[1][1]
        return found

    @property
    def scores(self) -> Mapping[str, Bounds]:
        """The bounds of each score."""
        return self._words.scores

    @property
    def bands(self) -> Mapping[str, Banding]:
        """The bands in which each score may fall."""
        return self._words.bands

    @property
    def flags(self) -> Mapping[str, Tri]:
        """Each trigger: true, false, or undetermined."""
        return self._words.flags

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that are possible, the most severe first."""
        return self._words.outcomes

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self._words.complete

    @property
    def missing(self) -> tuple[str, ...]:
        """The items that must be answered before the form is complete."""
        return self._words.missing

    @property
    def not_applicable(self) -> tuple[str, ...]:
        """The items behind a shut gate."""
        return self._words.not_applicable

    @property
    def may_apply(self) -> tuple[str, ...]:
        """The items behind a gate that is open yet."""
        return self._words.may_apply

    @property
    def ignored(self) -> tuple[str, ...]:
        """The items answered before their gate shut; the answers count for nothing."""
        return self._words.ignored

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What is to be looked at again."""
        return self._words.warnings

    @property
    def context_defaulted(self) -> tuple[str, ...]:
        """The facts that were asked for and not told."""
        return self._words.context_defaulted

    @property
    def profile(self) -> str | None:
        """The cut that alerts and outcomes follow."""
        if isinstance(self._found, Findings):
            return self._found.profile
        chosen: str | None = self._found[2].profile
        return chosen

    @property
    def constraints(self) -> tuple[str, ...]:
        """The ids of the constraints that are true."""
        return tuple(row.id for row in self.warnings if row.id != OUTSIDE)

    @property
    def outcome(self) -> str | None:
        """The outcome, when only one is possible."""
        return self.outcomes[0] if len(self.outcomes) == 1 else None

    @property
    def outcome_at_least(self) -> str | None:
        """The least severe outcome that is possible: it is at least this."""
        return self.outcomes[-1] if self.outcomes else None
