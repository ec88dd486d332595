"""The templates that ship: whole in every language, plain, and never changed."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from consent.papers import LANGUAGES, TEMPLATES, fitting, terms
from consent.readability import ease, english, grade, spanish, words

from fjcore.consent import (
    ELEMENTS,
    GRANTABLE,
    Purpose,
    ReleaseTemplate,
    release_template,
    release_templates,
    render,
)
from fjcore.consent._template_elements import needed
from fjcore.consent.reading import FORMS, METHODS
from fjcore.errors import UnknownTemplate
from fjcore.records import CATEGORIES

EVERY = pytest.mark.parametrize("key", TEMPLATES)
BOTH = pytest.mark.parametrize("lang", LANGUAGES)
FOLDER = files("fjcore.consent").joinpath("data")
GOLDEN = Path(__file__).parent / "golden"

#: What ships is pinned: a release on file names the hash of a text made of these.
PINS = {
    "templates/ferpa-1.toml": "b98ef3ddf3e1655636f5196d143d67ee",
    "templates/part2-1.toml": "7c97e5100f9a29737706a8b223aedb80",
    "templates/psychotherapy-1.toml": "a5c67f0e988a6391a294c47e2eef879d",
    "templates/release-1.toml": "22b291e3ed5670889c92947794f979e8",
    "templates/shelter-1.toml": "54ae431b61360ac2d4a87d04aa7c4b91",
    "apart/es-1.toml": "79e4f3cc14de1dfd1ce778a724a38054",
    "apart/en-1.toml": "792f794d99d5bb4e1ef8ddb29766c192",
    "words/en-1.toml": "de2301d103e719d5784887ad27b1e1e2",
    "words/es-1.toml": "10d8d96ebd38e9003a32a0a4f2c7f454",
}

#: The only shared sentence that holds no word of its own.
PARTS = "{what}. {view}"

ENDS = {"en": (grade, 6.5), "es": (ease, 70.0)}


def said(template: ReleaseTemplate, lang: str) -> list[str]:
    """Give what a survivor reads in a form, without the office's part."""
    given = render(template, fitting(template), lang).text
    return given.split("\n" + template.sections[-1].heading[lang] + "\n")[0].split(
        "\n\n"
    )


def readable(texts: list[str], lang: str) -> bool:
    """Whether texts are at sixth grade or easier."""
    measure, bound = ENDS[lang]
    flat = "\n".join(" ".join(text.split()) for text in texts if words(text))
    return measure(flat) <= bound if lang == "en" else measure(flat) >= bound


@EVERY
@BOTH
def test_elements(key: str, lang: str) -> None:
    """Every form should say every element that the law wants, in every language."""
    template = TEMPLATES[key]
    by_element = {
        name: section.say[lang]
        for section in template.sections
        for name in section.elements
    }

    assert needed(template.kind, template.forms) <= by_element.keys()
    assert all(any(text.strip() for text in texts) for texts in by_element.values())
    assert set(LANGUAGES) == set(template.languages)


def test_forms_of_the_law_have_a_template() -> None:
    """Each form that a release may have to be should have a template that ships."""
    assert FORMS == {form for one in release_templates() for form in one.forms}
    assert {"release", "operator"} == {one.kind for one in release_templates()}


def test_elements_are_cited() -> None:
    """Every element should name its source, and stand in some form."""
    used = {
        name for one in release_templates() for s in one.sections for name in s.elements
    }

    assert ELEMENTS.keys() == used
    assert all(element.citation for element in ELEMENTS.values())


@EVERY
def test_nothing_is_said_to_be_reviewed(key: str) -> None:
    """No form should claim a review; each should be dated and cited."""
    template = TEMPLATES[key]

    assert template.reviewed is False
    assert ("2026-11-26", True) == (template.as_of, "U.S.C." in template.source)


@BOTH
def test_words(lang: str) -> None:
    """Every leaf, purpose, method and view should have words of its own."""
    shared = release_template("fjcore.release").words[lang]

    assert CATEGORIES.keys() == shared.categories.keys()
    assert {str(purpose) for purpose in Purpose} == shared.purposes.keys()
    assert METHODS == shared.methods.keys()
    assert {view.name for view in GRANTABLE} == shared.views.keys()
    for table in (shared.categories, shared.purposes, shared.methods):
        assert len(table) == len(set(table.values()))


def test_words_differ_by_language() -> None:
    """No word of one language should stand in the other for want of its own."""
    one, other = (release_template("fjcore.release").words[lang] for lang in LANGUAGES)

    for name in ("say", "office", "methods", "views", "categories", "purposes"):
        said = {text for text in getattr(one, name).values() if words(text)}

        assert not [t for t in getattr(other, name).values() if t in said - {PARTS}]


@EVERY
@BOTH
def test_reading(key: str, lang: str) -> None:
    """A form should be read at sixth grade or easier, as a whole."""
    texts = said(TEMPLATES[key], lang)

    assert len(words(" ".join(texts))) > 100
    assert readable(texts, lang)


@BOTH
@pytest.mark.parametrize("name", ["categories", "purposes", "methods", "views"])
def test_reading_of_words(lang: str, name: str) -> None:
    """The words for what is shared, why and how should be as easy."""
    table = getattr(release_template("fjcore.release").words[lang], name)

    assert readable([f"{text}." for text in table.values()], lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "Authorization to disclose individually identifiable information is "
            "revocable prospectively, notwithstanding contemporaneous reliance.",
        ),
        (
            "es",
            "La autorización para la divulgación de información individualmente "
            "identificable es revocable prospectivamente, no obstante la confianza.",
        ),
    ],
)
def test_reading_fires(lang: str, text: str) -> None:
    """Words of lawyers should be found too hard."""
    assert not readable([text], lang)


@pytest.mark.parametrize(
    ("count", "word", "syllables"),
    [
        *((english, w, n) for w, n in {"share": 1, "asked": 1, "needed": 2}.items()),
        *((english, w, n) for w, n in {"people": 2, "table": 2, "private": 2}.items()),
        *((english, w, n) for w, n in {"permission": 3, "changes": 2}.items()),
        *((spanish, w, n) for w, n in {"guía": 2, "queso": 2, "ciudad": 2}.items()),
        *((spanish, w, n) for w, n in {"país": 2, "oído": 3, "averiguar": 4}.items()),
        *((spanish, w, n) for w, n in {"información": 4, "y": 1, "agua": 2}.items()),
    ],
    ids=lambda part: part.__name__ if callable(part) else str(part),
)
def test_syllables(count: object, word: str, syllables: int) -> None:
    """The measure should count syllables as a person does."""
    assert callable(count)
    assert syllables == count(word)


BLAMING = {
    "en": "victim fail failed refuse must-sign accused alleged claim claims complain",
    "es": "víctima culpa acusada supuesta alega queja rehúsa falla",
}


@EVERY
@BOTH
def test_calm(key: str, lang: str) -> None:
    """A form should blame nobody and name nobody a victim."""
    own = TEMPLATES[key]
    texts = [text for section in own.sections for text in section.say[lang]]
    found = {word for text in texts for word in words(text)}

    assert not found & set(BLAMING[lang].split())


@pytest.mark.parametrize("name", PINS)
def test_pinned(name: str) -> None:
    """What ships should never change: a new wording is a new file."""
    raw = FOLDER.joinpath(name).read_bytes()

    assert PINS[name] == hashlib.sha256(raw).hexdigest()[:32]
    assert tomllib.loads(raw.decode())["version"] == name[-6]


def test_pins_are_whole() -> None:
    """Every file that ships should be pinned."""
    shipped = {
        f"{folder}/{place.name}"
        for folder in ("apart", "templates", "words")
        for place in FOLDER.joinpath(folder).iterdir()
    }

    assert PINS.keys() == shipped


@BOTH
def test_golden(lang: str) -> None:
    """The exact text of a usual form should be the one on file, byte for byte."""
    made = render(release_template("fjcore.release/1"), terms(), lang)

    assert (GOLDEN / f"release-{lang}.txt").read_text("utf-8") == made.text


@pytest.mark.parametrize("name", ["fjcore.nothing", "fjcore.release/9", "", "release"])
def test_unknown(name: str) -> None:
    """A template that is not there should be an error that names no input."""
    with pytest.raises(UnknownTemplate) as caught:
        release_template(name)

    assert "template" == caught.value.where
