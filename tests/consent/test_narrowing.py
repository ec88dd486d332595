"""Everything but a release or a basis only narrows: limits, facts, rules in code."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from consent.properties import any_case, granted, highest, holds, raised, seen
from support.profiles import usual

from fjcore.consent import View, plan
from fjcore.errors import RuleFailed
from fjcore.testing.consent import (
    DOE,
    ITEMS,
    LEGAL,
    POLICE,
    Choose,
    Facts,
    answer_of,
    case,
    limit,
    pick,
    plain,
    world,
)


def limited(choose: Choose) -> tuple[Facts, Facts]:
    """Choose a case with one more limit."""
    facts = case(choose)
    more = limit(choose, pick(choose, (LEGAL, POLICE)))
    return facts, facts | {"limits": [*facts["limits"], more]}


@holds(limited, how=usual)
def test_a_limit_raises_no_view(pair: tuple[Facts, Facts]) -> None:
    """A limit should never let anybody see more, and order and repeats mean nothing."""
    facts, more = pair
    again = more | {"limits": [*reversed(more["limits"]), *more["limits"]]}

    assert set() == raised(facts, more)
    assert granted(answer_of(again)) == granted(answer_of(more))


@holds(lambda choose: (case(choose), limit(choose)))
def test_a_limit_that_matches_caps_every_view(pair: tuple[Facts, Facts]) -> None:
    """A limit that speaks to everything should leave no view above its cap."""
    facts, one = pair
    every = {"kinds": (), "recipients": (), "purposes": (), "categories": ()}
    capped = facts | {"limits": [one | every | {"acp_only": False}]}

    actual = highest(answer_of(capped).verdicts)

    left = one["cap"] if one["cap"] > View.MARKED else 0
    assert all(view <= left for view in actual.values())


RESTRICTIONS: dict[str, Callable[[Facts], object]] = {
    "death": lambda f: f["subject"].update(deceased_at=f["request"]["at"]),
    "wall": lambda f: f.update(conflict_walls=(*f["conflict_walls"], DOE, "s.roe")),
    "abusers": lambda f: [
        g.update(abuser="suspected", abuser_known_at=None) for g in f["guardians"]
    ],
    "operator": lambda f: f.update(shelter_authorization=False),
    "against": lambda f: f.update(downstream_part2=True, use_against_subject=True),
    "not alone": lambda f: f["subject"].update(may_consent_alone=False),
    "closed": lambda f: f.update(closed=True),
    "vawa": lambda f: f["holder"].update(regimes=(*f["holder"]["regimes"], "vawa")),
    "ferpa": lambda f: f["holder"].update(regimes=(*f["holder"]["regimes"], "ferpa")),
    "cells": lambda f: f["policy"].update(min_cell=12),
    "cap": lambda f: f["policy"].update(max_release_days=14),
    "no exemptions": lambda f: f["request"].update(exemptions=False),
    "not needed": lambda f: f["request"].update(need_to_know=False),
    "used up": lambda f: [r.update(max_uses=2, uses=2) for r in f["releases"]],
    "oral": lambda f: [r.update(written=False) for r in f["releases"]],
    "coerced": lambda f: [r.update(voluntary=False) for r in f["releases"]],
    "struck": lambda f: [
        r.update(exclude=(*r["exclude"], "identity", "sud")) for r in f["releases"]
    ],
    "narrowed": lambda f: [r.update(scope=r["scope"][:1]) for r in f["releases"]],
    "coarser": lambda f: [
        r.update(views=dict.fromkeys(ITEMS, 2)) for r in f["releases"]
    ],
    "no future": lambda f: [
        r.update(covers_future_records=False) for r in f["releases"]
    ],
    "no reason": lambda f: f["request"].update(purpose="constituent_service"),
}


#: What widens a ground that the law made for just that: a review is of the dead, by a
#: program under VAWA alone; police use their own for all but proceedings against her.
WIDENS = {"fatality_review": {"death", "vawa"}, "own_record": {"no reason"}}


def restricted(choose: Choose) -> tuple[Facts, str]:
    """Choose a case, and something that can only restrict it."""
    facts = case(choose)
    widens = WIDENS.get(facts["request"]["legal_basis"]["kind"], set())
    return facts, pick(choose, sorted(set(RESTRICTIONS) - widens))


@holds(restricted)
def test_a_fact_that_restricts_raises_no_view(pair: tuple[Facts, str]) -> None:
    """A fact that can only restrict should never let anybody see more."""
    facts, name = copy.deepcopy(pair)
    if name == "narrowed":  # a sole item is a form of its own
        kept = [c for c in facts["request"]["categories"] if c != "psychotherapy_notes"]
        facts["request"]["categories"] = tuple(kept)
    less = copy.deepcopy(facts)
    RESTRICTIONS[name](less)

    assert set() == raised(facts, less)


@holds(any_case)
def test_a_closed_policy_lets_nothing_out(facts: Facts) -> None:
    """A policy closed by a plugin that failed should let nothing out of the program."""
    request = facts["request"]
    inside = request["legal_basis"]["kind"] == "intra_program" and (
        request["recipient_type"] == "internal_staff"
    )

    made = plan(answer_of(facts | {"closed": True}))

    assert inside or made.empty
    if inside:
        # Staff of another agency are outside: they get nothing, counts neither.
        opened = plan(answer_of(facts | {"closed": False}))
        assert made.empty or opened.categories == made.categories


UNKNOWN: tuple[Facts, ...] = (
    {"smallest_cell": None},
    {"deid_method": ""},
    {"unit": ""},
    {"staff": ""},
    {"recipient_person": None},
    {"need_to_know": False},
)


@holds(lambda choose: (case(choose), pick(choose, UNKNOWN)), how=usual)
def test_what_is_not_said_grants_no_more_than_anything_said(
    pair: tuple[Facts, Facts],
) -> None:
    """An attribute left out of a question should never show more than with a value."""
    facts, unknown = pair

    assert set() == raised(facts, facts | {"request": facts["request"] | unknown})


# --- rules in code -----------------------------------------------------------------


class Rule:
    """A rule plugin that gives, or raises, one thing."""

    id = "made.up"

    def __init__(self, gives: object) -> None:
        self.gives = gives

    def cap(self, question: object) -> Any:
        if isinstance(self.gives, type):
            raise self.gives
        return self.gives


class Nameless:
    """A rule plugin that fails when it is asked for its name."""

    @property
    def id(self) -> str:
        raise ValueError("a secret")

    def cap(self, question: object) -> View:
        return View.FULL


#: What a rule gives, or raises, that is no view.
WRONG = (None, 8, True, "FULL", 1.5, ValueError, SystemExit, GeneratorExit)


def failing(choose: Choose) -> tuple[Facts, object, bool]:
    """Choose a case that is granted, and a rule that fails, before another or after."""
    facts = plain() | {"limits": [limit(choose) for _ in range(choose(3))]}
    return facts, pick(choose, WRONG), bool(choose(2))


@holds(failing, how=usual)
def test_a_rule_that_fails_lets_nothing_leave(drawn: tuple[Facts, Any, bool]) -> None:
    """A rule that raises or gives a wrong thing should end the decision by its name."""
    facts, gives, first = drawn
    asked = world(facts)
    rules = (Rule(View.FULL), Rule(gives))
    policy = attrs.evolve(asked.policy, rules=rules[::-1] if first else rules)

    with pytest.raises(RuleFailed, match=r"made\.up") as caught:
        attrs.evolve(asked, policy=policy).decide()
    assert caught.value.__context__ is None


def test_a_rule_without_a_name_lets_nothing_leave() -> None:
    """A rule that cannot even be named should end the decision, and tell nothing."""
    asked = world(plain())
    policy = attrs.evolve(asked.policy, rules=(Nameless(),))

    with pytest.raises(RuleFailed) as caught:
        attrs.evolve(asked, policy=policy).decide()
    assert caught.value.__context__ is None
    assert "secret" not in str(caught.value)


@holds(lambda choose: (case(choose), pick(choose, tuple(View))))
def test_a_rule_in_code_only_narrows(pair: tuple[Facts, View]) -> None:
    """A rule in code should leave no view above what it gives, and raise none."""
    facts, view = pair
    asked = world(facts)
    ruled = attrs.evolve(asked, policy=attrs.evolve(asked.policy, rules=(Rule(view),)))

    before, after = seen(asked.decide(), facts), seen(ruled.decide(), facts)

    assert all(after[key] <= before[key] for key in after)
    assert max(highest(ruled.decide().verdicts).values()) <= view


class Rewriting(Rule):
    """A rule plugin that writes into the question that it is asked."""

    def cap(self, question: object) -> Any:
        object.__setattr__(question, "category", "participation")
        return View.FULL


class OnlyIncidents(Rule):
    """A rule plugin that hides what happened."""

    def cap(self, question: Any) -> Any:
        hidden = question.category.startswith("incident")
        return View.MARKED if hidden else View.FULL


def test_a_rule_that_rewrites_the_question_raises_no_view() -> None:
    """What one rule writes into its question should not reach the next."""
    honest, hostile = OnlyIncidents(View.FULL), Rewriting(View.FULL)
    asked = world(plain())
    free, alone, behind = (
        attrs.evolve(asked, policy=attrs.evolve(asked.policy, rules=rules)).decide()
        for rules in ((), (honest,), (hostile, honest))
    )

    assert plan(free).categories != plan(alone).categories
    assert plan(alone).categories == plan(behind).categories


class Liar:
    """Says that it is a view, and is above every other."""

    __class__ = View  # type: ignore[assignment]


def test_what_says_that_it_is_a_view_is_none() -> None:
    """An answer that only claims to be a view should end the decision."""
    asked = world(plain())
    policy = attrs.evolve(asked.policy, rules=(Rule(Liar()),))

    with pytest.raises(RuleFailed, match=r"made\.up"):
        attrs.evolve(asked, policy=policy).decide()
