"""Alternative cuts, facts that choose one, and warnings that stop nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fjcore.errors import AnswerRefused
from fjcore.screening import Session, evaluate, load
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"


def alerted(name: str, answers: dict[str, str], **how: Any) -> list[str]:
    """Give the alerts of a finished form."""
    asked = Session(load(name), clock=FixedClock(NOON), **how)
    for item, value in answers.items():
        asked.answer(item, value, by=BY)
    return [alert.trigger for alert in asked.finish().alerts]


THREE = {"q1": "3", "q2": "0", "q3": "0"}


@pytest.mark.parametrize(
    ("context", "alerts"),
    [
        ({"sex": "male"}, []),
        ({"sex": "female"}, ["positive_women"]),
        ({"sex": None}, ["positive_women"]),
        ({"sex": "something else"}, ["positive_women"]),
        ({}, ["positive_women"]),
    ],
)
def test_the_lower_cut_alerts_where_the_sex_is_not_known(
    context: dict[str, Any], alerts: list[str]
) -> None:
    """A total of three should alert by the cut of the sex, or by the lower cut."""
    flags = evaluate(load("audit-c"), THREE, context=context).flags

    assert alerts == alerted("audit-c", THREE, context=context)
    assert Tri.FALSE is flags["positive_men"]
    assert Tri.TRUE is flags["positive_women"]


def test_a_chosen_cut_goes_before_the_fact() -> None:
    """A session that names its cut should alert by that one."""
    chosen = {"context": {"sex": "male"}, "profile": "women"}

    assert ["positive_women"] == alerted("audit-c", THREE, **chosen)
    with pytest.raises(AnswerRefused, match=r"audit-c\.profile"):
        alerted("audit-c", THREE, profile="other")


@pytest.mark.parametrize(
    ("name", "cut", "other"),
    [
        ("hits", "positive", "positive_vha_women"),
        ("pc-ptsd-5", "positive_4", "positive_3"),
        ("pcl-5", "cut_33", "cut_31"),
        ("phq-2", "positive", "positive_sensitive"),
        ("stat", "positive", "positive_specific"),
    ],
)
def test_a_tool_with_two_cuts_has_a_usual_one(name: str, cut: str, other: str) -> None:
    """Without a choice the published cut should count, and both flags be worked out."""
    made = load(name)
    found = evaluate(made, {})

    assert cut == made.default_profile == found.profile
    assert {cut, other} == made.profiles
    assert {cut, other} <= found.flags.keys()
    assert other == evaluate(made, {}, profile=other).profile


def test_answers_that_contradict_are_told_with_both_ids() -> None:
    """Two answers that cannot both be should be warned of, and change no number."""
    found = evaluate(load("da-20"), {"q3": "yes", "q3a": "yes"})
    (warned,) = found.warnings

    assert ("q3_q3a_conflict", ("q3", "q3a")) == (warned.id, warned.items)
    assert "q3" in warned.message
    assert ("q3_q3a_conflict",) == found.constraints
    assert () == evaluate(load("da-20"), {"q3": "yes"}).warnings
    assert () == evaluate(load("da-20"), {"q3a": "yes"}).warnings


@pytest.mark.parametrize(
    ("age", "warned"),
    [(64, True), (65, False), (120, False), (None, True), ("65", True), (True, True)],
)
def test_an_age_outside_is_a_warning_and_no_block(age: Any, warned: bool) -> None:
    """A tool for others should say so, and score all the same."""
    found = evaluate(load("easi"), {"q2": "yes"}, context={"age": age})

    assert (["outside_population"] if warned else []) == [w.id for w in found.warnings]
    assert () == found.constraints
    assert Tri.TRUE is found.flags["concern"]


@pytest.mark.parametrize(
    ("age", "warned"), [(7, True), (8, False), (16, False), (17, True)]
)
def test_both_ends_of_an_age_are_inside(age: int, warned: bool) -> None:
    """The youngest and the oldest age should be those the tool was made for."""
    found = evaluate(load("chs"), {}, context={"age": age})

    assert warned is bool(found.warnings)


def test_an_age_not_told_is_a_warning() -> None:
    """An age that nobody told should be warned of like one that is unknown."""
    assert ["outside_population"] == [w.id for w in evaluate(load("qyit"), {}).warnings]
    assert () == evaluate(load("hark"), {}).warnings
