"""Forms from elsewhere that lack something, or contradict themselves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from screening.exchange import bare_form as form
from screening.exchange import choice, option, through_json, when

from fjcore.errors import DefinitionRefused, ExchangeRefused, Problem
from fjcore.screening import load
from fjcore.screening.fhir import from_questionnaire, to_questionnaire

WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
OTHER = "http://hl7.org/fhir/StructureDefinition/itemWeight"
CALCULATED = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
    "sdc-questionnaire-calculatedExpression"
)

Change = Callable[[dict[str, Any]], Any]

GATED = {"enableWhen": [when()]}
TWO = [when(), when(answerCoding={"code": "b"})]


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        ([], "", "type"),
        ({"resourceType": "Patient"}, "resourceType", "other"),
        ({"item": []}, "resourceType", "required"),
        (form(), "item", "required"),
        (form(choice(), item="x"), "item", "type"),
        (form("x"), "item.0", "type"),
        (form({"type": "choice"}), "item.0.linkId", "required"),
        (form({"linkId": "q"}), "item.0.type", "required"),
        (form(choice(7)), "item.0.linkId", "type"),
        (form(choice("/")), "item.0.linkId", "format"),
        (form(choice(), choice()), "item.1.linkId", "duplicate"),
        (form(choice("a b"), choice("a/b")), "item.1.linkId", "duplicate"),
        (form(choice(type="quantity")), "item.0.type", "unknown_type"),
        (form(choice(repeats=True)), "item.0.repeats", "cardinality"),
        (form(choice(answerOption=[])), "item.0.answerOption", "required"),
        (form(choice("q", option(1), option(2))), "item.0.answerOption", "duplicate"),
        (form(choice("q", {})), "item.0.answerOption.0", "required"),
        (
            form(choice("q", {"valueDate": "2026-01-01"})),
            "item.0.answerOption.0.valueDate",
            "unknown_type",
        ),
        (
            form(choice("q", {"valueCoding": {}})),
            "item.0.answerOption.0.valueCoding.code",
            "required",
        ),
        (
            form(choice("q", option(1, 2))),
            "item.0.answerOption.0.valueCoding",
            "conflict",
        ),
        (
            form(choice("q", option(1.5))),
            "item.0.answerOption.0.extension.0",
            "format",
        ),
        (
            form(choice("q", option(True))),
            "item.0.answerOption.0.extension.0",
            "type",
        ),
        (
            form(choice("q", option(Decimal("NaN")))),
            "item.0.answerOption.0.extension.0",
            "range",
        ),
        (
            form(choice("q", option(float("inf")))),
            "item.0.answerOption.0.extension.0",
            "range",
        ),
        (
            form(
                {
                    "linkId": "q",
                    "type": "choice",
                    "answerValueSet": "http://x.example.org",
                }
            ),
            "item.0.answerValueSet",
            "unknown_list",
        ),
        (
            form(choice(), choice("r", enableWhen=[when("z")])),
            "item.1.enableWhen.0.question",
            "unknown_item",
        ),
        (
            form(choice(), choice("r", enableWhen=[when(answerCoding={"code": "z"})])),
            "item.1.enableWhen.0.answerCoding",
            "unknown_code",
        ),
        (
            form(choice(), choice("r", enableWhen=[when(operator="exists")])),
            "item.1.enableWhen.0.operator",
            "unknown_code",
        ),
        (
            form(choice(), choice("r", enableWhen=[when(answerDate="2026-01-01")])),
            "item.1.enableWhen.0.answerDate",
            "unknown_type",
        ),
        (
            form(choice(), choice("r", enableWhen=TWO)),
            "item.1.enableBehavior",
            "required",
        ),
        (
            form(choice(), choice("r", enableWhen=TWO, enableBehavior="most")),
            "item.1.enableBehavior",
            "unknown_code",
        ),
        (form(choice(), contained=[{"id": 3}]), "contained.0.id", "type"),
    ],
)
def test_faults_of_a_form_should_be_told(data: Any, path: str, code: str) -> None:
    """A form that lacks or contradicts should be refused by path and code."""
    with pytest.raises(ExchangeRefused) as caught:
        from_questionnaire(data)

    assert Problem(path, code) in caught.value.problems


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        (
            form(choice(enableWhen=[when("r")]), choice("r", enableWhen=[when("q")])),
            "item.0.applies_if",
            "E07",
        ),
        (form(choice(enableWhen=[when("q")])), "item.0.applies_if", "E07"),
    ],
)
def test_what_makes_no_definition_should_be_told(
    data: Any, path: str, code: str
) -> None:
    """Gates in a circle should be refused at the item they start from."""
    with pytest.raises(DefinitionRefused) as caught:
        from_questionnaire(data)

    assert (Problem(path, code),) == caught.value.problems


def test_what_a_form_would_run_should_be_told_and_not_run() -> None:
    """An expression should be told as a warning, and do nothing."""
    run = {"url": CALCULATED, "valueExpression": {"expression": "1/0"}}
    draft = from_questionnaire(form(choice(extension=[run])))

    assert (Problem("item.0.extension.0", "expression"),) == draft.warnings


def test_an_answer_before_anyone_spoke_should_not_be_taken() -> None:
    """A preselected answer of a foreign form should not be taken for a default."""
    first = {**option(0), "initialSelected": True}
    draft = from_questionnaire(form(choice("q", first, option(1, code="b"))))

    assert None is draft.instrument.items[0].default
    assert (Problem("item.0.answerOption", "forbidden"),) == draft.warnings


@pytest.mark.parametrize("url", [WEIGHT, OTHER])
def test_weights_of_a_value_set_should_be_read(url: str) -> None:
    """Weights should be read where a value set of the form carries them."""
    contains = [
        {"code": "a", "extension": [{"url": url, "valueDecimal": 2}]},
        {"code": "b", "property": [{"code": "itemWeight", "valueDecimal": 3.0}]},
    ]
    held = {"resourceType": "ValueSet", "id": "v", "expansion": {"contains": contains}}
    item = {"linkId": "q", "type": "choice", "answerValueSet": "#v"}
    made = from_questionnaire(form(item, contained=[held])).instrument

    assert {"a": 2, "b": 3} == made.items[0].points


def test_what_stands_in_a_group_should_wait_for_it() -> None:
    """A question should wait for its own gate and for that of its group."""
    group = {"linkId": "g", "type": "group", "item": [choice("r", **GATED)], **GATED}
    made = from_questionnaire(form(choice(), group)).instrument

    assert (
        'all:0(item:["q", "a"],item:["q", "a"])' == made.items[1].applies_if.printed()
    )


def altered(change: Change) -> Any:
    """Give the form of a shipped instrument with one thing changed."""
    data = through_json(to_questionnaire(load("da-20")))
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (
            lambda d: d["item"][0]["answerOption"][1]["valueCoding"].update(code="ja"),
            "",
        ),
        (lambda d: d["item"].pop(), ""),
        (lambda d: d["item"][0].update(linkId="z"), ""),
        (
            lambda d: [
                one.update(valueDecimal=9)
                for one in d["item"][1]["answerOption"][1]["valueCoding"]["extension"]
            ],
            "scores",
        ),
        (lambda d: d["extension"][0].update(valueString="0" * 64), "extension"),
        (lambda d: d["extension"].append(d["extension"][1]), "extension.2"),
        (lambda d: d["extension"][1].update(valueString="{"), "extension"),
        (lambda d: d.update(url="urn:x-fjcore:instrument:hark"), "url"),
    ],
)
def test_a_form_of_ours_that_was_changed_should_be_refused(
    change: Change, path: str
) -> None:
    """A form that claims a logic which it does not have should be refused."""
    with pytest.raises((ExchangeRefused, DefinitionRefused)) as caught:
        from_questionnaire(altered(change))

    assert [one for one in caught.value.problems if one.path.startswith(path)]


def test_an_id_of_core_should_be_cores_alone() -> None:
    """A form should not go by the id of a shipped instrument with another logic."""
    data = altered(lambda d: d["extension"].pop(0))
    for one in data["item"][1]["answerOption"][1]["valueCoding"]["extension"]:
        one["valueDecimal"] = 4
    data["extension"][0]["valueString"] = data["extension"][0]["valueString"].replace(
        '"max":37', '"max":36'
    )

    with pytest.raises(ExchangeRefused) as caught:
        from_questionnaire(data)

    assert (Problem("url", "conflict"),) == caught.value.problems
