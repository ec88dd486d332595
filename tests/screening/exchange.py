"""Screenings to hand on: sessions made of drawn steps, and forms without our marks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve, fields
from hypothesis import strategies as st
from screening.cases import STATUSES

from fjcore.screening import (
    Instrument,
    Mode,
    Presence,
    Response,
    Session,
    Status,
    load,
)
from fjcore.screening.fhir import to_response

START = datetime(2026, 3, 2, 17, 0, 0, 123456, tzinfo=UTC)
OWN = "urn:x-fjcore:"
WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
#: What a definition does not keep of itself: its vectors, and the bytes it had.
_LEFT = ("tested", "document_hash")


class Ticking:
    """A clock that moves on by seven seconds at each look."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        """Give the instant."""
        self.at += timedelta(seconds=7)
        return self.at


def through_json(data: Any) -> Any:
    """Give plain data as it comes back from a file."""
    return json.loads(json.dumps(data))


def same(one: Instrument, other: Instrument) -> dict[str, Any]:
    """Give every part in which two instruments differ."""
    names = [part.name for part in fields(Instrument) if part.name not in _LEFT]
    return {
        name: (getattr(one, name), getattr(other, name))
        for name in names
        if getattr(one, name) != getattr(other, name)
    }


def foreign(data: Any) -> Any:
    """Give a form as somebody else would have written it: without our extensions."""
    if isinstance(data, list):
        return [foreign(one) for one in data]
    if not isinstance(data, dict):
        return data
    found = {key: foreign(value) for key, value in data.items()}
    if "extension" in found:
        found["extension"] = [
            one for one in found["extension"] if not one["url"].startswith(OWN)
        ]
    return {key: value for key, value in found.items() if value != []}


@st.composite
def sessions(draw: Any, made: Instrument) -> Session:
    """Make a session of some answers and skips, some of them changed later."""
    profile = draw(st.sampled_from([None, *sorted(made.profiles)]))
    facts = {
        name: draw(st.sampled_from([None, True, False, 12, "female"]))
        for name in made.context
        if draw(st.booleans())
    }
    found = Session(
        made,
        clock=Ticking(),
        profile=profile,
        context=facts,
        mode=draw(st.sampled_from(Mode)),
        present=draw(st.lists(st.sampled_from(Presence), max_size=3)),
    )
    for item in draw(st.lists(st.sampled_from(made.asked), max_size=12)):
        values = sorted(item.points) or ["a remark"]
        if draw(st.integers(0, 2)):
            found.answer(item.id, draw(st.sampled_from(values)), by="staff-7")
        else:
            found.skip(item.id, draw(st.sampled_from(STATUSES)), by="staff-8")
    return found


def told_apart(response: Response) -> Response:
    """Give a response as it comes back: that it was not safe to ask is not told."""
    unsafe, asked = Status.UNSAFE_TO_ASK, Status.NOT_ASKED
    steps = (
        evolve(step, status=asked) if step.status is unsafe else step
        for step in response.steps
    )
    return evolve(response, steps=tuple(steps))


def answered(made: Instrument, **answers: str) -> Any:
    """Give the form of some answers."""
    session = Session(made, clock=Ticking())
    for item, value in answers.items():
        session.answer(item, value, by="staff-7")
    return through_json(to_response(made, session.finish()))


def bent(change: Callable[[dict[str, Any]], Any]) -> Any:
    """Give a response with one thing changed."""
    data = answered(load("hark"), kick="yes", afraid="no")
    change(data)
    return data


def option(*weights: Any, **coding: Any) -> dict[str, Any]:
    """Make an option with weights."""
    marks = [{"url": WEIGHT, "valueDecimal": one} for one in weights]
    return {"extension": marks, "valueCoding": coding or {"code": "a"}}


def bare_form(*items: Any, **parts: Any) -> dict[str, Any]:
    """Make a form of somebody else."""
    return {"resourceType": "Questionnaire", "item": list(items), **parts}


def choice(link: str = "q", *options: Any, **parts: Any) -> dict[str, Any]:
    """Make a question."""
    return {
        "linkId": link,
        "type": "choice",
        "answerOption": list(options) or [option(0), option(1, code="b")],
        **parts,
    }


def when(question: Any = "q", operator: Any = "=", **answer: Any) -> dict[str, Any]:
    """Make a condition of FHIR."""
    said = answer or {"answerCoding": {"code": "a"}}
    return {"question": question, "operator": operator, **said}
