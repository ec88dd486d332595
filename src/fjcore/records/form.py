"""Local forms as data: a community adds fields and maps answers, without code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from attrs import frozen

from fjcore.errors import FormRefused, Malformed, Problem
from fjcore.records.catalog import CORE_RECORDS
from fjcore.records.codec import structure
from fjcore.records.codes import CodeList, core_lists
from fjcore.records.label import FieldKind, parse_label
from fjcore.records.record import info_of, labelled, leaves, record
from fjcore.values import Missing, PartialDate

_ID = re.compile(r"x_[a-z0-9]+\.[a-z0-9_]{1,40}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")

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

_FIELD_KEYS = frozenset(
    [
        "name",
        "type",
        "binds",
        "category",
        "about",
        "identifying",
        "privilege",
        "codes",
        "label",
    ]
)
_FORM_KEYS = frozenset(["form", "version", "title", "field", "codes", "constants"])
_LIST_KEYS = frozenset(["version", "codes", "maps_to", "maps", "source"])


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
        """Turn answers into records: core ones for bound fields, one local one.

        Shape: a dict of field name to plain answer, or to ``{"?": reason}``.
        Raises: Malformed, with a path per fault that begins with the form's id.
        """
        if type(answers) is not dict:
            raise Malformed(self.id, problems=(Problem(self.id, "type"),))
        known = {field.name: field for field in self.fields}
        if not known.keys() >= answers.keys():
            raise Malformed(self.id, problems=(Problem(self.id, "unknown_key"),))
        payloads: dict[str, dict[str, Any]] = {}
        for name, answer in answers.items():
            _place(payloads, known[name].target, answer)
        for target, value in self.constants.items():
            if target.rsplit(".", 1)[0] in payloads:
                _place(payloads, target, value)
        kinds = {info_of(kind).name: kind for kind in (*CORE_RECORDS, self.record_type)}
        payloads.setdefault(self.id, {})
        return tuple(
            structure(payload, kinds[name], where=name)
            for name, payload in payloads.items()
        )


def _place(payloads: dict[str, dict[str, Any]], target: str, answer: Any) -> None:
    kind, steps = _split(target)
    payload = payloads.setdefault(kind, {})
    if len(steps) == 1:
        payload[steps[0]] = answer
    elif not (type(answer) is dict and "?" in answer):
        payload.setdefault(steps[0], [{}])[0][steps[1]] = answer


def _split(target: str) -> tuple[str, list[str]]:
    if target.startswith("x_"):
        form, name = target.rsplit(".", 1)
        return form, [name]
    names = sorted((info_of(kind).name for kind in CORE_RECORDS), key=len)
    kind = [name for name in names if target.startswith(name + ".")][-1]
    return kind, target[len(kind) + 1 :].split(".")


def parse_form(text: str, *, where: str = "form") -> Form:
    """Read a form from TOML text.

    Raises: FormRefused, with the row and code of every fault: ``unlabelled`` where
    category, about or identifying is absent, ``unknown_field`` for a bad ``binds``.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        data = None
    if data is None:
        raise FormRefused(where, problems=(Problem(where, "format"),))
    problems = _head(data)
    lists = _code_lists(data.get("codes", {}), problems)
    rows = data.get("field", []) if isinstance(data.get("field", []), list) else []
    for index, row in enumerate(rows):
        problems += _row(row, f"field.{index}", lists)
    names = [row.get("name") for row in rows if isinstance(row, dict)]
    if not rows or len(set(map(str, names))) != len(names):
        problems.append(Problem("field", "duplicate" if rows else "required"))
    problems += _constants(data.get("constants", {}))
    if problems:
        raise FormRefused(where, problems=tuple(problems))
    return _compile(data, rows, lists)


def _head(data: dict[str, Any]) -> list[Problem]:
    found = []
    if not set(data) <= _FORM_KEYS:
        found.append(Problem("", "unknown_key"))
    if not (isinstance(data.get("form"), str) and _ID.fullmatch(data["form"])):
        found.append(Problem("form", "format"))
    if type(data.get("version")) is not int or data["version"] < 1:
        found.append(Problem("version", "range"))
    if not _wording(data.get("title")):
        found.append(Problem("title", "required"))
    return found


def _wording(value: object) -> bool:
    return (
        isinstance(value, dict)
        and "en" in value
        and all(isinstance(text, str) and text.strip() for text in value.values())
    )


def _code_lists(tables: Any, problems: list[Problem]) -> dict[str, CodeList]:
    found: dict[str, CodeList] = {}
    for name, row in tables.items() if isinstance(tables, dict) else ():
        where = f"codes.{name if _ID.fullmatch(name) else '?'}"
        core = core_lists().get(str(row.get("maps_to")))
        codes, maps = row.get("codes"), row.get("maps")
        if not set(row) <= _LIST_KEYS or not _ID.fullmatch(name):
            problems.append(Problem(where, "unknown_key"))
        elif not isinstance(codes, dict) or not isinstance(maps, dict) or core is None:
            problems.append(Problem(where, "required"))
        elif set(maps) != set(codes) or not set(maps.values()) <= set(core.codes):
            problems.append(Problem(f"{where}.maps", "unmapped_code"))
        else:
            found[name] = CodeList(
                name,
                str(row.get("version", "1")),
                codes,
                source=str(row.get("source", "")),
                maps_to=core.id,
                maps=maps,
            )
    return found


def _row(row: Any, path: str, lists: Mapping[str, CodeList]) -> list[Problem]:
    if not isinstance(row, dict) or not set(row) <= _FIELD_KEYS:
        return [Problem(path, "unknown_key")]
    found = []
    if not _NAME.fullmatch(str(row.get("name"))):
        found.append(Problem(f"{path}.name", "format"))
    if not _wording(row.get("label")):
        found.append(Problem(f"{path}.label", "required"))
    if "binds" in row:
        if row["binds"] not in {
            leaf.path for kind in CORE_RECORDS for leaf in leaves(kind)
        }:
            found.append(Problem(f"{path}.binds", "unknown_field"))
        if {"type", "category", "about", "identifying", "codes"} & set(row):
            found.append(Problem(path, "bound_field_relabelled"))
        return found
    if row.get("type") not in TYPES:
        found.append(Problem(f"{path}.type", "unknown_type"))
    if parse_label(row) is None:
        found.append(Problem(path, "unlabelled"))
    coded = row.get("type") in ("code", "codes")
    if coded != ("codes" in row) or (coded and not _list(row["codes"], lists)):
        found.append(Problem(f"{path}.codes", "unknown_list"))
    return found


@cache
def _core_paths() -> frozenset[str]:
    return frozenset(leaf.path for kind in CORE_RECORDS for leaf in leaves(kind))


def _list(name: Any, lists: Mapping[str, CodeList]) -> CodeList | None:
    return lists.get(name) or core_lists().get(name)


def _constants(table: Any) -> list[Problem]:
    if isinstance(table, dict) and set(table) <= _core_paths():
        return []
    return [Problem("constants", "unknown_field")]


def _compile(
    data: dict[str, Any], rows: list[dict[str, Any]], lists: Mapping[str, CodeList]
) -> Form:
    own = {row["name"]: _field(row, lists) for row in rows if "binds" not in row}
    cls = type("LocalForm", (), {"__doc__": "Answers to a local form."})
    cls.__annotations__ = {name: kind for name, (kind, _) in own.items()}
    for name, (_, spec) in own.items():
        setattr(cls, name, spec)
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
        record(data["form"], data["version"])(cls),
        tuple(lists.values()),
        data.get("constants", {}),
    )


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
        codes=_list(row["codes"], lists) if "codes" in row else None,
        max_length=65536 if row["type"] == "narrative" else 500,
    )
    many = row["type"] == "codes"
    held: Any = tuple.__class_getitem__((kind, ...)) if many else kind
    return held | Missing, spec
