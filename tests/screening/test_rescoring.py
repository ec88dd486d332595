"""A result scored again by another revision: beside the old one, which stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from screening.parts import draft, trigger, whole, yes_no

from fjcore.errors import AnswerRefused, NotComparable
from fjcore.screening import Instrument, Result, Session, Status, compare, override
from fjcore.screening import rescore as again
from fjcore.values import FixedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
BY = "advocate-1"


def edition(revision: int = 1, **parts: Any) -> Instrument:
    """Give a revision of the made-up instrument."""
    return draft(whole(revision=revision, **parts))


def result(made: Instrument, **answers: str) -> Result:
    """Give a finished result of these answers."""
    session = Session(made, clock=FixedClock(NOON))
    for item, value in answers.items():
        session.answer(item, value, by=BY)
    return session.finish()


CUT = trigger({"score": "total", "ge": 2}, id="any", timing="immediate")


def test_the_old_result_stands_and_the_new_one_says_from_which_it_came() -> None:
    """Scoring again should change nothing of the old, and pin both revisions."""
    first = edition()
    second = edition(2, triggers=CUT)
    old = result(first, a="yes", b="no")
    kept = repr(old), old.evaluation, old.alerts
    new = again(old, second, at=LATER)

    assert kept == (repr(old), old.evaluation, old.alerts)
    assert (2, second.logic_hash) == (new.revision, new.logic_hash)
    assert new.rescored_from is not None
    assert (1, first.logic_hash, LATER) == (
        new.rescored_from.revision,
        new.rescored_from.logic_hash,
        new.rescored_from.at,
    )
    assert (1, 0) == (old.evaluation.truths[0], new.evaluation.truths[0])
    assert old.rescored_from is None
    with pytest.raises(NotComparable):
        compare(old, new)


def test_an_alert_stays_and_what_is_true_now_is_raised() -> None:
    """No alert should go by scoring again, and a new one come once."""
    rows = [*CUT, *trigger({"item": "a", "eq": "yes"}, id="new")]
    old = result(edition(), a="yes", b="no")
    new = again(old, edition(2, triggers=rows), at=LATER)
    same = again(new, edition(2, triggers=rows), at=LATER)

    assert ["any", "new"] == [alert.trigger for alert in new.alerts]
    assert [NOON, LATER] == [alert.raised_at for alert in new.alerts]
    assert new.alerts == same.alerts


def test_a_judgment_stays_with_the_old_result() -> None:
    """What a professional judged of one revision should not be said of another."""
    old = override(
        result(edition(), a="no", b="no"),
        edition(),
        of="total",
        to="high",
        reason="professional_judgement",
        by=BY,
        role="advocate",
        at=NOON,
    )
    new = again(old, edition(2, triggers=CUT), at=LATER)

    assert (1, 0) == (len(old.overrides), len(new.overrides))


def test_a_skip_is_still_a_skip() -> None:
    """Why an item was skipped should stay, and never become a no."""
    session = Session(edition(), clock=FixedClock(NOON))
    session.skip("a", "declined", by=BY)
    new = again(session.finish(), edition(2, triggers=CUT), at=LATER)

    assert (Status.DECLINED, Status.NOT_ASKED) == (new.statuses["a"], new.statuses["b"])
    assert ((-1,), ("a", "b")) == (new.evaluation.truths, new.evaluation.missing)


def test_an_answer_is_not_bent_to_fit() -> None:
    """An answer that the revision does not take, or another tool, is refused."""
    old = result(edition(), a="yes")
    options = [{"value": "n", "score": 0}, {"value": "y", "score": 1}]
    other = edition(2, items=[yes_no("a", options=options), yes_no("b")])
    for made in (other, draft(whole(id="another"))):
        with pytest.raises(AnswerRefused):
            again(old, made, at=LATER)
