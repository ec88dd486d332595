"""Local forms as data: a community adds fields and maps answers, without code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from fjcore.errors import FormRefused, Malformed, Problem
from fjcore.records._answers import gathered
from fjcore.records._asking import Asked, asked, unruled
from fjcore.records._form import FormField, Previous, Section
from fjcore.records._formbuild import built, of_rows, sections_in, words_in
from fjcore.records._formfile import faults, lists_in, rows_in
from fjcore.records._formtypes import TYPES, core_kinds
from fjcore.records._previous import brought_up, previous_in
from fjcore.records.codec import structure
from fjcore.records.codes import CodeList
from fjcore.records.describe import described
from fjcore.records.record import info_of
from fjcore.values.plaintoml import faulty_line

__all__ = ["TYPES", "Form", "FormField", "Previous", "Section", "parse_form"]

#: Most that the text of a form may hold, in characters.
MAX_CHARS = 1 << 18


@frozen
class Form:
    """A local form: read answers with ``read``; its own fields are ``record_type``.

    ``fields`` are the questions that are answered, those of parts and repeats in place
    of these; ``items`` is what is shown, in its order, notes too. ``wordings`` give by
    list and language other words for codes.
    """

    id: str
    version: int
    title: Mapping[str, str]
    fields: tuple[FormField, ...]
    record_type: type
    code_lists: tuple[CodeList, ...]
    constants: Mapping[str, Any]
    items: tuple[FormField, ...] = field(default=(), kw_only=True)
    sections: tuple[Section, ...] = field(default=(), kw_only=True)
    wordings: Mapping[str, Mapping[str, Mapping[str, str]]] = field(
        factory=dict, kw_only=True
    )
    previous: tuple[Previous, ...] = field(default=(), kw_only=True)
    of: str = field(default="", kw_only=True)

    def describe(self, lang: str = "en") -> dict[str, Any]:
        """Give the form as plain data that an interface can draw, in a language.

        Shape: ``form``, ``version``, ``lang``, ``title``, ``sections``; a section has
        ``name``, ``title``, ``hint``, ``when`` and ``questions``; a question ``name``,
        ``type``, ``label``, ``hint``, ``required``, ``read_only``, ``default``,
        ``options``, ``missing`` (reasons that may stand for an answer), ``when``,
        ``constraint`` (text and, as nested lists, rule), ``message``, ``category``,
        ``report``, ``questions`` of a part or a repeat, and ``untranslated``: which of
        these stand in English for want of other words. Hidden questions are left out.
        """
        return described(self, lang)

    def read(
        self, answers: object, *, version: int | None = None
    ) -> tuple[object, ...]:
        """Turn answers into records: core ones for bound fields, one local one last.

        Shape: a dict of field name to plain answer, or to ``{"?": reason}``. A record
        that cannot be without an answer that was skipped is left out, if nothing else
        was answered for it. Answers to an earlier ``version`` are read by the names
        and codes of today; what today's version asks for, they need not hold.
        Raises: Malformed, naming the form, with every fault of every record by the
        path of the field that the answer goes to, and no answer; NewerSchema, naming
        the form, when ``version`` is a newer one.
        """
        found, problems = self._read(answers, version)
        del answers
        if problems:
            del found
            raise Malformed(self.id, problems=tuple(sorted(set(problems))))
        return tuple(found)

    def _read(
        self, answers: object, version: int | None
    ) -> tuple[list[object], list[Problem]]:
        if type(answers) is not dict:
            return [], [Problem(self.id, "type")]
        said, problems = self._judged(answers, version)
        if said is None:
            return [], problems
        kinds = {**core_kinds(), info_of(self.record_type).name: self.record_type}
        payloads, more = gathered(said.placed, {**self.constants, **said.closed}, kinds)
        problems = [*said.problems, *more]
        payloads.setdefault(self.id, {})
        found: list[object] = []
        for name, kind in kinds.items():
            if name in payloads:
                try:
                    found.append(structure(payloads[name], kind, where=name))
                except Malformed as fault:
                    problems += fault.problems
        return found, problems

    def _judged(
        self, answers: dict[str, Any], version: int | None
    ) -> tuple[Asked | None, list[Problem]]:
        old = version is not None and version != self.version
        problems: list[Problem] = []
        if old:
            steps = self.previous
            answers, problems = brought_up(
                self.id, self.version, version, steps, answers
            )
        if problems or not {item.name for item in self.items} >= answers.keys():
            return None, problems or [Problem(self.id, "unknown_key")]
        if old:
            return unruled(self.items, answers), []
        gates = {one.name: one.when for one in self.sections}
        return asked(self.items, gates, answers, f"{self.id}."), []


def parse_form(text: str, *, where: str = "form") -> Form:
    """Read a form from TOML text.

    Raises: FormRefused, with the row and code of every fault: ``unlabelled`` where
    category, about or identifying is absent or unknown, ``unknown_field`` for a bad
    ``binds``, ``duplicate`` where two answers would go to one field.
    """
    form, problems = _parsed(text, where)
    del text
    if form is None:
        raise FormRefused(where, problems=tuple(dict.fromkeys(problems)))
    return form


def _parsed(text: object, where: str) -> tuple[Form | None, list[Problem]]:
    if type(text) is not str:
        return None, [Problem(where, "type")]
    if len(text) > MAX_CHARS:
        return None, [Problem(where, "too_big")]
    try:
        data = tomllib.loads(text)
    except Exception:
        # What it says quotes the text; and a text nested deeply is no ValueError.
        data = None
    if data is None:
        return None, [Problem(where, "format", faulty_line(text))]
    problems = faults(data)
    return _compile(data) if not problems else (None, problems)


def _compile(data: dict[str, Any]) -> tuple[Form | None, list[Problem]]:
    lists, previous = lists_in(data), previous_in(data)
    items = of_rows(data["form"], rows_in(data), lists)
    kind, problems = built(data, items, rows_in(data), previous)
    if kind is None:
        return None, problems
    form = Form(
        data["form"],
        data["version"],
        data["title"],
        tuple(leaf for item in items for leaf in item.leaves),
        kind,
        tuple(lists.values()),
        data.get("constants", {}),
        items=items,
        sections=sections_in(data),
        wordings=words_in(data),
        previous=previous,
        of=data.get("of", ""),
    )
    return form, []
