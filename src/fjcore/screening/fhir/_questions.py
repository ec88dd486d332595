"""The questions of a Questionnaire, groups opened, each with what stands on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import define, field

from fjcore.screening import _shape as shape
from fjcore.screening.fhir._options import Read, options
from fjcore.screening.fhir._reading import MAX_DEPTH, Reader
from fjcore.screening.fhir._terms import EXTENSION

_TEXTS = frozenset({"text", "string"})
#: Kept as a text: nothing is made of a number or a date here.
_AS_TEXT = frozenset({"integer", "decimal", "date", "dateTime", "time", "url"})
_CHOICES = frozenset({"choice", "open-choice"})
_YES_NO = ("true", "false")
#: Extensions by which a form would work something out; they are told, and never run.
_RUN = re.compile(r"[Ee]xpression$|/variable$|/cqf-library$|/launchContext$")


@define
class Question:
    """One question as it was found; ``above`` are the items that it stands in."""

    id: str
    link: str
    path: str
    row: dict[str, Any]
    type: str
    options: list[Read] = field(factory=list)
    above: tuple[tuple[str, dict[str, Any]], ...] = ()
    occasion: str | None = None
    group: str = ""


def questions(reader: Reader, data: dict[str, Any]) -> list[Question]:
    """Give every question of a Questionnaire, in order."""
    walk = _Walk(reader, _contained(reader, data))
    found = []
    for one in walk.items(data, "", ()):
        found.append(one)
        if len(found) > shape.MAX_ROWS:
            reader.refuse("item", "too_big")
            break
    _twice(reader, list(zip(walk.links, walk.paths, strict=True)))
    # Two link ids that differ may still stand for one id.
    first: dict[str, Question] = {}
    for one in found:
        first.setdefault(one.link, one)
    _twice(reader, [(one.id, f"{one.path}.linkId") for one in first.values()])
    return found


def _twice(reader: Reader, rows: list[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for name, path in rows:
        if name in seen:
            reader.refuse(path, "duplicate")
        seen.add(name)


def _contained(reader: Reader, data: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for where, one in reader.rows(data, "contained", ""):
        name = reader.text(one, "id", where)
        if name is not None and one.get("resourceType") == "ValueSet":
            found[name] = (where, one)
    return found


def identifier(link: str) -> str:
    """Give the id that stands for a link id: the same where it can be."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", link).strip("-._")[:64]


class _Walk:
    def __init__(self, reader: Reader, contained: dict[str, Any]) -> None:
        self.reader = reader
        self.contained = contained
        self.links: list[str] = []
        self.paths: list[str] = []

    def items(
        self,
        row: dict[str, Any],
        path: str,
        above: tuple[tuple[str, dict[str, Any]], ...],
    ) -> Iterator[Question]:
        if len(above) > MAX_DEPTH:
            self.reader.refuse(path, "too_deep")
            return
        for where, one in self.reader.rows(row, "item", path):
            # A form of thousands of items is no screening tool.
            if len(self.links) > shape.MAX_ROWS:
                return
            yield from self.item(one, where, above)

    def item(
        self,
        row: dict[str, Any],
        path: str,
        above: tuple[tuple[str, dict[str, Any]], ...],
    ) -> Iterator[Question]:
        reader = self.reader
        link = reader.needed(row, "linkId", path)
        kind = reader.needed(row, "type", path)
        for where, url, _ in reader.extensions(row, path):
            if _RUN.search(url):
                reader.warn(where, "expression")
        if link is None or kind is None:
            return
        self.links.append(link)
        self.paths.append(f"{path}.linkId")
        if kind not in ("group", "display"):
            found = self.question(row, path, link, kind)
            if found is not None:
                found.above = above
                found.group = _link(above)
                yield found
        yield from self.items(row, path, (*above, (path, row)))

    def question(
        self, row: dict[str, Any], path: str, link: str, kind: str
    ) -> Question | None:
        reader = self.reader
        if row.get("repeats") not in (None, False):
            reader.refuse(f"{path}.repeats", "cardinality")
        found = Question(id=identifier(link), link=link, path=path, row=row, type=kind)
        found.occasion = reader.own(row, path, "occasion")
        if not found.id:
            reader.refuse(f"{path}.linkId", "format")
        if kind in _CHOICES:
            found.type = "choice"
            found.options = options(reader, row, path, self.contained)
            if kind == "open-choice":
                reader.warn(f"{path}.type", "unknown_type")
        elif kind == "boolean":
            found.type = "choice"
            found.options = [_plain(value) for value in _YES_NO]
        elif kind in _TEXTS or kind in _AS_TEXT:
            found.type = "text"
            if kind in _AS_TEXT:
                reader.warn(f"{path}.type", "unknown_type")
        else:
            reader.refuse(f"{path}.type", "unknown_type")
            return None
        return found


def _link(above: tuple[tuple[str, dict[str, Any]], ...]) -> str:
    link = above[-1][1].get("linkId") if above else ""
    return link if type(link) is str else ""


def _plain(value: str) -> Read:
    return Read(
        value=value, label=None, words=None, score=None, system=None, code=value
    )


def flagged(reader: Reader, one: Question, name: str) -> bool:
    """Whether one of our own marks stands on a question."""
    return any(
        url == f"{EXTENSION}{name}" and mark.get("valueBoolean") is True
        for _, url, mark in reader.extensions(one.row, one.path)
    )
