"""The faults of a release template: every one of them by its path, no text of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from fjcore.consent._template_elements import (
    ELEMENTS,
    INLINE,
    LINE_KINDS,
    LISTS,
    WRITERS,
    needed,
)
from fjcore.consent._template_words import marks, one_line, shipped_words, words_faults
from fjcore.consent.reading import FORMS
from fjcore.errors import Problem
from fjcore.records.categories import is_known

KINDS = ("release", "operator")
#: Longest list of sections, and of paragraphs in one.
MAX_PARTS = 60

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_VERSION = re.compile(r"[0-9][0-9a-z.]{0,19}")
_SECTION = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEYS = frozenset(
    "id version kind forms only languages wording words as_of reviewed source extends "
    "title section".split()
)
_REQUIRED = _KEYS - {"forms", "only", "words", "extends", "section"}
_SECTION_KEYS = frozenset("id after elements heading say line".split())
_LINE_KEYS = frozenset("kind of label".split())


def faults(data: Mapping[str, Any], sections: list[dict[str, Any]]) -> list[Problem]:
    """Give every fault of a template as it was read from TOML.

    ``sections`` are its own ones laid over those of what it extends.
    """
    found = [Problem(key, "required") for key in sorted(_REQUIRED - data.keys())]
    if not data.keys() <= _KEYS:
        found.append(Problem("", "unknown_key"))
    found += _head(data)
    languages = _languages(data)
    found += _translated(data.get("title"), "title", languages)
    found += _words(data, languages)
    if not sections or len(sections) > MAX_PARTS:
        found.append(Problem("section", "required" if not sections else "too_big"))
    names: list[str] = []
    for index, section in enumerate(sections):
        path = f"section.{_named(section, index)}"
        found += _section(section, path, languages)
        names.append(path)
    if len(set(names)) != len(names):
        found.append(Problem("section", "duplicate"))
    return [*found, *_elements(data, sections, languages)]


def _named(section: Any, index: int) -> str:
    name = section.get("id") if type(section) is dict else None
    return name if type(name) is str and _SECTION.fullmatch(name) else str(index)


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def _head(data: Mapping[str, Any]) -> Iterator[Problem]:
    for key, pattern in (("id", _ID), ("version", _VERSION), ("wording", _VERSION)):
        if key in data and not _fits(pattern, data[key]):
            yield Problem(key, "format")
    if "kind" in data and data["kind"] not in KINDS:
        yield Problem("kind", "unknown_code")
    if "reviewed" in data and type(data["reviewed"]) is not bool:
        yield Problem("reviewed", "type")
    if "source" in data and not one_line(data["source"]):
        yield Problem("source", "required")
    if "as_of" in data and not _is_day(data["as_of"]):
        yield Problem("as_of", "format")
    yield from _lists(data)
    if data.get("kind") == "release" and not data.get("forms"):
        yield Problem("forms", "required")


def _lists(data: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("forms", "only", "languages"):
        rows = data.get(key, [])
        if type(rows) is not list or not all(type(row) is str for row in rows):
            yield Problem(key, "type")
        elif len(set(rows)) != len(rows):
            yield Problem(key, "duplicate")
        elif key == "forms" and not FORMS.issuperset(rows):
            yield Problem(key, "unknown_code")
        elif key == "only" and not all(map(is_known, rows)):
            yield Problem(key, "unknown_category")
        elif key == "languages" and key in data and not rows:
            yield Problem(key, "required")


def _is_day(value: Any) -> bool:
    try:
        return type(value) is str and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def texts_in(rows: Any) -> list[str]:
    """Give the texts of a list; what is none is left out."""
    found = rows if type(rows) in (list, tuple) else ()
    return [row for row in found if type(row) is str]


def _languages(data: Mapping[str, Any]) -> list[str]:
    return texts_in(data.get("languages"))


def _words(data: Mapping[str, Any], languages: list[str]) -> Iterator[Problem]:
    """Ask every language for its shared words: those that ship, or the form's own."""
    own = data.get("words", {})
    if type(own) is not dict:
        yield Problem("words", "type")
        return
    version = data.get("wording")
    for tag in languages:
        if tag in own:
            yield from words_faults(own[tag], f"words.{tag}")
            told = own[tag].get("language") if type(own[tag]) is dict else tag
            if told != tag:
                yield Problem(f"words.{tag}.language", "different")
        elif not shipped_words(tag, version if type(version) is str else ""):
            yield Problem(f"words.{tag}", "required")
    if not own.keys() <= set(languages):
        yield Problem("words", "unknown_key")


