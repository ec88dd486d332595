"""Plans: what they say, how long they hold, and that nobody reads more from them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from consent.properties import (
    ages,
    any_case,
    at_time,
    holds,
    moments,
    said,
    several_case,
    with_withdrawal,
    withdrawn_case,
)
from support.profiles import usual

from fjcore.consent import (
    RECIPIENT_TEXT,
    Audience,
    FactsRecorded,
    View,
    explain,
    plan,
    state_at,
)
from fjcore.errors import StalePlan
from fjcore.testing.consent import (
    ANN,
    DOE,
    FAR,
    LONG_AGO,
    TICK,
    Choose,
    Facts,
    answer_of,
    case,
    facts_of,
    pick,
    plain,
    world,
)

TESTS = Path(__file__).parents[1]


@holds(any_case, how=usual)
def test_a_decision_holds_through_its_whole_span(facts: Facts) -> None:
    """A decision should be the same at every instant of its span, and end with it."""
    here = answer_of(facts)
    start, end = here.valid
    at = facts["request"]["at"]
    within = {
        probe
        for probe in moments(facts)
        if (not start or start <= probe) and (not end or probe < end)
    }

    assert start is None or start <= at
    assert end is None or at < end
    for probe in within:
        there = answer_of(at_time(facts, probe))

        assert said(here) == said(there)
        assert here.valid == there.valid


def test_a_span_reaches_to_the_next_boundary_and_no_less() -> None:
    """A span should be as wide as the rules allow: from one boundary to the next."""
    facts = plain()
    release = facts["releases"][0]
    told = {"at": release["signed_at"] + timedelta(days=9), "release": ""}
    facts = with_withdrawal(facts, told | {"recipients": (), "categories": ()})
    asked = world(facts)
    log = tuple(attrs.evolve(e, effective_at=LONG_AGO) for e in asked.events[:2])

    found = attrs.evolve(asked, events=(*log, *asked.events[2:])).decide()

    assert (release["signed_at"], told["at"]) == found.valid


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_a_decision_ends_where_the_facts_change(hours: int) -> None:
    """A plan should not outlive the facts it rests on, nor reach back before them."""
    inside = {"recipient": "harbor_advocates", "recipient_type": "internal_staff"}
    asked = world(plain(request=inside | {"legal_basis": {"kind": "intra_program"}}))
    at = asked.question.at
    change = FactsRecorded(
        facts=attrs.evolve(facts_of(plain()), conflict_walls={DOE}),
        effective_at=at + timedelta(hours=hours),
        recorded_at=LONG_AGO,
        actor=DOE,
    )

    found = attrs.evolve(asked, events=(*asked.events, change)).decide()

    assert change.effective_at == found.valid[hours > 0]
    assert ("incident" in found.allowed) is (hours > 0)


def stale(choose: Choose) -> tuple[Facts, int]:
    """Choose a case, and by how much its revision moved on."""
    return case(choose), pick(choose, (-1, 1, 7))


@holds(stale, how=usual)
def test_a_plan_out_of_its_span_or_revision_is_stale(pair: tuple[Facts, int]) -> None:
    """A plan should be refused outside its span and at any revision but its own."""
    facts, step = pair
    made = plan(answer_of(facts))
    start, end = made.valid
    inside = [facts["request"]["at"]]
    inside += [start] if start else []
    inside += [end - TICK] if end else []
    outside = [start - TICK] if start else []
    outside += [end, end + TICK] if end else []

    for at in inside:
        made.check(at, made.revision)
        with pytest.raises(StalePlan):
            made.check(at, made.revision + step)
    for at in outside:
        with pytest.raises(StalePlan):
            made.check(at, made.revision)


@holds(withdrawn_case)
def test_every_event_makes_plans_stale(pair: tuple[Facts, Facts]) -> None:
    """One more event should move the revision, so that no older plan is used."""
    facts, one = pair
    made = plan(answer_of(facts))
    asked = world(with_withdrawal(facts, one))
    now = state_at(asked.events, asked.question.at, FAR)

    assert made.revision + 1 == now.revision
    with pytest.raises(StalePlan):
        made.check(asked.question.at, now.revision)


@holds(several_case)
def test_a_plan_says_what_its_decision_says(facts: Facts) -> None:
    """A plan should show, field by field and age by age, what the decision granted."""
    decision = answer_of(facts)
    made = plan(decision)

    for age in ages(facts):
        for verdicts, views in zip(
            (decision.verdicts, decision.named), made.views_for(age), strict=True
        ):
            reached = {
                name: max(
                    (
                        grant.view
                        for grant in verdict.grants
                        if not grant.recorded_not_after
                        or age <= grant.recorded_not_after
                    ),
                    default=View.MARKED,
                )
                for name, verdict in verdicts.items()
            }

            assert sorted(reached) == [name for name, _ in views]
            assert reached == {n: max(view, View.MARKED) for n, view in views}
    assert decision.obligations == {one.kind for one in made.obligations}
    assert (decision.valid, decision.revision) == (made.valid, made.revision)
    assert (decision.policy_hash, decision.ends) == (made.policy_hash, made.expires)
    assert hash(made) == hash(plan(answer_of(facts)))
    assert made == plan(answer_of(facts))


@holds(any_case)
def test_a_recipient_is_always_told_the_same(facts: Facts) -> None:
    """A recipient should be told one constant text; staff never a person's id."""
    decision = answer_of(facts)

    assert RECIPIENT_TEXT == explain(decision, Audience.RECIPIENT).text()
    staff = explain(decision)
    assert not {ANN, DOE} & set(staff.text().split())
    assert len(decision.verdicts) + len(decision.named) == len(staff.lines)


def test_staff_are_told_the_source_of_a_refusal() -> None:
    """A refusal should name its reason and the law or practice it comes from."""
    late = plain(release={"duration_days": 91})
    closed = plain(closed=True)

    assert [
        "incident: withheld, limited by closed, forbidden",
        "  held by: closed closed",
    ] == explain(answer_of(closed)).text().splitlines()
    assert [
        "incident: withheld, over_cap (34 U.S.C. 12291(b)(2)(B)), not permitted",
        "  missing: C7 over_cap",
        f"  would change it: end ({'1' * 32}) -> full; anew ({'1' * 32}) -> full; "
        "release -> full",
    ] == explain(answer_of(late)).text().splitlines()


PRINT_PLANS = """
from fjcore.consent import explain, plan
from fjcore.testing.consent import answer_of, case, plain, stream
facts = plain(
    release={"scope": ("identity", "incident", "medical"), "views": {"identity": 4}},
    request={"categories": ("identity.dob", "incident", "medical", "sud", "risk")},
    embedded={"incident": ["sud", "other_party"]},
)
decision = answer_of(facts)
print(plan(decision), explain(decision), sep="\\n")
for seed in range(COUNT):
    found = plan(answer_of(case(stream(seed))))
    print(f"plan {seed}", found, found.obligations, found.release_ids, sep="\\n")
"""


def test_plans_are_the_same_in_every_process() -> None:
    """A plan should not depend on the order in which a process hashes texts."""
    printed = set()
    script = PRINT_PLANS.replace("COUNT", str(usual.max_examples))
    for seed in ("0", "4"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS)},
            capture_output=True,
            text=True,
            check=True,
        )
        printed.add(done.stdout)
    (text,) = printed

    assert "incident: full" in text
    assert usual.max_examples == text.count("\nplan ")
