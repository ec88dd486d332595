"""A template that lacks anything, or holds anything else, is not loaded."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from consent.templates import SHORT, WHOLE, faults, put, read, section_of
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import ReleaseTemplate, parse_template, release_template
from fjcore.consent._template_elements import needed
from fjcore.consent.template import template_from
from fjcore.errors import Problem, TemplateRefused


def test_whole() -> None:
    """The template that every fault is put into should be taken as it stands."""
    assert set() == faults(WHOLE) == faults(SHORT)
    assert release_template("fjcore.release").sections == read(WHOLE).sections


ONE_FAULT: dict[str, tuple[str, Any, str]] = {
    "no id": ("id", None, "id: required"),
    "id": ("id", "Not An Id", "id: format"),
    "version": ("version", "one", "version: format"),
    "number": ("version", 1, "version: format"),
    "kind": ("kind", "contract", "kind: unknown_code"),
    "forms": ("forms", ["vawa", "nda"], "forms: unknown_code"),
    "no forms": ("forms", [], "forms: required"),
    "forms twice": ("forms", ["vawa", "vawa"], "forms: duplicate"),
    "only": ("only", ["secrets"], "only: unknown_category"),
    "no language": ("languages", [], "languages: required"),
    "a language": ("languages", ["en", "es", "fr"], "words.fr: required"),
    "of no words": ("languages", ["en", "es", "fr"], "title.fr: required"),
    "fewer": ("languages", ["en"], "title: unknown_key"),
    "wording": ("wording", "9", "words.en: required"),
    "as_of": ("as_of", "November", "as_of: format"),
    "reviewed": ("reviewed", "yes", "reviewed: type"),
    "source": ("source", " ", "source: required"),
    "key": ("script", "x", ".: unknown_key"),
    "title": ("title/es", None, "title.es: required"),
    "two lines": ("title/es", "a\nb", "title.es: format"),
    "title place": ("title/en", "{holder}", "title.en: unknown_placeholder"),
    "no section": ("section", [], "section: required"),
    "sections": ("section", "x", "section: type"),
    "after": ("section/what/after", "why", "section.3.after: unknown_key"),
    "section key": ("section/what/html", "x", "section.what: unknown_key"),
    "section id": ("section/what/id", "What?", "section.3.id: format"),
    "section twice": ("section/what/id", "why", "section: duplicate"),
    "element": (
        "section/what/elements",
        ["wat"],
        "section.what.elements: unknown_code",
    ),
    "elements": ("section/what/elements", "what", "section.what.elements: type"),
    "heading": ("section/what/heading/es", None, "section.what.heading.es: required"),
    "say": ("section/what/say/es", None, "section.what.say.es: required"),
    "empty": ("section/what/say/es", [], "section.what.say.es: required"),
    "blank": ("section/choice/say/es/0", " ", "section.choice.say.es.0: format"),
    "number said": ("section/choice/say/es/0", 5, "section.choice.say.es.0: format"),
    "control": (
        "section/choice/say/es/0",
        "a\u202eb",
        "section.choice.say.es.0: format",
    ),
    "place": (
        "section/choice/say/en/0",
        "{ssn}",
        "section.choice.say.en.0: unknown_placeholder",
    ),
    "brace": (
        "section/choice/say/en/0",
        "a { b",
        "section.choice.say.en.0: unknown_placeholder",
    ),
    "list in a sentence": (
        "section/what/say/en/1",
        "See {scope}.",
        "section.what.say.en.1: format",
    ),
    "unfilled": (
        "section/what/say/es/1",
        "La lista.",
        "element.what.es: missing_placeholder",
    ),
    "no end": (
        "section/when/say/en/1",
        "It ends.",
        "element.window.en: missing_placeholder",
    ),
    "line": (
        "section/sign/line/1/kind",
        "seal",
        "section.sign.line.1.kind: unknown_code",
    ),
    "writer": (
        "section/sign/line/1/of",
        "judge",
        "section.sign.line.1.of: unknown_code",
    ),
    "label": (
        "section/sign/line/1/label/es",
        None,
        "section.sign.line.1.label.es: required",
    ),
    "no signature": (
        "section/sign/line",
        [],
        "element.signature.line: missing_element",
    ),
    "no co-signer": ("section/cosign/line", [], "element.cosign.line: missing_element"),
    "part 2": ("forms", ["part2"], "element.part2: missing_element"),
    "patient": ("forms", ["part2"], "element.patient: missing_element"),
    "psychotherapy": (
        "forms",
        ["psychotherapy"],
        "element.psychotherapy: missing_element",
    ),
    "ferpa": ("forms", ["ferpa"], "element.ferpa: missing_element"),
    "operator": ("kind", "operator", "element.operator: missing_element"),
    "words": ("words", {"en": {}}, "words.en.say: required"),
    "other words": ("words", {"fr": {}}, "words: unknown_key"),
}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_fault(name: str) -> None:
    """Each fault should be told by its path and code."""
    path, value, wanted = ONE_FAULT[name]

    assert wanted in faults(put(path, value))


@pytest.mark.parametrize("name", sorted(needed("release", ("vawa",))))
def test_missing_element(name: str) -> None:
    """A form without an element that the law wants should not load."""
    data = deepcopy(WHOLE)
    for section in data["section"]:
        section["elements"] = [one for one in section["elements"] if one != name]

    assert {f"element.{name}: missing_element"} == faults(data)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", [row["id"] for row in WHOLE["section"]])
def test_missing_language(name: str, lang: str) -> None:
    """A section that lacks one of the languages should not load."""
    data = deepcopy(WHOLE)
    del section_of(data, name)["say"][lang]

    assert f"section.{name}.say.{lang}: required" in faults(data)


def test_every_fault_is_told_at_once() -> None:
    """All faults of a template should come in one refusal, and none with a text."""
    data = put("title/es", None)
    data |= {"version": "No!", "source": "", "secret-key": "Maria Vale"}
    with pytest.raises(TemplateRefused) as caught:
        read(data)

    assert {"version", "source", "title.es", ""} == {
        p.path for p in caught.value.problems
    }
    assert "Maria" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["id = ", "\x00", "[" * 9000, "x" * (1 << 21)], ids=range(4)
)
def test_no_toml(text: str) -> None:
    """What is not TOML, or too big, should be refused as a whole."""
    with pytest.raises(TemplateRefused) as caught:
        parse_template(text)

    assert {"format", "too_big"} >= {problem.code for problem in caught.value.problems}


# --- whatever stands there ----------------------------------------------------------

_values = st.recursive(
    st.one_of(
        st.text(max_size=8),
        st.integers(-3, 3),
        st.booleans(),
        st.sampled_from(["{", "*"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "en", "say", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(data: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to every place of a template."""
    found = [way] if way else []
    rows = data.items() if isinstance(data, dict) else ()
    for key, inner in enumerate(data) if isinstance(data, list) else rows:
        found += places(inner, (*way, key))
    return found


PLACES = places(WHOLE)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PLACES), _values)
def test_any_value_anywhere_is_refused_or_read(
    way: tuple[Any, ...], value: Any
) -> None:
    """Whatever stands at any place, a template should load or be refused as ours."""
    data = deepcopy(WHOLE)
    place: Any = data
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    problems: list[Problem] = []
    made = template_from(data, "", problems)

    assert (made is None) is bool(problems)
    assert made is None or isinstance(made, ReleaseTemplate)
