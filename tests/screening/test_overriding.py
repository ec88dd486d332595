"""A professional's judgement: added, reasoned, upward, never in the score's place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from fjcore.errors import NaiveTime, OverrideRefused
from fjcore.screening import Alert, Instrument, Result, Session, load, override
from fjcore.values import FixedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"
SAID: dict[str, Any] = {
    "reason": "professional_judgement",
    "by": BY,
    "role": "advocate",
    "at": NOON,
}


def dash(yes: int, declined: int = 0) -> tuple[Instrument, Result]:
    """Give a checklist with so many yes, so many declined, and no to the rest."""
    made = load("dash-ric-24")
    asked = Session(made, clock=FixedClock(NOON))
    for number in range(1, 25):
        if number <= declined:
            asked.skip(f"d{number}", "declined", by=BY)
        else:
            asked.answer(
                f"d{number}", "yes" if number <= yes + declined else "no", by=BY
            )
    return made, asked.finish()


def test_a_judgement_is_added_and_the_score_stays() -> None:
    """A judgement should stand beside the score, which is what it was."""
    made, before = dash(10)
    after = override(before, made, of="total", to="high", text="he has a key", **SAID)

    assert before.evaluation == after.evaluation
    assert () == before.overrides
    (judged,) = after.overrides
    assert ("total", "high", "professional_judgement") == (
        judged.of,
        judged.to,
        judged.reason,
    )
    assert (BY, "advocate", NOON) == (judged.by, judged.role, judged.at)
    assert "he has a key" not in repr(after) + repr(judged)


@pytest.mark.parametrize(
    ("yes", "declined", "to", "taken"),
    [
        (0, 0, "medium", True),
        (0, 0, "high", True),
        (0, 0, "standard", False),
        (10, 0, "standard", False),
        (10, 0, "medium", False),
        (10, 0, "high", True),
        (14, 0, "high", False),
        (14, 0, "medium", False),
        (9, 1, "medium", True),
        (9, 1, "standard", False),
        (13, 1, "medium", False),
        (13, 1, "high", True),
        (0, 0, "extreme", False),
    ],
)
def test_a_judgement_goes_upward_only(
    yes: int, declined: int, to: str, taken: bool
) -> None:
    """A judgement should lie above the lowest band that is possible, or be refused."""
    made, before = dash(yes, declined)
    if taken:
        after = override(before, made, of="total", to=to, **SAID)
        assert to == after.overrides[0].to
    else:
        with pytest.raises(OverrideRefused, match=r"dash-ric-24\.total"):
            override(before, made, of="total", to=to, **SAID)


def test_a_second_judgement_does_not_lower_the_first() -> None:
    """A judgement after another one should go further up, or be refused."""
    made, before = dash(0)
    once = override(before, made, of="total", to="medium", **SAID)
    twice = override(once, made, of="total", to="high", **SAID)

    assert ["medium", "high"] == [one.to for one in twice.overrides]
    with pytest.raises(OverrideRefused):
        override(twice, made, of="total", to="medium", **SAID)


def test_an_outcome_is_judged_by_its_rule() -> None:
    """Severity should be the order of the rule, which is not that of the names."""
    made = load("lap-11")
    asked = Session(made, clock=FixedClock(NOON))
    for number in range(1, 12):
        asked.answer(f"q{number}", "no", by=BY)
    result = asked.finish()
    up = override(result, made, of="outcome", to="screened_in_by_belief", **SAID)

    assert "did_not_screen_in" == up.evaluation.outcome
    for to in ("did_not_screen_in", "no_questions_answered"):
        with pytest.raises(OverrideRefused):
            override(result, made, of="outcome", to=to, **SAID)


def test_a_trigger_that_is_judged_to_hold_alerts() -> None:
    """A judgement that a condition holds should raise its alert, once."""
    made, result = dash(0)
    told: list[Alert] = []
    way: dict[str, Any] = {"of": "visible_high_risk", "to": "true", **SAID}
    after = override(result, made, on_alert=told.append, **way)

    assert ["visible_high_risk"] == [alert.trigger for alert in told]
    assert tuple(told) == after.alerts
    assert f"{result.session}/visible_high_risk" == told[0].id
    with pytest.raises(OverrideRefused):
        override(after, made, **way)
    with pytest.raises(OverrideRefused):
        override(result, made, **(way | {"to": "false"}))


def test_an_alert_that_cannot_be_told_is_no_judgement() -> None:
    """A hook that fails should leave no judgement that nobody heard of."""

    def fail(alert: Alert) -> None:
        raise ConnectionError

    made, result = dash(0)
    with pytest.raises(ConnectionError):
        override(result, made, of="visible_high_risk", to="true", on_alert=fail, **SAID)

    assert () == result.overrides


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "a hunch"},
        {"by": ""},
        {"by": None},
        {"role": ""},
        {"text": ""},
        {"text": "x" * 4097},
        {"of": "other"},
        {"of": "outcome"},
    ],
)
def test_a_judgement_without_its_parts_is_refused(change: dict[str, Any]) -> None:
    """A judgement should need a listed reason, a person, a role and a known place."""
    made, result = dash(0)
    way: dict[str, Any] = {"of": "total", "to": "high", **SAID} | change
    with pytest.raises(OverrideRefused):
        override(result, made, **way)


def test_a_judgement_needs_the_edition_of_the_result() -> None:
    """A result should not be judged by another definition, or without a time zone."""
    made, result = dash(0)
    way: dict[str, Any] = {"of": "total", "to": "high", **SAID}
    with pytest.raises(OverrideRefused):
        override(result, load("hark"), **way)
    with pytest.raises(OverrideRefused):
        override(attrs.evolve(result, logic_hash="0" * 64), made, **way)
    with pytest.raises(NaiveTime):
        override(result, made, **(way | {"at": datetime(2026, 3, 2)}))  # noqa: DTZ001


@pytest.mark.parametrize(("allowed", "taken"), [("both", True), ("none", False)])
def test_a_definition_may_allow_both_ways_or_none(allowed: str, taken: bool) -> None:
    """A tool that says so should be judged down, and one that forbids it not at all."""
    made, result = dash(14)
    free = attrs.evolve(made, override=allowed)
    kept = attrs.evolve(result, logic_hash=free.logic_hash)
    if taken:
        after = override(kept, free, of="total", to="standard", **SAID)
        assert "standard" == after.overrides[0].to
    else:
        with pytest.raises(OverrideRefused):
            override(kept, free, of="total", to="high", **SAID)


def test_upward_is_read_through_the_direction_of_a_score() -> None:
    """Where higher is better, upward should be toward the lower totals."""
    made = load("dash-ric-24")
    better = attrs.evolve(
        made,
        scores=tuple(
            attrs.evolve(s, direction="higher_is_better") for s in made.scores
        ),
    )
    asked = Session(better, clock=FixedClock(NOON))
    for number in range(1, 25):
        asked.answer(f"d{number}", "yes" if number < 12 else "no", by=BY)
    result = asked.finish()

    assert override(result, better, of="total", to="standard", **SAID).overrides
    with pytest.raises(OverrideRefused):
        override(result, better, of="total", to="high", **SAID)
