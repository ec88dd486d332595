"""What a definition must not be: each fault with its path and a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from fjcore.errors import Problem
from fjcore.screening.definition import Instrument, Predicate, Score


def lint(made: Instrument) -> list[Problem]:
    """Give every fault of a definition.

    E01 an id twice; E02 a name that is not there; E03 a value that is no option; E04
    options not unique; E05 bands with a gap, an overlap or not the whole span; E06 a
    range that the items do not have; E07 gates in a circle; E08 an empty condition or
    a count outside it; E10 outcomes that do not always give one.
    """
    found = [*_ids(made), *_options(made)]
    found += _names(made)
    if not found:
        found += [*_circles(made), *_bands(made), *_ranges(made), *_outcomes(made)]
    return found


def _ids(made: Instrument) -> Iterator[Problem]:
    groups = {
        "items": [item.id for item in made.items],
        "scores": [score.id for score in made.scores],
        "triggers": [trigger.id for trigger in made.triggers],
        "bands": [f"{band.score}/{band.id}" for band in made.bands],
    }
    for path, ids in groups.items():
        if max(Counter(ids).values(), default=0) > 1:
            yield Problem(path, "E01")
    if not made.items:
        yield Problem("items", "E02")


def _options(made: Instrument) -> Iterator[Problem]:
    for item in made.items:
        values = [option.value for option in item.options]
        if len(set(values)) != len(values) or (item.type == "choice" and not values):
            yield Problem(f"items.{item.id}.options", "E04")
        if item.default is not None and item.default not in values:
            yield Problem(f"items.{item.id}.default", "E03")


def _conditions(made: Instrument) -> Iterator[tuple[str, Predicate]]:
    for item in made.items:
        if item.applies_if is not None:
            yield f"items.{item.id}.applies_if", item.applies_if
    for trigger in made.triggers:
        yield f"triggers.{trigger.id}.when", trigger.when
    for constraint in made.constraints:
        yield f"constraints.{constraint.id}.when", constraint.when


def _names(made: Instrument) -> Iterator[Problem]:
    items = made.by_id
    scores = {score.id for score in made.scores}
    for path, condition in _conditions(made):
        yield from _condition(path, condition, made)
    for score in made.scores:
        if not score.items or not set(score.items) <= items.keys():
            yield Problem(f"scores.{score.id}.items", "E02")
    for band in made.bands:
        if band.score not in scores:
            yield Problem(f"bands.{band.id}.score", "E02")


def _condition(path: str, condition: Predicate, made: Instrument) -> Iterator[Problem]:
    kind, name = condition.kind, condition.name
    if kind in ("item", "item_score") and name not in made.by_id:
        yield Problem(path, "E02")
    elif kind == "item":
        if condition.value not in {o.value for o in made.by_id[name].options}:
            yield Problem(path, "E03")
    elif kind == "score" and name not in {score.id for score in made.scores}:
        yield Problem(path, "E02")
    elif kind in ("any", "all", "not") and not condition.parts:
        yield Problem(path, "E08")
    if kind == "at_least" and not 1 <= condition.count <= len(condition.parts):
        yield Problem(path, "E08")
    for part in condition.parts:
        yield from _condition(path, part, made)


def _circles(made: Instrument) -> Iterator[Problem]:
    reads = {
        item.id: set(item.applies_if.names("item")) if item.applies_if else set()
        for item in made.items
    }
    while reads:
        free = [name for name, needed in reads.items() if not needed & reads.keys()]
        if not free:
            yield Problem(f"items.{min(reads)}.applies_if", "E07")
            return
        for name in free:
            del reads[name]


def _bands(made: Instrument) -> Iterator[Problem]:
    for score in made.scores:
        spans = sorted((b.min, b.max) for b in made.bands if b.score == score.id)
        if not spans:
            continue
        whole = spans[0][0] == score.min and spans[-1][1] == score.max
        joined = all(
            low == before + 1
            for (_, before), (low, _) in pairwise(spans)
        )
        if not whole or not joined or any(low > high for low, high in spans):
            yield Problem(f"bands.{score.id}", "E05")


def _ranges(made: Instrument) -> Iterator[Problem]:
    for score in made.scores:
        low, high = _range(made, score)
        if (low, high) != (score.min, score.max):
            yield Problem(f"scores.{score.id}", "E06")


def _range(made: Instrument, score: Score) -> tuple[float, float]:
    low = high = 0
    for name in score.items:
        item = made.by_id[name]
        points = [*item.scores, 0] if item.applies_if else list(item.scores)
        low, high = low + min(points), high + max(points)
    if score.kind == "scaled_mean":
        scale = score.times / len(score.items)
        return low * scale, high * scale
    return low, high


def _outcomes(made: Instrument) -> Iterator[Problem]:
    rule = made.outcome_rule
    triggers = {trigger.id for trigger in made.triggers}
    if rule and (rule[-1][0] is not None or any(t is None for t, _ in rule[:-1])):
        yield Problem("outcome_rule", "E10")
    for name, _ in rule:
        if name is not None and name not in triggers:
            yield Problem("outcome_rule", "E02")
