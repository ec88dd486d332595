"""What the law denies stays denied, whatever is signed, capped or asked on."""

from __future__ import annotations

from typing import Any

import attrs
from consent import oracle_rows
from consent.properties import any_case, holds
from support.profiles import usual

from fjcore.consent import FLOOR, View
from fjcore.testing.consent import (
    LEGAL,
    Choose,
    Facts,
    answer_of,
    case,
    release,
    world,
)

#: Limits of the floor, by what kind of rule they are.
LIMITS = {rule.id for rule in FLOOR if rule.kind == "limit"}
#: What an order, made for treatment records too, passes of them.
PASSED = {"N2", "N6", "O4"}


class Wide:
    """A rule in code that would let everything be seen."""

    id = "made.up"

    def cap(self, question: object) -> View:
        return View.FULL


def pressed(choose: Choose) -> Facts:
    """Choose a case, and two more releases that mostly reach what it asks for."""
    facts = any_case(choose)
    asked = facts["request"]
    wide = {"recipients": (asked["recipient"],), "purpose": (asked["purpose"],)}
    more = [
        release(choose, number, {}, LEGAL, {"clock"})
        | wide
        | {"scope": tuple(asked["categories"])}
        for number in (7, 8)
    ]
    return facts | {"releases": [*facts["releases"], *more]}


@holds(pressed, how=usual)
def test_nothing_passes_the_floor(facts: Facts) -> None:
    """What a row of the law denies should stay denied whatever is signed beside it."""
    asked = world(facts)
    policy = attrs.evolve(asked.policy, rules=(Wide(),))
    found = attrs.evolve(asked, policy=policy).decide()
    told = {leaf: oracle_rows.first(facts, leaf) for leaf in found.verdicts}

    denied = {leaf for leaf, said in told.items() if said and said[0] == "no"}
    named = {p for p, leaf in facts["fields"].items() if leaf in denied}

    assert set() == denied & found.allowed
    assert {p for p in named if p in found.named and found.named[p].granted} == set()


def ordered(facts: Facts, **basis: Any) -> Facts:
    """The same case asked on another ground, with its evidence on file."""
    asked = facts["request"] | {"legal_basis": basis}
    return facts | {"request": asked, "exhibit": {"since": None, "until": None}}


def asked_of(choose: Choose) -> Facts:
    """Choose a case in which the law itself often stands against an answer."""
    return case(choose, ("asker", "holder", "facts"))


@holds(asked_of, how=usual)
def test_an_order_passes_the_limits_it_names_and_no_other(facts: Facts) -> None:
    """A limit of the law should hold against an order too, but for those it names."""
    every = facts["request"]["categories"]
    order = {"categories": every, "verified": True, "part2_compliant": True}
    without = answer_of(ordered(facts, kind="none"))
    under = answer_of(ordered(facts, kind="court_order", **order))

    for leaf, verdict in without.verdicts.items():
        after = under.verdicts[leaf]
        if verdict.rule in LIMITS - PASSED - {"H2"}:
            assert (verdict.rule, verdict.reason) == (after.rule, after.reason)
        elif verdict.rule in PASSED:
            assert verdict.rule != after.rule
