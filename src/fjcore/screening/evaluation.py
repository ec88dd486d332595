"""What follows from answers: bounds, bands, flags, outcomes, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import field, fields, frozen

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

    @property
    def truths(self) -> tuple[int, ...]:
        """The flags in the order of the triggers: 1, 0, or -1 where open."""
        told = (flag.known for flag in self.flags.values())
        return tuple(-1 if known is None else int(known) for known in told)


#: Each part of an evaluation, by the name under which it is read.
PARTS = (*(part.name for part in fields(Findings)), "truths")


@frozen(eq=False, repr=False)
class Evaluation:
    """All that follows from the answers so far, and nothing that does not.

    It holds no answer: numbers, each part of which is put into words when it is read.
    Two are equal where all of it is.
    """

    #: What was worked out; or what reads numbers, the numbers, and what facts chose.
    _found: Findings | tuple[Any, Any, Any]

    def _read(self, part: str) -> Any:
        found = self._found
        if type(found) is tuple:
            words, row, around = found
            return getattr(words, part)(row, around)
        return getattr(found, part)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Evaluation):
            return NotImplemented
        return all(self._read(part) == other._read(part) for part in PARTS)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Evaluation(complete={self.complete!r}, profile={self.profile!r})"

    @property
    def scores(self) -> Mapping[str, Bounds]:
        """The bounds of each score."""
        found: Mapping[str, Bounds] = self._read("scores")
        return found

    @property
    def bands(self) -> Mapping[str, Banding]:
        """The bands in which each score may fall."""
        found: Mapping[str, Banding] = self._read("bands")
        return found

    @property
    def flags(self) -> Mapping[str, Tri]:
        """Each trigger: true, false, or undetermined."""
        found: Mapping[str, Tri] = self._read("flags")
        return found

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that are possible, the most severe first."""
        found: tuple[str, ...] = self._read("outcomes")
        return found

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        found: bool = self._read("complete")
        return found

    @property
    def missing(self) -> tuple[str, ...]:
        """The items that must be answered before the form is complete."""
        found: tuple[str, ...] = self._read("missing")
        return found

    @property
    def not_applicable(self) -> tuple[str, ...]:
        """The items behind a shut gate."""
        found: tuple[str, ...] = self._read("not_applicable")
        return found

    @property
    def may_apply(self) -> tuple[str, ...]:
        """The items behind a gate that is open yet."""
        found: tuple[str, ...] = self._read("may_apply")
        return found

    @property
    def ignored(self) -> tuple[str, ...]:
        """The items answered before their gate shut; the answers count for nothing."""
        found: tuple[str, ...] = self._read("ignored")
        return found

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What is to be looked at again."""
        found: tuple[Warned, ...] = self._read("warnings")
        return found

    @property
    def context_defaulted(self) -> tuple[str, ...]:
        """The facts that were asked for and not told."""
        found: tuple[str, ...] = self._read("context_defaulted")
        return found

    @property
    def profile(self) -> str | None:
        """The cut that alerts and outcomes follow."""
        found: str | None = self._read("profile")
        return found

    @property
    def truths(self) -> tuple[int, ...]:
        """The flags in the order of the triggers: 1 true, 0 false, -1 undetermined."""
        found: tuple[int, ...] = self._read("truths")
        return found

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
