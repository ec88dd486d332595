"""The least that a record of a type may hold, as plain data."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from fjcore.records import FieldKind, core_list
from fjcore.records.record import declared, info_of, is_part, shape
from fjcore.values import PartialDate

_BY_TYPE = {
    str: "x",
    bool: True,
    int: 1,
    Decimal: "1.50",
    date: "2026-03-02",
    datetime: "2026-03-02T10:00:00Z",
    PartialDate: "2026",
}
_BY_KIND = {
    FieldKind.PHONE: "406-555-0101",
    FieldKind.EMAIL: "a@example.org",
    FieldKind.ZIP: "59101",
}
#: What a rule of a type asks of a field, by its name: type and field, or any type's.
_BY_NAME = {
    "address.county": "30111",
    "address.country": "US",
    "attachment.digest": "0f" * 32,
    "attachment.media_type": "image/png",
    "disability.kind": "5",
    "enrollment.coc_code": "MT-500",
    "enrollment.prior_living_situation": "435",
    "legal_matter.court.attorney": {"?": "not_applicable"},
    "legal_matter.court.privileged_notes": {"?": "not_applicable"},
    "legal_matter.prosecution.attorney": {"?": "not_applicable"},
    "legal_matter.prosecution.privileged_notes": {"?": "not_applicable"},
    "money.currency": "USD",
    "offender.birth_year": 1980,
    "person.ssn": "001010001",
    "relationship.to_ref": "y",
    "weekly_window.ends": "24:00",
    "weekly_window.starts": "09:00",
    "weekly_window.tz": "America/Denver",
}


def plainest(cls: type) -> dict[str, Any]:
    """A payload of what a type requires, and nothing else."""
    fields = [a for a in attrs.fields(cls) if a.default is attrs.NOTHING]
    return {attribute.name: _value(cls, attribute) for attribute in fields}


def fullest(cls: type) -> dict[str, Any]:
    """A payload with one value in every field of a type."""
    return {a.name: _value(cls, a) for a in attrs.fields(cls)}


def _value(cls: type, attribute: attrs.Attribute[Any]) -> Any:
    name = info_of(cls).name
    for known in (name, name.partition(".")[0]):
        if f"{known}.{attribute.name}" in _BY_NAME:
            return _BY_NAME[f"{known}.{attribute.name}"]
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
