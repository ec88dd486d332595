from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.formrules import HOME, form_of

from fjcore.records import Form
from fjcore.records.form import TYPES
from fjcore.records.preview import preview

VOID = {"meta", "input", "br"}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=y>&amp;"


class Page(HTMLParser):
    """Reads a page, and refuses what is not nested as it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.legends = 0
        self.feed(text)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        assert len(attrs) == len(dict(attrs))
        if tag == "legend":
            assert "fieldset" == self.open[-1]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(form: Form, lang: str = "en") -> Page:
    return Page(preview(form, lang))


@pytest.mark.parametrize("lang", ["en", "es", "es-MX", "fr"])
def test_the_page_says_its_language(lang: str) -> None:
    """The page should name its language, and mark each text that is in another."""
    found = page(HOME, lang)

    assert [lang] == [one["lang"] for one in found.every("html")]
    texts = " ".join(found.texts)
    assert ("How many?" in texts) == (lang in ("en", "fr"))
    assert ("¿Cuántos?" in texts) == lang.startswith("es")
    marked = [attrs for _, attrs in found.tags if attrs.get("lang") == "en"]
    assert {"en": 1, "es": 1, "es-MX": 1}.get(lang, 20) <= len(marked)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_runs_and_fetches_nothing(lang: str) -> None:
    """The page should hold no script, no address and no way to send it."""
    found = page(HOME, lang)
    names = {tag for tag, _ in found.tags}
    attrs = {name for _, said in found.tags for name in said}

    assert {"script", "link", "img", "iframe", "a", "button"}.isdisjoint(names)
    assert {"src", "href", "action", "style"}.isdisjoint(attrs)
    assert not {name for name in attrs if name.startswith("on")}
    assert any(
        "default-src 'none'" in str(one.get("content")) for one in found.every("meta")
    )


def labelled(found: Page) -> None:
    """Check that everything a person can act on has a name that is read aloud."""
    ids = Counter(attrs["id"] for _, attrs in found.tags if "id" in attrs)
    assert {1} == set(ids.values()) or not ids
    fors = {one["for"] for one in found.every("label") if "for" in one}
    assert fors <= ids.keys()
    for tag, attrs in found.tags:
        for key in ("aria-labelledby", "aria-describedby"):
            assert set(str(attrs.get(key, "")).split()) <= ids.keys()
        if tag == "select":
            assert attrs["aria-labelledby"]
        elif tag == "textarea" or (
            tag == "input" and attrs["type"] not in ("radio", "checkbox")
        ):
            assert attrs["id"] in fors
    assert len(found.every("fieldset")) == len(found.every("legend"))
    assert 1 == len(found.every("h1")) == len(found.every("main"))


def test_every_control_has_a_name() -> None:
    """Each control should have a label, and each group a legend."""
    labelled(page(HOME))
    labelled(page(HOME, "es"))


@pytest.mark.parametrize("kind", sorted({*TYPES} - {"code", "codes"}))
def test_every_type_has_its_control(kind: str) -> None:
    """A question of each type should have a control of its own kind."""
    found = page(form_of({"name": "q", "type": kind, "required": True}))
    labelled(found)
    inputs = found.every("input") + found.every("textarea")

    assert (2 if kind == "yes_no" else 1) == len(inputs)
    assert (kind == "narrative") == bool(found.every("textarea"))
    assert kind == "yes_no" or "required" in inputs[0]


def test_a_repeat_and_a_part_are_groups() -> None:
    """Questions inside a part should stand in a group with the part's own legend."""
    inner = [{"name": "age", "type": "int"}, {"name": "with_her"}]
    found = page(
        form_of(
            {"name": "kids", "type": "repeat", "field": inner},
            {
                "name": "home",
                "type": "part",
                "field": [{"name": "rent", "type": "money"}],
            },
        )
    )
    labelled(found)

    assert 3 == len(found.every("fieldset"))
    assert "As many as there are." in found.texts


def test_a_gate_is_told_in_the_words_of_its_question() -> None:
    """A condition should name the question it asks for by its words."""
    assert "Asked only if: «How many?» > 1" in page(HOME).texts


@pytest.mark.parametrize(
    ("when", "lang", "told"),
    [
        ("${pets} = 'yes'", "es", "«Pets?» = «Sí»"),
        ("${pets} != 'no'", "en", "«Pets?» != «No»"),
        ("selected(${kinds}, 'knife')", "es", "selected(«Kinds?», «cuchillo»)"),
        ('selected(${kinds}, "knife")', "en", "selected(«Kinds?», «knife»)"),
        ("${note} = 'yes'", "en", "«Note?» = 'yes'"),
    ],
)
def test_a_gate_says_codes_in_words(when: str, lang: str, told: str) -> None:
    """A condition should say a code as the question that it is of does."""
    rows = [
        {"name": "pets", "label": {"en": "Pets?"}},
        {
            "name": "kinds",
            "type": "codes",
            "codes": "fj.weapon",
            "label": {"en": "Kinds?"},
        },
        {"name": "note", "type": "text", "label": {"en": "Note?"}},
    ]
    found = page(form_of(*rows, {"name": "q", "when": when}), lang)

    assert told in "".join(found.texts)


def test_defaults_are_filled_in() -> None:
    """A default should stand where the answer is to stand, and be kept if read only."""
    form = form_of(
        {"name": "a", "type": "int", "default": 3},
        {"name": "b", "default": False, "read_only": True},
        {"name": "c", "type": "narrative", "default": "x < y"},
        {"name": "d", "type": "codes", "codes": "fj.weapon", "default": ["knife"]},
    )
    found = page(form)
    checked = [one["value"] for one in found.every("input") if "checked" in one]

    assert ["no", "knife"] == checked
    assert "3" in [one.get("value") for one in found.every("input")]
    assert 2 == len([one for one in found.every("input") if "disabled" in one])
    assert "x < y" in found.texts


texts = st.sampled_from([EVIL, "</title>", "&lt;", "a\nb", "«»", "'", '"', "שלום"])


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts, st.sampled_from([*TYPES, "part", "note"]))
def test_no_text_becomes_markup(title: str, label: str, hint: str, kind: str) -> None:
    """Whatever a form says should be shown as text, and never be a part of the page."""
    row: dict[str, Any] = {"name": "q", "type": kind, "label": {"en": label}}
    if kind != "note":
        row["hint"] = {"en": hint}
    if kind in ("code", "codes"):
        row["codes"] = "x_made.list"
    if kind == "part":
        row["field"] = [{"name": "in_it", "label": {"en": label}}]
    words = {"maps_to": "fj.weapon", "codes": {"a": label}, "maps": {"a": "other"}}
    form = form_of(row, title={"en": title}, codes={"x_made.list": words})
    found = page(form)
    labelled(found)

    assert {"script", "img"}.isdisjoint(tag for tag, _ in found.tags)
    shown = "".join(found.texts)
    assert title in shown
    assert label in shown
    assert kind == "note" or hint in shown
