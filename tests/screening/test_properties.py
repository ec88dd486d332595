"""The properties, over made-up instruments and over those that ship."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from screening.cases import cases
from screening.checks import (
    PROPERTIES,
    agrees_with_the_rules,
    holds_every_completion,
    narrows_with_every_answer,
    says_what_the_interpreter_says,
)
from screening.interviews import INTERVIEWS
from screening.walks import WALKS, walk_over, walks
from support.profiles import counted

from fjcore.screening import instruments, load
from fjcore.screening.parse import read

BOUNDED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


EVERY = PROPERTIES | INTERVIEWS | WALKS
#: Those that are held against more of the same elsewhere.
EXAMPLES = {
    "says_what_the_interpreter_says": counted(10, 25),
    "says_what_the_interpreter_says_of_whole_forms": counted(10, 25),
    "walk_over": counted(8, 20),
}


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_property_holds(name: str) -> None:
    """Every property should hold of every made-up instrument."""
    (of, check), held = EVERY[name], 0
    examples = EXAMPLES.get(name, counted(20, 30))

    @settings(BOUNDED, max_examples=examples)
    @given(of)
    def holds(case: Any) -> None:
        nonlocal held
        check(case)
        held += 1

    holds()

    assert held >= examples


def tried(name: str, examples: int) -> int:
    """Hold a shipped instrument against the rules, and count how often."""
    data = {key: value for key, value in read(name).items() if key != "tests"}
    made, held = load(name), 0

    @settings(BOUNDED, max_examples=examples)
    @given(cases(st.just(data)))
    def holds(case: Any) -> None:
        nonlocal held
        agrees_with_the_rules(case, made)
        says_what_the_interpreter_says(case, made)
        narrows_with_every_answer(case, made)
        held += 1

    holds()
    return held


@pytest.mark.full
@pytest.mark.parametrize("name", instruments())
def test_what_ships_agrees_with_the_rules(name: str) -> None:
    """A partial set of answers should give what the rules give, and only narrow."""
    assert counted(3, 6) <= tried(name, counted(3, 6))


@pytest.mark.nightly
@pytest.mark.parametrize("name", instruments())
def test_what_ships_agrees_with_the_rules_at_length(name: str) -> None:
    """The same should hold of many more sets of answers."""
    assert 60 <= tried(name, 60)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_what_is_written_holds_at_length(name: str) -> None:
    """The function that is written should agree on hundreds of definitions."""
    (of, check), held = EVERY[name], 0

    @settings(BOUNDED, max_examples=400)
    @given(of)
    def holds(case: Any) -> None:
        nonlocal held
        check(case)
        held += 1

    holds()

    assert held >= 400


@pytest.mark.parametrize("name", instruments())
def test_what_ships_narrows_to_its_end_in_any_order(name: str) -> None:
    """Answers in any order should narrow to one end, which every bound held."""
    data = {key: value for key, value in read(name).items() if key != "tests"}
    made, held = load(name), 0

    @settings(BOUNDED, max_examples=3)
    @given(walks(st.just(data)))
    def holds(walk: Any) -> None:
        nonlocal held
        walk_over(walk, made)
        held += 1

    holds()

    assert held >= 3


def test_a_short_form_holds_every_completion() -> None:
    """Every completion of every partial HARK should lie in what was said of it."""
    data = {key: value for key, value in read("hark").items() if key != "tests"}
    held = 0

    @settings(BOUNDED, max_examples=40)
    @given(cases(st.just(data)))
    def holds(case: Any) -> None:
        nonlocal held
        holds_every_completion(case)
        held += 1

    holds()

    assert held > 10
