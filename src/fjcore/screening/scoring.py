"""A definition made ready to be scored many times over."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from attrs import frozen

from fjcore.screening._given import OUTSIDE_WARNING, is_inside, looked_at
from fjcore.screening._writing import Row
from fjcore.screening._written import any_form, chooser, whole
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Score
from fjcore.screening.evaluation import Banding, Bounds, Warned
from fjcore.screening.grammar import Predicate
from fjcore.values import Tri

#: So many bounds and bands are kept, of whichever totals came up last.
MAX_KEPT = 4096
#: Bands, the lowest first: id, least, most.
Bands = tuple[tuple[str, int, int], ...]
#: What each number of a flag says.
TRUTHS = {0: Tri.FALSE, 1: Tri.TRUE, -1: Tri.UNDETERMINED}


@frozen
class Around:
    """What is chosen by facts: the cut, the population, what was not told."""

    profile: str | None
    inside: bool
    defaulted: tuple[str, ...]
    totals: frozenset[str] = frozenset()


@frozen(eq=False, repr=False)
class Scorer:
    """Scores one definition; its functions are written on first use."""

    instrument: Instrument

    @cached_property
    def whole(self) -> Any:
        """The function for a form answered whole; None where there is a gate."""
        return whole(self.instrument)

    @cached_property
    def any_form(self) -> Any:
        """The function for any form."""
        return any_form(self.instrument)

    @cached_property
    def count(self) -> int:
        """How many answers a whole form has; none does where there is a gate."""
        return -1 if self.gated else len(self.instrument.asked)

    @cached_property
    def usual(self) -> Around:
        """What holds where no fact is told."""
        return self.around({}, None)

    @cached_property
    def chooses(self) -> Any:
        """The function that says which choices of a cut hold."""
        return chooser(self.instrument)

    @cached_property
    def gated(self) -> tuple[str, ...]:
        """The items behind a gate, in the order in which their gates are told."""
        return tuple(item.id for item in self.instrument.asked if item.applies_if)

    @cached_property
    def _asks(self) -> frozenset[str]:
        """The facts that gates, triggers and constraints ask for."""
        made = self.instrument
        rules = [item.applies_if for item in made.asked if item.applies_if]
        rules += [row.when for row in made.triggers]
        rules += [row.when for row in made.constraints]
        return frozenset(name for rule in rules for name in facts_in(rule))

    def around(
        self,
        facts: Mapping[str, Any],
        profile: str | None,
        totals: Mapping[str, int] | None = None,
    ) -> Around:
        """Work out what facts choose; the choices of a cut are looked at in turn."""
        made, asked = self.instrument, set(self._asks)
        if profile is None:
            profile = made.default_profile
            holds = self.chooses({}, (), facts, {}) if made.choices else ()
            for choice, chosen in zip(made.choices, holds, strict=True):
                asked |= facts_in(choice.when)
                if chosen:
                    profile = choice.profile
                    break
        return Around(
            profile=profile,
            inside=is_inside(made, facts),
            defaulted=tuple(sorted(asked - facts.keys())),
            totals=frozenset(totals or ()),
        )

    # --- a row of numbers in words ----------------------------------------------------

    def truths(self, row: Row, _: Around) -> tuple[int, ...]:
        """Give the flags in the order of the triggers: 1, 0, or -1 where open."""
        found: tuple[int, ...] = row[1]
        return found

    def profile(self, _: Row, around: Around) -> str | None:
        """Name the cut that alerts and outcomes follow."""
        return around.profile

    def context_defaulted(self, _: Row, around: Around) -> tuple[str, ...]:
        """Name the facts that were asked for and not told."""
        return around.defaulted

    def scores(self, row: Row, _: Around) -> dict[str, Bounds]:
        """Give the bounds of each score."""
        if not row[7]:
            named = zip(self._scored, row[0], strict=True)
            return {name: summed(*pair) for name, pair in named}
        means, found = iter(row[7]), {}
        for score, pair in zip(self.instrument.scores, row[0], strict=True):
            scaled = score.kind == "scaled_mean"
            found[score.id] = (
                _mean(score, *pair, *next(means)) if scaled else summed(*pair)
            )
        return found

    def bands(self, row: Row, _: Around) -> dict[str, Banding]:
        """Give the bands that each score may fall in."""
        bounds = row[0]
        return {name: between(bands, *bounds[at]) for name, bands, at in self._banded}

    def flags(self, row: Row, _: Around) -> dict[str, Tri]:
        """Give each flag: true, false or undetermined."""
        named = zip(self._triggers, row[1], strict=True)
        return {name: TRUTHS[truth] for name, truth in named}

    def outcomes(self, row: Row, around: Around) -> tuple[str, ...]:
        """Give the outcomes that are possible, the most severe first."""
        made = self.instrument
        nothing = made.outcome_if_nothing_answered
        if nothing is not None and not row[6] and not around.totals:
            return (nothing,)
        looked = {
            trigger.id: truth if looked_at(trigger, around.profile) else 0
            for trigger, truth in zip(made.triggers, row[1], strict=True)
        }
        found: dict[str, None] = {}
        for name, outcome in made.outcome_rule:
            truth = 1 if name is None else looked[name]
            if truth:
                found[outcome] = None
            if truth == 1:
                break
        return tuple(found)

    def complete(self, row: Row, around: Around) -> bool:
        """Say whether nothing is missing."""
        if around.totals:
            return around.totals >= self.instrument.scores_by_id.keys()
        return not row[3]

    def missing(self, row: Row, around: Around) -> tuple[str, ...]:
        """Name what must be answered yet."""
        return () if around.totals else self._named(row[3])

    def ignored(self, row: Row, _: Around) -> tuple[str, ...]:
        """Name what was answered before its gate shut."""
        return self._named(row[4])

    def not_applicable(self, row: Row, _: Around) -> tuple[str, ...]:
        """Name what stands behind a shut gate."""
        return tuple(n for n, g in zip(self.gated, row[2], strict=True) if g == 0)

    def may_apply(self, row: Row, _: Around) -> tuple[str, ...]:
        """Name what stands behind a gate that is open yet."""
        return tuple(n for n, g in zip(self.gated, row[2], strict=True) if g == -1)

    def warnings(self, row: Row, around: Around) -> tuple[Warned, ...]:
        """Give what is to be looked at again."""
        made = self.instrument
        rows = zip(made.constraints, row[5], strict=True)
        found = [
            Warned(id=one.id, items=made.read_by(one.when), message=one.message)
            for one, true in rows
            if true
        ]
        return (*found, *([] if around.inside else [OUTSIDE_WARNING]))

    def _named(self, numbers: tuple[int, ...]) -> tuple[str, ...]:
        asked = self.instrument.asked
        return tuple(asked[number].id for number in numbers)

    @cached_property
    def _scored(self) -> tuple[str, ...]:
        return tuple(self.instrument.scores_by_id)

    @cached_property
    def _triggers(self) -> tuple[str, ...]:
        return tuple(trigger.id for trigger in self.instrument.triggers)

    @cached_property
    def _banded(self) -> tuple[tuple[str, Bands, int], ...]:
        return tuple(
            (
                name,
                tuple((band.id, band.min, band.max) for band in bands),
                self._scored.index(name),
            )
            for name, bands in self.instrument.banded.items()
        )


def facts_in(rule: Predicate) -> frozenset[str]:
    """Give the facts that a condition asks for."""
    return frozenset(part.name for part in rule.walk() if part.kind == "context")


@lru_cache(MAX_KEPT)
def between(bands: Bands, low: int, high: int) -> Banding:
    """Give the bands between two totals; the same each time."""
    return Banding(possible=fitting(bands, low, high))


def fitting(bands: Bands, low: int, high: int) -> tuple[str, ...]:
    """Name the bands that have a total between two in them, both ends inside."""
    return tuple(name for name, least, most in bands if most >= low and least <= high)


@lru_cache(MAX_KEPT)
def summed(low: int, high: int) -> Bounds:
    """Give the bounds of a sum; numbers alone, the same each time."""
    value = Fraction(low) if low == high else None
    return Bounds(lower=Fraction(low), upper=Fraction(high), value=value)


def _mean(score: Score, low: int, high: int, count: int, points: int) -> Bounds:
    """Give a scaled mean: its bounds decide, and its value is an estimate."""
    scale = Fraction(score.times, len(score.items))
    enough = count and count >= score.min_answered
    value = Fraction(score.times * points, count) if enough else None
    return Bounds(
        lower=low * scale,
        upper=high * scale,
        value=value,
        prorated=value is not None and count < len(score.items),
    )
