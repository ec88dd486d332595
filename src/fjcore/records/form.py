"""Local forms as data: a community adds fields and maps answers, without code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from fjcore.errors import FormRefused, Malformed, Problem
from fjcore.records._answers import gathered
from fjcore.records._formfile import (
    TYPES,
    faults,
    list_of,
    lists_in,
    rows_in,
)
from fjcore.records.catalog import CORE_RECORDS
from fjcore.records.codec import structure
from fjcore.records.codes import CodeList
from fjcore.records.label import parse_label
from fjcore.records.record import info_of, labelled, record
from fjcore.values import Missing

__all__ = ["TYPES", "Form", "FormField", "parse_form"]

#: Most that the text of a form may hold, in characters.
MAX_CHARS = 1 << 18

#: Most that an answer may hold, in characters: of a text, and of a narrative.
_TEXT, _NARRATIVE = 500, 65536


@frozen
class FormField:
    """One question: its name, its wording by language, where its answer goes."""

    name: str
    label: Mapping[str, str]
    target: str


@frozen
class Form:
    """A local form: read answers with ``read``; its own fields are ``record_type``."""

    id: str
    version: int
    title: Mapping[str, str]
    fields: tuple[FormField, ...]
    record_type: type
    code_lists: tuple[CodeList, ...]
    constants: Mapping[str, Any]

    def read(self, answers: object) -> tuple[object, ...]:
        """Turn answers into records: core ones for bound fields, one local one last.

        Shape: a dict of field name to plain answer, or to ``{"?": reason}``. A record
        that cannot be without an answer that was skipped is left out, if nothing else
        was answered for it.
        Raises: Malformed, naming the form, with every fault of every record by the
        path of the field that the answer goes to, and no answer.
        """
        found, problems = self._read(answers)
        del answers
        if problems:
            del found
            raise Malformed(self.id, problems=tuple(sorted(set(problems))))
        return tuple(found)

    def _read(self, answers: object) -> tuple[list[object], list[Problem]]:
        known = {field.name: field.target for field in self.fields}
        if type(answers) is not dict:
            return [], [Problem(self.id, "type")]
        if not known.keys() >= answers.keys():
            return [], [Problem(self.id, "unknown_key")]
        kinds = {info_of(kind).name: kind for kind in (*CORE_RECORDS, self.record_type)}
        placed = [(known[name], answer) for name, answer in answers.items()]
        payloads, problems = gathered(placed, self.constants, kinds)
        payloads.setdefault(self.id, {})
        found: list[object] = []
        for name, kind in kinds.items():
            if name in payloads:
                try:
                    found.append(structure(payloads[name], kind, where=name))
                except Malformed as fault:
                    problems += fault.problems
        return found, problems


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
        return None, [Problem(where, "format")]
    problems = faults(data)
    return (None if problems else _compile(data)), problems


def _compile(data: dict[str, Any]) -> Form:
    lists, rows = lists_in(data), rows_in(data)
    return Form(
        data["form"],
        data["version"],
        data["title"],
        tuple(
            FormField(
                row["name"],
                row["label"],
                row.get("binds", f"{data['form']}.{row['name']}"),
            )
            for row in rows
        ),
        _record_type(data["form"], data["version"], rows, lists),
        tuple(lists.values()),
        data.get("constants", {}),
    )


def _record_type(
    form: str,
    version: int,
    rows: Iterable[dict[str, Any]],
    lists: Mapping[str, CodeList],
) -> type:
    own = {row["name"]: _field(row, lists) for row in rows if "binds" not in row}
    cls = type("LocalForm", (), {"__doc__": "Answers to a local form."})
    cls.__annotations__ = {name: kind for name, (kind, _) in own.items()}
    for name, (_, spec) in own.items():
        setattr(cls, name, spec)
    return record(form, version)(cls)


def _field(row: dict[str, Any], lists: Mapping[str, CodeList]) -> tuple[Any, Any]:
    kind, shown_as = TYPES[row["type"]]
    label = parse_label(row)
    if label is None:
        raise FormRefused(row["name"])
    spec = labelled(
        label.category,
        identifying=label.identifying,
        about=label.about,
        privilege=tuple(sorted(label.privilege)),
        kind=shown_as,
        codes=list_of(row["codes"], lists) if "codes" in row else None,
        max_length=_NARRATIVE if row["type"] == "narrative" else _TEXT,
    )
    many = row["type"] == "codes"
    held: Any = tuple.__class_getitem__((kind, ...)) if many else kind
    return held | Missing, spec
