"""What is asked and what is left out: gates, facts, silence, occasions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from screening.parts import draft, trigger, whole, yes_no

from fjcore.errors import AnswerRefused
from fjcore.screening import Instrument, Session, Status, evaluate, load
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"
GATE = {"item": "a", "eq": "yes"}


def session(made: Instrument | str = "hark", **more: Any) -> Session:
    """Open a session of an instrument."""
    found = load(made) if isinstance(made, str) else made
    return Session(found, clock=FixedClock(NOON), **more)


def gated() -> Instrument:
    """Give a form whose second and third questions wait for the first."""
    return draft(
        whole(
            items=[
                yes_no("a"),
                yes_no("b", applies_if=GATE),
                {
                    "id": "note",
                    "neutral_label": "n",
                    "type": "text",
                    "applies_if": GATE,
                },
            ],
        )
    )


def test_a_shut_gate_keeps_the_answer_aside() -> None:
    """An answer behind a gate that shuts should wait, and be dropped at the end."""
    asked = session(gated())
    asked.answer("a", "yes", by=BY)
    asked.answer("b", "yes", by=BY)
    asked.answer("a", "no", by=BY)

    assert 0 == asked.evaluate().scores["total"].value
    assert ("b",) == asked.evaluate().ignored
    assert ("b", "note") == asked.evaluate().not_applicable
    asked.answer("a", "yes", by=BY)
    assert 2 == asked.evaluate().scores["total"].value
    asked.answer("a", "no", by=BY)
    result = asked.finish()
    assert {"a": "no"} == result.answers
    assert Status.NOT_APPLICABLE is result.statuses["b"]
    assert Status.NOT_APPLICABLE is result.statuses["note"]


def test_an_item_is_asked_while_its_gate_may_open() -> None:
    """A gated item should be asked unless its gate is shut."""
    asked = session(gated())

    assert ["a", "b", "note"] == [item.id for item in asked.open_items()]
    asked.skip("a", "declined", by=BY)
    assert ["b", "note"] == [item.id for item in asked.open_items()]
    asked.answer("a", "yes", by=BY)
    assert ["b", "note"] == [item.id for item in asked.open_items()]
    asked.answer("a", "no", by=BY)
    assert not asked.open_items()


def test_items_without_points_are_asked_too() -> None:
    """How long ago and how often should be asked once it happened, though unscored."""
    asked = session("fjcore-strangulation-event")
    asked.answer("happened", "yes", by=BY)

    assert {"when", "times", "loc"} <= {item.id for item in asked.open_items()}
    asked.answer("happened", "no", by=BY)
    assert not asked.open_items()


def test_an_interrupted_item_is_asked_again() -> None:
    """The item at which the form broke off should be open still, a declined one not."""
    asked = session()
    asked.skip("humiliation", "declined", by=BY)
    asked.skip("afraid", "interrupted", by=BY)

    assert ["afraid", "rape", "kick"] == [item.id for item in asked.open_items()]


def test_silence_is_an_outcome_of_its_own() -> None:
    """A form in which nothing open was answered should say so, stale answers aside."""
    data = whole(
        items=[yes_no("a"), yes_no("b", applies_if={"context": "asked", "eq": True})],
        outcomes=["high", "none", "silent"],
        outcome_rule=[["any", "high"], [None, "none"]],
        outcome_if_nothing_answered="silent",
    )
    made = draft(data)

    assert "silent" == evaluate(made, {}).outcome
    assert "silent" == evaluate(made, {"b": "yes"}).outcome
    assert ("high", "none") == evaluate(
        made, {"a": "no"}, context={"asked": None}
    ).outcomes
    assert "high" == evaluate(made, {"b": "yes"}, context={"asked": True}).outcome
    assert "none" == evaluate(made, {"a": "no"}).outcome_at_least


def test_facts_that_are_told_and_facts_that_are_not() -> None:
    """A fact not told should be as declared, and said to be; one not known is open."""
    data = whole(triggers=trigger({"context": "pregnant", "eq": True}))
    bare, unknown = draft(data), {"type": "boolean", "default": None}
    declared = draft(data | {"context": {"pregnant": unknown}})

    assert Tri.FALSE is evaluate(bare, {}).flags["t"]
    assert ("pregnant",) == evaluate(bare, {}).context_defaulted
    assert Tri.UNDETERMINED is evaluate(declared, {}).flags["t"]
    assert Tri.UNDETERMINED is evaluate(bare, {}, context={"pregnant": None}).flags["t"]
    assert Tri.TRUE is evaluate(bare, {}, context={"pregnant": True}).flags["t"]
    assert Tri.FALSE is evaluate(bare, {}, context={"pregnant": 1}).flags["t"]
    assert () == evaluate(bare, {}, context={"pregnant": True}).context_defaulted


@pytest.mark.parametrize("fact", [1.5, [], {}, object()])
def test_a_fact_that_is_no_scalar_is_refused(fact: Any) -> None:
    """A fact that no condition can read should be refused before anything is asked."""
    with pytest.raises(AnswerRefused, match=r"hark\.context"):
        session(context={"pregnant": fact})


def test_two_occasions_and_a_judgement_are_three_answers() -> None:
    """A factor of two occasions should be answered twice, a judgement recorded."""
    options = [{"value": "absent", "score": None}, {"value": "present", "score": None}]
    data = whole(
        method="spj",
        items=[yes_no("f1", options=options, occasions=["recent", "past"])],
        judgement=[{"id": "priority", "options": ["low", "high"]}],
        scores=[],
        bands=[],
        triggers=[],
    )
    asked = session(draft(data))
    asked.answer("f1@recent", "present", by=BY)

    assert ["f1@past", "priority"] == [item.id for item in asked.open_items()]
    assert ("priority",) == asked.evaluate().missing
    with pytest.raises(AnswerRefused):
        asked.answer("f1", "present", by=BY)
    asked.answer("priority", "high", by=BY)
    result = asked.finish()
    assert result.evaluation.complete
    assert {"f1@recent": "present", "priority": "high"} == result.answers
    assert Status.NOT_ASKED is result.statuses["f1@past"]
