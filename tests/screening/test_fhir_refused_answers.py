"""Answers from elsewhere that lack something, or contradict themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from screening.exchange import bent

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening import load
from fjcore.screening.fhir import from_response

Change = Callable[[dict[str, Any]], Any]
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def first(data: Any) -> Any:
    """Give the first answer of a response."""
    return data["item"][0]["answer"][0]


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (lambda d: d.update(resourceType="Bundle"), "resourceType", "other"),
        (lambda d: d.pop("questionnaire"), "questionnaire", "required"),
        (
            lambda d: d.update(questionnaire="urn:x-fjcore:instrument:hark"),
            "questionnaire",
            "required",
        ),
        (
            lambda d: d.update(questionnaire="urn:x-fjcore:instrument:hark|2008"),
            "questionnaire",
            "other",
        ),
        (lambda d: d["extension"][0].update(valueString="x"), "extension", "other"),
        (lambda d: d.update(status="done"), "status", "unknown_code"),
        (lambda d: d.update(authored="2026-03-02"), "authored", "naive_time"),
        (lambda d: d.update(authored="soon"), "authored", "format"),
        (lambda d: d.update(authored="0001-01-01T00:00:00+14:00"), "authored", "range"),
        (lambda d: d["item"][0].update(linkId="z"), "item.0.linkId", "unknown_item"),
        (lambda d: d["item"].append(d["item"][0]), "item.2.linkId", "duplicate"),
        (lambda d: d["item"][0].update(answer=[]), "item.0.answer", "length"),
        (
            lambda d: d["item"][0].update(answer=[first(d), first(d)]),
            "item.0.answer",
            "cardinality",
        ),
        (
            lambda d: d["item"][0].update(
                extension=[
                    {
                        "url": ABSENT,
                        "valueCode": "asked-declined",
                    }
                ]
            ),
            "item.0.extension.0",
            "format",
        ),
        (
            lambda d: first(d)["valueCoding"].update(code="perhaps"),
            "item.0.answer.0.valueCoding",
            "unknown_code",
        ),
        (
            lambda d: first(d)["valueCoding"].update(system="http://x.example.org"),
            "item.0.answer.0.valueCoding",
            "unknown_code",
        ),
        (
            lambda d: first(d).update(valueInteger=1),
            "item.0.answer.0",
            "duplicate",
        ),
        (
            lambda d: first(d)["valueCoding"].update(
                extension=[
                    {
                        "url": ABSENT,
                        "valueCode": "masked",
                    }
                ]
            ),
            "item.0.answer.0.valueCoding.extension.0",
            "conflict",
        ),
        (
            lambda d: first(d).update(
                valueCoding={
                    "extension": [
                        {
                            "url": ABSENT,
                            "valueCode": "asked-unknown",
                        }
                    ]
                }
            ),
            "item.0.answer.0",
            "conflict",
        ),
    ],
)
def test_faults_of_answers_should_be_told(change: Change, path: str, code: str) -> None:
    """Answers that lack or contradict should be refused by path and code."""
    with pytest.raises(ExchangeRefused) as caught:
        from_response(load("hark"), bent(change))

    assert Problem(path, code) in caught.value.problems


def test_what_is_not_used_should_be_told() -> None:
    """Where that is asked for, the rest should be read, and what is faulty told."""
    data = bent(lambda d: d["item"].append({"linkId": "z", "answer": [{}]}))
    data["item"].append(data["item"][0])
    found = from_response(load("hark"), data, strict=False)

    assert {"kick": "yes"} == found.answers
    assert [("item.2.linkId", "unknown_item"), ("item.3.linkId", "duplicate")] == [
        tuple(one) for one in found.problems
    ]
