"""A state pack decides nothing by being there, and can only narrow when adopted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve
from consent.packfiles import pack, put

from fjcore.consent import (
    Decision,
    Limit,
    View,
    decide,
    limits_of,
    shipped_packs,
    state_at,
)
from fjcore.consent._scenefacts import events_of, policy_of, question_of
from fjcore.consent.scenarios import shipped

#: A time without its offset decides nothing, with a pack or without.
FACTS = [
    scenario.facts
    for scenario in shipped()
    if "invalid_time" not in scenario.expect["reasons"].values()
]

#: Limits that speak of nearly every question there is.
WIDE = limits_of(
    [
        pack(put("limit", 0, "participants_only", False)),
        pack(
            lambda data: data["limit"].append(
                {
                    "id": "names",
                    "statement": "Of a name and what was done, a mark is enough.",
                    "categories": ["identity.name", "incident"],
                    "cites": ["yy-1"],
                }
            )
        ),
    ]
)


def decided(facts: Mapping[str, Any], limits: tuple[Limit, ...]) -> Decision:
    """Decide a scenario's question with some limits."""
    question = question_of(facts)
    state = state_at(events_of(facts), question.at, question.at)
    return decide(evolve(policy_of(facts), limits=limits), state, question)


def views(found: Decision) -> dict[str, View]:
    """Give the highest view of each category."""
    return {
        name: max((grant.view for grant in verdict.grants), default=View.SILENT)
        for name, verdict in found.verdicts.items()
    }


def test_montana_should_change_no_decision() -> None:
    """Adopting the pack that ships should change no scenario's answer."""
    limits = limits_of(shipped_packs())
    changed = [
        facts["request"]
        for facts in FACTS
        if decided(facts, limits) != decided(facts, ())
    ]

    assert len(FACTS) > 100
    assert [] == changed


def test_a_limit_of_a_pack_should_only_narrow() -> None:
    """A pack with limits should raise no view of any scenario, and lower some."""
    pairs = [(views(decided(f, ())), views(decided(f, WIDE))) for f in FACTS]
    raised = [
        name
        for before, after in pairs
        for name, view in after.items()
        if view > before[name]
    ]

    assert [] == raised
    assert sum(before != after for before, after in pairs) > 10
