"""The faults of what a form's rows say besides type and label, each by its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from fjcore.errors import FormRefused, Problem
from fjcore.records._answers import split
from fjcore.records._formtypes import (
    HOLDING,
    TYPES,
    Kind,
    core_kinds,
    core_paths,
    kind_of,
)
from fjcore.records._formwords import wording
from fjcore.records._gates import ordered
from fjcore.records._ruletypes import mistyped
from fjcore.records.codes import CodeList, core_lists
from fjcore.records.expression import SELF, Expression, parse_expression
from fjcore.values import Missing

Rows = list[dict[str, Any]]
Lists = Mapping[str, CodeList]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_SECTION_KEYS = frozenset("name title hint when".split())


def kinds_of(rows: list[Any], lists: Lists) -> dict[str, Kind]:
    """Give what each question is, of those rows that say so without a fault."""
    found = {}
    for row in rows:
        if type(row) is dict and type(row.get("name")) is str:
            kind = _kind(row, lists)
            if kind is not None:
                found[row["name"]] = kind
    return found


def _kind(row: dict[str, Any], lists: Lists) -> Kind | None:
    listed = row.get("codes")
    codes = lists.get(listed) if type(listed) is str else None
    if "binds" in row:
        if type(row["binds"]) is not str or row["binds"] not in core_paths():
            return None
        kind = kind_of(row["binds"])
        return Kind(kind.type, codes or kind.codes, kind.optional, kind.needed)
    if type(row.get("type")) is not str or row["type"] not in {*TYPES, *HOLDING}:
        return None
    if row["type"] not in ("code", "codes"):
        return Kind(row["type"])
    if codes is None and type(listed) is str:
        codes = core_lists().get(listed)
    return Kind(row["type"], codes) if codes else None


# --- the rules of rows --------------------------------------------------------------


@frozen
class Around:
    """What stands around a row: the questions it may ask for, and the sections."""

    kinds: Mapping[str, Kind]
    sections: frozenset[str]


def rule_faults(
    data: Mapping[str, Any], rows: list[Any], lists: Lists
) -> list[Problem]:
    """Give every fault of sections, gates, policies and defaults."""
    kinds = kinds_of(rows, lists)
    tables = _tables(data.get("section", []))
    names = [table.get("name") for table in tables]
    around = Around(kinds, frozenset(name for name in names if type(name) is str))
    found = [*_section_faults(data.get("section", []), kinds)]
    found += _rows(rows, "field", around, lists)
    found += _hidden(rows, data.get("constants", {}))
    gates = {table["name"]: gate(table) for table in tables if _is_named(table)}
    if not found and ordered(_gated(rows), gates) is None:
        found.append(Problem("field", "cycle"))
    return found


def _tables(value: Any) -> Rows:
    rows = value if type(value) is list else []
    return [row for row in rows if type(row) is dict]


def _is_named(row: dict[str, Any]) -> bool:
    return type(row.get("name")) is str and bool(_NAME.fullmatch(row["name"]))


@frozen
class _Gated:
    name: str
    when: Expression | None
    section: str


def _gated(rows: list[Any]) -> Iterator[_Gated]:
    for row in _tables(rows):
        if _is_named(row):
            yield _Gated(row["name"], gate(row), str(row.get("section", "")))


def gate(row: Mapping[str, Any], key: str = "when") -> Expression | None:
    """Read an expression of a row; None where there is none, or it has a fault."""
    if key not in row:
        return None
    try:
        return parse_expression(row[key])
    except FormRefused:
        return None


def _section_faults(value: Any, kinds: Mapping[str, Kind]) -> Iterator[Problem]:
    if type(value) is not list:
        yield Problem("section", "type")
        return
    for index, row in enumerate(value):
        where = f"section.{index}"
        if type(row) is not dict or not set(row) <= _SECTION_KEYS:
            yield Problem(where, "unknown_key")
            continue
        if not _is_named(row):
            yield Problem(f"{where}.name", "format")
        if not wording(row.get("title")):
            yield Problem(f"{where}.title", "required")
        if not wording(row.get("hint", {"en": "-"})):
            yield Problem(f"{where}.hint", "required")
        yield from _expression(row, "when", where, kinds)
    names = [str(row.get("name")) for row in _tables(value)]
    if len(set(names)) != len(names):
        yield Problem("section", "duplicate")


def _expression(
    row: Mapping[str, Any], key: str, where: str, kinds: Mapping[str, Kind]
) -> Iterator[Problem]:
    if key not in row:
        return
    found = None
    try:
        found = parse_expression(row[key], where=f"{where}.{key}")
    except FormRefused as fault:
        yield from fault.problems
    if found is not None:
        for code in dict.fromkeys(mistyped(found.rule, kinds)):
            yield Problem(f"{where}.{key}", code)


def _rows(
    rows: list[Any], path: str, around: Around, lists: Lists
) -> Iterator[Problem]:
    for index, row in enumerate(rows):
        if type(row) is dict:
            yield from _row(row, f"{path}.{index}", around)
            if row.get("type") in ("part", "repeat") and type(row.get("field")) is list:
                inner = kinds_of(row["field"], lists)
                deeper = Around({**around.kinds, **inner}, frozenset())
                here = f"{path}.{index}.field"
                yield from _rows(row["field"], here, deeper, lists)
                if ordered(_gated(row["field"]), {}) is None:
                    yield Problem(here, "cycle")


def _row(row: dict[str, Any], path: str, around: Around) -> Iterator[Problem]:
    for key in ("hint", "message"):
        if key in row and not wording(row[key]):
            yield Problem(f"{path}.{key}", "required")
    for key in ("required", "hide", "read_only"):
        if type(row.get(key, False)) is not bool:
            yield Problem(f"{path}.{key}", "type")
    if "section" in row and row["section"] not in list(around.sections):
        yield Problem(f"{path}.section", "unknown_field")
    if code := _reasons(row.get("missing", [])):
        yield Problem(f"{path}.missing", code)
    if row.get("hide") is True and row.get("required") is True:
        yield Problem(f"{path}.hide", "precondition")
    if "report" in row and not _counted(row["report"]):
        yield Problem(f"{path}.report", "unknown_code")
    yield from _expression(row, "when", path, around.kinds)
    kind = around.kinds.get(row["name"]) if _is_named(row) else None
    if kind is None:
        return
    if "constraint" in row:
        own = {**around.kinds, SELF: kind}
        yield from _expression(row, "constraint", path, own)
    if "default" in row and (code := kind.fault(row["default"])):
        yield Problem(f"{path}.default", code)


def _reasons(value: Any) -> str:
    known = {one.value for one in Missing}
    if type(value) is not list or any(type(one) is not str for one in value):
        return "type"
    if not known.issuperset(value):
        return "unknown_code"
    return "duplicate" if len(set(value)) != len(value) else ""


def _counted(value: Any) -> bool:
    """Whether a report's line is named by a core list and a code of it."""
    name, _, code = value.partition(":") if type(value) is str else ("", "", "")
    return name in core_lists() and code in core_lists()[name]


def _hidden(rows: list[Any], constants: Any) -> Iterator[Problem]:
    """Refuse to hide what a record cannot be without, where the record is asked for."""
    known = core_paths()
    bound = [row.get("binds") if type(row) is dict else None for row in rows]
    shown = {
        split(path, core_kinds())[0]
        for row, path in zip(rows, bound, strict=True)
        if type(path) is str and path in known and row.get("hide") is not True
    }
    for index, (row, path) in enumerate(zip(rows, bound, strict=True)):
        if type(path) is not str or path not in known or row.get("hide") is not True:
            continue
        fixed = type(constants) is dict and path in constants
        needed = kind_of(path).needed and not fixed
        if needed and split(path, core_kinds())[0] in shown:
            yield Problem(f"field.{index}.hide", "required")
