"""What follows from answers: bounds, bands, flags, outcomes, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

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
class Evaluation:
    """All that follows from the answers so far, and nothing that does not.

    ``outcomes`` are the possible ones, the most severe first. ``missing`` must be
    answered before the form is complete; ``not_applicable`` stand behind a shut gate,
    ``may_apply`` behind one that is open yet, and ``ignored`` are answers from before a
    gate shut. ``profile`` is the cut that alerts and outcomes follow.
    """

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
