"""Instruments as Questionnaires, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from screening.cases import cases, definitions
from screening.exchange import foreign, same, through_json

from fjcore.screening import evaluate, instruments, languages, load, load_wording
from fjcore.screening import wording as wording_of
from fjcore.screening.fhir import from_questionnaire, to_questionnaire
from fjcore.screening.parse import parse

EVERY = pytest.mark.parametrize("name", instruments())
STANDARD = "http://hl7.org/fhir/StructureDefinition/"


def leaves(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the questions of a form, groups opened."""
    found = []
    for one in items:
        found += leaves(one["item"]) if one["type"] == "group" else [one]
    return found


@EVERY
def test_a_form_should_read_as_its_instrument(name: str) -> None:
    """A form should read as the very instrument, and as the same in every part."""
    made = load(name)
    draft = from_questionnaire(through_json(to_questionnaire(made)))

    assert made is draft.instrument
    assert {} == same(made, parse(draft.definition, strict=False))
    assert ((), ()) == (draft.words, draft.warnings)


@EVERY
def test_without_our_marks_items_weights_and_gates_should_be_left(name: str) -> None:
    """A form of somebody else should give items, weights and gates, and no rules."""
    made = load(name)
    found = from_questionnaire(foreign(through_json(to_questionnaire(made)))).instrument
    items = {item.id: item for item in made.asked}
    flat = {
        n for n, i in items.items() if i.applies_if and i.applies_if.name != "pregnant"
    }

    assert f"imported.{name}" == found.id
    assert ((), (), ()) == (found.scores, found.bands, found.triggers)
    assert (False, ("all",)) == (found.tested, found.unreviewed)
    assert len(items) == len(found.items)
    assert flat == {item.id for item in found.items if item.applies_if}
    for item in found.items:
        ours = items[item.id if item.id in items else "@".join(item.id.rsplit("-", 1))]
        weights = [option.score for option in ours.options]
        assert weights == [option.score for option in item.options]


def test_context_gates_should_not_be_lost() -> None:
    """A gate on a fact should travel as a condition, since FHIR has none."""
    form = to_questionnaire(load("aas"))
    item = next(one for one in form["item"] if one["linkId"] == "pregnant")

    assert "enableWhen" not in item
    assert ['{"context":"pregnant","eq":true}'] == [
        one["valueString"] for one in item["extension"]
    ]


@pytest.mark.parametrize(
    ("name", "lang"), [(n, tag) for n in instruments() for tag in languages(n)]
)
def test_words_should_come_along(name: str, lang: str) -> None:
    """The words of a form should read as a pack of the same words."""
    made = load(name)
    pack = load_wording(made, lang, use="clinical")
    draft = from_questionnaire(through_json(to_questionnaire(made, pack)))
    found = wording_of(draft.words[0], made, use="clinical")

    assert made is draft.instrument
    assert (pack.items, lang) == (found.items, found.language)
    for item in made.asked:
        for value in item.points:
            assert pack.option(item.id, value) == found.option(item.id, value)


@EVERY
def test_words_of_others_should_stay_away(name: str) -> None:
    """Without a pack a form should hold the neutral labels alone."""
    made = load(name)
    texts = {
        one["linkId"]: one["text"] for one in leaves(to_questionnaire(made)["item"])
    }

    assert {item.id: item.label for item in made.asked} == texts


def test_weights_should_stand_in_both_ways() -> None:
    """Each weight should stand as itemWeight and as ordinalValue, in whole numbers."""
    options = to_questionnaire(load("da-20"))["item"][1]["answerOption"]
    found = [
        {one["url"].removeprefix(STANDARD): one["valueDecimal"] for one in marks}
        for marks in (option["valueCoding"]["extension"] for option in options)
    ]

    assert [{"itemWeight": n, "ordinalValue": n} for n in (0, 5)] == found


def test_codes_should_be_those_that_are_known() -> None:
    """LOINC codes should stand where they are confirmed, and nowhere else."""
    phq = leaves(to_questionnaire(load("phq-9"))["item"])
    codes = {
        one["linkId"]: [o["valueCoding"]["code"] for o in one["answerOption"]]
        for one in phq
    }
    ace = {
        one["linkId"]: one.get("code")
        for one in to_questionnaire(load("ace-10"))["item"]
    }

    assert ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"] == codes["q9"]
    # The answers of the item that is not counted are others.
    assert ["0", "1", "2", "3"] == codes["difficulty"]
    assert [{"system": "http://loinc.org", "code": "82814-5"}] == ace["e1"]
    assert (None, None) == (ace["e6"], ace["e8"])


@EVERY
def test_nothing_should_be_required_or_worked_out(name: str) -> None:
    """No question should be required, and nothing in a form should be run."""
    form = to_questionnaire(load(name))
    text = str(form)

    assert not [one for one in leaves(form["item"]) if one.get("required")]
    assert "xpression" not in text
    assert " " not in form["version"]
    assert "active" != form["status"]


@settings(max_examples=15, deadline=None)
@given(data=definitions())
def test_any_instrument_should_come_back(data: dict[str, Any]) -> None:
    """Whatever an instrument is made of should come back from its form."""
    made = parse(data, strict=False)
    found = from_questionnaire(through_json(to_questionnaire(made))).instrument

    assert {} == same(made, found)
    assert made.logic_hash == found.logic_hash


@settings(max_examples=12, deadline=None)
@given(case=cases())
def test_any_instrument_should_score_alike_afterwards(case: Any) -> None:
    """The instrument of a form should score as the one it was made of."""
    made = parse(case.data, strict=False)
    found = from_questionnaire(through_json(to_questionnaire(made))).instrument
    said = {"stated": case.stated, "context": case.context}

    assert evaluate(made, case.answers, **said) == evaluate(found, case.answers, **said)
