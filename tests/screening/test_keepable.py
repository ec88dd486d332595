"""What no record could give back is refused when it is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fjcore.errors import AnswerRefused
from fjcore.screening import Session, Training, load
from fjcore.values import FixedClock

CLOCK = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\r", "\x85", "\u202e", "\ud800"])
def test_what_no_record_keeps_is_no_remark(sign: str) -> None:
    """A remark that a record could not give back should be refused when it is made."""
    session = Session(load("lap-11"), clock=CLOCK)

    with pytest.raises(AnswerRefused):
        session.answer("worry", f"he {sign} me", by="r.okafor")
    session.answer("worry", "he\r\n\tsaid \u0645\u200d\u0645", by="r.okafor")
    assert 1 == len(session.steps)


@pytest.mark.parametrize(
    "facts",
    [{"": 1}, {"a b": 1}, {7: 1}, {"a": "b\nc"}, {"a": "b" * 501}, {"a": 10**7}],
    ids=["none", "blank", "number", "lines", "long", "large"],
)
def test_what_no_record_keeps_is_no_fact(facts: Any) -> None:
    """A fact that a record could not give back should be refused at the beginning."""
    with pytest.raises(AnswerRefused):
        Session(load("aas"), clock=CLOCK, context=facts)


@pytest.mark.parametrize("name", ["a b", "a/b", "-", "a" * 65])
def test_a_session_has_an_id(name: str) -> None:
    """An id that an alert could not be told by should be refused."""
    with pytest.raises(AnswerRefused):
        Session(load("aas"), clock=CLOCK, session_id=name)


def test_training_has_a_program() -> None:
    """Training of no program should be refused."""
    with pytest.raises(AnswerRefused):
        Training(program="a\nb", completed_on=date(2026, 1, 1))
