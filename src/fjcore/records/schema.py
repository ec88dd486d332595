"""Record types as JSON Schema, for who writes or checks records in another language.

A schema is made of the declarations alone, so it holds labels, codes and shapes, and
never a value of a record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs

from fjcore.records import _patterns as patterns
from fjcore.records import checks
from fjcore.records._reader import MAX_ITEMS
from fjcore.records.codes import CodeList, core_list
from fjcore.records.label import FieldKind, Identifying, Label
from fjcore.records.record import (
    FieldInfo,
    declared,
    info_of,
    is_part,
    optional,
    shape,
)
from fjcore.values import Missing, PartialDate, canonical

Schema = dict[str, Any]
Moves = Callable[[Label], Label]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: What the codec refuses and no schema can: by rule, the code of the problem that tells
#: it, and the rule itself.
RULES_BEYOND_SCHEMA: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "calendar": (
            "format",
            "A day is in the calendar, a time on the clock, and an instant lies in "
            "years 1 to 9999 of UTC.",
        ),
        "order": ("format", "A range of dates does not end before it starts."),
        "line_ends": (
            "length",
            "Where lines end with CRLF, a text is measured with LF in its place.",
        ),
        "whole_number": ("type", "A whole number has no fraction: 7.0 is none."),
        "invariant": ("precondition", "Fields of one record agree with each other."),
    }
)


def json_schema(cls: type) -> Schema:
    """Give the JSON Schema of a record type, a part, or the type of a local form.

    What the codec accepts it accepts, and the other way round but for the rules in
    ``RULES_BEYOND_SCHEMA``. A code that is retired is accepted: it can be read.
    Shape: plain data of draft 2020-12, new with each call; ``$id`` names version and
    schema hash, ``x-fj-label`` labels every property, a part by the join of its leaves;
    ``x-fj-ladder`` is there where a field declares by which steps it becomes coarser.
    Raises: Unlabelled, when the class was not made by ``record`` or ``part``.
    """
    info = info_of(cls)
    made = _Maker(info.of)
    body = made.object_of(cls)
    return {
        "$schema": DIALECT,
        "$id": f"urn:x-fjcore:schema:{info.name}:{info.version}:{schema_hash(cls)}",
        "title": info.name,
        **body,
        "$defs": dict(sorted(made.shared.items())),
    }


@cache
def schema_hash(*types: type) -> str:
    """Give the hash of what record types declare: of every name, type, list and label.

    Shape: SHA-256 in hex over the canonical JSON of the sorted list of
    ``[record, version, rows]``, a row for each leaf: field, type, code list, category,
    about, identifying, privileges, whether its presence is told. A tuple of parts has
    ``[]`` after its name, and so has a type that is repeated; ``?`` may be missing, and
    ``!`` must be there. A ladder stands after the type, with its edges.
    Raises: Unlabelled, when a class was not made by ``record`` or ``part``.
    """
    said = [
        [info.name, info.version, sorted(_rows(cls, info.of))]
        for cls in types
        for info in [info_of(cls)]
    ]
    return hashlib.sha256(canonical.dumps(sorted(said))).hexdigest()


# --- the hash -----------------------------------------------------------------------


def _rows(cls: type, moves: Moves, path: str = "") -> Iterator[list[Any]]:
    for attribute in attrs.fields(cls):
        inner, _ = shape(attribute.type)
        said, marks = declared(attribute), _marks(attribute)
        here = f"{path}{attribute.name}"
        if said.label is None:
            yield from _rows(inner, moves, f"{here}{marks}.")
            continue
        label = _leaf_label(moves(said.label))
        yield [here, _type_text(inner, said) + marks, _list_text(said), *label.values()]


def _marks(attribute: attrs.Attribute[Any]) -> str:
    _, many = shape(attribute.type)
    needed = attribute.default is attrs.NOTHING
    return "[]" * many + "?" * optional(attribute) + "!" * needed


def _type_text(inner: type, said: FieldInfo) -> str:
    if inner is not str or said.codes is not None:
        return inner.__name__ + _steps_text(said)
    return f"str {said.kind or FieldKind.TEXT} {said.max_length}" + _steps_text(said)


def _steps_text(said: FieldInfo) -> str:
    if said.ladder is None:
        return ""
    return f" {said.ladder} {' '.join(_edges(said))}".rstrip()


def _edges(said: FieldInfo) -> list[str]:
    return [f"{Decimal(edge):f}" for edge in said.edges]


def _list_text(said: FieldInfo) -> str:
    if said.codes is None:
        return ""
    codes = _listed(said.codes)
    return f"{codes.id}@{codes.version}"


def _listed(codes: str | CodeList) -> CodeList:
    return core_list(codes) if isinstance(codes, str) else codes


# --- labels -------------------------------------------------------------------------


def _leaf_label(label: Label) -> Schema:
    return {
        "category": label.category,
        "about": str(label.about),
        "identifying": str(label.identifying),
        "privilege": sorted(label.privilege),
        "existence_sensitive": label.existence_sensitive,
    }


def _joined(labels: list[Label]) -> Schema:
    """Join the labels of leaves: in each respect, the most sensitive is that of all."""
    order = [Identifying.DIRECT, Identifying.QUASI, Identifying.NONE]
    found = min((label.identifying for label in labels), key=order.index)
    return {
        "category": sorted({label.category for label in labels}),
        "about": sorted({str(label.about) for label in labels}),
        "identifying": str(found),
        "privilege": sorted({one for label in labels for one in label.privilege}),
        "existence_sensitive": any(label.existence_sensitive for label in labels),
    }


def _labels(cls: type, moves: Moves) -> Iterator[Label]:
    for attribute in attrs.fields(cls):
        label = declared(attribute).label
        if label is None:
            yield from _labels(shape(attribute.type)[0], moves)
        else:
            yield moves(label)


# --- the schema ---------------------------------------------------------------------

_PLAIN: Mapping[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {
        "type": "integer",
        "minimum": 1 - checks.MAX_NUMBER,
        "maximum": checks.MAX_NUMBER - 1,
    },
    Decimal: {"type": "string", "pattern": patterns.DECIMAL},
    date: {"type": "string", "format": "date", "pattern": patterns.DAY},
    datetime: {"type": "string", "pattern": patterns.INSTANT},
    PartialDate: {"type": "string", "pattern": patterns.PARTIAL},
}


class _Maker:
    """Makes the schema of one type, and keeps what several of its fields share."""

    def __init__(self, moves: Moves) -> None:
        self.moves = moves
        self.shared: dict[str, Schema] = {}

    def object_of(self, cls: type) -> Schema:
        fields = attrs.fields(cls)
        return {
            "type": "object",
            "properties": {a.name: self._property(a) for a in fields},
            "required": [a.name for a in fields if a.default is attrs.NOTHING],
            "additionalProperties": False,
        }

    def _property(self, attribute: attrs.Attribute[Any]) -> Schema:
        inner, many = shape(attribute.type)
        said = declared(attribute)
        held = self._one(inner, said)
        if many:
            held = {"type": "array", "items": held, "maxItems": MAX_ITEMS}
        if optional(attribute):
            held = {"oneOf": [held, self._ref("missing", _missing)]}
        if said.label is None:
            label = _joined(list(_labels(inner, self.moves)))
        else:
            label = _leaf_label(self.moves(said.label))
        if said.ladder is not None:
            held["x-fj-ladder"] = {"steps": str(said.ladder), "edges": _edges(said)}
        return {**held, "x-fj-label": label}

    def _one(self, inner: type, said: FieldInfo) -> Schema:
        if is_part(inner):
            name = f"part.{info_of(inner).name}"
            return self._ref(name, lambda: self.object_of(inner))
        if said.codes is not None:
            codes = _listed(said.codes)
            return self._ref(f"codes.{codes.id}", lambda: _coded(codes))
        if inner is str:
            kind = said.kind or FieldKind.TEXT
            shaped = kind if kind in checks.SHAPES else FieldKind.TEXT
            name = f"{shaped}.{said.max_length}"
            return self._ref(name, lambda: _text(kind, said.max_length))
        return dict(_PLAIN[inner])

    def _ref(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.shared:
            self.shared[name] = make()
        return {"$ref": f"#/$defs/{name}"}


def _missing() -> Schema:
    return {
        "type": "object",
        "properties": {"?": {"enum": [reason.value for reason in Missing]}},
        "required": ["?"],
        "additionalProperties": False,
    }


def _coded(codes: CodeList) -> Schema:
    listed = {
        "id": codes.id,
        "version": codes.version,
        "retired": sorted(codes.retired),
    }
    return {"enum": sorted(codes.readable), "x-fj-codes": listed}


def _text(kind: FieldKind, max_length: int) -> Schema:
    """Give the schema of a text; one with CRLF line ends may be longer as it stands."""
    shaped = patterns.shape_of(kind)
    return {
        "type": "string",
        "maxLength": 2 * max_length,
        "anyOf": [{"maxLength": max_length}, {"pattern": patterns.CRLF}],
        "pattern": shaped or patterns.WORD,
        "not": {"pattern": patterns.UNCLEAN},
    }
