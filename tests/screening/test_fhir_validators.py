"""What leaves as FHIR is held against two validators that are not ours."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from screening.exchange import Ticking
from services.fhirs import faults

from fjcore.screening import Session, Status, instruments, languages, load, load_wording
from fjcore.screening.fhir import to_observations, to_questionnaire, to_response

SKIPS = sorted(set(Status) - {Status.ANSWERED, Status.NOT_APPLICABLE})


def screened(name: str, *, skipping: bool) -> Session:
    """Answer every item in turn, or every other one and skip the rest."""
    made = load(name)
    session = Session(made, clock=Ticking(), context=dict.fromkeys(made.context))
    for number, item in enumerate(made.asked):
        if skipping and number % 2:
            session.skip(item.id, SKIPS[number % len(SKIPS)], by="staff-7")
        else:
            values = sorted(item.points) or ["a remark"]
            session.answer(item.id, values[number % len(values)], by="staff-7")
    return session


def resources() -> Iterator[dict[str, Any]]:
    """Give every form, with words too, and answers and scores of each instrument."""
    for name in instruments():
        made = load(name)
        yield to_questionnaire(made)
        for lang in languages(name):
            yield to_questionnaire(made, load_wording(made, lang, use="clinical"))
        for skipping in (False, True):
            session = screened(name, skipping=skipping)
            yield to_response(made, session, subject="Patient/p")
            yield from to_observations(
                made, session.finish(), response="QuestionnaireResponse/r"
            )


#: Each of these is wrong in FHIR R4, by kind of resource.
WRONG = (
    ("Questionnaire", {"status": "banana"}),
    ("Questionnaire", {"status": None}),
    ("Questionnaire", {"kind": "screening"}),
    ("Questionnaire", {"item": [{"linkId": "q", "type": "choices"}]}),
    ("QuestionnaireResponse", {"status": "done"}),
    ("QuestionnaireResponse", {"authored": "yesterday"}),
    ("QuestionnaireResponse", {"item": [{"answer": []}]}),
    ("Observation", {"code": None}),
    ("Observation", {"valueInteger": "nine"}),
    ("Observation", {"status": None}),
)


@pytest.fixture(scope="module")
def judged() -> list[tuple[Any, list[str]]]:
    """Give every resource, the wrong ones last, with what is wrong with each."""
    right = json.loads(json.dumps(list(resources()), default=float))
    kinds = {one["resourceType"]: one for one in reversed(right)}
    wrong = []
    for kind, change in WRONG:
        data = {**copy.deepcopy(kinds[kind]), **change}
        wrong.append({key: value for key, value in data.items() if value is not None})
    found = faults([*right, *wrong])
    return list(zip([*right, *wrong], found, strict=True))


def test_all_that_leaves_should_be_valid(judged: Any) -> None:
    """Every form, response and observation should be FHIR R4 to both validators."""
    right = judged[: -len(WRONG)]
    bad = [(data["resourceType"], told) for data, told in right if told]

    assert [] == bad
    assert {"Questionnaire", "QuestionnaireResponse", "Observation"} == {
        data["resourceType"] for data, _ in right
    }
    assert len(right) > 4 * len(instruments())


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_the_validators_should_notice(judged: Any, number: int) -> None:
    """A resource that is wrong should not be valid to both."""
    told = judged[len(judged) - len(WRONG) + number][1]

    assert told
