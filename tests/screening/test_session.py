"""A session: answers in, skips with their reason, changes, and a result at the end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fjcore.errors import AnswerRefused
from fjcore.screening import Instrument, Session, Status, evaluate, load
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"
CANARY = "canary-7f3a"
SKIPS = sorted(set(Status) - {Status.ANSWERED, Status.NOT_APPLICABLE})


def session(made: Instrument | str = "hark", **more: Any) -> Session:
    """Open a session of an instrument."""
    found = load(made) if isinstance(made, str) else made
    return Session(found, clock=FixedClock(NOON), **more)


@pytest.mark.parametrize("status", SKIPS)
def test_a_skip_is_never_a_no(status: Status) -> None:
    """A skipped item should leave everything open, whatever the reason for skipping."""
    asked = session()
    for item in ("humiliation", "afraid", "kick"):
        asked.answer(item, "no", by=BY)
    asked.skip("rape", status, by=BY)
    result = asked.finish()

    assert Tri.UNDETERMINED is result.evaluation.flags["positive"]
    assert result.evaluation.bands["total"].band is None
    assert (0, 1) == (
        result.evaluation.scores["total"].lower,
        result.evaluation.scores["total"].upper,
    )
    assert status is result.statuses["rape"]
    assert "rape" not in result.answers
    assert not result.evaluation.complete


def test_what_was_never_asked_says_so() -> None:
    """An item that nobody asked should stand as not asked, and be missing."""
    result = session().abandon()

    assert dict.fromkeys(load("hark").by_id, Status.NOT_ASKED) == result.statuses
    assert tuple(load("hark").by_id) == result.evaluation.missing
    assert result.abandoned


def test_a_changed_answer_is_the_one_that_counts() -> None:
    """A later answer should replace an earlier one, and both stay in the steps."""
    asked = session()
    asked.answer("rape", "yes", by=BY)
    asked.answer("rape", "no", by="advocate-2")
    result = asked.finish()

    assert {"rape": "no"} == result.answers
    assert ["yes", "no"] == [step.value for step in asked.steps]
    assert [BY, "advocate-2"] == [step.by for step in asked.steps]


def test_an_answer_can_be_taken_back() -> None:
    """A skip after an answer should take the answer away again."""
    asked = session()
    asked.answer("rape", "no", by=BY)
    asked.skip("rape", "declined", by=BY)

    assert 4 == asked.evaluate().scores["total"].upper
    assert "rape" in asked.evaluate().missing
    asked.answer("rape", "no", by=BY)
    assert 3 == asked.evaluate().scores["total"].upper


REFUSED: list[tuple[str, str, Any]] = [
    ("hark", "other", "yes"),
    ("hark", CANARY, "yes"),
    ("hark.rape", "rape", CANARY),
    ("hark.rape", "rape", "Yes"),
    ("hark.rape", "rape", ""),
    ("hark.rape", "rape", 1),
    ("hark.rape", "rape", True),
    ("hark.rape", "rape", None),
    ("hark.rape", "rape", ["yes"]),
    ("hark.rape", "rape", Status.DECLINED),
]


@pytest.mark.parametrize(("where", "item", "value"), REFUSED)
def test_an_answer_that_does_not_fit_is_refused(
    where: str, item: str, value: Any
) -> None:
    """An answer out of place should be refused by its item, not said, not kept."""
    asked = session()
    with pytest.raises(AnswerRefused) as caught:
        asked.answer(item, value, by=BY)

    assert where == caught.value.where
    assert CANARY not in str(caught.value) + repr(caught.value)
    assert not asked.steps
    with pytest.raises(AnswerRefused) as again:
        evaluate(load("hark"), {item: value})
    assert where == again.value.where


@pytest.mark.parametrize("item", [None, 3, ["rape"], {"rape": "yes"}])
def test_an_item_that_is_no_name_is_refused(item: Any) -> None:
    """An item that is not even a name should be refused as unknown."""
    with pytest.raises(AnswerRefused, match="hark"):
        session().answer(item, "yes", by=BY)


@pytest.mark.parametrize("status", ["answered", "not_applicable", CANARY, "", None, []])
def test_a_status_that_nobody_can_give_is_refused(status: Any) -> None:
    """A skip should need one of the reasons that a person can give."""
    with pytest.raises(AnswerRefused) as caught:
        session().skip("rape", status, by=BY)

    assert "hark.rape" == caught.value.where
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("by", ["", None, 7, " ", "a\nb", "a\x1b", "a" * 501])
def test_an_answer_needs_who_took_it(by: Any) -> None:
    """An answer without the person who took it should be refused."""
    with pytest.raises(AnswerRefused):
        session().answer("rape", "no", by=by)


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "x" * 4097, "\ud800", b"bytes", 5], ids=range(7)
)
def test_a_text_that_cannot_be_kept_is_refused(text: Any) -> None:
    """A remark that is blank, too long or no text should be refused."""
    asked = session("lap-11")
    with pytest.raises(AnswerRefused) as caught:
        asked.answer("worry", text, by=BY)

    assert "lap-11.worry" == caught.value.where
    assert not asked.answer("worry", "x" * 4096, by=BY)


def test_a_remark_is_an_answer_and_changes_no_flag() -> None:
    """A free text should be kept as said, and settle nothing."""
    asked = session("lap-11")
    before = asked.evaluate()
    asked.answer("worry", "  he has the spare key  ", by=BY)

    assert before.flags == asked.evaluate().flags
    assert before.missing == asked.evaluate().missing
    assert "  he has the spare key  " == asked.finish().answers["worry"]


@pytest.mark.parametrize("leave", ["finish", "abandon"])
def test_nothing_is_taken_after_the_end(leave: str) -> None:
    """A closed session should take no answer, no skip and no second closing."""
    asked = session()
    getattr(asked, leave)()
    calls = [
        lambda: asked.answer("rape", "yes", by=BY),
        lambda: asked.skip("rape", "declined", by=BY),
        asked.finish,
        asked.abandon,
    ]
    for call in calls:
        with pytest.raises(AnswerRefused):
            call()

    assert asked.finished
    assert not asked.alerts


def test_nothing_prints_an_answer() -> None:
    """Neither an answer nor a remark nor a score should show in what is printed."""
    asked = session("lap-11")
    asked.answer("worry", CANARY, by=BY)
    asked.skip("q1", "unsafe_to_ask", by=BY)
    alerts = asked.answer("q5", "yes", by=BY)
    result = asked.finish()
    printed = " ".join(
        [repr(asked), repr(result), repr(result.evaluation), repr(alerts)]
        + [repr(step) for step in asked.steps]
    )
    bounds = evaluate(load("hark"), {"rape": "yes"})
    printed += repr(bounds.scores) + repr(bounds.bands)

    assert CANARY not in printed
    assert "unsafe_to_ask" not in printed
    assert "'yes'" not in printed
    assert "Fraction" not in printed
    assert "positive" not in printed


def test_no_flag_can_be_taken_for_a_yes_or_no() -> None:
    """A flag should refuse to be a truth value, so that open is never taken for no."""
    flag = evaluate(load("hark"), {}).flags["positive"]
    with pytest.raises(TypeError):
        bool(flag)

    assert Tri.UNDETERMINED is flag
