"""Scenarios of a policy: whether they hold, and which changes they notice."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

import pytest
from attrs import evolve
from consent.analyse.made import Code, limit, policy

from fjcore.consent import Policy, View
from fjcore.consent._scenefacts import release_of
from fjcore.consent.analyse import (
    mutants,
    policy_test,
    policy_test_plain,
    policy_test_report,
)
from fjcore.consent.analyse.ticks import TICK, ticks
from fjcore.consent.scenarios import Scenario, shipped
from fjcore.values import zone

#: One shipped scenario in which a lawyer gets an incident by a good release.
BASE = next(
    one
    for one in shipped()
    if one.expect["decision"] == "allow"
    and one.facts["request"]["legal_basis"]["kind"] == "client_release"
    and one.facts["request"]["recipient_type"] == "civil_legal"
    and one.facts["request"]["categories"] == ["incident"]
)
QUIET = limit("l.quiet", categories=("risk",), recipient_kinds=("civil_legal",))


def scenario(name: str, change: Any = lambda facts: None, **expect: Any) -> Scenario:
    """Give the base scenario with something changed."""
    facts = copy.deepcopy(dict(BASE.facts))
    change(facts)
    return Scenario(name, facts, {**BASE.expect, **expect})


def asks(*categories: str) -> Any:
    def change(facts: dict[str, Any]) -> None:
        facts["request"]["categories"] = list(categories)
        facts["releases"][0]["scope"] = list(categories)

    return change


DENIED = {
    "decision": "deny",
    "allowed_categories": [],
    "denied_categories": ["risk"],
    "reasons": {"risk": "limited"},
    "obligations": ["log_denial", "no_confirm_deny"],
}
SHUT = scenario("shut", asks("risk"), **DENIED)


def ids(found: Any) -> set[str]:
    return {one.mutant for one in found}


def test_scenarios_run_with_the_limits_of_the_site() -> None:
    """A limit of the site should shut what the law gives, and be told as limited."""
    found = policy_test([SHUT, BASE], policy(QUIET))

    assert (2, (), True) == (found.scenarios, found.failures, found.passed)
    without = policy_test([SHUT], policy())
    assert {"shut"} == {one.id for one in without.failures}
    assert not without.passed


def test_a_dropped_limit_is_noticed_by_who_asks_for_it() -> None:
    """A limit that a scenario is about should not be dropped unnoticed."""
    noticed = policy_test([SHUT], policy(QUIET), mutate=True)
    blind = policy_test([BASE], policy(QUIET), mutate=True)

    assert "drop l.quiet" not in ids(noticed.survivors)
    assert {"shut"} == {
        name
        for one in noticed.trials
        if one.mutant == "drop l.quiet"
        for name in one.killed_by
    }
    assert {"drop l.quiet", "view l.quiet PLACEHOLDER"} <= ids(blind.survivors)
    assert not blind.passed


def test_every_part_of_a_limit_is_changed() -> None:
    """Each number, view, recipient and name of a policy should have its mutant."""
    several = limit(
        "l.more",
        View.PLACEHOLDER,
        recipients=("city_police", "legal_aid"),
        purposes=("prosecution", "discovery"),
        categories=("risk", "incident"),
    )
    one = evolve(policy(QUIET, several), rules=(Code(lambda _: View.FULL),))

    assert {
        *("drop l.quiet", "drop l.more", "drop rule code.one"),
        *("max_release_days -1", "max_release_days +1", "min_cell -1", "min_cell +1"),
        *("view l.quiet PLACEHOLDER", "view l.more MARKED"),
        *("swap l.quiet civil_legal hmis", "swap l.more city_police county_hmis"),
        *("swap l.more legal_aid county_hmis", "leave l.more city_police"),
        *("leave l.more legal_aid", "leave l.more prosecution"),
        *("leave l.more discovery", "leave l.more risk", "leave l.more incident"),
        *("participants l.quiet", "participants l.more"),
    } == {mutant.id for mutant in mutants(one)}


def test_every_mutant_is_another_policy() -> None:
    """No mutant should be the policy itself, and no two the same."""
    one = policy(QUIET, limit("l.more", categories=("risk", "incident")))
    found = [mutant.policy.hash for mutant in mutants(one)]

    assert len(found) == len({*found, one.hash}) - 1
    assert all(mutant.says for mutant in mutants(one))


def test_numbers_stay_above_their_floor() -> None:
    """No mutant should have a threshold below five or less than no days."""
    one = evolve(policy(), min_cell=5, max_release_days=0)

    assert {"max_release_days +1", "min_cell +1"} == {m.id for m in mutants(one)}


def days(count: int) -> Any:
    def change(facts: dict[str, Any]) -> None:
        row = facts["releases"][0]
        for name in ("expires_at", "expires_on", "expires_local"):
            row[name] = None
        row["duration_days"] = count

    return change


def test_the_numbers_of_the_site_are_tested() -> None:
    """A release of just as many days as allowed should notice a change of the days."""
    site = evolve(policy(), max_release_days=60)
    over = {
        "decision": "deny",
        "allowed_categories": [],
        "denied_categories": ["incident"],
        "reasons": {"incident": "over_cap"},
        "obligations": ["log_denial", "no_confirm_deny", "offer_release"],
    }
    both = [scenario("sixty", days(60)), scenario("more", days(61), **over)]
    found = policy_test(both, site, mutate=True)
    killed = {one.mutant: one.killed_by for one in found.trials}

    assert () == found.failures
    assert ("sixty",) == killed["max_release_days -1"]
    assert ("more",) == killed["max_release_days +1"]


def test_what_changes_no_answer_is_not_asked_for() -> None:
    """A dead limit dropped should be told apart, and fail nothing."""
    dead = limit("l.dead", recipients=("gone",))
    found = policy_test([BASE], policy(dead), mutate=True)

    assert {"drop l.dead"} <= {one.mutant for one in found.trials if one.idle}
    assert not any("l.dead" in one.mutant for one in found.survivors)


def test_a_rule_in_code_is_never_taken_for_idle() -> None:
    """A rule in code that no scenario notices should survive, whatever it does."""
    one = evolve(policy(), rules=(Code(lambda _: View.FULL),))

    assert "drop rule code.one" in ids(policy_test([BASE], one, mutate=True).survivors)


def test_only_what_holds_can_notice() -> None:
    """A scenario that fails to begin with should notice no mutant."""
    broken = scenario("broken", asks("risk"))
    found = policy_test([broken], policy(QUIET), mutate=True)

    assert {"broken"} == {one.id for one in found.failures}
    assert not any(one.killed_by for one in found.trials)


def at_end(facts: dict[str, Any]) -> None:
    days(30)(facts)
    row = facts["releases"][0]
    row |= {"duration_days": None, "expires_at": facts["request"]["at"]}


EXPIRED = {
    "decision": "deny",
    "allowed_categories": [],
    "denied_categories": ["incident"],
    "reasons": {"incident": "expired"},
    "obligations": ["log_denial", "no_confirm_deny", "offer_release"],
}


def test_times_are_moved_by_a_tick() -> None:
    """A scenario at the very end of a release should notice that it ends later."""
    case = scenario("end", at_end, **EXPIRED)
    found = policy_test([case], policy(), times=True)
    trials = {one.mutant: one for one in found.trials}

    assert () == found.failures
    assert ("end",) == trials["end +1"].killed_by
    assert trials["end -1"].survived
    assert trials["withdrawal +1"].idle
    assert 8 == len(trials)


MOVED: dict[str, Any] = {
    "start": lambda facts: facts["releases"][0]["signed_at"],
    "withdrawal": lambda facts: facts["releases"][0]["revoked_at"],
    "death": lambda facts: facts["subject"]["deceased_at"],
}


@pytest.mark.parametrize("name", MOVED)
def test_each_kind_of_instant_is_moved(name: str) -> None:
    """Each kind of instant should be moved both ways, and nothing else with it."""
    facts = copy.deepcopy(dict(BASE.facts))
    at = facts["request"]["at"]
    facts["subject"]["deceased_at"] = at
    facts["releases"][0] |= {
        **{"revoked_at": at, "effective_at": None, "signed_at": at},
        "partial_revocations": [{"at": at, "categories": ["risk"]}],
    }
    facts["revoke_all_at"] = at
    read = MOVED[name]
    for tick in ticks():
        if tick.id.startswith(name):
            moved = tick.moved(facts)
            got = datetime.fromisoformat(read(moved)) - datetime.fromisoformat(at)

            assert got == tick.by in (TICK, -TICK)
            if name == "withdrawal":
                said = {moved["revoke_all_at"]}
                said |= {p["at"] for p in moved["releases"][0]["partial_revocations"]}
                assert {read(moved)} == said


def test_a_moved_start_leaves_the_end_where_it_is() -> None:
    """A start that is moved should not move an end that is counted in days."""
    facts = copy.deepcopy(dict(BASE.facts))
    days(30)(facts)
    tz = zone(facts["tz"])
    before = release_of(facts["releases"][0]).end(tz)
    for tick in ticks():
        if tick.id.startswith("start"):
            moved = tick.moved(facts)
            after = release_of(moved["releases"][0])

            assert before == after.end(tz)
            assert release_of(facts["releases"][0]).start() + tick.by == after.start()


def test_reports_tell_every_survivor() -> None:
    """The text and the data should name each mutant that survived, and each failure."""
    found = policy_test(
        [BASE, scenario("off", asks("risk"))], policy(QUIET), mutate=True
    )
    text, data = policy_test_report(found).text(), policy_test_plain(found)

    assert "scenarios: 1 of 2 agree" in text
    assert "FAIL off decision" in text
    assert (2, 1, 1) == (data["total"], data["passed"], data["failed"])
    assert ids(found.survivors) == {o["mutant"] for o in data["mutants"]["survived"]}
    assert all(f"SURVIVED {one.mutant}: " in text for one in found.survivors)


def test_the_shipped_scenarios_hold_under_a_site_without_limits() -> None:
    """Every scenario of the law should hold under a site that narrows nothing."""
    site: Policy = policy()

    assert policy_test(shipped(), site).passed
