"""A kept screening holds all of its result, and gives it back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from screening.exchange import Ticking

from fjcore.errors import InputRefused, Problem
from fjcore.records import Assessment, leaves, structure, unstructure
from fjcore.records.safety import assessment_type
from fjcore.records.versions import upcasted
from fjcore.screening import (
    Instrument,
    Result,
    Session,
    Training,
    load,
    load_wording,
    override,
    rescore,
)
from fjcore.values import Missing
from fjcore.vault import assessment_of, result_of

DAY = date(2026, 3, 2)
LATE = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
TRAINED = Training(program="made up", completed_on=DAY)


def asked(made: Instrument, answers: dict[str, str], **said: Any) -> Result:
    """Ask these answers of two people in turn; an answer that is none is a reason."""
    session = Session(made, clock=Ticking(), **said)
    for number, (item, value) in enumerate(answers.items()):
        by = ("r.okafor", "t.finch")[number % 2]
        known = made.by_id.get(item)
        if known is None:
            session.enter_total(item, int(value), by=by)
        elif known.takes(value):
            session.answer(item, value, by=by)
        else:
            session.skip(item, value, by=by)
    return session.finish()


def lap() -> Result:
    answers = {"q1": "yes", "q4": "declined", "worry": "He said:\n¡nunca! " * 200}
    made = load("lap-11")
    said = {"mode": "proxy_or_record", "present": ["child", "family"]}
    found = asked(made, answers, training=TRAINED, **said)
    return override(
        found,
        made,
        of="count_trigger",
        to="true",
        reason=made.override_reasons[0],
        by="p.lund",
        role="lead",
        at=LATE,
        text="so",
    )


CASES = {
    "bounds, remark, presence, training": lap,
    "a gate shut behind answers": lambda: asked(
        load("cssrs-screener-recent"),
        {"q4": "yes", "q3": "declined", "q2": "no"},
    ),
    "facts of a person": lambda: asked(
        load("audit-c"), {"q1": "interrupted"}, context={"sex": "female", "age": 30}
    ),
    "facts of health": lambda: asked(
        load("aas"), {"ever": "no"}, context={"pregnant": True}
    ),
    "facts that look like others": lambda: asked(
        load("aas"),
        {},
        context={"pregnant": None, "a": "yes", "b": "12", "c": '"', "d": 12},
    ),
    "a total alone": lambda: asked(load("ace-10"), {"total": "6"}),
    "several sums": lambda: asked(load("pearls-child"), {}),
    "an estimate": lambda: asked(
        load("casr-sf"), {item.id: "3" for item in load("casr-sf").asked[:11]}
    ),
    "words": lambda: asked(
        load("phq-9"),
        {"q9": "1"},
        wording=load_wording(load("phq-9"), "es", use="clinical"),
    ),
    "scored again": lambda: rescore(
        asked(load("da-20"), {"q10": "yes", "q1": "no"}), load("da-20"), at=LATE
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_result_should_come_back_whole(case: str) -> None:
    """All that a result holds should be kept, be written down, and come back."""
    result = CASES[case]()
    record = assessment_of(result)
    read = structure(unstructure(record), type(record))

    assert record == read
    assert result == result_of(read)


def test_what_is_kept_should_be_judged_and_scored_again() -> None:
    """A kept result should take a judgment, and be scored again from what it holds."""
    made = load("da-20")
    kept = assessment_of(asked(made, {"q1": "yes"}))
    judged = override(
        result_of(kept),
        made,
        of="total",
        to="extreme",
        reason=made.override_reasons[0],
        by="p.lund",
        role="lead",
        at=LATE,
    )
    again = rescore(result_of(kept), made, at=LATE)

    assert judged == result_of(assessment_of(judged))
    assert "p.lund" == assessment_of(judged).staff[1]
    assert kept.logic_hash == assessment_of(again).rescored_from.logic_hash


def test_a_remark_should_leave_only_by_its_name() -> None:
    """An answer in free words should be a narrative, and no answer beside it."""
    (held,) = [one for one in assessment_of(lap()).answers if one.item == "worry"]
    kinds = {leaf.path: leaf.kind for leaf in leaves(Assessment)}

    assert Missing.NOT_COLLECTED is held.value
    assert "nunca" in held.remark
    assert "narrative" == kinds["assessment.answers.remark"]


@pytest.mark.parametrize(
    ("category", "there"),
    [
        ("risk", "advocacy_notes"),
        ("mental_health", "advocacy_notes"),
        ("sud", "advocacy_notes"),
        ("child_record", "advocacy_notes"),
        ("le_record", "le_record"),
        ("medical", "medical"),
    ],
)
def test_who_was_there_should_be_no_finding(category: str, there: str) -> None:
    """Who was there should be the advocate's, or another holder's own, in each kind."""
    found = {
        leaf.path.rpartition(".")[2]: leaf.label
        for leaf in leaves(assessment_type(category))
    }

    assert there == found["present"].category
    assert category == found["band"].category


def test_a_record_of_before_should_still_be_read() -> None:
    """A screening kept before should read, with its override among several now."""
    now = assessment_of(lap())
    old = {
        name: value
        for name, value in unstructure(now).items()
        if name in BEFORE and name != "answers"
    }
    first = {"item": "q1", "status": "answered", "value": "yes"}
    held = {**old, "answers": [first], "override": {"level": "high", "reason": "x"}}
    read = structure(upcasted(Assessment, 1, held, where="kept"), Assessment)

    assert ["high"] == [one.level for one in read.overrides]
    assert Missing.NOT_COLLECTED is read.overrides[0].by
    assert Missing.NOT_COLLECTED is read.present
    with pytest.raises(InputRefused) as caught:
        result_of(read)
    assert Problem("revision", "required") in caught.value.problems


#: The fields that a screening had at first.
BEFORE = frozenset(
    "instrument version logic_hash administered_at complete mode administered_by "
    "answers alerts flags_true flags_open score_lower score_upper band outcome".split()
)


@pytest.mark.parametrize("reason", ["asked_declined", "withheld"])
def test_that_there_was_no_override_should_stay_so(reason: str) -> None:
    """A reason for no override should become no override."""
    held = upcasted(Assessment, 1, {"override": {"?": reason}}, where="kept")

    assert {} == held


@pytest.mark.parametrize(
    "bent",
    [
        {"staff": ()},
        {"scores": "lower"},
        {"mode": Missing.ASKED_UNKNOWN},
    ],
    ids=["nobody", "no number", "no mode"],
)
def test_a_record_that_is_not_whole_should_give_no_result(bent: Any) -> None:
    """A record of which parts are missing or bent should be refused, not guessed."""
    record = assessment_of(asked(load("da-20"), {"q1": "yes"}))
    if "scores" in bent:
        bent = {"scores": (attrs.evolve(record.scores[0], lower="many"),)}

    with pytest.raises(InputRefused) as caught:
        result_of(attrs.evolve(record, **bent))
    assert caught.value.__context__ is None
