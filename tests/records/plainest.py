"""The least that a record of a type may hold, as plain data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from fjcore.records import FieldKind, core_list
from fjcore.records.record import declared, is_part, shape
from fjcore.values import PartialDate

_BY_TYPE = {
    str: "x",
    bool: True,
    int: 1,
    date: "2026-03-02",
    datetime: "2026-03-02T10:00:00Z",
    PartialDate: "2026",
}
_BY_KIND = {
    FieldKind.PHONE: "406-555-0101",
    FieldKind.EMAIL: "a@example.org",
    FieldKind.ZIP: "59101",
}


def plainest(cls: type) -> dict[str, Any]:
    """A payload of what a type requires, and nothing else."""
    fields = [a for a in attrs.fields(cls) if a.default is attrs.NOTHING]
    return {attribute.name: _value(attribute) for attribute in fields}


def fullest(cls: type) -> dict[str, Any]:
    """A payload with one value in every field of a type."""
    return {attribute.name: _value(attribute) for attribute in attrs.fields(cls)}


def _value(attribute: attrs.Attribute[Any]) -> Any:
    kind, many = shape(attribute.type)
    said = declared(attribute)
    one: Any
    if is_part(kind):
        one = plainest(kind)
    elif said.codes is not None:
        codes = core_list(said.codes) if isinstance(said.codes, str) else said.codes
        one = min(codes.codes)
    else:
        one = _BY_KIND.get(said.kind or FieldKind.TEXT, _BY_TYPE[kind])
    return [one] if many else one
