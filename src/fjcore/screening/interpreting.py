"""The rules of scoring as they are written down, read one by one."""

from __future__ import annotations

from collections.abc import Mapping, Set
from fractions import Fraction
from typing import Any

from fjcore.screening._given import OUTSIDE_WARNING, check, is_inside, looked_at
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item, Score
from fjcore.screening.evaluation import (
    Banding,
    Bounds,
    Evaluation,
    Findings,
    Warned,
)
from fjcore.screening.grammar import Predicate
from fjcore.values import Tri, tri_all, tri_any, tri_at_least, tri_not


def interpret(
    instrument: Instrument,
    answers: Mapping[str, str],
    *,
    stated: Set[str] = frozenset(),
    context: Mapping[str, Any] | None = None,
    profile: str | None = None,
    totals: Mapping[str, int] | None = None,
) -> Evaluation:
    """Evaluate by reading the definition rule by rule; ``evaluate`` says the same.

    It is the plain form of the rules, to compare with, and several times slower.
    Raises: AnswerRefused, as ``evaluate`` does.
    """
    facts, sums = dict(context or {}), dict(totals or {})
    check(instrument, answers, facts, profile, sums)
    run = _Run(instrument, dict(answers), stated, facts, sums)
    return Evaluation(run.result(profile))


class _Run:
    def __init__(
        self,
        instrument: Instrument,
        answers: dict[str, str],
        stated: Set[str],
        context: dict[str, Any],
        totals: dict[str, int],
    ) -> None:
        self.instrument = instrument
        self.totals = totals
        self.context = context
        self.defaulted: set[str] = set()
        self.given = answers
        self.values = {
            item.id: item.default
            for item in instrument.asked
            if item.default is not None and item.id not in stated
        } | answers
        self.applies: dict[str, Tri] = {}
        self.scores: dict[str, Bounds] = {}
        for item in instrument.in_gate_order:
            gate = item.applies_if
            self.applies[item.id] = Tri.TRUE if gate is None else self.test(gate)

    def result(self, profile: str | None) -> Findings:
        made = self.instrument
        profile = self._profile() if profile is None else profile
        flags = {trigger.id: self.test(trigger.when) for trigger in made.triggers}
        missing = tuple(item.id for item in made.asked if self._is_missing(item))
        shut, perhaps = self._behind(Tri.FALSE), self._behind(Tri.UNDETERMINED)
        whole = self.totals.keys() >= made.scores_by_id.keys() and bool(self.totals)
        return Findings(
            scores={score.id: self.score(score.id) for score in made.scores},
            bands={name: self._banding(name) for name in made.banded},
            flags=flags,
            outcomes=self._outcomes(flags, profile),
            complete=whole if self.totals else not missing,
            missing=() if self.totals else missing,
            not_applicable=shut,
            may_apply=perhaps,
            ignored=tuple(name for name in shut if name in self.given),
            warnings=(*self._contradictions(), *self._outside()),
            context_defaulted=tuple(sorted(self.defaulted)),
            profile=profile,
        )

    def _profile(self) -> str | None:
        """Give the cut that a fact chooses, or else the one of the definition."""
        made = self.instrument
        chosen = (c.profile for c in made.choices if self.test(c.when) is Tri.TRUE)
        return next(chosen, made.default_profile)

    def _behind(self, gate: Tri) -> tuple[str, ...]:
        asked = self.instrument.asked
        return tuple(item.id for item in asked if self.applies[item.id] is gate)

    def _contradictions(self) -> list[Warned]:
        made = self.instrument
        return [
            Warned(id=row.id, items=made.read_by(row.when), message=row.message)
            for row in made.constraints
            if self.test(row.when) is Tri.TRUE
        ]

    def _outside(self) -> list[Warned]:
        """Warn where the age is not one the tool was made for, or is not known."""
        if is_inside(self.instrument, self.context):
            return []
        return [OUTSIDE_WARNING]

    def test(self, condition: Predicate) -> Tri:
        kind, name = condition.kind, condition.name
        if kind == "item":
            return self._item_is(name, condition.value)
        if kind == "item_score":
            low, high = self.range(self.instrument.by_id[name])
            return _at_least(low, high, condition.value)
        if kind == "score":
            found = self.score(name)
            return _at_least(found.lower, found.upper, condition.value)
        if kind == "context":
            return self._context_is(name, condition.value)
        parts = [self.test(part) for part in condition.parts]
        if kind == "not":
            return tri_not(parts[0])
        if kind == "at_least":
            return tri_at_least(condition.count, parts)
        return tri_all(parts) if kind == "all" else tri_any(parts)

    def _item_is(self, name: str, value: str) -> Tri:
        applies = self.applies[name]
        if applies is Tri.FALSE:
            return Tri.FALSE
        if name not in self.values:
            return Tri.UNDETERMINED
        return applies if self.values[name] == value else Tri.FALSE

    def _context_is(self, name: str, value: Any) -> Tri:
        if name not in self.context:
            self.defaulted.add(name)
            # A fact that no definition declares is not there: an item that waits for
            # it is not asked. One whose default is not known stays open.
            fact = self.instrument.context.get(name, _ABSENT)
        else:
            fact = self.context[name]
        if fact is None:
            return Tri.UNDETERMINED
        return Tri.of(type(fact) is type(value) and fact == value)

    def range(self, item: Item) -> tuple[int, int]:
        applies = self.applies[item.id]
        if applies is Tri.FALSE or not item.options:
            return 0, 0
        low, high = item.span
        if item.id in self.values:
            low = high = item.points[self.values[item.id]]
        return (low, high) if applies is Tri.TRUE else (min(0, low), max(0, high))

    def score(self, name: str) -> Bounds:
        if name not in self.scores:
            self.scores[name] = self.bounds(self.instrument.scores_by_id[name])
        return self.scores[name]

    def bounds(self, score: Score) -> Bounds:
        if score.id in self.totals:
            told = Fraction(self.totals[score.id])
            return Bounds(lower=told, upper=told, value=told)
        ranges = [self.range(self.instrument.by_id[name]) for name in score.items]
        low = Fraction(sum(pair[0] for pair in ranges))
        high = Fraction(sum(pair[1] for pair in ranges))
        if score.kind == "sum":
            return Bounds(lower=low, upper=high, value=low if low == high else None)
        scale = Fraction(score.times, len(score.items))
        answered = [
            self.instrument.by_id[name].points[self.values[name]]
            for name in score.items
            if name in self.values
        ]
        enough = answered and len(answered) >= score.min_answered
        value = Fraction(score.times * sum(answered), len(answered)) if enough else None
        return Bounds(
            lower=low * scale,
            upper=high * scale,
            value=value,
            prorated=value is not None and len(answered) < len(score.items),
        )

    def _banding(self, name: str) -> Banding:
        found = self.score(name)
        return Banding(
            possible=tuple(
                band.id
                for band in self.instrument.banded[name]
                if band.max >= found.lower and band.min <= found.upper
            )
        )

    def _outcomes(
        self, flags: Mapping[str, Tri], profile: str | None
    ) -> tuple[str, ...]:
        made = self.instrument
        nothing = made.outcome_if_nothing_answered
        heard = any(self.applies[name] is not Tri.FALSE for name in self.given)
        if nothing is not None and not heard and not self.totals:
            return (nothing,)
        left_out = {t.id for t in made.triggers if not looked_at(t, profile)}
        found: list[str] = []
        for trigger, outcome in made.outcome_rule:
            flag = Tri.TRUE if trigger is None else flags[trigger]
            if flag is Tri.FALSE or trigger in left_out:
                continue
            if outcome not in found:
                found.append(outcome)
            if flag is Tri.TRUE:
                break
        return tuple(found)

    def _is_missing(self, item: Item) -> bool:
        open_ = self.applies[item.id] is not Tri.FALSE
        return item.counts and open_ and item.id not in self.values


_ABSENT = object()


def _at_least(low: Fraction | int, high: Fraction | int, needed: int) -> Tri:
    if low >= needed:
        return Tri.TRUE
    return Tri.FALSE if high < needed else Tri.UNDETERMINED
