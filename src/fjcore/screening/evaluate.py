"""Scoring with bounds: what every completion of the missing answers agrees on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening.definition import Instrument, Item, Predicate, Score, Trigger
from fjcore.values import Tri, tri_all, tri_any, tri_at_least, tri_not


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
class Evaluation:
    """All that follows from the answers so far, and nothing that does not.

    ``outcomes`` are the possible ones, the most severe first. ``missing`` must be
    answered before the form is complete; ``not_applicable`` stand behind a shut gate,
    and ``ignored`` are those of them that were answered before it shut.
    """

    scores: Mapping[str, Bounds] = field(repr=False)
    bands: Mapping[str, Banding] = field(repr=False)
    flags: Mapping[str, Tri] = field(repr=False)
    outcomes: tuple[str, ...] = field(repr=False)
    complete: bool
    missing: tuple[str, ...] = field(repr=False)
    not_applicable: tuple[str, ...] = field(repr=False)
    ignored: tuple[str, ...] = field(repr=False)
    constraints: tuple[str, ...] = field(repr=False)
    context_defaulted: tuple[str, ...] = field(repr=False)

    @property
    def outcome(self) -> str | None:
        """The outcome, when only one is possible."""
        return self.outcomes[0] if len(self.outcomes) == 1 else None

    @property
    def outcome_at_least(self) -> str | None:
        """The least severe outcome that is possible: it is at least this."""
        return self.outcomes[-1] if self.outcomes else None


def evaluate(
    instrument: Instrument,
    answers: Mapping[str, str],
    *,
    stated: frozenset[str] = frozenset(),
    context: Mapping[str, Any] | None = None,
    profile: str | None = None,
) -> Evaluation:
    """Evaluate given answers; an item not in ``answers`` is open, never a "no".

    ``stated`` are items whose skipping was recorded: their default does not apply.
    ``context`` are facts such as ``pregnant``; None as a fact means not known.
    ``profile`` chooses among alternative cuts; without one, all are looked at.
    Raises: AnswerRefused, naming the item, the fact or the instrument.
    """
    for name, value in answers.items():
        item = instrument.by_id.get(name)
        if item is None:
            raise AnswerRefused(instrument.id)
        if not item.takes(value):
            raise AnswerRefused(f"{instrument.id}.{name}")
    facts = dict(context or {})
    if not all(value is None or type(value) in _SCALARS for value in facts.values()):
        raise AnswerRefused(f"{instrument.id}.context")
    if profile is not None and profile not in instrument.profiles:
        raise AnswerRefused(f"{instrument.id}.profile")
    return _Run(instrument, dict(answers), stated, facts).result(profile)


_SCALARS = (str, int, bool)


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
            for item in instrument.asked
            if item.default is not None and item.id not in stated
        } | answers
        self.applies: dict[str, Tri] = {}
        self.scores: dict[str, Bounds] = {}
        for item in instrument.in_gate_order:
            gate = item.applies_if
            self.applies[item.id] = Tri.TRUE if gate is None else self.test(gate)

    def result(self, profile: str | None) -> Evaluation:
        made = self.instrument
        flags = {trigger.id: self.test(trigger.when) for trigger in made.triggers}
        missing = tuple(item.id for item in made.asked if self._is_missing(item))
        shut = tuple(i.id for i in made.asked if self.applies[i.id] is Tri.FALSE)
        return Evaluation(
            scores={score.id: self.score(score.id) for score in made.scores},
            bands={name: self._banding(name) for name in made.banded},
            flags=flags,
            outcomes=self._outcomes(flags, profile),
            complete=not missing,
            missing=missing,
            not_applicable=shut,
            ignored=tuple(name for name in shut if name in self.given),
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
        if nothing is not None and not heard:
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


def looked_at(trigger: Trigger, profile: str | None) -> bool:
    """Whether a trigger may alert under a choice of cuts; without a choice, all may."""
    return profile is None or trigger.profile in (None, profile)


_ABSENT = object()


def _at_least(low: Fraction | int, high: Fraction | int, needed: int) -> Tri:
    if low >= needed:
        return Tri.TRUE
    return Tri.FALSE if high < needed else Tri.UNDETERMINED
