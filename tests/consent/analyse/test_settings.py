"""What no table of categories shows: each setting that changed, with its effect."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from consent.analyse.made import (
    POLICE,
    VAWA,
    Code,
    holder,
    policy,
)

from fjcore.consent import (
    Agency,
    ObligationKind,
    RecipientKind,
    View,
)
from fjcore.consent.analyse import (
    diff,
)
from fjcore.consent.analyse.settings import setting_changes

SETTINGS: dict[str, tuple[dict[str, Any], str, str]] = {
    "longer": ({"max_release_days": 91}, "max_release_days", "widened"),
    "shorter": ({"max_release_days": 89}, "max_release_days", "narrowed"),
    "smaller cells": ({"min_cell": 10}, "min_cell", "widened"),
    "larger cells": ({"min_cell": 12}, "min_cell", "narrowed"),
    "time zone": ({"holder": holder(tz="America/Chicago")}, "holder.tz", "either"),
    "unit": ({"holder": holder(unit="clinic")}, "holder.unit", "either"),
    "state": ({"holder": holder(state="US-AL")}, "holder.state", "either"),
    "laws": (
        {"holder": holder(frozenset({"vawa", "ferpa"}))},
        "holder.regimes",
        "either",
    ),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_told_with_its_effect(name: str) -> None:
    """A setting that no table of categories shows should be told, with its effect."""
    said, setting, effect = SETTINGS[name]
    (found,) = setting_changes(policy(), evolve(policy(), **said))

    assert (setting, effect) == (found.setting, found.effect)
    assert (effect != "narrowed") is found.widens


@pytest.mark.parametrize(
    "said",
    [
        {"holder": holder(state="US-WY")},
        {"holder": holder(name="Another Name")},
        {"holder": holder(VAWA | {"priv.mt.26-1-812"})},
    ],
    ids=["state of the same age", "name", "privilege"],
)
def test_what_decides_nothing_is_not_told(said: dict[str, Any]) -> None:
    """A setting by which no answer changes should not be told."""
    assert not diff(policy(), evolve(policy(), **said)).settings


def test_numbers_below_the_floor_are_the_floor() -> None:
    """A threshold below five should be as five is; and days matter under some laws."""
    low, lower = evolve(policy(), min_cell=5), evolve(policy(), min_cell=2)
    free = policy(regimes=frozenset({"hipaa"}))

    assert not diff(low, lower).settings
    assert not diff(free, evolve(free, max_release_days=365)).settings


ALL = frozenset(ObligationKind)
SOME = frozenset({ObligationKind.LOG, ObligationKind.REDISCLOSURE_NOTICE})


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (SOME, None, "widened"),
        (None, SOME, "narrowed"),
        (SOME, ALL, "widened"),
        (ALL, SOME, "narrowed"),
        (SOME, frozenset({ObligationKind.LOG_DENIAL}), "either"),
    ],
    ids=["all", "some", "more", "fewer", "others"],
)
def test_what_a_partner_can_honour_is_a_setting(
    before: Any, after: Any, effect: str
) -> None:
    """A duty more that a partner can keep should widen what it can be sent."""
    sides = []
    for said in (before, after):
        partner = Agency(POLICE, kind="law_enforcement", name="P", capabilities=said)
        sides.append(evolve(policy(), partners={POLICE: partner}))
    (found,) = diff(*sides).settings

    assert (f"partners.{POLICE}.capabilities", effect) == (found.setting, found.effect)


def test_another_kind_of_partner_is_to_be_approved() -> None:
    """A partner that becomes something else should be told as such."""
    court = {POLICE: Agency(POLICE, kind=RecipientKind.COURT, name="P")}
    one = evolve(policy(), partners={POLICE: policy().partners[POLICE]})
    found = diff(one, evolve(one, partners=court))
    said = {c.setting: (c.before, c.after, c.effect) for c in found.settings}

    wanted = {f"partners.{POLICE}.kind": ("law_enforcement", "court", "either")}
    assert wanted == said


def test_a_rule_in_code_that_is_gone_widens() -> None:
    """A rule gone should widen, a new one narrow, and one that stays be told."""
    kept, gone = Code(lambda _: View.FULL, "code.kept"), Code(lambda _: View.FULL)
    with_both = evolve(policy(), rules=(kept, gone))
    found = diff(with_both, evolve(policy(), rules=(kept,)))

    assert [("rules.code.one", "widened")] == [
        (c.setting, c.effect) for c in found.settings
    ]
    assert ("code.kept",) == found.opaque
    back = diff(evolve(policy(), rules=(kept,)), with_both)
    assert ["narrowed"] == [c.effect for c in back.settings]
