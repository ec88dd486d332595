"""What a definition's own vectors must show, so that every rule is seen to be reached.

A rule that no answers can reach cannot be shown, so asking for vectors of every rule
finds it too. One vector may show many things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

from fjcore.screening._given import looked_at
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Band, Item, Score
from fjcore.screening.evaluation import Evaluation
from fjcore.screening.grammar import Predicate
from fjcore.screening.vectors import Vector
from fjcore.values import Tri

#: Totals beyond this are not counted one by one; then only the bands are asked for.
MAX_SPAN = 10_000


def gaps(made: Instrument, vectors: Iterable[Vector]) -> tuple[str, ...]:
    """Give the parts of a definition that none of its vectors shows, by path."""
    shown = [_Shown(one, one.evaluated(made)) for one in vectors]
    return (
        *_silence(shown),
        *_options(made, shown),
        *_flags(made, shown),
        *_gates(made, shown),
        *_bands(made, shown),
        *_alone(made, shown),
        *_outcomes(made, shown),
        *_means(made, shown),
        *_rest(made, shown),
    )


class _Shown:
    """A vector beside what follows from it; what it does not state is not shown."""

    def __init__(self, one: Vector, found: Evaluation) -> None:
        self.answers = one.answers
        self.totals = one.totals
        self.stated: Mapping[str, Any] = one.expected
        self.found = found

    def value(self, score: str) -> Any:
        """Give the value that is stated of a score, or None."""
        return self.stated.get("scores", {}).get(score, {}).get("value")

    def states(self, block: str) -> bool:
        """Whether anything is stated under a name."""
        return block in self.stated


def _silence(shown: list[_Shown]) -> Iterator[str]:
    if not any(not one.answers and not one.totals and one.stated for one in shown):
        yield "nothing_answered"


def _options(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    """Ask to see every answer that something reads, and something stated of it."""
    read = {name for score in made.scores for name in score.items}
    for trigger in made.triggers:
        read |= made.reads(trigger.when)
    for item in made.asked:
        for value in item.points if item.id in read else ():
            given = (one for one in shown if one.answers.get(item.id) == value)
            if not any(one.states("scores") or one.states("flags") for one in given):
                yield f"items.{item.id}.{value}"


def _flags(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    for trigger in made.triggers:
        seen = [
            one.stated["flags"][trigger.id]
            for one in shown
            if trigger.id in one.stated.get("flags", {})
        ]
        for flag, word in ((True, "true"), (False, "false"), (None, "open")):
            if not any(found is flag for found in seen):
                yield f"triggers.{trigger.id}.{word}"


def _gates(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    """Ask to see each gate open, and shut with an answer left behind it."""
    for item in made.asked:
        if item.applies_if is None:
            continue
        given = [one for one in shown if item.id in one.answers]
        if not any(_is_open(item, one.found) for one in given):
            yield f"items.{item.id}.open"
        if not any(item.id in one.found.ignored for one in given):
            yield f"items.{item.id}.shut"


def _is_open(item: Item, found: Evaluation) -> bool:
    return item.id not in (*found.not_applicable, *found.may_apply)


def _bands(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    for name, bands in made.banded.items():
        totals = reachable(made, made.scores_by_id[name])
        for band in bands:
            seen = {
                one.value(name)
                for one in shown
                if one.stated.get("bands", {}).get(name, {}).get("band") == band.id
            }
            for edge in _edges(band, totals):
                if edge not in seen:
                    yield f"bands.{name}.{band.id}.{edge}"
            if not seen:
                yield f"bands.{name}.{band.id}"


def _edges(band: Band, totals: frozenset[int] | None) -> list[int]:
    """Give the lowest and the highest total that falls in a band, where it is known."""
    inside = sorted(t for t in totals or () if band.min <= t <= band.max)
    return sorted({inside[0], inside[-1]}) if inside else []


def reachable(made: Instrument, score: Score) -> frozenset[int] | None:
    """Give every total that a sum can have, or None where gates may forbid some."""
    items = [made.by_id[name] for name in score.items]
    small = all(-MAX_SPAN < end < MAX_SPAN for end in (score.min, score.max))
    if score.kind != "sum" or not small or any(item.applies_if for item in items):
        return None
    # One bit for each total above the lowest: a shift adds points to all at once.
    bits = 1
    for item in items:
        steps = {points - item.span[0] for points in item.points.values()}
        bits = reduce(or_, (bits << step for step in sorted(steps)))
    lowest = sum(item.span[0] for item in items)
    return frozenset(lowest + n for n in range(bits.bit_length()) if bits >> n & 1)


def _alone(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    """Ask to see an alert of one answer in the lowest band, where it can be there."""
    for trigger in made.triggers:
        if trigger.timing != "immediate" or trigger.when.kind not in _ONE:
            continue
        for name, bands in made.banded.items():
            cheapest = _cheapest(made, made.scores_by_id[name], trigger.when)
            seen = (
                one.stated.get("flags", {}).get(trigger.id) is True
                and one.stated.get("bands", {}).get(name, {}).get("band") == bands[0].id
                for one in shown
            )
            if cheapest <= bands[0].max and not any(seen):
                yield f"triggers.{trigger.id}.{bands[0].id}"


_ONE = ("item", "item_score")


def _cheapest(made: Instrument, score: Score, rule: Predicate) -> int:
    """Give the lowest total with which a condition on one item can be true."""
    by_points = rule.kind == "item_score"
    item = made.by_id[rule.name]
    right = [
        points if item.id in score.items else 0
        for value, points in item.points.items()
        if (points >= rule.value if by_points else value == rule.value)
    ]
    others = [made.by_id[name] for name in score.items if name != item.id]
    return min(right) + sum(
        min(0, one.span[0]) if one.applies_if else one.span[0] for one in others
    )


def _outcomes(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    """Ask to see each row of the rule decide, and the outcome of silence."""
    decided = {
        _deciding(made, one.found)
        for one in shown
        if one.stated.get("outcome", {}).get("value") is not None
    }
    for number in range(len(made.outcome_rule)):
        if number not in decided:
            yield f"outcome_rule.{number}"
    nothing = made.outcome_if_nothing_answered
    seen = {one.stated.get("outcome", {}).get("value") for one in shown}
    if nothing is not None and nothing not in seen:
        yield f"outcomes.{nothing}"


def _deciding(made: Instrument, found: Evaluation) -> int | None:
    """Give the row of the rule by which an outcome came about; None where none did."""
    triggers = {trigger.id: trigger for trigger in made.triggers}
    for number, (name, outcome) in enumerate(made.outcome_rule):
        if name is not None and not looked_at(triggers[name], found.profile):
            continue
        flag = Tri.TRUE if name is None else found.flags[name]
        if flag is not Tri.FALSE:
            right = flag is Tri.TRUE and found.outcomes == (outcome,)
            return number if right else None
    return None


def _means(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    """Ask to see each mean with just enough answers, and with one too few."""
    for score in made.scores:
        if score.kind != "scaled_mean":
            continue
        need = score.min_answered
        counts = {
            sum(name in one.answers for name in score.items)
            for one in shown
            if "value" in one.stated.get("scores", {}).get(score.id, {})
        }
        for count in sorted({need - 1, need, len(score.items)} - counts):
            yield f"scores.{score.id}.answered.{count}"


def _rest(made: Instrument, shown: list[_Shown]) -> Iterator[str]:
    for row in made.constraints:
        if not any(row.id in one.stated.get("constraints", []) for one in shown):
            yield f"constraints.{row.id}"
    if "total_only" in made.entry_modes and not any(one.totals for one in shown):
        yield "entry_modes.total_only"
    if made.judgements and not any(one.stated.get("complete") for one in shown):
        yield "judgement"
    chosen = {one.stated.get("profile") for one in shown}
    for choice in made.choices:
        if choice.profile not in chosen:
            yield f"cut_profiles.{choice.profile}"
