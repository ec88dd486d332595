"""What a session leaves: a result pinned to its edition, and steps to take up again."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from fjcore.errors import AnswerRefused, NaiveTime
from fjcore.screening import Session, Status, Step, load
from fjcore.values import FixedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"


def test_a_result_names_its_edition_and_its_time() -> None:
    """A result should be pinned to its definition, and to when it began and ended."""
    clock = FixedClock(NOON)
    asked = Session(load("hark"), clock=clock, mode="phone")
    clock.advance(timedelta(minutes=7))
    result = asked.finish()

    assert ("hark", "2007", 1) == (result.instrument, result.version, result.revision)
    assert load("hark").logic_hash == result.logic_hash
    assert (NOON, NOON + timedelta(minutes=7)) == (
        result.started_at,
        result.finished_at,
    )
    assert ("phone", None, False) == (result.mode, result.profile, result.abandoned)


def test_a_broken_off_form_can_be_taken_up() -> None:
    """A session taken up from its steps should go on where it was left."""
    clock = FixedClock(NOON)
    asked = Session(load("hark"), clock=clock)
    asked.answer("afraid", "yes", by=BY)
    asked.skip("rape", "interrupted", by=BY)
    told: list[Any] = []
    clock.advance(timedelta(days=1))
    again = Session.resume(
        load("hark"),
        asked.steps,
        clock=clock,
        on_alert=told.append,
        mode="phone",
        session_id=asked.session_id,
    )

    assert asked.alerts == again.alerts
    assert not told
    assert ("humiliation", "rape", "kick") == tuple(i.id for i in again.open_items())
    result = again.finish()
    assert (NOON, "phone") == (result.started_at, result.mode)


STEP = Step(item="rape", status=Status.ANSWERED, value="yes", at=NOON, by=BY)


@pytest.mark.parametrize(
    "changes",
    [
        {"item": "other"},
        {"value": "perhaps"},
        {"value": None},
        {"status": Status.DECLINED},
        {"status": Status.NOT_APPLICABLE, "value": None},
        {"by": ""},
    ],
)
def test_a_step_that_could_not_have_been_is_refused(changes: dict[str, Any]) -> None:
    """A session should not be taken up from steps that the instrument never took."""
    with pytest.raises(AnswerRefused):
        Session.resume(
            load("hark"), [attrs.evolve(STEP, **changes)], clock=FixedClock(NOON)
        )


def test_a_step_without_a_zone_is_refused() -> None:
    """A step whose time has no offset should be refused."""
    step = attrs.evolve(STEP, at=datetime(2026, 3, 2, 12))  # noqa: DTZ001
    with pytest.raises(NaiveTime):
        Session.resume(load("hark"), [step], clock=FixedClock(NOON))


def test_a_result_can_be_carried_over() -> None:
    """A result and its evaluation should come out of a pickle as they went in."""
    asked = Session(load("hark"), clock=FixedClock(NOON))
    asked.answer("rape", "yes", by=BY)
    result = asked.finish()

    assert result == pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes
