"""A template may extend one that ships, and bring the words of a language."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from consent.templates import SHORT, WHOLE, faults, read


def own(**more: Any) -> dict[str, Any]:
    """Give a section of one's own."""
    row = {
        "id": "local",
        "after": "risks",
        "heading": {"en": "Our valley", "es": "Nuestro valle"},
        "say": {"en": ["We all know each other."], "es": ["Aquí nos conocemos todos."]},
    }
    return {key: value for key, value in {**row, **more}.items() if value is not None}


def test_extended() -> None:
    """A template should add its own section, and take one over by its id."""
    choice = own(id="choice", after=None, elements=["no_condition"])
    made = read({**SHORT, "section": [own(), choice]})
    names = [section.id for section in made.sections]

    assert ["risks", "local", "private_talks"] == names[7:10]
    assert ("We all know each other.",) == made.sections[1].say["en"]
    assert 16 == len(names)


def test_extended_in_one_language() -> None:
    """A template may have fewer languages than the one it extends."""
    made = read({**SHORT, "languages": ["en"], "title": {"en": "Permission"}})

    assert {"en"} == {tag for s in made.sections for tag in (*s.say, *s.heading)}
    assert {"en"} == made.words.keys()


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"extends": "fjcore.release/9"}, "extends: unknown_form"),
        ({"extends": "fjcore.part2/1"}, "extends: unknown_form"),
        ({"extends": ["x"]}, "extends: unknown_form"),
        ({"section": [own(after=None)]}, "section.0.after: required"),
        ({"section": [own(after="nowhere")]}, "section.0.after: required"),
        ({"section": [own(id="risks")]}, "section.0.after: required"),
        ({"section": ["x"]}, "section.0.after: required"),
        (
            {"section": [own(id="risks", after=None)]},
            "element.risks: missing_element",
        ),
    ],
)
def test_extended_wrongly(change: dict[str, Any], wanted: str) -> None:
    """A section that fits nowhere, or takes an element away, should be refused."""
    assert wanted in faults({**SHORT, **change})


WORDS: dict[str, Any] = tomllib.loads(
    files("fjcore.consent").joinpath("data/words/es-1.toml").read_text("utf-8")
)


def with_words(**change: Any) -> dict[str, Any]:
    """Give the template with words of its own for Spanish, changed."""
    return {**WHOLE, "words": {"es": {**WORDS, **change}}}


def test_own_words() -> None:
    """A form may bring the words of a language; they should be whole."""
    assert set() == faults(with_words())
    assert "rtl" == read(with_words(direction="rtl")).words["es"].direction


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("language", "fr", "words.es.language: different"),
        ("direction", "up", "words.es.direction: unknown_code"),
        ("called", "", "words.es.called: required"),
        ("reviewed", 1, "words.es.reviewed: type"),
        ("methods", {}, "words.es.methods.verbal: required"),
        (
            "say",
            {**WORDS["say"], "end_on": "{ssn}"},
            "words.es.say.end_on: unknown_placeholder",
        ),
        (
            "say",
            {**WORDS["say"], "box": "a {"},
            "words.es.say.box: unknown_placeholder",
        ),
        ("office", {**WORDS["office"], "x": "y"}, "words.es.office: unknown_key"),
        (
            "time",
            {**WORDS["time"], "months": ["enero"] * 12},
            "words.es.time.months: format",
        ),
        (
            "time",
            {**WORDS["time"], "zones": {"UTC": ""}},
            "words.es.time.zones: format",
        ),
        ("extra", {}, "words.es: unknown_key"),
    ],
)
def test_own_words_with_a_fault(key: str, value: Any, wanted: str) -> None:
    """A fault in a form's own words should be told by its path."""
    assert wanted in faults(with_words(**{key: value}))
