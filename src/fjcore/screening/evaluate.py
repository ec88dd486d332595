"""Scoring with bounds: what every completion of the missing answers agrees on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from fjcore.screening.definition import Instrument, Item, Predicate, Score
from fjcore.values import Tri


@frozen(kw_only=True)
class Bounds:
    """A score: never outside ``lower`` to ``upper``; ``value`` where it is settled.

    ``prorated``: the value is a published estimate, and decides nothing.
    """

    lower: Fraction
    upper: Fraction
    value: Fraction | None
    prorated: bool = False


@frozen(kw_only=True)
class Banding:
    """Every band a score may still fall in; ``band`` where it is one."""

    possible: tuple[str, ...]

    @property
    def band(self) -> str | None:
        """The band, when all completions agree."""
        return self.possible[0] if len(self.possible) == 1 else None


@frozen(kw_only=True)
class Evaluation:
    """All that follows from the answers so far, and nothing that does not."""

    scores: Mapping[str, Bounds] = field(repr=False)
    bands: Mapping[str, Banding] = field(repr=False)
    flags: Mapping[str, Tri] = field(repr=False)
    outcomes: tuple[str, ...] = field(repr=False)
    complete: bool
    missing: tuple[str, ...] = field(repr=False)
    ignored: tuple[str, ...] = field(repr=False)
    constraints: tuple[str, ...] = field(repr=False)
    context_defaulted: tuple[str, ...] = field(repr=False)

    @property
    def outcome(self) -> str | None:
        """The outcome, when only one is possible."""
        return self.outcomes[0] if len(self.outcomes) == 1 else None


def evaluate(
    instrument: Instrument,
    answers: Mapping[str, str],
    *,
    stated: frozenset[str] = frozenset(),
    context: Mapping[str, Any] | None = None,
) -> Evaluation:
    """Evaluate given answers; an item not in ``answers`` is open, never a "no".

    ``stated`` are items whose skipping was recorded: their default does not apply.
    ``context`` are facts such as ``pregnant``; None as a fact means not known.
    """
    return _Run(instrument, dict(answers), stated, dict(context or {})).result()


class _Run:
    def __init__(
        self,
        instrument: Instrument,
        answers: dict[str, str],
        stated: frozenset[str],
        context: dict[str, Any],
    ) -> None:
        self.instrument = instrument
        self.context = context
        self.defaulted: set[str] = set()
        self.given = answers
        self.values = {
            item.id: item.default
            for item in instrument.items
            if item.default is not None and item.id not in stated
        } | answers
        self.applies: dict[str, Tri] = {}
        self.scores: dict[str, Bounds] = {}
        for item in instrument.in_gate_order:
            gate = item.applies_if
            self.applies[item.id] = Tri.TRUE if gate is None else self.test(gate)
        for score in instrument.scores:
            self.scores[score.id] = self.bounds(score)

    def result(self) -> Evaluation:
        made = self.instrument
        flags = {trigger.id: self.test(trigger.when) for trigger in made.triggers}
        missing = tuple(item.id for item in made.items if self._is_missing(item))
        return Evaluation(
            scores=self.scores,
            bands={score.id: self._banding(score) for score in self._banded()},
            flags=flags,
            outcomes=self._outcomes(flags),
            complete=not missing,
            missing=missing,
            ignored=tuple(
                item.id
                for item in made.items
                if item.id in self.given and self.applies[item.id] is Tri.FALSE
            ),
            constraints=tuple(
                row.id for row in made.constraints if self.test(row.when) is Tri.TRUE
            ),
            context_defaulted=tuple(sorted(self.defaulted)),
        )

    def test(self, condition: Predicate) -> Tri:
        kind, name = condition.kind, condition.name
        if kind == "item":
            return self._item_is(name, condition.value)
        if kind == "item_score":
            low, high = self.range(self.instrument.by_id[name])
            return _at_least(low, high, condition.value)
        if kind == "score":
            found = self.scores[name]
            return _at_least(found.lower, found.upper, condition.value)
        if kind == "context":
            return self._context_is(name, condition.value)
        parts = [self.test(part) for part in condition.parts]
        if kind == "not":
            return _TURNED[parts[0]]
        true = sum(part is Tri.TRUE for part in parts)
        may = sum(part is not Tri.FALSE for part in parts)
        needed = {"any": 1, "all": len(parts)}.get(kind, condition.count)
        return _at_least(true, may, needed)

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
            default = self.instrument.context.get(name)
            return Tri.TRUE if default is not None and default == value else Tri.FALSE
        fact = self.context[name]
        if fact is None:
            return Tri.UNDETERMINED
        return Tri.TRUE if fact == value else Tri.FALSE

    def range(self, item: Item) -> tuple[int, int]:
        applies = self.applies[item.id]
        if applies is Tri.FALSE or not item.options:
            return 0, 0
        if item.id in self.values:
            low = high = item.score_of(self.values[item.id])
        else:
            low, high = min(item.scores), max(item.scores)
        return (low, high) if applies is Tri.TRUE else (min(0, low), max(0, high))

    def bounds(self, score: Score) -> Bounds:
        ranges = [self.range(self.instrument.by_id[name]) for name in score.items]
        low = Fraction(sum(pair[0] for pair in ranges))
        high = Fraction(sum(pair[1] for pair in ranges))
        if score.kind == "sum":
            return Bounds(lower=low, upper=high, value=low if low == high else None)
        scale = Fraction(score.times, len(score.items))
        answered = [
            self.instrument.by_id[name].score_of(self.values[name])
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

    def _banded(self) -> list[Score]:
        named = {band.score for band in self.instrument.bands}
        return [score for score in self.instrument.scores if score.id in named]

    def _banding(self, score: Score) -> Banding:
        found = self.scores[score.id]
        bands = sorted(
            (band for band in self.instrument.bands if band.score == score.id),
            key=lambda band: band.min,
        )
        return Banding(
            possible=tuple(
                band.id
                for band in bands
                if band.max >= found.lower and band.min <= found.upper
            )
        )

    def _outcomes(self, flags: Mapping[str, Tri]) -> tuple[str, ...]:
        made = self.instrument
        nothing = made.outcome_if_nothing_answered
        if nothing is not None and not self.given:
            return (nothing,)
        found: list[str] = []
        for trigger, outcome in made.outcome_rule:
            flag = Tri.TRUE if trigger is None else flags[trigger]
            if flag is not Tri.FALSE and outcome not in found:
                found.append(outcome)
            if flag is Tri.TRUE:
                break
        return tuple(found)

    def _is_missing(self, item: Item) -> bool:
        scored = any(option.score is not None for option in item.options)
        asked = item.type == "choice" and scored and not item.optional
        return (
            asked
            and self.applies[item.id] is not Tri.FALSE
            and item.id not in self.values
        )


_TURNED = {
    Tri.TRUE: Tri.FALSE,
    Tri.FALSE: Tri.TRUE,
    Tri.UNDETERMINED: Tri.UNDETERMINED,
}


def _at_least(low: Fraction | int, high: Fraction | int, needed: int) -> Tri:
    if low >= needed:
        return Tri.TRUE
    return Tri.FALSE if high < needed else Tri.UNDETERMINED
