"""Answers as QuestionnaireResponses, and back."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from screening.cases import STATUSES, definitions
from screening.exchange import Ticking, answered, sessions, through_json, told_apart

from fjcore.errors import AnswerRefused, ExchangeRefused
from fjcore.screening import (
    Response,
    Session,
    Status,
    evaluate,
    load,
    load_wording,
    responded,
    take_up,
)
from fjcore.screening.evaluation import PARTS, Evaluation
from fjcore.screening.fhir import from_response, to_response
from fjcore.screening.parse import parse

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
SHIPPED = ("aas", "b-safer-v2", "cssrs-screener-recent", "da-20", "lap-11", "phq-9")


def items(data: Any) -> list[dict[str, Any]]:
    """Give the items of a response that have an answer, groups opened."""
    found = []
    for one in data.get("item", []):
        found += [one] if "answer" in one else items(one)
    return found


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_answers_should_come_back(data: Any) -> None:
    """Answers, skips, order, times, facts and the cut should come back as they were."""
    made = load(data.draw(st.sampled_from(SHIPPED)))
    said = responded(made, data.draw(sessions(made)))
    found = from_response(made, through_json(to_response(made, said, present=True)))

    assert told_apart(said) == found


def test_who_was_there_should_leave_only_when_asked() -> None:
    """Who else was there should not be written, unless it is asked for."""
    made = load("hark")
    session = Session(made, clock=Ticking(), mode="phone", present=["family"])
    still = from_response(made, to_response(made, session))
    told = from_response(made, to_response(made, session, present=True))

    assert ((), ("family",)) == (still.present, told.present)
    assert "phone" == still.mode == take_up(made, told, clock=Ticking()).mode
    assert ("family",) == take_up(made, told, clock=Ticking()).present


def test_the_words_should_be_those_of_the_form() -> None:
    """A form should say in which words it was asked, and be taken up in no others."""
    made = load("phq-2")
    words = load_wording(made, "es", use="clinical")
    session = Session(made, clock=Ticking(), wording=words)
    found = from_response(made, through_json(to_response(made, session)))

    assert words.pin == found.wording
    assert words is take_up(made, found, clock=Ticking(), wording=words).wording
    other = load_wording(made, "en", use="clinical")
    with pytest.raises(AnswerRefused):
        take_up(made, found, clock=Ticking(), wording=other)


@pytest.mark.parametrize(
    ("name", "part", "code"),
    [
        ("mode", {"valueCode": "by owl"}, "unknown_code"),
        ("mode", {}, "required"),
        ("present", {"valueCode": "an owl"}, "unknown_code"),
        ("present", {}, "required"),
        ("wording", {"extension": []}, "required"),
    ],
)
def test_what_is_no_way_of_asking_should_be_refused(
    name: str, part: Any, code: str
) -> None:
    """An unknown mode, presence or wording should be refused by its place."""
    made = load("hark")
    data = to_response(made, Session(made, clock=Ticking()))
    # The last row of it is the mode.
    data["extension"][-1] = {"url": f"urn:x-fjcore:extension:{name}", **part}

    with pytest.raises(ExchangeRefused) as caught:
        from_response(made, data)
    assert code in {one.code for one in caught.value.problems}


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_answers_to_any_instrument_should_score_alike(data: Any) -> None:
    """Answers that came back should score as they did before."""
    made = parse(data.draw(definitions()), strict=False)
    session = data.draw(sessions(made))
    found = from_response(made, through_json(to_response(made, session)))
    again = take_up(made, found, clock=Ticking())

    assert but_ignored(session.evaluate()) == but_ignored(again.evaluate())


def but_ignored(found: Evaluation) -> dict[str, Any]:
    """What follows, but for answers behind a shut gate, which are not handed on."""
    return {part: found._read(part) for part in PARTS if part != "ignored"}


@pytest.mark.parametrize("status", STATUSES)
def test_a_reason_should_stand_inside_the_answer(status: str) -> None:
    """Each reason should stand in the answer and never beside it."""
    made = load("lap-11")
    session = Session(made, clock=Ticking())
    session.skip("q1", status, by="staff-7")
    session.skip("worry", status, by="staff-7")
    found = {one["linkId"]: one for one in items(to_response(made, session))}
    code = {
        "declined": "asked-declined",
        "unknown": "asked-unknown",
        "not_asked": "not-asked",
        "not_answered": "unknown",
        "unsafe_to_ask": "not-asked",
        "interrupted": "temp-unknown",
    }[status]
    reason = {"extension": [{"url": ABSENT, "valueCode": code}]}

    assert {"q1", "worry"} == set(found)
    assert reason == found["q1"]["answer"][0]["valueCoding"]
    assert reason == found["worry"]["answer"][0]["_valueString"]
    assert not [one for one in found.values() if "extension" in one]


def test_that_it_was_not_safe_should_not_be_told() -> None:
    """That asking was not safe should leave as not asked, in every part."""
    made = load("hark")
    session = Session(made, clock=Ticking())
    session.skip("kick", "unsafe_to_ask", by="staff-7")
    data = to_response(made, session)

    assert "unsafe" not in str(data)
    assert (Status.NOT_ASKED,) == tuple(
        s.status for s in from_response(made, data).steps
    )


def test_stale_answers_should_stay_behind() -> None:
    """An answer from before its gate shut should be kept, and not be handed on."""
    made = load("cssrs-screener-recent")
    session = Session(made, clock=Ticking())
    for item, value in {"q2": "yes", "q4": "yes"}.items():
        session.answer(item, value, by="staff-7")
    session.answer("q2", "no", by="staff-7")
    open_form = to_response(made, session)
    result = session.finish()

    assert ["q2", "q4", "q2"] == [step.item for step in session.steps]
    for data in (open_form, to_response(made, result)):
        assert ["q2"] == [one["linkId"] for one in items(data)]


def test_stale_answers_of_others_should_count_for_nothing() -> None:
    """An answer behind a shut gate should be read, kept, and count for nothing."""
    made = load("pvs")
    data = answered(made, hurt="yes", by_partner="yes")
    data["item"][0]["answer"][0]["valueCoding"]["code"] = "no"
    session = take_up(made, from_response(made, data), clock=Ticking())

    assert ("by_partner",) == session.evaluate().ignored
    assert "by_partner" not in session.finish().answers


def test_status_should_say_how_far_a_form_has_come() -> None:
    """Under way, finished, broken off: each should have its status."""
    made = load("hark")
    under_way, done, left = (Session(made, clock=Ticking()) for _ in range(3))
    found = [
        to_response(made, under_way)["status"],
        to_response(made, done.finish())["status"],
        to_response(made, left.abandon())["status"],
        to_response(made, under_way, status="entered-in-error")["status"],
    ]

    assert ["in-progress", "completed", "stopped", "entered-in-error"] == found
    with pytest.raises(ExchangeRefused):
        to_response(made, under_way, status="final")
    with pytest.raises(AnswerRefused):
        to_response(made, left)


def test_the_form_should_name_its_edition_and_how_sensitive_it_is() -> None:
    """A response should name the form with its version, and say how sensitive it is."""
    found = {
        name: to_response(load(name), Session(load(name), clock=Ticking()))
        for name in ("da-20", "audit-c", "phq-9", "pearls-child")
    }
    codes = {
        name: [one["code"] for one in data["meta"]["security"]]
        for name, data in found.items()
    }

    assert (
        "urn:x-fjcore:instrument:da-20|2003-scoring-/-2009-validation"
        == (found["da-20"]["questionnaire"])
    )
    assert {
        "da-20": ["SDV", "R"],
        "audit-c": ["SDV", "ETH", "R"],
        "phq-9": ["SDV", "MH", "R"],
        "pearls-child": ["SDV", "ADOL", "R"],
    } == codes


def test_totals_alone_should_come_back() -> None:
    """A form of which only sums were told should come back as that."""
    made = load("ace-10")
    session = Session(made, clock=Ticking())
    session.enter_total("total", 4, by="staff-7")
    result = session.finish()
    found = from_response(made, through_json(to_response(made, result)))

    assert {"total": 4} == found.totals
    assert {} == found.answers
    assert result.evaluation == take_up(made, found, clock=Ticking()).evaluate()


def test_alerts_of_answers_from_elsewhere_should_be_told() -> None:
    """Every alert that foreign answers raise should be told, once."""
    made, told = load("da-20"), []
    data = answered(made, q10="yes", q20="yes")
    session = take_up(
        made, from_response(made, data), clock=Ticking(), on_alert=told.append
    )

    assert [alert.id for alert in session.alerts] == [alert.id for alert in told]
    assert 2 <= len(told)
    assert () == session.undelivered


def test_a_form_that_was_entered_in_error_should_not_be_taken_up() -> None:
    """Answers that were entered in error should raise nothing."""
    made = load("hark")
    said = evolve(
        responded(made, Session(made, clock=Ticking())), status="entered-in-error"
    )

    with pytest.raises(ExchangeRefused):
        take_up(made, said, clock=Ticking())


def test_answers_should_not_be_shown() -> None:
    """The text of a response should hold no answer."""
    made = load("hark")
    found = from_response(made, answered(made, kick="yes"))

    assert "kick" not in repr(found)
    assert isinstance(found, Response)
    assert evaluate(made, found.answers, stated=found.stated).flags
