"""Random answers to every instrument, against a scorer that lists every completion."""

from __future__ import annotations

from datetime import UTC, datetime
from math import prod
from random import Random
from typing import Any

import pytest
from screening import rules
from screening.cases import STATUSES, Case, asked, values_of
from screening.completions import completions
from screening.sample import DATA, SHIPPED

from fjcore.screening import Instrument, Session, evaluate, load
from fjcore.screening.parse import read
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SCORED = [name for name in SHIPPED if DATA[name]["method"] != "spj"]
FACTS: dict[str, list[dict[str, Any]]] = {
    "aas": [{}, {"pregnant": True}, {"pregnant": False}, {"pregnant": None}],
    "audit-c": [{}, {"sex": "male"}, {"sex": "female"}, {"sex": None}],
    "easi": [{}, {"age": 64}, {"age": 65}, {"age": None}],
}


def answered(data: dict[str, Any], rng: Random, most: int) -> Case:
    """Make up answers that leave at most so many completions; none leaves one."""
    answers, skips, ways = {}, {}, 1
    items = asked(data)
    for item in rng.sample(items, len(items)):
        values = values_of(item)
        if values and rng.random() < 0.7 and ways * len(values) <= most:
            ways *= len(values)
            if rng.random() < 0.5:
                skips[item["id"]] = rng.choice(STATUSES)
            elif "default" in item:
                skips[item["id"]] = "declined"
        else:
            answers[item["id"]] = rng.choice(values or ["a remark"])
    facts = rng.choice(FACTS.get(data["id"], [{}]))
    return Case(data=data, answers=answers, skips=skips, context=facts)


def is_exact(made: Instrument, case: Case) -> None:
    """The bounds, bands and flags are those of the list of all completions."""
    found = evaluate(made, case.answers, stated=case.stated, context=case.context)
    whole = list(completions(case))

    for name, bounds in found.scores.items():
        scores = [one.scores[name] for one in whole]
        assert (min(scores), max(scores)) == (bounds.lower, bounds.upper)
        settled = min(scores) == max(scores)
        if not bounds.prorated and made.scores_by_id[name].kind == "sum":
            assert (min(scores) if settled else None) == bounds.value
    for name, banding in found.bands.items():
        bands = {one.bands[name] for one in whole}
        assert (bands.pop() if len(bands) == 1 else None) == banding.band
    for name, flag in found.flags.items():
        truths = {one.flags[name] for one in whole}
        assert Tri.of(None if len(truths) > 1 else truths.pop()) is flag
    silent = made.outcome_if_nothing_answered
    if made.outcome_rule and found.outcomes != (silent,):
        assert {one.outcome for one in whole} <= set(found.outcomes)
        assert found.outcome_at_least in {one.outcome for one in whole}
    assert found.complete is (found.missing == ())


def tried(name: str, sets: int, most: int) -> int:
    """Hold a shipped instrument against the list, and count the completions."""
    data, rng, ways = read(name), Random(f"{name} {most}"), 0  # noqa: S311 - repeatable
    data.pop("tests")
    for _ in range(sets):
        case = answered(data, rng, most)
        is_exact(load(name), case)
        open_ = [i for i in asked(data) if i["id"] not in case.answers]
        ways += prod(len(values_of(item)) or 1 for item in open_)
    return ways


@pytest.mark.parametrize("name", SCORED)
def test_complete_answers_score_as_published(name: str) -> None:
    """A form without a gap should score exactly what its definition adds up to."""
    assert 25 == tried(name, 25, 1)


@pytest.mark.parametrize("name", SCORED)
def test_bounds_are_those_of_every_completion(name: str) -> None:
    """A form with gaps should have the bounds of all the ways to fill it in."""
    assert 6 < tried(name, 6, 40)


@pytest.mark.nightly
@pytest.mark.parametrize("name", SCORED)
def test_bounds_are_those_of_up_to_three_thousand_completions(name: str) -> None:
    """The same should hold of forms with many gaps."""
    assert 100 < tried(name, 40, 3000)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_order_of_answers_does_not_matter(name: str) -> None:
    """The same answers in two orders should end in one evaluation and one alert set."""
    data, rng = read(name), Random(f"order {name}")  # noqa: S311 - repeatable
    case = answered({**data, "tests": []}, rng, 8)
    ends = []
    for _ in range(2):
        session = Session(
            load(name), clock=FixedClock(NOON), context=case.context, session_id="s"
        )
        order = [*case.answers.items()]
        for item, value in rng.sample(order, len(order)):
            session.answer(item, value, by="advocate-1")
        result = session.finish()
        ends.append((result.evaluation, {a.id for a in result.alerts}, result.answers))

    assert ends[0] == ends[1]


@pytest.mark.parametrize("name", SHIPPED)
def test_random_answers_agree_with_the_rules(name: str) -> None:
    """Answers with any number of gaps should give what the written rules give."""
    data, rng = read(name), Random(name)  # noqa: S311 - repeatable
    data.pop("tests")
    for _ in range(12):
        case = answered(data, rng, 10**30)
        found = evaluate(
            load(name), case.answers, stated=case.stated, context=case.context
        )
        told = rules.told(case)
        got = {n: (b.lower, b.upper) for n, b in found.scores.items()}
        flags = {n: found.flags[n].known for n in told["flags"]}

        assert told["scores"] == got
        assert told["missing"] == list(found.missing)
        assert told["outcomes"] == list(found.outcomes)
        assert told["profile"] == found.profile
        assert {
            n: next(iter(truth)) if len(truth) == 1 else None
            for n, truth in told["flags"].items()
        } == flags
