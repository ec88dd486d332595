"""The engine against a naive interpreter written from the rules alone."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from consent import oracle
from consent.draws import stream
from consent.properties import (
    OURS,
    ages,
    any_case,
    expected_of,
    holds,
    in_words,
    signed_case,
)
from consent.strategies import case
from consent.worlds import Facts, answer_of, plain, world

from fjcore.consent import View, plan
from fjcore.errors import NaiveTime
from fjcore.records.categories import CATEGORIES

SCENARIOS = Path(__file__).parents[1] / "vectors" / "consent" / "scenarios.json"


@holds(any_case, examples=150)
def test_engine_agrees_with_the_naive_oracle(facts: Facts) -> None:
    """The engine should give the views, reasons and duties the plain rules give."""
    expected = expected_of(facts)

    assert expected == in_words(answer_of(facts))


#: Every reason that the bases of this version can give.
REASONS = set(
    "no_release wrong_recipient wrong_purpose wrong_method out_of_scope explicit_only "
    "excluded blanket no_expiry over_cap not_written not_informed not_voluntary "
    "incomplete not_signed signer_missing signer_abuser signer_not_authorised "
    "not_yet_effective expired revoked exhausted reconfirm_required future_record "
    "new_category deceased third_party form_part2 form_psychotherapy form_ferpa "
    "privilege_ack shelter_location hmis_prohibited small_cell individual_level "
    "abuser_recipient conflict_wall publication_ban use_against_patient "
    "limited".split()
)


def test_engine_agrees_with_the_oracle_on_many_cases() -> None:
    """The engine should agree on a long fixed stream, in which every reason is met."""
    met, differ = set(), []
    for seed in range(10_000, 11_500):
        facts = case(stream(seed))
        expected = oracle.answer(facts)
        met |= {*expected["reasons"].values()}
        if expected != in_words(answer_of(facts)):
            differ.append(seed)

    assert differ == []
    assert met == REASONS


@holds(signed_case, examples=60)
def test_a_plan_agrees_with_the_oracle_on_records_of_every_age(facts: Facts) -> None:
    """A plan should show of a record of an age what the plain rules show of it."""
    whole = facts | {"request": facts["request"] | {"records": ()}}
    made = plan(answer_of(whole))

    for age in ages(facts):
        expected = oracle.answer(whole, age)
        categories, named = (dict(views) for views in made.views_for(age))
        nothing = {c: View(not CATEGORIES[c].silent) for c in categories}

        assert {c: v or nothing[c] for c, v in expected["views"].items()} == categories
        assert {p: max(v, View.MARKED) for p, v in expected["fields"].items()} == named


def test_the_oracle_agrees_with_every_scenario_of_our_bases() -> None:
    """The oracle should itself give what the public scenarios expect."""
    rows = json.loads(SCENARIOS.read_text("utf-8"))
    ours = [s for s in rows if s["facts"]["request"]["legal_basis"]["kind"] in OURS]

    assert len(ours) == 73
    for row in ours:
        expect, actual = row["expect"], oracle.answer(row["facts"])
        cut = {k: set(v) for k, v in expect.get("redacted", {}).items()}
        reached = {name for name, so in actual["records"].items() if so}

        assert set(expect["allowed_categories"]) == {
            c for c, view in actual["views"].items() if view
        }, row["id"]
        assert expect["reasons"] == actual["reasons"], row["id"]
        assert set(expect["obligations"]) == actual["obligations"], row["id"]
        assert cut == actual["redacted"], row["id"]
        assert set(expect.get("allowed_records") or ()) == reached, row["id"]


def test_a_time_without_an_offset_is_refused() -> None:
    """An instant without its offset should decide nothing."""
    naive = datetime(2026, 3, 10, 9)  # noqa: DTZ001 - the point of the test

    with pytest.raises(NaiveTime):
        world(plain(request={"at": naive}))
    assert oracle.answer(plain(request={"at": naive}))["reasons"] == {
        "incident": "invalid_time"
    }
