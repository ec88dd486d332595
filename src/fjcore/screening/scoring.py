"""A definition made ready to be scored many times over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import frozen

from fjcore.screening._given import OUTSIDE_WARNING, is_inside, looked_at
from fjcore.screening._writing import Row
from fjcore.screening._written import any_form, chooser, whole
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Score
from fjcore.screening.evaluation import Banding, Bounds, Findings, Warned
from fjcore.screening.grammar import Predicate
from fjcore.values import Tri

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

    def findings(self, row: Row, around: Around) -> Findings:
        """Put a row of numbers into words."""
        return Scored(self, row, around).findings()


def facts_in(rule: Predicate) -> frozenset[str]:
    """Give the facts that a condition asks for."""
    return frozenset(part.name for part in rule.walk() if part.kind == "context")


@frozen(eq=False, repr=False)
class Scored:
    """A row of numbers, being put into words."""

    scorer: Scorer
    row: Row
    around: Around

    def findings(self) -> Findings:
        """Put the numbers into words."""
        bounds, truths, gates, missing, ignored, _, _, _ = self.row
        made, told = self.scorer.instrument, self.around.totals
        names = [item.id for item in made.asked]
        gated = self.scorer.gated
        whole = bool(told) and told >= made.scores_by_id.keys()
        flags = zip(made.triggers, truths, strict=True)
        return Findings(
            scores=dict(self._scores()),
            bands=dict(self._bands(bounds)),
            flags={trigger.id: TRUTHS[truth] for trigger, truth in flags},
            outcomes=self._outcomes(),
            complete=whole if told else not missing,
            missing=() if told else tuple(names[n] for n in missing),
            not_applicable=tuple(n for n, g in zip(gated, gates, strict=True) if not g),
            may_apply=tuple(n for n, g in zip(gated, gates, strict=True) if g == -1),
            ignored=tuple(names[n] for n in ignored),
            warnings=tuple(self._warnings()),
            context_defaulted=self.around.defaulted,
            profile=self.around.profile,
        )

    def _scores(self) -> Iterator[tuple[str, Bounds]]:
        means = iter(self.row[7])
        for score, (low, high) in zip(
            self.scorer.instrument.scores, self.row[0], strict=True
        ):
            if score.kind == "sum":
                value = Fraction(low) if low == high else None
                yield (
                    score.id,
                    Bounds(lower=Fraction(low), upper=Fraction(high), value=value),
                )
            else:
                yield score.id, _mean(score, low, high, *next(means))

    def _bands(self, bounds: Any) -> Iterator[tuple[str, Banding]]:
        made = self.scorer.instrument
        at = {score.id: n for n, score in enumerate(made.scores)}
        for name, bands in made.banded.items():
            low, high = bounds[at[name]]
            possible = tuple(b.id for b in bands if b.max >= low and b.min <= high)
            yield name, Banding(possible=possible)

    def _outcomes(self) -> tuple[str, ...]:
        made, around = self.scorer.instrument, self.around
        nothing = made.outcome_if_nothing_answered
        if nothing is not None and not self.row[6] and not around.totals:
            return (nothing,)
        looked = {
            trigger.id: truth if looked_at(trigger, around.profile) else 0
            for trigger, truth in zip(made.triggers, self.row[1], strict=True)
        }
        found: dict[str, None] = {}
        for name, outcome in made.outcome_rule:
            truth = 1 if name is None else looked[name]
            if truth:
                found[outcome] = None
            if truth == 1:
                break
        return tuple(found)

    def _warnings(self) -> Iterator[Warned]:
        made = self.scorer.instrument
        for row, true in zip(made.constraints, self.row[5], strict=True):
            if true:
                items = made.read_by(row.when)
                yield Warned(id=row.id, items=items, message=row.message)
        if not self.around.inside:
            yield OUTSIDE_WARNING


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
