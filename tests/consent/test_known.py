"""What is kept of states, policies and plans: never more than they themselves say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest
from consent.properties import any_case, at_time, holds, moments, said

from fjcore.consent import (
    Basis,
    Decision,
    Limit,
    Plans,
    RecordAsked,
    View,
    decide,
    plan,
    state_at,
)
from fjcore.errors import RuleFailed
from fjcore.testing.consent import CLINIC, DOE, FAR, TICK, Facts, World, plain, world


def decided(asked: World, state: Any, at: datetime | None = None) -> Decision:
    """Decide on a state, at the instant of the case or at another."""
    question = attrs.evolve(asked.question, at=at or asked.question.at)
    return decide(asked.policy, state, question, fields=asked.fields)


@holds(any_case)
def test_a_state_asked_again_answers_as_one_just_read(facts: Facts) -> None:
    """At every boundary and beside it, a state should answer as a copy never asked."""
    asked = world(facts)
    state = state_at(asked.events, asked.question.at, FAR)
    decided(asked, state)

    for at in moments(facts):
        again, fresh = (
            decided(asked, state, at),
            decided(asked, attrs.evolve(state), at),
        )

        assert said(fresh) == said(again)
        assert fresh.valid == again.valid
        assert fresh == again


@holds(any_case)
def test_a_known_plan_is_the_plan(facts: Facts) -> None:
    """At every boundary and beside it, a known plan should be as one just made."""
    plans = Plans()

    for at in moments(facts):
        asked = world(at_time(facts, at))
        found = asked.decide()

        assert plan(asked.decide()) == plans.of(found)
        assert plans.of(found) is plans.of(asked.decide())
    assert bool(len(plans)) is bool(moments(facts))


def test_a_plan_is_known_within_its_span_only() -> None:
    """A plan should be found up to its end, and be another from there on."""
    asked, plans = world(plain()), Plans()
    state = state_at(asked.events, asked.question.at, FAR)
    first = plans.of(decided(asked, state))
    start, end = first.valid
    assert start is not None
    assert end is not None

    assert plans.of(decided(asked, state, start)) is first
    assert plans.of(decided(asked, attrs.evolve(state), end - TICK)) is first
    assert plans.of(decided(asked, state, end)).empty
    assert not first.empty


def test_states_of_one_number_are_not_taken_for_each_other() -> None:
    """Of two states that say the same revision, each should have its own plan."""
    asked, plans = world(plain()), Plans()
    state = state_at(asked.events, asked.question.at, FAR)
    taken = attrs.evolve(
        state,
        releases=tuple(
            attrs.evolve(file, withdrawn=(asked.question.at - timedelta(days=500),))
            for file in state.releases
        ),
    )

    assert not plans.of(decided(asked, state)).empty
    assert plans.of(decided(asked, taken)).empty
    assert not plans.of(decided(asked, state)).empty


@attrs.frozen
class Rule:
    """A rule in code, by a name that others may have too."""

    view: View
    id: str = "rule"

    def cap(self, _: object) -> View:
        """Give the view."""
        return self.view


def test_policies_of_one_name_are_not_taken_for_each_other() -> None:
    """Rules in code of one name that do not do the same should have their own plans."""
    asked, plans = world(plain()), Plans()
    state = state_at(asked.events, asked.question.at, FAR)
    open_, closed = (
        attrs.evolve(asked, policy=attrs.evolve(asked.policy, rules=(Rule(view),)))
        for view in (View.FULL, View.MARKED)
    )

    assert open_.policy.hash == closed.policy.hash
    assert not plans.of(decided(open_, state)).empty
    assert plans.of(decided(closed, state)).empty


def test_limits_are_those_of_the_policy_asked() -> None:
    """A state asked under two policies should answer each by its own limits."""
    asked = world(plain())
    state = state_at(asked.events, asked.question.at, FAR)
    none = Limit("none", statement="Nothing.", citation="policy")
    closed = attrs.evolve(asked.policy, limits=(none,))

    for _ in range(2):
        assert decided(asked, state).allowed == {"incident"}
        assert decided(attrs.evolve(asked, policy=closed), state).allowed == set()


OTHERS: dict[str, Any] = {
    "subject": "bea",
    "recipient": CLINIC,
    "person": "kit",
    "purpose": "medical_treatment",
    "basis": Basis("client_release", "order.1"),
    "method": "verbal",
    "categories": frozenset({"incident", "risk"}),
    "records": (RecordAsked("a", "incident", FAR),),
    "staff": DOE + "2",
    "unit": "legal",
    "need_to_know": False,
    "exemptions": False,
    "smallest_cell": 12,
    "deid_method": "expert",
    "origin": "elsewhere",
    "introduced": {"incident": FAR},
    "embedded": {"incident": ("risk",)},
}


@pytest.mark.parametrize("name", OTHERS)
def test_every_part_of_a_question_is_in_the_key(name: str) -> None:
    """Questions that differ in anything but the instant should not share a plan."""
    asked = world(plain())
    other = attrs.evolve(asked.question, **{name: OTHERS[name]})
    state = state_at(asked.events, asked.question.at, FAR)
    agency = attrs.evolve(asked.policy.partners[asked.question.recipient], id=CLINIC)
    partners = {**asked.policy.partners, CLINIC: agency}
    policy = attrs.evolve(asked.policy, partners=partners)

    assert {a.name for a in attrs.fields(type(other))} == {*OTHERS, "at"}
    assert decide(policy, state, asked.question).key != decide(policy, state, other).key


def test_an_answer_keeps_what_it_was_asked_with() -> None:
    """An answer should not change with what its caller does to its own tables."""
    told: dict[str, Any] = {"incident": ["sud"], "medical": ["sud"]}
    asked = world(plain(embedded=told))
    state = state_at(asked.events, asked.question.at, FAR)
    paths = {"note.text": "incident"}
    found = decide(asked.policy, state, asked.question, fields=paths)
    told["incident"].append("risk")
    told.clear()
    paths["note.other"] = "incident"

    assert {"note.text"} == set(found.named)
    assert {"incident": ("sud",)} == found.redacted


def test_narratives_and_revisions_are_in_the_key() -> None:
    """Another list of narratives, or one more event, should be another key."""
    asked = world(plain())
    state = state_at(asked.events, asked.question.at, FAR)
    keys = {
        decide(asked.policy, state, asked.question).key,
        decide(asked.policy, state, asked.question, fields={"a.b": "incident"}).key,
        decide(asked.policy, attrs.evolve(state, revision=99), asked.question).key,
    }

    assert len(keys) == 3


def test_the_longest_unused_plan_goes() -> None:
    """Past its limit, a keeper of plans should lose the one longest unused."""
    asked, plans = world(plain()), Plans(limit=2)
    states = [
        attrs.evolve(state_at(asked.events, asked.question.at, FAR), revision=number)
        for number in range(3)
    ]
    first = plans.of(decided(asked, states[0]))
    second = plans.of(decided(asked, states[1]))
    assert plans.of(decided(asked, states[0])) is first
    plans.of(decided(asked, states[2]))

    assert len(plans) == 2
    assert plans.of(decided(asked, states[0])) is first
    assert plans.of(decided(asked, states[1])) is not second


def test_a_person_can_be_forgotten() -> None:
    """Every plan of one person should go, and nobody else's."""
    asked, plans = world(plain()), Plans()
    state = state_at(asked.events, asked.question.at, FAR)
    other = attrs.evolve(asked, question=attrs.evolve(asked.question, subject="bea"))
    first = plans.of(decided(asked, state))
    second = plans.of(decided(other, state))
    plans.forget(first.subject)

    assert len(plans) == 1
    assert plans.of(decided(other, state)) is second
    assert plans.of(decided(asked, state)) is not first


class Nameless:
    """A rule that fails to say its name."""

    @property
    def id(self) -> str:
        """Fail."""
        raise ValueError("quokka")

    def cap(self, _: object) -> View:
        """Leave all."""
        return View.FULL


def test_a_rule_without_a_name_has_no_hash() -> None:
    """A policy whose rule cannot say its name should fail as a rule does."""
    policy = attrs.evolve(world(plain()).policy, rules=(Nameless(),))

    with pytest.raises(RuleFailed) as caught:
        _ = policy.hash
    assert "quokka" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
