"""The engine against a naive interpreter written from the rules alone."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest
from consent import oracle
from consent.agreement import streamed
from consent.oracle_cedar import allowed
from consent.properties import (
    ages,
    any_case,
    expected_of,
    holds,
    in_words,
    signed_case,
)
from support.profiles import usual

from fjcore.consent import FLOOR, ObligationKind, Reason, View, plan
from fjcore.errors import NaiveTime
from fjcore.records.categories import CATEGORIES
from fjcore.testing.consent import Facts, answer_of, plain, world

MORE = Path(__file__).parents[1] / "vectors" / "consent" / "more.json"
SHIPPED = files("fjcore.consent").joinpath("data/scenarios.json")
FILES = (SHIPPED.read_text("utf-8"), MORE.read_text("utf-8"))


@holds(any_case, how=usual)
def test_engine_agrees_with_the_naive_oracle(facts: Facts) -> None:
    """The engine should give the views, reasons and duties the plain rules give."""
    expected = expected_of(facts)

    assert expected == in_words(answer_of(facts))


def test_the_long_stream_meets_all_there_is_to_meet() -> None:
    """The cases on which the readings are compared should meet each thing said.

    All 54 reasons, all 24 obligations, and every rule by which a category is answered.
    """
    met: dict[str, set[str]] = {"reasons": set(), "obligations": set(), "rules": set()}
    for seed in range(20_000, 21_800):
        expected = oracle.answer(streamed(seed))
        met["reasons"] |= {*expected["reasons"].values()}
        met["obligations"] |= expected["obligations"]
        met["rules"] |= {*expected["rules"].values()}

    assert met["reasons"] == set(Reason)
    assert met["obligations"] == set(ObligationKind)
    assert met["rules"] == ANSWERING | {""}


#: Rules that answer a category; the others attach duties to answers, or are a second
#: ground of a reason that another rule gives first.
ANSWERING = {rule.id for rule in FLOOR if rule.kind != "duty"} - {"C4", "C17"}


@holds(signed_case, how=usual)
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


def test_the_oracle_agrees_with_every_scenario() -> None:
    """The oracle should itself give what the public scenarios expect."""
    ours = [one for raw in FILES for one in json.loads(raw)]

    assert len(ours) > 104
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


def test_cedar_agrees_with_every_scenario() -> None:
    """Cedar should itself let be seen what the public scenarios expect, and no more."""
    ours = [one for raw in FILES for one in json.loads(raw)]
    timed = [row for row in ours if instant_of(row["facts"]).tzinfo]

    assert len(timed) > 104
    for row in timed:
        facts = row["facts"]
        asked = facts["request"]
        records = asked.get("records") or ()
        ages = {
            leaf: [r["created_at"] for r in records if r["category"] == leaf] or [None]
            for leaf in asked["categories"]
        }
        rows = [(facts, leaf, leaf, 1, age) for leaf in ages for age in ages[leaf]]
        seen = {
            leaf for (_, leaf, *_), so in zip(rows, allowed(rows), strict=True) if so
        }

        assert set(row["expect"]["allowed_categories"]) == seen, row["id"]


def instant_of(facts: Facts) -> datetime:
    """The instant a scenario is asked about, as it is written."""
    return datetime.fromisoformat(facts["request"]["at"])


def test_a_time_without_an_offset_is_refused() -> None:
    """An instant without its offset should decide nothing."""
    naive = datetime(2026, 3, 10, 9)  # noqa: DTZ001 - the point of the test

    with pytest.raises(NaiveTime):
        world(plain(request={"at": naive}))
    assert oracle.answer(plain(request={"at": naive}))["reasons"] == {
        "incident": "invalid_time"
    }
