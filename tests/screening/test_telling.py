"""What a result says, and to whom; what stands under every one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from screening.parts import draft, whole

from fjcore.errors import AnswerRefused
from fjcore.screening import (
    Result,
    Session,
    Training,
    instruments,
    load,
    present,
    statement,
)
from fjcore.screening.telling import ALWAYS, SURVIVOR
from fjcore.values import FixedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"


def result(name: str, *, training: Training | None = None, **answers: str) -> Result:
    """Give a finished form."""
    asked = Session(load(name), clock=FixedClock(NOON), training=training)
    for item, value in answers.items():
        asked.answer(item, value, by=BY)
    return asked.finish()


@pytest.mark.parametrize("name", instruments())
def test_every_result_says_its_limits(name: str) -> None:
    """What stands under a result should be its limits, and that nobody checked it."""
    lines = statement(result(name), load(name))

    assert (*ALWAYS, *load(name).limits) == lines[
        : len(ALWAYS) + len(load(name).limits)
    ]
    assert any(line.startswith("Not yet checked") for line in lines)
    assert not any("draft" in line for line in lines if line not in load(name).limits)


def test_a_draft_says_that_it_is_one() -> None:
    """A result of a definition without vectors should say so."""
    made = draft(whole())
    done = Session(made, clock=FixedClock(NOON)).finish()

    assert any("draft" in line for line in statement(done, made))


@pytest.mark.parametrize(
    ("until", "untrained"),
    [(None, False), (date(2026, 3, 2), False), (date(2026, 3, 1), True)],
)
def test_training_holds_until_its_last_day(until: date | None, untrained: bool) -> None:
    """A tool that asks for training should say where none is stated, or it ran out."""
    way = {
        "program": "a course",
        "completed_on": date(2025, 1, 1),
        "valid_until": until,
    }
    done = result("da-20", training=Training(**way))

    assert untrained is done.untrained
    assert untrained is any("training" in s for s in statement(done, load("da-20")))
    assert result("da-20").untrained
    assert not result("hark").untrained


@pytest.mark.parametrize("language", ["en", "es", "es-US", "fr"])
def test_the_survivor_is_told_no_total(language: str) -> None:
    """What a survivor reads should hold no number, no band and no name of a rule."""
    done = result("da-20", q2="yes", q10="yes")
    lines = present(done, load("da-20"), audience="survivor", language=language)
    text = " ".join(lines)

    assert not re.search(r"[0-9]", text)
    assert not {"extreme", "severe", "variable", "strangulation"} & set(text.split())
    assert SURVIVOR["es" if language.startswith("es") else "en"] == lines


def test_survivors_lines_are_short() -> None:
    """A sentence for a survivor should be short enough for a sixth grader."""
    assert SURVIVOR.keys() == {"en", "es"}
    for lines in SURVIVOR.values():
        for sentence in re.split(r"[.?!] ?", " ".join(lines)):
            assert len(sentence.split()) <= 14


def test_staff_are_told_bounds_alerts_and_their_source() -> None:
    """What staff read should tell spans, flags, alerts and where advice comes from."""
    done = result("da-20", q3="yes", q3a="yes", q10="yes", q20="no")
    lines = present(done, load("da-20"), audience="staff", language="en")

    assert "total: 2 to 34, variable or increased or severe or extreme" in lines
    assert "strangulation: yes" in lines
    assert "survivor_suicide_risk: no" in lines
    assert any("source: Training Institute" in line for line in lines)
    assert any(line.endswith("(q3, q3a)") for line in lines)
    assert any("never taken as no: q1, q2," in line for line in lines)
    assert set(ALWAYS) <= set(lines)


def test_an_estimate_is_called_one() -> None:
    """A mean over what was answered should be told as an estimate beside its span."""
    done = result("casr-sf", **{f"c{n}": "2" for n in range(1, 12)})
    lines = present(done, load("casr-sf"), audience="staff", language="en")

    assert "total: 22 to 42, estimate 30" in lines


@pytest.mark.parametrize(("name", "said"), [("q1", "at least low"), ("q5", "at least")])
def test_an_open_outcome_is_told_from_below(name: str, said: str) -> None:
    """An outcome that is open should be told as what it is at least."""
    done = result("cssrs-screener-recent", **{name: "yes"})
    lines = present(
        done, load("cssrs-screener-recent"), audience="staff", language="en"
    )

    assert any(line.startswith(f"outcome: {said}") for line in lines)


@pytest.mark.parametrize("audience", ["", "police", None])
def test_there_is_no_other_audience(audience: Any) -> None:
    """A result should be shown to nobody who is not named."""
    with pytest.raises(AnswerRefused, match=r"hark\.audience"):
        present(result("hark"), load("hark"), audience=audience, language="en")
