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
)

from fjcore.screening import instruments, load
from fjcore.screening.parse import read

BOUNDED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_every_property_holds(name: str) -> None:
    """Every property should hold of every made-up instrument."""
    of, check = PROPERTIES[name]
    held = 0

    @BOUNDED
    @given(of)
    def holds(case: Any) -> None:
        nonlocal held
        check(case)
        held += 1

    holds()

    assert held >= 60


def tried(name: str, examples: int) -> int:
    """Hold a shipped instrument against the rules, and count how often."""
    data = {key: value for key, value in read(name).items() if key != "tests"}
    made, held = load(name), 0

    @settings(BOUNDED, max_examples=examples)
    @given(cases(st.just(data)))
    def holds(case: Any) -> None:
        nonlocal held
        agrees_with_the_rules(case, made)
        narrows_with_every_answer(case, made)
        held += 1

    holds()
    return held


@pytest.mark.parametrize("name", instruments())
def test_what_ships_agrees_with_the_rules(name: str) -> None:
    """A partial set of answers should give what the rules give, and only narrow."""
    assert 6 <= tried(name, 6)


@pytest.mark.nightly
@pytest.mark.parametrize("name", instruments())
def test_what_ships_agrees_with_the_rules_at_length(name: str) -> None:
    """The same should hold of many more sets of answers."""
    assert 60 <= tried(name, 60)


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
