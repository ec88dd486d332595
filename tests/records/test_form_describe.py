from __future__ import annotations

import json
from typing import Any

import pytest
from records.formrules import HOME, LABEL, form_of

from fjcore.records import core_lists
from fjcore.records.form import TYPES
from fjcore.values import Missing


def questions(lang: str = "en") -> dict[str, dict[str, Any]]:
    found = HOME.describe(lang)["sections"]
    return {one["name"]: one for section in found for one in section["questions"]}


def test_a_form_is_told_as_plain_data() -> None:
    """A form should be told with nothing but texts, numbers, lists and tables."""
    found = HOME.describe("es")

    assert found == json.loads(json.dumps(found))
    assert ("x_made.home", 3, "es", "En casa") == tuple(
        found[key] for key in ("form", "version", "lang", "title")
    )


def test_sections_stand_in_order_with_their_questions() -> None:
    """What stands in no section should come first, then each section in its order."""
    told = {
        one["name"]: [row["name"] for row in one["questions"]]
        for one in HOME.describe()["sections"]
    }

    assert {
        "": ["welcome"],
        "about": ["born", "has_pets"],
        "pets": ["how_many", "kinds", "chip"],
    } == told
    assert ["", "about", "pets"] == list(told)


@pytest.mark.parametrize(
    ("lang", "label", "hint", "options", "untranslated"),
    [
        ("en", "How many?", "All kinds together.", ["A dog", "A cat"], []),
        ("es", "¿Cuántos?", "All kinds together.", ["Un perro", "Un gato"], ["hint"]),
        (
            "es-MX",
            "¿Cuántos?",
            "All kinds together.",
            ["Un perro", "Un gato"],
            ["hint"],
        ),
        (
            "fr",
            "How many?",
            "All kinds together.",
            ["A dog", "A cat"],
            ["label", "hint", "message", "missing"],
        ),
    ],
)
def test_texts_are_told_in_the_language(
    lang: str, label: str, hint: str, options: list[str], untranslated: list[str]
) -> None:
    """A text should be in the language asked for, or in English and be told as such."""
    found = questions(lang)["how_many"]

    assert (label, hint) == (found["label"], found["hint"])
    assert untranslated == found["untranslated"]
    assert options == [one["label"] for one in questions(lang)["kinds"]["options"]]


def test_rules_are_told_as_data() -> None:
    """Gates and constraints should be told as text and as nested lists."""
    found = questions()

    assert {
        "text": "${how_many} > 1",
        "rule": [">", ["field", "how_many"], ["number", "1"]],
    } == found["kinds"]["when"]
    assert ". >= 1 and . <= 40" == found["how_many"]["constraint"]["text"]
    assert "From 1 to 40." == found["how_many"]["message"]
    assert found["how_many"]["required"]
    assert not found["kinds"]["required"]
    assert "household" == found["kinds"]["category"]


def test_reasons_are_those_of_the_policy_or_such_as_a_person_gives() -> None:
    """The reasons offered should be the policy's; without one, a person's own."""
    found = {
        name: [reason["reason"] for reason in one["missing"]]
        for name, one in questions().items()
    }

    assert ["asked_declined", "unsafe_to_ask"] == found["born"]
    assert ["asked_unknown"] == found["how_many"]
    assert [] == found["welcome"]
    assert {"asked_unknown", "asked_declined", "not_asked", "unsafe_to_ask"} == set(
        found["kinds"]
    )
    assert {"withheld", "error", "not_applicable"}.isdisjoint(found["kinds"])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_reason_has_its_words(lang: str) -> None:
    """Each reason should have words of its own in both languages."""
    every = [one.value for one in Missing]
    (section,) = form_of({"name": "q", "missing": every}).describe(lang)["sections"]
    told = {one["reason"]: one["label"] for one in section["questions"][0]["missing"]}

    assert every == list(told)
    assert 8 == len({text for text in told.values() if text.strip()})


def test_hidden_questions_are_not_told() -> None:
    """A hidden question should be told to nobody who draws the form."""
    assert "language" not in questions()
    assert "language" in {one.name for one in HOME.fields}


@pytest.mark.parametrize("kind", sorted({*TYPES} - {"code", "codes"}))
def test_every_type_is_told_by_its_name(kind: str) -> None:
    """A question should be told with the type that its row names."""
    form = form_of({"name": "q", "type": kind})
    (section,) = form.describe()["sections"]

    assert kind == section["questions"][0]["type"]
    assert ["yes", "no"] * (kind == "yes_no") == [
        one["code"] for one in section["questions"][0]["options"]
    ]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("person.names.text", "text"),
        ("person.birth_date", "partial_date"),
        ("person.interpreter_needed", "yes_no"),
        ("person.children_in_household", "int"),
        ("contact_point.value", "phone"),
        ("contact_point.safety", "code"),
        ("contact_point.allowed_methods", "codes"),
        ("service_encounter.started_at", "datetime"),
        ("note.text", "narrative"),
        ("safety_plan.safe_places", "texts"),
    ],
)
def test_a_bound_question_has_the_type_of_its_field(path: str, kind: str) -> None:
    """A question bound to core should be told with the type and codes of its field."""
    form = form_of({"name": "q", "binds": path})
    (section,) = form.describe()["sections"]
    (found,) = section["questions"]

    assert kind == found["type"]
    assert (kind in ("code", "codes", "yes_no")) == bool(found["options"])


def test_core_codes_can_be_reworded() -> None:
    """A form should put core's codes in its own words, and leave the codes alone."""
    words = {"es": {"safe": "Es seguro"}, "en": {"safe": "Go ahead"}}
    form = form_of(
        {"name": "safe", "type": "code", "codes": "fj.contact_safety"},
        codes={"fj.contact_safety": {"label": words}},
    )
    told = {}
    for lang in ("en", "es"):
        (section,) = form.describe(lang)["sections"]
        told[lang] = {o["code"]: o["label"] for o in section["questions"][0]["options"]}
    core = core_lists()["fj.contact_safety"].codes

    assert core.keys() == told["en"].keys() == told["es"].keys()
    assert ("Go ahead", "Es seguro") == (told["en"]["safe"], told["es"]["safe"])
    assert {**core, "safe": "Go ahead"} == told["en"]
    assert () == form.code_lists


def test_retired_codes_are_read_and_no_longer_offered() -> None:
    """A retired code should be read where it was said, and be offered to nobody."""
    table = {"maps_to": "fj.weapon", "codes": {"a": "A"}, "maps": {"a": "other"}}
    form = form_of(
        {"name": "q", "type": "code", "codes": "x_made.list"},
        codes={"x_made.list": {**table, "retired": {"z": "Z"}}},
    )
    (section,) = form.describe()["sections"]
    (found,) = form.read({"q": "z"})

    assert ["a"] == [one["code"] for one in section["questions"][0]["options"]]
    assert "z" == found.q  # type: ignore[attr-defined]


def test_parts_are_told_with_their_questions() -> None:
    """A repeat should be told with the questions of one row."""
    inner = [{"name": "age", "type": "int"}, {"name": "gone", "hide": True}]
    form = form_of({"name": "kids", "type": "repeat", "field": inner})
    (section,) = form.describe()["sections"]
    (found,) = section["questions"]

    assert ("repeat", [LABEL["category"]]) == (
        found["type"],
        [one["category"] for one in found["questions"]],
    )
    assert ["age"] == [one["name"] for one in found["questions"]]
