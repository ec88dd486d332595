"""Release templates: the exact words of a form, by language, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from fjcore.consent._template_lint import faults, texts_in
from fjcore.consent._template_words import Words, shipped_words, words_from
from fjcore.errors import Problem, TemplateRefused, UnknownTemplate
from fjcore.values.plaintoml import plain_toml

#: A template is written by hand; more than this is none.
MAX_TEMPLATE_BYTES = 1 << 20

Texts = Mapping[str, str]


def _table(rows: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(rows))


@frozen(kw_only=True)
class FormLine:
    """Something to be written by hand: what, by whom, and its label by language."""

    kind: str
    of: str
    label: Texts = field(converter=_table)


@frozen(kw_only=True)
class FormSection:
    """A part of a form: its heading and paragraphs by language, the lines below.

    ``elements`` are what the law wants that is said here.
    """

    id: str
    elements: tuple[str, ...]
    heading: Texts = field(converter=_table)
    say: Mapping[str, tuple[str, ...]] = field(converter=_table)
    lines: tuple[FormLine, ...] = ()


@frozen(kw_only=True)
class ReleaseTemplate:
    """A form that a survivor may sign, in one version that never changes.

    ``kind``: ``release``, or ``operator`` for the permission of those who run a
    shelter. ``forms`` are what a release by it is besides; ``only`` binds its scope.
    Not legal advice; ``reviewed`` is False until a lawyer has read it.
    """

    id: str
    version: str
    kind: str
    forms: tuple[str, ...]
    only: tuple[str, ...]
    languages: tuple[str, ...]
    as_of: str
    reviewed: bool
    source: str
    title: Texts = field(converter=_table)
    sections: tuple[FormSection, ...]
    words: Mapping[str, Words] = field(converter=_table, repr=False)
    #: The TOML it was read from.
    text: str = field(repr=False)

    @property
    def key(self) -> str:
        """Its id and version, as ``fjcore.release/1``."""
        return f"{self.id}/{self.version}"


def parse_template(text: str, *, where: str = "template") -> ReleaseTemplate:
    """Read a template from TOML, strictly.

    It may extend one that ships: its sections then take the place of those of the same
    id, or come ``after`` one.
    Raises: TemplateRefused, with the path and code of every fault: an element that the
    law wants and no language may lack, a placeholder outside the closed list, others.
    """
    data, problems = _toml(text)
    made = None if problems else template_from(data, text, problems)
    if made is None:
        del data, text  # a traceback may print what its frames hold
        raise TemplateRefused(where, problems=tuple(sorted(set(problems))))
    return made


def template_from(
    data: dict[str, Any], text: str, problems: list[Problem]
) -> ReleaseTemplate | None:
    """Make a template of its data, or add every fault of it to ``problems``."""
    sections, found = _laid(data)
    problems += [*found, *faults(data, sections)]
    return None if problems else _template(data, sections, text)


def release_template(name: str) -> ReleaseTemplate:
    """Give a template that ships, by its id or ``id/version``; else the newest version.

    Raises: UnknownTemplate.
    """
    known = release_templates()
    found = [one for one in known if name in (one.id, one.key)]
    if not found:
        raise UnknownTemplate("template")
    return found[-1]


@cache
def release_templates() -> tuple[ReleaseTemplate, ...]:
    """Give every template that ships, by id and version."""
    found = [parse_template(text, where=name) for name, text in _shipped()]
    return tuple(sorted(found, key=_by_age))


def _by_age(one: ReleaseTemplate) -> tuple[str, int, str]:
    return one.id, len(one.version), one.version


def _toml(text: str) -> tuple[dict[str, Any], list[Problem]]:
    if len(text) > MAX_TEMPLATE_BYTES:
        return {}, [Problem("", "too_big")]
    found = plain_toml(text)
    return ({}, [Problem("", "format")]) if found is None else (found, [])


def _laid(data: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Lay a template's own sections over those of what it extends."""
    own = data.get("section", [])
    if type(own) is not list:
        return [], [Problem("section", "type")]
    if "extends" not in data:
        loose = [i for i, row in enumerate(own) if type(row) is dict and "after" in row]
        return own, [
            Problem(f"section.{index}.after", "unknown_key") for index in loose
        ]
    base = _shipped_sections(data["extends"])
    if base is None:
        return own, [Problem("extends", "unknown_form")]
    kept = frozenset(texts_in(data.get("languages")))
    return _over([_only(row, kept) for row in base], own)


def _only(row: dict[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    """Give a section in some of its languages."""
    parts = {key: _spoken(row[key], kept) for key in ("heading", "say")}
    lines = [
        {**line, "label": _spoken(line["label"], kept)} for line in row.get("line", [])
    ]
    return {**row, **parts, "line": lines}


def _spoken(table: Mapping[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    return {tag: said for tag, said in table.items() if tag in kept}


def _over(
    base: list[dict[str, Any]], own: list[Any]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    found, problems = list(base), []
    for index, row in enumerate(own):
        names = [one.get("id") for one in found if type(one) is dict]
        name = row.get("id") if type(row) is dict else None
        after = row.get("after") if type(row) is dict else None
        if name in names and after is None:
            found[names.index(name)] = row
        elif name not in names and type(after) is str and after in names:
            found.insert(names.index(after) + 1, row)
        else:
            problems.append(Problem(f"section.{index}.after", "required"))
    return found, problems


def _shipped_sections(key: Any) -> list[dict[str, Any]] | None:
    """Give the raw sections of a template that ships and extends none, or None."""
    data = _raw().get(key) if type(key) is str else None
    return list(data["section"]) if data is not None else None


@cache
def _raw() -> Mapping[str, dict[str, Any]]:
    """Give the data of every template that ships and extends none, by its key."""
    read = [tomllib.loads(text) for _, text in _shipped()]
    return {f"{d['id']}/{d['version']}": d for d in read if "extends" not in d}


def _shipped() -> list[tuple[str, str]]:
    folder = files("fjcore.consent").joinpath("data/templates")
    names = sorted(place.name for place in folder.iterdir())
    return [
        (name, folder.joinpath(name).read_text("utf-8"))
        for name in names
        if name.endswith(".toml")
    ]


def _template(
    data: Mapping[str, Any], sections: list[dict[str, Any]], text: str
) -> ReleaseTemplate:
    own = data.get("words", {})
    words = {
        tag: words_from(own[tag]) if tag in own else shipped_words(tag, data["wording"])
        for tag in data["languages"]
    }
    return ReleaseTemplate(
        id=data["id"],
        version=data["version"],
        kind=data["kind"],
        forms=tuple(sorted(data.get("forms", []))),
        only=tuple(data.get("only", [])),
        languages=tuple(data["languages"]),
        as_of=data["as_of"],
        reviewed=data["reviewed"],
        source=data["source"],
        title=data["title"],
        sections=tuple(map(_section, sections)),
        words=words,
        text=text,
    )


def _section(row: Mapping[str, Any]) -> FormSection:
    return FormSection(
        id=row["id"],
        elements=tuple(row.get("elements", [])),
        heading=row["heading"],
        say={tag: tuple(texts) for tag, texts in row["say"].items()},
        lines=tuple(FormLine(**line) for line in row.get("line", [])),
    )
