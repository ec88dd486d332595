"""Scenarios, those that ship and more, run by the library's own runner."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest

from fjcore.consent import FLOOR, Limit, View, decide, state_at
from fjcore.consent._scenefacts import events_of, question_of
from fjcore.consent._scenefacts import policy_of as holder_of
from fjcore.consent.scenarios import (
    Scenario,
    answer,
    differences,
    run,
    scenarios_from,
    shipped,
)
from fjcore.errors import NaiveTime
from fjcore.testing.consent import policy_of

MORE = Path(__file__).parents[1] / "vectors" / "consent" / "more.json"
SHIPPED = shipped()
OTHERS = scenarios_from(MORE.read_bytes())
ALL = (*SHIPPED, *OTHERS)
#: Decisions that a single changed rule would turn, which the shipped file lacks.
FLIPS = {
    *("withdrawal_tie", "missing_time_fold", "blanket_recipient", "family_no_expiry"),
    *("part2_form", "fvpsa_only", "same_unit", "minor_own_signature"),
    *("local_majority", "revoke_all_order", "emancipation", "x2_purposes"),
}


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: one.id)
def test_a_scenario_should_be_answered_exactly(scenario: Scenario) -> None:
    """Every field of the answer should be what the scenario says, no more, no less."""
    assert [] == list(differences(scenario))


def test_all_that_ship_should_be_run() -> None:
    """A run should count every scenario, and each that differs once."""
    report = run(SHIPPED)

    assert (104, 104, 0) == (report.total, report.passed, report.failed)
    assert len(OTHERS) >= 24
    assert len({one.id for one in ALL}) == len(ALL)


def test_the_flips_that_the_shipped_file_lacks_should_be_there() -> None:
    """Each rule flip that the shipped file misses should have its vector."""
    rows = json.loads(MORE.read_text("utf-8"))

    assert {tag for row in rows for tag in row["tags"]} == FLIPS


def rules_of(scenario: Scenario) -> set[str]:
    """Give the rules that answer a scenario, and those whose duty it bears."""
    try:
        question = question_of(scenario.facts)
    except NaiveTime:
        return {"T1"}
    state = state_at(events_of(scenario.facts), question.at, question.at)
    found = decide(holder_of(scenario.facts), state, question)
    rules = {verdict.rule for verdict in found.verdicts.values()}
    return rules | ({"C17"} if found.redacted else set())


def test_every_rule_should_have_a_vector() -> None:
    """Every rule that answers should be met in some scenario of the files."""
    met = {rule for one in ALL for rule in rules_of(one)}
    # C4 is the second ground of a reason that C3 gives.
    wanted = {rule.id for rule in FLOOR if rule.kind != "duty"} - {"C4"}

    assert wanted - met == set()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("decision", "allow"),
        ("allowed_categories", ["incident"]),
        ("denied_categories", []),
        ("reasons", {"medical": "no_release"}),
        ("obligations", ["log"]),
        ("redacted", {"incident": ["sud"]}),
        ("allowed_records", ["n1"]),
        ("denied_records", ["n1"]),
    ],
)
def test_any_part_that_differs_should_be_told(field: str, wrong: Any) -> None:
    """A difference in any part should be told with that part, what was wanted, got."""
    sound = next(one for one in SHIPPED if one.id == "A03")
    scenario = attrs.evolve(sound, expect={**sound.expect, field: wrong})

    (found,) = differences(scenario)
    report = run((scenario, sound))

    assert (field, wrong) == (found.field, found.expected)
    assert found.expected != found.got
    assert (2, 1, 1) == (report.total, report.passed, report.failed)


def test_a_scenario_with_more_than_one_difference_should_count_once() -> None:
    """A scenario that differs in two parts should be one that failed."""
    sound = SHIPPED[0]
    wrong = {**sound.expect, "decision": "deny", "obligations": []}

    report = run([attrs.evolve(sound, expect=wrong)])

    assert (1, 2) == (report.failed, len(report.failures))


@pytest.mark.parametrize("at", ["2026-03-10T09:00:00", "yesterday", "", "2026-03-10"])
def test_a_time_that_says_too_little_should_decide_nothing(at: str) -> None:
    """A time without its offset, or none at all, should be an invalid time for all."""
    facts = copy.deepcopy(dict(SHIPPED[0].facts))
    facts["request"]["at"] = at

    found = answer(facts)

    assert set(found["reasons"].values()) == {"invalid_time"}
    assert found["obligations"] == {"log_denial"}
    assert found["decision"] == "deny"


class Failing:
    """A rule of a site that fails."""

    id = "site.rule"

    def cap(self, question: object, /) -> View:
        raise ValueError


def test_a_site_should_take_part_with_its_limits_and_rules() -> None:
    """A site's limit should narrow the answer; its holder and partners should not."""
    limit = Limit("site.never", statement="made up", citation="none")
    facts = {**dict(SHIPPED[0].facts), "limits": []}
    site = attrs.evolve(policy_of(facts), limits=(limit,))

    narrowed = answer(SHIPPED[0].facts, site=site)
    failed = answer(
        SHIPPED[0].facts, site=attrs.evolve(site, limits=(), rules=(Failing(),))
    )

    assert "limited" in narrowed["reasons"].values()
    assert narrowed["allowed_categories"] == set()
    assert failed["decision"] == "rule_failed"
    assert failed["allowed_categories"] == set()
    assert [] == list(differences(SHIPPED[0], site=attrs.evolve(site, limits=())))


def test_what_ships_should_be_what_is_read() -> None:
    """The file that ships should be read whole, each scenario with its facts."""
    raw = files("fjcore.consent").joinpath("data/scenarios.json").read_bytes()

    assert [row["id"] for row in json.loads(raw)] == [one.id for one in SHIPPED]
    assert "1990" not in repr(SHIPPED)
    assert datetime(2026, 3, 10, 15, tzinfo=UTC) == question_of(SHIPPED[0].facts).at
