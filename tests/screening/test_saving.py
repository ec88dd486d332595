"""A session put aside and taken up, and one that leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from fjcore.errors import AnswerRefused
from fjcore.screening import Alert, Mode, Presence, Session, load, restore, save
from fjcore.values import FixedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"
CANARY = "canary-7f3a"


def begun(**more: Any) -> Session:
    """Give a session under way, with an answer, a skip, a remark and an alert."""
    asked = Session(
        load("lap-11"),
        clock=FixedClock(NOON),
        mode="phone",
        present=["interpreter", "child"],
        context={"x": True, "y": None},
        **more,
    )
    asked.answer("q5", "yes", by=BY)
    asked.skip("q1", "unsafe_to_ask", by=BY)
    asked.answer("worry", CANARY, by="advocate-2")
    return asked


def fail(alert: Alert) -> None:
    """Take no alert."""
    raise ConnectionError


def test_what_was_put_aside_comes_back_whole() -> None:
    """A saved session should come back with the same answers, alerts and ids."""
    asked = begun()
    data = json.loads(json.dumps(save(asked)))
    later = FixedClock(NOON + timedelta(days=2))
    again = restore(load("lap-11"), data, clock=later)

    assert asked.steps == again.steps
    assert asked.alerts == again.alerts
    assert [a.id for a in asked.alerts] == [a.id for a in again.alerts]
    assert asked.evaluate() == again.evaluate()
    assert (Mode.PHONE, (Presence.INTERPRETER, Presence.CHILD)) == (
        again.mode,
        again.present,
    )
    assert {"x": True, "y": None} == again.context
    result = again.finish()
    assert (NOON, NOON + timedelta(days=2)) == (result.started_at, result.finished_at)


def test_an_alert_that_was_not_told_is_still_to_be_told() -> None:
    """An alert should survive the putting aside, and be told when it is taken up."""
    asked = begun(on_alert=fail)
    told: list[Alert] = []
    again = restore(
        load("lap-11"), save(asked), clock=FixedClock(NOON), on_alert=told.append
    )

    assert asked.undelivered == again.undelivered != ()
    assert [] == told
    assert () == again.deliver()
    assert asked.alerts == tuple(told)
    assert (
        () == restore(load("lap-11"), save(begun()), clock=FixedClock(NOON)).undelivered
    )


def changes() -> Iterator[tuple[str, Any]]:
    """Give changes that make a saved session one that never was."""
    step = ["q5", "answered", "yes", NOON.isoformat(), BY]
    for key, value in (
        ("instrument", "hark"),
        ("logic_hash", "0" * 64),
        ("started_at", "noon"),
        ("started_at", "2026-03-02T12:00:00"),
        ("mode", "pigeon"),
        ("present", ["ghost"]),
        ("present", None),
        ("profile", "other"),
        ("context", {"x": 1.5}),
        ("undelivered", "strangulation"),
        (CANARY, CANARY),
    ):
        yield key, value
    for place, value in (
        (0, "q99"),
        (1, "forgotten"),
        (1, "declined"),
        (2, CANARY),
        (2, None),
        (3, "2026-03-02"),
        (4, ""),
    ):
        yield "steps", [[*step[:place], value, *step[place + 1 :]]]
    yield "steps", [step[:4]]
    yield "steps", "none"


CHANGES = list(changes())


@pytest.mark.parametrize(("key", "value"), CHANGES, ids=range(len(CHANGES)))
def test_a_session_that_never_was_is_refused(key: str, value: Any) -> None:
    """Saved data that was changed or damaged should be refused, and not be said."""
    with pytest.raises(AnswerRefused) as caught:
        restore(load("lap-11"), save(begun()) | {key: value}, clock=FixedClock(NOON))

    assert caught.value.__context__ is None
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("data", [None, [], "x", {}])
def test_what_is_no_session_is_refused(data: Any) -> None:
    """Anything that is no saved session should be refused."""
    with pytest.raises(AnswerRefused):
        restore(load("lap-11"), data, clock=FixedClock(NOON))


def test_a_session_that_is_over_is_not_put_aside() -> None:
    """A finished session should be kept as a result, and not be saved again."""
    asked = begun()
    asked.finish()
    with pytest.raises(AnswerRefused):
        save(asked)

    assert asked.finished


def holds(thing: Any, text: str, seen: set[int] | None = None) -> bool:
    """Whether a text can be reached from an object."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return False
    seen.add(id(thing))
    if isinstance(thing, str):
        return text in thing
    if isinstance(thing, dict):
        return any(holds(one, text, seen) for pair in thing.items() for one in pair)
    if isinstance(thing, (list, tuple, set, frozenset)):
        return any(holds(one, text, seen) for one in thing)
    if attrs.has(type(thing)):
        names = [field.name for field in attrs.fields(type(thing))]
        return any(holds(getattr(thing, name), text, seen) for name in names)
    inner = getattr(thing, "__dict__", None)
    return inner is not None and holds(inner, text, seen)


def test_breaking_off_leaves_no_answer_in_the_session() -> None:
    """A wiped session should hold no answer any more, and all of its alerts."""
    asked = begun(on_alert=fail)
    found = holds(asked, CANARY)
    result = asked.abandon()

    assert found
    assert not holds(asked, CANARY)
    assert () == asked.steps
    assert {} == asked.context
    assert {"strangulation"} == {alert.trigger for alert in asked.alerts}
    assert asked.alerts == asked.undelivered
    assert CANARY == result.answers["worry"]
    for call in (asked.evaluate, asked.open_items, asked.finish):
        with pytest.raises(AnswerRefused):
            call()


def test_breaking_off_may_keep_what_was_said() -> None:
    """A session that is not to be wiped should keep its steps."""
    asked = begun()
    asked.abandon(wipe=False)

    assert 3 == len(asked.steps)
    assert asked.evaluate().flags


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("lap-11.mode", {"mode": "pigeon"}),
        ("lap-11.mode", {"mode": None}),
        ("lap-11.present", {"present": ["ghost"]}),
        ("lap-11.present", {"present": [3]}),
    ],
)
def test_how_and_before_whom_are_closed_lists(where: str, change: Any) -> None:
    """A mode or a presence outside its list should be refused by its place."""
    with pytest.raises(AnswerRefused) as caught:
        Session(load("lap-11"), clock=FixedClock(NOON), **change)

    assert where == caught.value.where