def _translated(table: Any, path: str, languages: list[str]) -> Iterator[Problem]:
    """Ask a text for every language of the form, and for no other."""
    if type(table) is not dict:
        yield Problem(path, "required")
        return
    if not table.keys() <= set(languages):
        yield Problem(path, "unknown_key")
    for tag in languages:
        if not one_line(table.get(tag)):
            yield Problem(f"{path}.{tag}", "format" if tag in table else "required")
        elif "{" in table[tag] or "}" in table[tag]:
            yield Problem(f"{path}.{tag}", "unknown_placeholder")


def _section(section: Any, path: str, languages: list[str]) -> Iterator[Problem]:
    if type(section) is not dict or not section.keys() <= _SECTION_KEYS:
        yield Problem(path, "unknown_key")
        return
    if not _fits(_SECTION, section.get("id")):
        yield Problem(f"{path}.id", "format")
    elements = section.get("elements", [])
    if type(elements) is not list or len(texts_in(elements)) != len(elements):
        yield Problem(f"{path}.elements", "type")
    elif not set(elements) <= ELEMENTS.keys():
        yield Problem(f"{path}.elements", "unknown_code")
    yield from _translated(section.get("heading"), f"{path}.heading", languages)
    yield from _saying(section.get("say"), f"{path}.say", languages)
    lines = section.get("line", [])
    if type(lines) is not list or len(lines) > MAX_PARTS:
        yield Problem(f"{path}.line", "type")
        return
    for index, line in enumerate(lines):
        yield from _line(line, f"{path}.line.{index}", languages)


def _line(line: Any, path: str, languages: list[str]) -> Iterator[Problem]:
    if type(line) is not dict or not line.keys() <= _LINE_KEYS:
        yield Problem(path, "unknown_key")
        return
    for key, known in (("kind", LINE_KINDS), ("of", WRITERS)):
        if type(line.get(key)) is not str or line[key] not in known:
            yield Problem(f"{path}.{key}", "unknown_code")
    yield from _translated(line.get("label"), f"{path}.label", languages)


def _saying(table: Any, path: str, languages: list[str]) -> Iterator[Problem]:
    if type(table) is not dict:
        yield Problem(path, "required")
        return
    if not table.keys() <= set(languages):
        yield Problem(path, "unknown_key")
    for tag in languages:
        rows = table.get(tag)
        if type(rows) is not list or not 0 < len(rows) <= MAX_PARTS:
            yield Problem(f"{path}.{tag}", "required" if not rows else "type")
            continue
        for index, text in enumerate(rows):
            code = _paragraph(text)
            if code:
                yield Problem(f"{path}.{tag}.{index}", code)


def _paragraph(text: Any) -> str:
    if not one_line(text, 4000) or text != text.strip():
        return "format"
    names = marks(text)
    listed = [name for name in names if name in LISTS]
    left = re.sub(r"\{[a-z_]+\}", "", text)
    if not set(names) <= INLINE | LISTS or "{" in left or "}" in left:
        return "unknown_placeholder"
    # A list stands alone, or its items would run into the sentence.
    return "format" if listed and text != f"{{{names[0]}}}" else ""


def _elements(
    data: Mapping[str, Any], sections: list[dict[str, Any]], languages: list[str]
) -> Iterator[Problem]:
    """Ask for every element that the law wants, in every language."""
    kind, forms = data.get("kind"), tuple(texts_in(data.get("forms")))
    if kind not in KINDS:
        return
    by_element: dict[str, dict[str, Any]] = {}
    for section in sections:
        if type(section) is dict:
            for name in texts_in(section.get("elements")):
                by_element.setdefault(name, section)
    for name in sorted(needed(str(kind), forms) - by_element.keys()):
        yield Problem(f"element.{name}", "missing_element")
    for name, section in sorted(by_element.items()):
        element = ELEMENTS.get(name)
        for tag in languages if element else ():
            held = {mark for text in _said(section, tag) for mark in marks(text)}
            if element and not held.issuperset(element.holds):
                yield Problem(f"element.{name}.{tag}", "missing_placeholder")
        if element and not set(element.lines) <= _lines_of(section):
            yield Problem(f"element.{name}.line", "missing_element")


def _said(section: Mapping[str, Any], tag: str) -> list[str]:
    table = section.get("say")
    return texts_in(table.get(tag)) if type(table) is dict else []


def _lines_of(section: Mapping[str, Any]) -> set[tuple[str, str]]:
    lines = section.get("line", [])
    rows = lines if type(lines) is list else []
    return {
        (str(line.get("kind")), str(line.get("of")))
        for line in rows
        if type(line) is dict
    }
