"""What a question of a form may be: its types, and what an answer to each is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs
from attrs import frozen

from fjcore.records import checks
from fjcore.records._answers import part_at, split
from fjcore.records._judging import UNREADABLE, clock_time
from fjcore.records.catalog import CORE_RECORDS
from fjcore.records.codes import CodeList, core_list
from fjcore.records.label import FieldKind, Ladder, sound_edges
from fjcore.records.record import declared, info_of, leaves, optional, shape
from fjcore.values import PartialDate

#: What a local field may be: the Python type and the kind it has for redaction.
TYPES: Mapping[str, tuple[Any, FieldKind | None]] = MappingProxyType(
    {
        "yes_no": (bool, None),
        "text": (str, FieldKind.TEXT),
        "narrative": (str, FieldKind.NARRATIVE),
        "phone": (str, FieldKind.PHONE),
        "int": (int, None),
        "decimal": (str, FieldKind.TEXT),
        "money": (str, FieldKind.TEXT),
        "date": (date, None),
        "partial_date": (PartialDate, None),
        "time": (str, FieldKind.TEXT),
        "datetime": (datetime, None),
        "code": (str, None),
        "codes": (str, None),
    }
)

#: What steps a field of a type may declare: a ladder by its name, or edges of groups.
LADDERS: Mapping[str, str] = MappingProxyType(
    {
        Ladder.AGE: "int",
        **dict.fromkeys((Ladder.STATE, Ladder.COUNTY, Ladder.CITY), "text"),
        **dict.fromkeys((Ladder.ACCOUNT, Ladder.CASE_NUMBER), "text"),
    }
)

#: Rows that hold rows: a part once, a repeat as often as there are any.
HOLDING = frozenset({"part", "repeat"})

#: Most characters of an answer: of a text, and of a narrative.
MAX_TEXT, MAX_NARRATIVE = 500, 65536

#: What two questions must have in common to be compared.
CLASSES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("text", "narrative", "phone"), "text"),
        **dict.fromkeys(("int", "decimal", "money"), "number"),
        **dict.fromkeys(("date", "partial_date"), "date"),
        **dict.fromkeys(("part", "repeat", "texts"), "part"),
        "time": "time",
        "datetime": "instant",
        "yes_no": "yes_no",
        "code": "code",
        "codes": "codes",
    }
)

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "decimal": re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?"),
    "money": re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{2})?"),
}


def _exact(kind: str) -> Callable[[Any], Decimal]:
    def read(value: Any) -> Decimal:
        if type(value) is not str:
            raise checks.Fault("type")
        if not _SHAPES[kind].fullmatch(value):
            raise checks.Fault("format")
        return Decimal(value)

    return read


#: How an answer is read for an expression, and refused, by type.
_READS: Mapping[str, Callable[[Any], Any]] = {
    "yes_no": lambda value: "yes" if checks.boolean(value) else "no",
    "text": checks.shaped(FieldKind.TEXT, MAX_TEXT),
    "narrative": checks.shaped(FieldKind.NARRATIVE, MAX_NARRATIVE),
    "phone": checks.shaped(FieldKind.PHONE, MAX_TEXT),
    "int": lambda value: Decimal(checks.number(value)),
    "decimal": _exact("decimal"),
    "money": _exact("money"),
    "date": lambda value: PartialDate.parse(checks.day(value).isoformat()),
    "partial_date": checks.partial_date,
    "time": clock_time,
    "datetime": checks.instant,
}

#: Types whose record field is a text: the shape is the form's own to hold.
SHAPED = frozenset({"decimal", "money", "time"})


@frozen
class Kind:
    """What a question is: its type and its codes.

    ``optional``: its field can hold a reason in place of an answer. ``needed``: its
    record cannot be without it.
    """

    type: str
    codes: CodeList | None = None
    optional: bool = True
    needed: bool = False

    def read(self, answer: Any) -> Any:
        """Read an answer as an expression sees it.

        Raises: Fault, with its code.
        """
        if self.codes is None:
            read = _READS.get(self.type)
            return read(answer) if read else _listed(answer)
        one = checks.coded(self.codes)
        if self.type == "codes":
            return tuple(one(item) for item in _listed(answer))
        return one(answer)

    def seen(self, answer: Any) -> Any:
        """Give an answer as an expression sees it, ``UNREADABLE`` where it cannot."""
        try:
            return self.read(answer)
        except checks.Fault:
            return UNREADABLE

    def fault(self, answer: Any) -> str:
        """Give the code of what is wrong with an answer, or an empty text."""
        try:
            self.read(answer)
        except checks.Fault as fault:
            return str(fault)
        return ""


def _listed(value: Any) -> tuple[Any, ...]:
    if type(value) is not list:
        raise checks.Fault("type")
    return tuple(value)


def steps_fault(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give what is wrong with the steps by which a field becomes coarser: key, code."""
    if "ladder" in row:
        said = row["ladder"]
        if type(said) is not str or said not in LADDERS:
            return "ladder", "unknown_code"
        if row.get("type") != LADDERS[said]:
            return "ladder", "type"
    if "edges" in row:
        if "ladder" in row:
            return "edges", "duplicate"
        edges = row["edges"]
        if type(edges) is not list or row.get("type") != "int":
            return "edges", "type"
        if not sound_edges(tuple(edges)) or not all(type(one) is int for one in edges):
            return "edges", "format"
    return None


@cache
def core_paths() -> frozenset[str]:
    """Give the path of every field of core that a question may be bound to."""
    return frozenset(leaf.path for kind in CORE_RECORDS for leaf in leaves(kind))


@cache
def core_kinds() -> Mapping[str, type]:
    """Give every record type of core by its name."""
    return MappingProxyType({info_of(kind).name: kind for kind in CORE_RECORDS})


@cache
def kind_of(path: str) -> Kind:
    """Give what a question is that is bound to a field of core."""
    place, name = split(path, core_kinds())
    attribute = getattr(attrs.fields(part_at(core_kinds()[place[0]], place[1:])), name)
    said, (inner, many) = declared(attribute), shape(attribute.type)
    rest = (optional(attribute), attribute.default is attrs.NOTHING)
    if said.codes is not None:
        listed = core_list(said.codes) if isinstance(said.codes, str) else said.codes
        return Kind("codes" if many else "code", listed, *rest)
    return Kind("texts" if many else _plain(inner, said.kind), None, *rest)


def _plain(inner: Any, kind: FieldKind | None) -> str:
    if inner is str:
        narrow = {FieldKind.NARRATIVE: "narrative", FieldKind.PHONE: "phone"}
        return narrow.get(kind, "text") if kind else "text"
    if inner is Decimal:
        return "decimal"
    return next(name for name, (held, _) in TYPES.items() if held is inner)
