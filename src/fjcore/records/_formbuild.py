"""Making a form of its data, once that has no fault: questions, and a record type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from fjcore.errors import FormRefused, Malformed, Problem
from fjcore.records._form import FormField, Previous, Section
from fjcore.records._formrules import gate, kinds_of
from fjcore.records._formtypes import HOLDING, MAX_NARRATIVE, MAX_TEXT, TYPES, Kind
from fjcore.records._previous import upcasts
from fjcore.records._shape import META, FieldInfo
from fjcore.records.codes import CodeList
from fjcore.records.label import parse_label
from fjcore.records.record import labelled, part, record
from fjcore.records.versions import UPCASTS, chain
from fjcore.values import Missing

Lists = Mapping[str, CodeList]
Rows = Iterable[dict[str, Any]]

# --- questions ----------------------------------------------------------------------


def of_rows(
    path: str, rows: list[dict[str, Any]], lists: Lists
) -> tuple[FormField, ...]:
    """Make the questions of rows whose own fields lie at a path."""
    kinds = kinds_of(rows, lists)
    note = Kind("note")
    return tuple(_of(path, row, kinds.get(row["name"], note), lists) for row in rows)


def _of(path: str, row: dict[str, Any], kind: Kind, lists: Lists) -> FormField:
    target = row.get("binds", f"{path}.{row['name']}")
    reasons = row.get("missing")
    own = lists.get(row["codes"]) if "binds" in row and "codes" in row else None
    return FormField(
        row["name"],
        row["label"],
        target,
        kind=kind,
        hint=row.get("hint", {}),
        message=row.get("message", {}),
        required=row.get("required", False),
        hidden=row.get("hide", False),
        read_only=row.get("read_only", False),
        missing=None if reasons is None else frozenset(map(Missing, reasons)),
        when=gate(row),
        constraint=gate(row, "constraint"),
        section=row.get("section", ""),
        default=row.get("default"),
        report=row.get("report", ""),
        maps=own.maps if own else {},
        fields=of_rows(target, row.get("field", []), lists),
    )


def sections_in(data: Mapping[str, Any]) -> tuple[Section, ...]:
    """Make the sections of a form, in their order."""
    return tuple(
        Section(row["name"], row["title"], hint=row.get("hint", {}), when=gate(row))
        for row in data.get("section", [])
    )


def words_in(data: Mapping[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    """Give the form's words for codes, by list and language."""
    return {
        name: row["label"]
        for name, row in data.get("codes", {}).items()
        if "label" in row
    }


# --- the record type ----------------------------------------------------------------


def built(
    data: Mapping[str, Any],
    items: tuple[FormField, ...],
    rows: list[dict[str, Any]],
    previous: tuple[Previous, ...],
) -> tuple[type | None, list[Problem]]:
    """Make the record type of a form's own fields, with the steps from its past.

    It is None, with the faults, when a step of the past joins two compartments.
    """
    by_name = {item.name: item for item in items}
    form, version = data["form"], data["version"]
    own = {
        row["name"]: _field(form, row, by_name[row["name"]])
        for row in rows
        if "binds" not in row and row["type"] != "note"
    }
    cls = _class(own, "Answers to a local form.")
    if previous:
        setattr(cls, UPCASTS, upcasts(form, version, previous, frozenset(own)))
    made = record(form, version)(cls)
    try:
        chain(made)
    except Malformed as fault:
        return None, [Problem(f"previous.{p.path}", p.code) for p in fault.problems]
    return made, []


def _class(own: Mapping[str, tuple[Any, Any]], doc: str) -> type:
    cls = type("LocalForm", (), {"__doc__": doc})
    cls.__annotations__ = {name: kind for name, (kind, _) in own.items()}
    for name, (_, spec) in own.items():
        setattr(cls, name, spec)
    return cls


def _field(path: str, row: dict[str, Any], item: FormField) -> tuple[Any, Any]:
    if row["type"] in HOLDING:
        return _part(f"{path}.{row['name']}", row, item)
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
        codes=item.codes,
        max_length=MAX_NARRATIVE if row["type"] == "narrative" else MAX_TEXT,
        ladder=tuple(row["edges"]) if "edges" in row else row.get("ladder"),
    )
    many = row["type"] == "codes"
    held: Any = tuple.__class_getitem__((kind, ...)) if many else kind
    return held | Missing, spec


def _part(path: str, row: dict[str, Any], item: FormField) -> tuple[Any, Any]:
    inner = {one.name: one for one in item.fields}
    rows = [one for one in row["field"] if one["type"] != "note"]
    own = {one["name"]: _field(path, one, inner[one["name"]]) for one in rows}
    kind: Any = part(path)(_class(own, "A part of a local form."))
    held = kind if row["type"] == "part" else tuple.__class_getitem__((kind, ...))
    # An empty tuple would say that it was asked and none apply.
    nothing = attrs.field(
        default=Missing.NOT_COLLECTED, metadata={META: FieldInfo(label=None)}
    )
    return held | Missing, nothing
