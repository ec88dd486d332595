"""Alerts: raised at the very answer, once, and never taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from screening.parts import draft, trigger, whole

from fjcore.errors import AnswerRefused
from fjcore.screening import Alert, Change, Session, load
from fjcore.values import FixedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"
Q5 = {"item": "a", "eq": "yes"}


def session(name: str, **more: Any) -> Session:
    """Open a session of an instrument that ships."""
    return Session(load(name), clock=FixedClock(NOON), **more)


def names(alerts: tuple[Alert, ...]) -> list[str]:
    """Give the triggers of some alerts."""
    return [alert.trigger for alert in alerts]


def test_strangulation_alerts_in_that_very_call() -> None:
    """An answer that tells of choking should bring its alert back in the same call."""
    told: list[Alert] = []
    asked = session("lap-11", on_alert=told.append)
    got = asked.answer("q5", "yes", by=BY)

    assert ["strangulation"] == names(got)
    assert "urgent" == got[0].severity
    assert NOON == got[0].raised_at
    assert "strangulation" in got[0].action
    assert told == list(got)
    assert asked.alerts == got


def test_strangulation_alerts_whatever_the_screen_says() -> None:
    """The strangulation alert should stand though the lethality screen is negative."""
    asked = session("lap-11")
    for number in range(1, 12):
        asked.answer(f"q{number}", "yes" if number == 5 else "no", by=BY)
    result = asked.finish()

    assert "did_not_screen_in" == result.evaluation.outcome
    assert ["strangulation"] == names(result.alerts)


def test_any_strangulation_event_alerts_before_its_signs() -> None:
    """The event should alert at once, then a sign; no sign never clears it."""
    asked = session("fjcore-strangulation-event")

    assert ["any_strangulation"] == names(asked.answer("happened", "yes", by=BY))
    assert [] == names(asked.answer("loc", "no", by=BY))
    assert ["red_flag"] == names(asked.answer("voice", "yes", by=BY))
    assert ["any_strangulation", "red_flag"] == names(asked.abandon().alerts)


def test_an_alert_waits_for_no_other_answer() -> None:
    """Each of the first three lethality questions should alert alone and at once."""
    for item in ("q1", "q2", "q3"):
        assert ["auto_trigger"] == names(session("lap-11").answer(item, "yes", by=BY))
    for item in ("humiliation", "afraid", "rape", "kick"):
        assert ["positive"] == names(session("hark").answer(item, "yes", by=BY))


def test_the_fourth_yes_raises_the_count() -> None:
    """The alert of four should come with the fourth yes, and not before."""
    asked = session("lap-11")
    got = [names(asked.answer(f"q{n}", "yes", by=BY)) for n in (4, 6, 7, 8, 9)]

    assert [[], [], [], ["count_trigger"], []] == got


def test_a_no_or_a_skip_raises_nothing() -> None:
    """Neither a no nor any skipping should raise an alert."""
    asked = session("lap-11")
    got = [names(asked.answer(f"q{n}", "no", by=BY)) for n in range(1, 6)]
    got += [names(asked.skip(f"q{n}", "unsafe_to_ask", by=BY)) for n in range(6, 12)]

    assert [[]] * 11 == got
    assert not asked.finish().alerts


def test_an_alert_comes_once() -> None:
    """The same answer again, or another yes, should raise nothing new."""
    told: list[Alert] = []
    asked = session("hark", on_alert=told.append)
    got = [names(asked.answer(n, "yes", by=BY)) for n in ("rape", "rape", "kick")]
    asked.finish()

    assert [["positive"], [], []] == got
    assert 1 == len(told)


def test_a_changed_answer_withdraws_nothing() -> None:
    """An alert should stay when its answer is changed or taken back, and be marked."""
    clock = FixedClock(NOON)
    asked = Session(load("lap-11"), clock=clock)
    asked.answer("q5", "yes", by=BY)
    clock.advance(timedelta(minutes=1))
    asked.answer("q5", "no", by=BY)
    asked.answer("q6", "no", by=BY)
    clock.advance(timedelta(minutes=1))
    again = asked.answer("q5", "yes", by=BY)
    asked.skip("q5", "declined", by=BY)
    result = asked.finish()

    assert ["strangulation"] == names(result.alerts)
    assert () == again
    assert [
        (Change.RAISED, 0),
        (Change.SUPERSEDED, 1),
        (Change.REOPENED, 2),
        (Change.SUPERSEDED, 2),
    ] == [
        (row.change, (row.at - NOON) // timedelta(minutes=1)) for row in result.changes
    ]
    assert NOON == result.alerts[0].raised_at


def test_abandoning_withdraws_nothing_and_raises_what_is_true() -> None:
    """A broken-off form should keep its alerts, and raise what only the end raises."""
    asked = session("lap-11")
    asked.answer("q1", "yes", by=BY)
    result = asked.abandon()

    assert ["auto_trigger", "screened_in_protocol", "screened_in"] == names(
        result.alerts
    )
    assert ["urgent", "notice", "notice"] == [alert.severity for alert in result.alerts]
    assert result.abandoned


def test_what_is_open_at_the_end_is_no_alert_and_no_negative() -> None:
    """A condition still open at the end should raise nothing, and stay open."""
    asked = session("lap-11")
    for number in range(2, 12):
        asked.answer(f"q{number}", "no", by=BY)
    result = asked.finish()

    assert not result.alerts
    assert result.evaluation.flags["screened_in"].known is None
    assert result.evaluation.outcome is None


def test_the_belief_of_the_screener_is_heard_at_the_end() -> None:
    """The box of belief should screen in by itself, when the form is closed."""
    asked = session("lap-11")

    assert [] == names(asked.answer("discretion", "yes", by=BY))
    assert ["screened_in"] == names(asked.finish().alerts)


def test_the_order_of_answers_changes_no_alert() -> None:
    """The same answers in any order should end in the same evaluation and alerts."""
    given = {"q1": "no", "q5": "yes", "q6": "yes", "q7": "yes", "q4": "yes"}
    found = []
    for order in permutations(given):
        asked = session("lap-11")
        for item in order:
            asked.answer(item, given[item], by=BY)
        result = asked.finish()
        found.append((result.evaluation, set(names(result.alerts))))

    assert 120 == len(found)
    assert all(one == found[0] for one in found)


def test_a_receiver_that_fails_breaks_no_answer() -> None:
    """An alert that cannot be told should be kept for another try, the answer taken."""
    calls: list[str] = []

    def fail_once(alert: Alert) -> None:
        calls.append(alert.trigger)
        if len(calls) == 1:
            raise ConnectionError("the pager is down")

    asked = session("lap-11", on_alert=fail_once)
    first = asked.answer("q5", "yes", by=BY)
    second = asked.answer("q1", "yes", by=BY)

    assert first == asked.undelivered
    assert {"q5": "yes", "q1": "yes"} == {s.item: s.value for s in asked.steps}
    assert (*first, *second) == asked.alerts
    assert () == asked.deliver()
    assert ["strangulation", "auto_trigger", "strangulation"] == calls
    assert () == asked.deliver()
    assert 3 == len(calls)


def test_an_alert_is_on_file_before_anyone_is_told() -> None:
    """A receiver that dies should find every alert on file, as not told."""

    def stop(alert: Alert) -> None:
        seen.append((names(asked.alerts), names(asked.undelivered)))
        raise KeyboardInterrupt

    seen: list[Any] = []
    asked = session("lap-11", on_alert=stop)
    asked.answer("discretion", "yes", by=BY)
    with pytest.raises(KeyboardInterrupt):
        asked.answer("q5", "yes", by=BY)

    assert [(["strangulation"], ["strangulation"])] == seen
    assert ["strangulation"] == names(asked.undelivered)
    with pytest.raises(KeyboardInterrupt):
        asked.abandon()
    assert ["strangulation", "screened_in"] == names(asked.undelivered)


def test_a_receiver_may_answer() -> None:
    """A receiver that records an answer of its own should hear each alert once."""
    told: list[str] = []

    def note(alert: Alert) -> None:
        told.append(alert.trigger)
        if alert.trigger == "strangulation":
            asked.answer("q1", "yes", by=BY)

    asked = session("lap-11", on_alert=note)
    asked.answer("q5", "yes", by=BY)

    assert ["strangulation", "auto_trigger"] == told
    assert not asked.undelivered


def test_nobody_outside_can_take_an_alert_away() -> None:
    """What a session shows of its alerts and steps should not be a handle on them."""
    asked = session("lap-11")
    asked.answer("q5", "yes", by=BY)
    for name in ("alerts", "steps", "changes", "undelivered"):
        assert isinstance(getattr(asked, name), tuple)
        with pytest.raises(AttributeError):
            setattr(asked, name, ())

    assert ["strangulation"] == names(asked.alerts)


def test_alternative_cuts_all_alert_until_one_is_chosen() -> None:
    """Without a chosen cut every one should alert, with one only it and the common."""
    rows = [
        *trigger(Q5, id="low", profile="sensitive", timing="immediate"),
        *trigger(Q5, id="high", profile="specific", timing="immediate"),
        *trigger(Q5, id="both", timing="immediate", severity="notice"),
    ]
    data = whole(
        triggers=rows,
        outcomes=["x", "y", "z"],
        outcome_rule=[["low", "x"], ["high", "y"], [None, "z"]],
    )
    made = draft(data)
    found = {}
    for profile in (None, "sensitive", "specific"):
        asked = Session(made, clock=FixedClock(NOON), profile=profile)
        alerts = asked.answer("a", "yes", by=BY)
        found[profile] = (names(alerts), asked.evaluate().outcome)

    assert {
        None: (["low", "high", "both"], "x"),
        "sensitive": (["low", "both"], "x"),
        "specific": (["high", "both"], "y"),
    } == found
    with pytest.raises(AnswerRefused, match=r"made-up\.profile"):
        Session(made, clock=FixedClock(NOON), profile="other")
