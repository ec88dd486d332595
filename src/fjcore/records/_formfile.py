"""The faults of a form's TOML: every one of them, by its row, and no text of it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from fjcore.errors import Malformed, Problem
from fjcore.records import checks
from fjcore.records._answers import Place, split
from fjcore.records.catalog import CORE_RECORDS
from fjcore.records.codec import structure
from fjcore.records.codes import CodeList, core_lists
from fjcore.records.label import FieldKind, parse_label
from fjcore.records.record import info_of, leaves
from fjcore.values import PartialDate

_ID = re.compile(r"x_[a-z0-9]{1,20}\.[a-z0-9_]{1,40}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")

#: What a local field may be: the Python type and the kind it has for redaction.
TYPES: Mapping[str, tuple[Any, FieldKind | None]] = MappingProxyType(
    {
        "yes_no": (bool, None),
        "text": (str, FieldKind.TEXT),
        "narrative": (str, FieldKind.NARRATIVE),
        "phone": (str, FieldKind.PHONE),
        "int": (int, None),
        "partial_date": (PartialDate, None),
        "code": (str, None),
        "codes": (str, None),
    }
)

_LABEL_KEYS = frozenset("type category about identifying privilege codes".split())
_FIELD_KEYS = _LABEL_KEYS | {"name", "binds", "label"}
_FORM_KEYS = frozenset("form version title field codes constants".split())
_LIST_KEYS = frozenset("version codes maps_to maps source".split())

#: Most characters of one wording.
_WORDING = 1000


def faults(data: dict[str, Any]) -> list[Problem]:
    """Give every fault of a form as it was read from TOML."""
    found = [*_head(data), *_list_faults(data.get("codes", {}))]
    rows, lists = rows_in(data), lists_in(data)
    for index, row in enumerate(rows):
        found += _row(row, f"field.{index}", lists)
    names = [str(row.get("name")) for row in rows if type(row) is dict]
    if not rows or len(set(names)) != len(names):
        found.append(Problem("field", "duplicate" if rows else "required"))
    return [*found, *_twice(rows), *_constants(data.get("constants", {}), rows)]


def rows_in(data: dict[str, Any]) -> list[Any]:
    """Give the rows of a form's fields."""
    rows = data.get("field", [])
    return rows if type(rows) is list else []


def lists_in(data: dict[str, Any]) -> dict[str, CodeList]:
    """Give the code lists of a form that have no fault, by id."""
    tables = data.get("codes", {})
    return {
        name: CodeList(
            name,
            str(row.get("version", "1")),
            row["codes"],
            source=row.get("source", ""),
            maps_to=row["maps_to"],
            maps=row["maps"],
        )
        for name, row in (tables.items() if type(tables) is dict else ())
        if not _list_fault(name, row)
    }


def list_of(name: Any, lists: Mapping[str, CodeList]) -> CodeList | None:
    """Give a list of the form or of core by its id."""
    return lists.get(name) or core_lists().get(name) if type(name) is str else None


def _head(data: dict[str, Any]) -> Iterator[Problem]:
    if not set(data) <= _FORM_KEYS:
        yield Problem("", "unknown_key")
    if not _fits(_ID, data.get("form")):
        yield Problem("form", "format")
    if type(data.get("version")) is not int or not 1 <= data["version"] < 10**6:
        yield Problem("version", "range")
    if not _wording(data.get("title")):
        yield Problem("title", "required")


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def _wording(value: object) -> bool:
    return type(value) is dict and "en" in value and all(map(_said, value.values()))


def _said(text: object) -> bool:
    try:
        return bool(checks.text(text, _WORDING).strip())
    except checks.Fault:
        return False


# --- code lists ---------------------------------------------------------------------


def _list_faults(tables: Any) -> Iterator[Problem]:
    if type(tables) is not dict:
        yield Problem("codes", "type")
        return
    for name, row in tables.items():
        if fault := _list_fault(name, row):
            path, code = fault
            where = f"codes.{name if _ID.fullmatch(name) else '?'}"
            yield Problem(f"{where}{path}", code)


