"""Forms of which only the sums were told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fjcore.errors import AnswerRefused
from fjcore.screening import Session, Status, evaluate, load
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"


def session(name: str = "pearls-child") -> Session:
    """Open a session."""
    return Session(load(name), clock=FixedClock(NOON))


def test_a_told_total_settles_its_band_and_no_item() -> None:
    """A total alone should settle its score and band, and leave each item unasked."""
    asked = session()
    asked.enter_total("part1", 4, by=BY)
    first = asked.evaluate()
    asked.enter_total("part2", 0, by=BY)
    result = asked.finish()

    assert "high" == first.bands["part1"].band
    assert (0, 7) == (first.scores["part2"].lower, first.scores["part2"].upper)
    assert not first.complete
    assert result.evaluation.complete
    assert {"part1": 4, "part2": 0} == result.totals
    assert "total_only" == result.entry_mode
    assert {Status.NOT_ASKED} == set(result.statuses.values())
    assert {} == result.answers
    assert () == result.evaluation.missing


def test_a_changed_total_is_the_one_that_counts() -> None:
    """A later total should replace an earlier one."""
    asked = session("ace-10")
    asked.enter_total("total", 3, by=BY)
    asked.enter_total("total", 5, by=BY)

    assert 5 == asked.evaluate().scores["total"].value
    assert ["3", "5"] == [step.value for step in asked.steps]


@pytest.mark.parametrize(
    ("where", "score", "total"),
    [
        ("pearls-child", "other", 1),
        ("pearls-child.part1", "part1", 11),
        ("pearls-child.part1", "part1", -1),
        ("pearls-child.part1", "part1", True),
        ("pearls-child.part1", "part1", 1.0),
        ("pearls-child.part1", "part1", "01"),
        ("pearls-child.part1", "part1", None),
        ("pearls-child", "", 1),
    ],
)
def test_a_total_that_cannot_be_is_refused(where: str, score: str, total: Any) -> None:
    """A total outside the score, or of no score, should be refused by its place."""
    asked = session()
    with pytest.raises(AnswerRefused) as caught:
        asked.enter_total(score, total, by=BY)

    assert where == caught.value.where
    assert not asked.steps


def test_totals_and_answers_never_stand_together() -> None:
    """A form should be told by its sums or by its answers, and never by both."""
    asked = session()
    asked.answer("a1", "yes", by=BY)
    with pytest.raises(AnswerRefused):
        asked.enter_total("part1", 1, by=BY)
    other = session()
    other.enter_total("part1", 1, by=BY)
    with pytest.raises(AnswerRefused):
        other.answer("a1", "yes", by=BY)
    with pytest.raises(AnswerRefused):
        evaluate(load("ace-10"), {"e1": "yes"}, totals={"total": 1})


@pytest.mark.parametrize("name", ["hark", "da-20", "casr-sf"])
def test_most_tools_are_told_item_by_item(name: str) -> None:
    """A tool without such a form should take no total."""
    with pytest.raises(AnswerRefused):
        session(name).enter_total("total", 1, by=BY)
    with pytest.raises(AnswerRefused):
        evaluate(load(name), {}, totals={"total": 1})


def test_a_total_can_be_taken_up_again() -> None:
    """A saved total should come back as it was told."""
    asked = session("ace-10")
    asked.enter_total("total", 6, by=BY)
    again = Session.resume(load("ace-10"), asked.steps, clock=FixedClock(NOON))

    assert asked.evaluate() == again.evaluate()
    assert Tri.TRUE is Tri.of(again.evaluate().complete)
