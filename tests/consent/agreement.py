"""Where the three readings of the rules are compared: engine, naive oracle, Cedar.

Cedar answers yes or no. It is asked for each view the engine gives and for the step
above it, so that one more and one less would both be seen. Of what rests on single
records it is asked record by record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from consent import oracle
from consent.oracle_cedar import allowed
from consent.properties import in_words

from fjcore.consent import View
from fjcore.errors import NaiveTime
from fjcore.testing.consent import PARTS, Facts, answer_of, case, stream, world

#: What varies in the cases of the long stream, in turn: everything, then what is rare.
FOCI = (
    *(PARTS, ("grounds",), PARTS, ("form", "holder"), PARTS),
    *(("grounds",), ("people", "clock"), ("facts", "scope", "several")),
)
#: How many cases Cedar is given at once.
BATCH = 50

Asked = tuple[Facts, str, str, int, Any]


def streamed(seed: int) -> Facts:
    """Give the case of a seed; of some the instant has no offset."""
    facts = case(stream(seed), FOCI[seed % len(FOCI)])
    if seed % 500 == 0:
        naive = facts["request"]["at"].replace(tzinfo=None)
        return facts | {"request": facts["request"] | {"at": naive}}
    return facts


def told(facts: Facts) -> dict[str, Any]:
    """Give the engine's answer in the oracle's words; a naive time has one of its own.

    The answer for that is what a scenario is told, since no question can be made of it.
    """
    if facts["request"]["at"].tzinfo is None:
        with pytest.raises(NaiveTime):
            world(facts)
        return oracle.invalid_time(facts)
    return in_words(answer_of(facts))


def questions(facts: Facts, said: dict[str, Any]) -> Iterator[tuple[Asked, bool]]:
    """Give what Cedar is asked of one case, with what the engine says of each."""
    kinds = facts.get("fields") or {}
    views = {(c, c): view for c, view in said["views"].items()}
    views |= {(path, kinds[path]): view for path, view in said["fields"].items()}
    records = facts["request"].get("records") or ()
    for (item, leaf), view in views.items():
        if not any(row["category"] == leaf for row in records):
            for step in {max(view, 1), min(view + 1, View.FULL)}:
                yield (facts, item, leaf, step, None), step <= view


def by_record(facts: Facts, said: dict[str, Any]) -> Iterator[tuple[list[Asked], bool]]:
    """Give what Cedar is asked of single records: any one yes is a yes."""
    kinds = (facts.get("fields") or {}).items()
    records = facts["request"].get("records") or ()
    for leaf, view in said["views"].items():
        ages = [row["created_at"] for row in records if row["category"] == leaf]
        for step in {max(view, 1), min(view + 1, View.FULL)} if ages else ():
            yield [(facts, leaf, leaf, step, age) for age in ages], step <= view
    for row in records:
        leaf, age = row["category"], row["created_at"]
        items = [leaf, *(path for path, kind in kinds if kind == leaf)]
        if leaf in facts["request"]["categories"]:
            asked = [(facts, item, leaf, 1, age) for item in items]
            yield asked, said["records"][row["id"]]


def differing(cases: Iterable[tuple[Any, Facts]]) -> list[tuple[str, Any]]:
    """Give the cases of which not all three say the same, by whom and their number."""
    found: list[tuple[str, Any]] = []
    asked: list[tuple[Any, list[Asked], bool]] = []
    for number, facts in cases:
        said = told(facts)
        if said != oracle.answer(facts):
            found.append(("naive", number))
        if facts["request"]["at"].tzinfo is None:
            continue
        single = [([one], so) for one, so in questions(facts, said)]
        for many, so in (*single, *by_record(facts, said)):
            asked.append((number, many, so))
    answers = iter(allowed([one for _, many, _ in asked for one in many]))
    for number, many, so in asked:
        each = [next(answers) for _ in many]
        if any(each) != so:
            found.append(("cedar", number))
    return list(dict.fromkeys(found))


def batches(seeds: range) -> Iterator[list[tuple[int, Facts]]]:
    """Give the cases of some seeds, a few at a time."""
    for start in range(seeds.start, seeds.stop, BATCH):
        few = range(start, min(start + BATCH, seeds.stop))
        yield [(seed, streamed(seed)) for seed in few]