def _list_fault(name: str, row: Any) -> tuple[str, str] | None:
    if not _ID.fullmatch(name) or type(row) is not dict or not set(row) <= _LIST_KEYS:
        return "", "unknown_key"
    if type(row.get("version", "1")) not in (str, int):
        return ".version", "type"
    if type(row.get("source", "")) is not str:
        return ".source", "type"
    core = list_of(row.get("maps_to"), {})
    codes, maps = row.get("codes"), row.get("maps")
    if core is None or type(codes) is not dict or not codes or type(maps) is not dict:
        return "", "required"
    if not all(_CODE.fullmatch(code) and _said(text) for code, text in codes.items()):
        return ".codes", "format"
    known = all(type(code) is str and code in core for code in maps.values())
    return None if known and maps.keys() == codes.keys() else (".maps", "unmapped_code")


# --- fields -------------------------------------------------------------------------


def _row(row: Any, path: str, lists: Mapping[str, CodeList]) -> Iterator[Problem]:
    if type(row) is not dict or not set(row) <= _FIELD_KEYS:
        yield Problem(path, "unknown_key")
        return
    name = row.get("name")
    # A field becomes an argument of its record: no word of the language itself.
    if not _fits(_NAME, name) or keyword.iskeyword(str(name)) or name == "self":
        yield Problem(f"{path}.name", "format")
    if not _wording(row.get("label")):
        yield Problem(f"{path}.label", "required")
    yield from _bound(row, path) if "binds" in row else _own(row, path, lists)


def _bound(row: dict[str, Any], path: str) -> Iterator[Problem]:
    if type(row["binds"]) is not str or row["binds"] not in _core_paths():
        yield Problem(f"{path}.binds", "unknown_field")
    if _LABEL_KEYS & set(row):
        yield Problem(path, "bound_field_relabelled")


def _own(
    row: dict[str, Any], path: str, lists: Mapping[str, CodeList]
) -> Iterator[Problem]:
    kind = row.get("type")
    if type(kind) is not str or kind not in TYPES:
        yield Problem(f"{path}.type", "unknown_type")
    if parse_label(row) is None:
        yield Problem(path, "unlabelled")
    coded = kind in ("code", "codes")
    if coded != ("codes" in row) or (coded and not list_of(row["codes"], lists)):
        yield Problem(f"{path}.codes", "unknown_list")


@cache
def _core_paths() -> frozenset[str]:
    return frozenset(leaf.path for kind in CORE_RECORDS for leaf in leaves(kind))


def _targets(rows: list[Any]) -> list[str]:
    bound = [row.get("binds") if type(row) is dict else None for row in rows]
    return [target if type(target) is str else "" for target in bound]


def _twice(rows: list[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, target in enumerate(_targets(rows)):
        if target in seen and target in _core_paths():
            yield Problem(f"field.{index}.binds", "duplicate")
        seen.add(target)


# --- constants ----------------------------------------------------------------------


def _constants(table: Any, rows: list[Any]) -> Iterator[Problem]:
    if type(table) is not dict or not set(table) <= _core_paths():
        yield Problem("constants", "unknown_field")
        return
    kinds = {info_of(kind).name: kind for kind in CORE_RECORDS}
    bound = _targets(rows)
    for target, value in table.items():
        if target in bound:
            yield Problem(f"constants.{target}", "duplicate")
        yield from _constant(*split(target, kinds), value, kinds)


def _constant(
    place: Place, field: str, value: Any, kinds: Mapping[str, type]
) -> Iterator[Problem]:
    """Read the one value as its record would; what the record lacks is no matter."""
    payload: dict[str, Any] = {field: value}
    for name in reversed(place[1:]):
        payload = {name: [payload]}
    where = ".".join(("constants", *place, field))
    if type(value) is dict:
        yield Problem(where, "type")
        return
    found: tuple[Problem, ...] = ()
    try:
        structure(payload, kinds[place[0]])
    except Malformed as fault:
        found = fault.problems
    for problem in found:
        if problem.code != "required":
            yield Problem(where, problem.code)
