"""The faults of a form's TOML: every one of them, by its row, and no text of it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any

from fjcore.errors import Malformed, Problem
from fjcore.records._answers import Place, split
from fjcore.records._formrules import kinds_of, rule_faults
from fjcore.records._formtypes import (
    HOLDING,
    TYPES,
    core_kinds,
    kind_of,
    steps_fault,
)
from fjcore.records._formtypes import core_paths as _core_paths
from fjcore.records._formwords import reworded, said, wording, words_fault
from fjcore.records._previous import previous_faults
from fjcore.records.categories import CATEGORIES
from fjcore.records.codec import structure
from fjcore.records.codes import CodeList, core_lists
from fjcore.records.label import parse_label

_ID = re.compile(r"x_[a-z0-9]{1,20}\.[a-z0-9_]{1,40}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")

#: The name of a form's part is its own and the form's; this is as long as both may be.
_PART_NAME = 64

_LABEL_KEYS = frozenset(
    "type category about identifying privilege ladder edges".split()
)
_SHOWN_KEYS = frozenset("name label when section hide".split())
_NOTE_KEYS = _SHOWN_KEYS | {"type"}
_HOLDING_KEYS = _NOTE_KEYS | frozenset("hint field required missing".split())
_FIELD_KEYS = (
    _LABEL_KEYS
    | _SHOWN_KEYS
    | frozenset(
        "binds codes hint required missing constraint message default read_only "
        "report".split()
    )
)
_FORM_KEYS = frozenset("form version title of section field codes constants".split())
_LIST_KEYS = frozenset("version codes maps_to maps source label retired".split())


def faults(data: dict[str, Any]) -> list[Problem]:
    """Give every fault of a form as it was read from TOML."""
    found = [*_head(data), *_list_faults(data.get("codes", {}))]
    rows, lists = rows_in(data), lists_in(data)
    for index, row in enumerate(rows):
        found += _row(row, f"field.{index}", lists)
    found += _holding_faults(data.get("form"), rows, lists)
    names = [str(row.get("name")) for row in rows if type(row) is dict]
    if not rows or len(set(names)) != len(names):
        found.append(Problem("field", "duplicate" if rows else "required"))
    found += [*_twice(rows), *_constants(data.get("constants", {}), rows)]
    found += rule_faults(data, rows, lists)
    return [*found, *previous_faults(data, kinds_of(rows, lists))]


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
            retired=row.get("retired", {}),
        )
        for name, row in (tables.items() if type(tables) is dict else ())
        if not _list_fault(name, row)
    }


def list_of(name: Any, lists: Mapping[str, CodeList]) -> CodeList | None:
    """Give a list of the form or of core by its id."""
    return lists.get(name) or core_lists().get(name) if type(name) is str else None


def _head(data: dict[str, Any]) -> Iterator[Problem]:
    if not set(data) <= _FORM_KEYS | {"previous"}:
        yield Problem("", "unknown_key")
    if not _fits(_ID, data.get("form")):
        yield Problem("form", "format")
    if type(data.get("version")) is not int or not 1 <= data["version"] < 10**6:
        yield Problem("version", "range")
    if not wording(data.get("title")):
        yield Problem("title", "required")
    if "of" in data and data["of"] not in list(core_kinds()):
        yield Problem("of", "unknown_record")


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


# --- code lists ---------------------------------------------------------------------


def _list_faults(tables: Any) -> Iterator[Problem]:
    if type(tables) is not dict:
        yield Problem("codes", "type")
        return
    for name, row in tables.items():
        known = core_lists().get(name)
        fault = _list_fault(name, row) if known is None else reworded(row, known)
        if fault:
            path, code = fault
            where = f"codes.{name if known or _ID.fullmatch(name) else '?'}"
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
    retired = row.get("retired", {})
    if type(retired) is not dict or not retired.keys().isdisjoint(codes):
        return ".retired", "duplicate"
    for key, texts in ((".codes", codes), (".retired", retired)):
        if not all(_CODE.fullmatch(code) and said(t) for code, t in texts.items()):
            return key, "format"
    known = all(type(code) is str and code in core for code in maps.values())
    if not (known and maps.keys() == codes.keys()):
        return ".maps", "unmapped_code"
    return words_fault(row.get("label", {}), frozenset({*codes, *retired}), whole=True)


# --- fields -------------------------------------------------------------------------


def _row(row: Any, path: str, lists: Mapping[str, CodeList]) -> Iterator[Problem]:
    kind = row.get("type") if type(row) is dict else None
    holds = type(kind) is str and kind in HOLDING
    keys = _HOLDING_KEYS if holds else _NOTE_KEYS if kind == "note" else _FIELD_KEYS
    if type(row) is not dict or not set(row) <= keys:
        yield Problem(path, "unknown_key")
        return
    name = row.get("name")
    # A field becomes an argument of its record: no word of the language itself.
    if not _fits(_NAME, name) or keyword.iskeyword(str(name)) or name == "self":
        yield Problem(f"{path}.name", "format")
    if not wording(row.get("label")):
        yield Problem(f"{path}.label", "required")
    if "binds" in row:
        yield from _bound(row, path, lists)
    elif kind != "note" and not holds:
        yield from _own(row, path, lists)


def _bound(
    row: dict[str, Any], path: str, lists: Mapping[str, CodeList]
) -> Iterator[Problem]:
    known = type(row["binds"]) is str and row["binds"] in _core_paths()
    if not known:
        yield Problem(f"{path}.binds", "unknown_field")
    if _LABEL_KEYS & set(row):
        yield Problem(path, "bound_field_relabelled")
    if known and "codes" in row:
        own = lists.get(row["codes"]) if type(row["codes"]) is str else None
        core = kind_of(row["binds"]).codes
        # Answers in a center's own words go to core by core's codes, or nowhere.
        if own is None or core is None or own.maps_to != core.id:
            yield Problem(f"{path}.codes", "unknown_list")


def _own(
    row: dict[str, Any], path: str, lists: Mapping[str, CodeList]
) -> Iterator[Problem]:
    kind = row.get("type")
    if type(kind) is not str or kind not in TYPES:
        yield Problem(f"{path}.type", "unknown_type")
    if parse_label(row) is None:
        yield Problem(path, "unlabelled")
    if fault := steps_fault(row):
        key, code = fault
        yield Problem(f"{path}.{key}", code)
    coded = kind in ("code", "codes")
    if coded != ("codes" in row) or (coded and not list_of(row["codes"], lists)):
        yield Problem(f"{path}.codes", "unknown_list")


def _holding_faults(
    form: Any, rows: list[Any], lists: Mapping[str, CodeList]
) -> Iterator[Problem]:
    """Look through the rows that parts and repeats hold: own ones, and none deeper."""
    for index, row in enumerate(rows):
        path = f"field.{index}"
        if type(row) is not dict or row.get("type") not in ("part", "repeat"):
            continue
        if len(f"{form}.{row.get('name')}") > _PART_NAME:
            yield Problem(f"{path}.name", "length")
        inner = row.get("field")
        if type(inner) is not list or not inner:
            yield Problem(f"{path}.field", "required")
            continue
        for place, one in enumerate(inner):
            here = f"{path}.field.{place}"
            yield from _row(one, here, lists)
            if type(one) is dict and (code := _misplaced(one)):
                yield Problem(here, code)
        names = [str(one.get("name")) for one in inner if type(one) is dict]
        if len(set(names)) != len(names):
            yield Problem(f"{path}.field", "duplicate")
        if len(set(filter(None, map(_compartment, inner)))) > 1:
            # Parts of one field are sealed together.
            yield Problem(path, "precondition")


def _misplaced(row: dict[str, Any]) -> str:
    if "binds" in row or "section" in row:
        return "unknown_key"
    return "too_deep" if row.get("type") in ("part", "repeat") else ""


def _compartment(row: Any) -> str:
    label = parse_label(row) if type(row) is dict else None
    return CATEGORIES[label.category].compartment if label else ""


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
    shown = _targets([row for row in rows if type(row) is dict and _asked(row)])
    for target, value in table.items():
        if target in shown:
            yield Problem(f"constants.{target}", "duplicate")
        yield from _constant(*split(target, core_kinds()), value, core_kinds())


def _asked(row: dict[str, Any]) -> bool:
    return row.get("hide") is not True


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
            yield problem.at(where)
