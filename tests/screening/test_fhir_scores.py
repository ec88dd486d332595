"""Scores and outcomes as Observations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from screening.exchange import Ticking

from fjcore.errors import ExchangeRefused
from fjcore.screening import Result, Session, instruments, load
from fjcore.screening.fhir import to_observations


def result(name: str, **answers: str) -> Result:
    """Score some answers."""
    session = Session(load(name), clock=Ticking())
    for item, value in answers.items():
        session.answer(item, value, by="staff-7")
    return session.finish()


def observed(name: str, **answers: str) -> list[dict[str, Any]]:
    """Give what is observed of some answers."""
    return to_observations(load(name), result(name, **answers))


def parts(row: dict[str, Any]) -> dict[str, Any]:
    """Give the components of an observation by their names."""
    found: dict[str, Any] = {}
    for one in row.get("component", []):
        value = next(one[key] for key in one if key.startswith("value"))
        found.setdefault(one["code"]["text"], []).append(value)
    return found


def test_a_settled_score_should_be_a_value() -> None:
    """A score that is settled should be a value, with its code and its band."""
    answers = {f"q{n}": "1" for n in range(1, 10)}
    row = observed("phq-9", **answers)[0]

    assert 9 == row["valueInteger"]
    assert "44261-6" == row["code"]["coding"][0]["code"]
    assert [{"text": "mild"}] == row["interpretation"]
    assert not {"dataAbsentReason", "component"} & row.keys()


def test_an_open_score_should_be_its_bounds() -> None:
    """A score that is open should have no value, and its bounds as components."""
    row = observed("phq-9", q1="3", q2="2")[0]

    assert not [key for key in row if key.startswith("value")]
    assert "interpretation" not in row
    assert "unknown" == row["dataAbsentReason"]["coding"][0]["code"]
    assert {
        "lowest it can be": [5],
        "highest it can be": [26],
        "possible band": ["mild", "moderate", "moderately severe", "severe"],
    } == parts(row)


def test_an_estimate_should_never_be_the_value() -> None:
    """An estimate by a published rule should stand beside the bounds."""
    answers = {item.id: "3" for item in load("casr-sf").items[:11]}
    answers[load("casr-sf").items[0].id] = "2"
    row = observed("casr-sf", **answers)[0]

    assert "valueInteger" not in row
    assert {
        "lowest it can be": [32],
        "highest it can be": [52],
        "estimate by a published rule; decides nothing": [
            {"value": Decimal("43.636364")}
        ],
    } == parts(row)


def test_an_outcome_should_be_one_or_all_that_are_possible() -> None:
    """An outcome should be given when it is one, else each that is possible."""
    settled = observed("cssrs-screener-recent", q4="yes", q2="yes")[-1]
    open_ = observed("cssrs-screener-recent", q1="yes")[-1]

    assert {"text": "high"} == settled["valueCodeableConcept"]
    assert "93374-7" == settled["code"]["coding"][0]["code"]
    assert ["high", "moderate", "low"] == parts(open_)["possible outcome"]


def test_a_code_should_never_be_made_up() -> None:
    """What LOINC has no code for should be named by its text alone."""
    for name in instruments():
        made = load(name)
        for row in observed(name):
            codes = [one["code"] for one in row["code"].get("coding", [])]
            assert set(codes) <= {made.loinc.total, made.loinc.risk_level}
            assert row["code"]["text"]
    assert [[], []] == [row["code"].get("coding", []) for row in observed("ahs")[:2]]


def test_an_observation_should_say_what_it_was_made_of() -> None:
    """An observation should refer to its answers and to the person, if told."""
    made = load("hark")
    said = {"subject": "Patient/p", "response": "QuestionnaireResponse/r"}
    found = to_observations(made, result("hark"), **said)[0]

    assert [{"reference": "QuestionnaireResponse/r"}] == found["derivedFrom"]
    assert {"reference": "Patient/p"} == found["subject"]
    assert "final" == found["status"]
    with pytest.raises(ExchangeRefused):
        to_observations(load("phq-2"), result("hark"))


def test_a_broken_off_screening_should_be_preliminary() -> None:
    """Scores of a form that was broken off should not look final."""
    session = Session(load("hark"), clock=Ticking())

    assert (
        "preliminary" == to_observations(load("hark"), session.abandon())[0]["status"]
    )
