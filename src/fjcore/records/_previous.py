"""Earlier versions of a form: their answers and records are read by today's names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from fjcore.errors import Malformed, NewerSchema, Problem
from fjcore.records._form import Previous
from fjcore.records._formtypes import Kind
from fjcore.records.versions import Upcast

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_KEYS = frozenset("version renamed retired recoded".split())

Fields = dict[str, Any]


def previous_in(data: Mapping[str, Any]) -> tuple[Previous, ...]:
    """Give what a form without a fault says of its earlier versions, oldest first."""
    rows = sorted(data.get("previous", ()), key=lambda row: int(row["version"]))
    return tuple(
        Previous(
            row["version"],
            renamed=row.get("renamed", {}),
            retired=frozenset(row.get("retired", ())),
            recoded=row.get("recoded", {}),
        )
        for row in rows
    )


# --- faults -------------------------------------------------------------------------


def previous_faults(
    data: Mapping[str, Any], kinds: Mapping[str, Kind]
) -> list[Problem]:
    """Give every fault of what a form says of its earlier versions."""
    rows = data.get("previous", [])
    if type(rows) is not list:
        return [Problem("previous", "type")]
    found = []
    for index, row in enumerate(rows):
        where = f"previous.{index}"
        found += [Problem(f"{where}{path}", code) for path, code in _shape(row)]
    if found or type(data.get("version")) is not int:
        return found
    versions = sorted(row["version"] for row in rows)
    if versions != list(range(data["version"] - len(rows), data["version"])):
        return [Problem("previous", "range")]
    known = {name: _codes(kind) for name, kind in kinds.items()}
    for index, row in sorted(enumerate(rows), key=lambda pair: -pair[1]["version"]):
        where = f"previous.{index}"
        found += [Problem(f"{where}{path}", code) for path, code in _names(row, known)]
        known = _before(row, known)
    return found


#: By the name of a question the codes it may have, None where it has none.
Known = dict[str, "frozenset[str] | None"]


def _codes(kind: Kind) -> frozenset[str] | None:
    return None if kind.codes is None else kind.codes.readable


def _before(row: Mapping[str, Any], known: Known) -> Known:
    """Give the questions of a version, from those of the next."""
    renamed, recoded = row.get("renamed", {}), row.get("recoded", {})
    wider = {
        name: codes if codes is None else codes | set(recoded.get(name, ()))
        for name, codes in known.items()
    }
    kept = {n: codes for n, codes in wider.items() if n not in renamed.values()}
    back = {old: wider.get(new) for old, new in renamed.items()}
    return {**kept, **back, **dict.fromkeys(row.get("retired", ()))}


def _shape(row: Any) -> Iterator[tuple[str, str]]:
    if type(row) is not dict or not set(row) <= _KEYS:
        yield "", "unknown_key"
        return
    if type(row.get("version")) is not int or row["version"] < 1:
        yield ".version", "range"
    renamed, retired = row.get("renamed", {}), row.get("retired", [])
    if type(renamed) is not dict or not all(map(_named, _pairs(renamed))):
        yield ".renamed", "format"
    elif len(set(renamed.values())) != len(renamed):
        yield ".renamed", "duplicate"
    if type(retired) is not list or not all(map(_named, retired)):
        yield ".retired", "format"
    recoded = row.get("recoded", {})
    tables = recoded.values() if type(recoded) is dict else [None]
    if not all(type(t) is dict and all(map(_text, t.values())) for t in tables):
        yield ".recoded", "format"


def _pairs(table: Mapping[str, Any]) -> list[Any]:
    return [*table, *table.values()]


def _named(name: Any) -> bool:
    return type(name) is str and _NAME.fullmatch(name) is not None


def _text(code: Any) -> bool:
    return type(code) is str


def _names(row: Mapping[str, Any], known: Known) -> Iterator[tuple[str, str]]:
    """Give the faults of one version against the questions of the next."""
    renamed, retired = row.get("renamed", {}), set(row.get("retired", []))
    if not set(renamed.values()) <= known.keys():
        yield ".renamed", "unknown_field"
    if retired & ((known.keys() - set(renamed.values())) | set(renamed)):
        yield ".retired", "duplicate"
    for name, table in row.get("recoded", {}).items():
        where = f".recoded.{name if _named(name) else '?'}"
        if name not in known:
            yield where, "unknown_field"
            continue
        codes = known[name]
        if codes is None:
            yield where, "type"
        elif not codes.issuperset(table.values()):
            yield where, "unknown_code"


# --- reading ------------------------------------------------------------------------


def brought_up(
    form: str, now: int, version: object, steps: tuple[Previous, ...], answers: Fields
) -> tuple[Fields, list[Problem]]:
    """Give answers to an earlier version by the names and codes of today.

    Raises: NewerSchema, naming the form; Malformed, where there was no such version.
    """
    if type(version) is int and version > now:
        raise NewerSchema(form)
    later = [step for step in steps if type(version) is int and step.version >= version]
    if type(version) is not int or len(later) != now - version:
        raise Malformed(form, problems=(Problem("version", "range"),))
    for step in later:
        if not set(answers).isdisjoint(set(step.renamed.values()) - set(step.renamed)):
            return answers, [Problem(form, "unknown_key")]
        answers = _stepped(step, answers)
    return answers, []


def _stepped(step: Previous, fields: Fields) -> Fields:
    found = {}
    for name, answer in fields.items():
        if name not in step.retired:
            new = step.renamed.get(name, name)
            found[new] = _recoded(step.recoded.get(new, {}), answer)
    return found


def _recoded(codes: Mapping[str, str], answer: Any) -> Any:
    if type(answer) is list:
        return [_recoded(codes, one) for one in answer]
    return codes.get(answer, answer) if type(answer) is str else answer


# --- stored records -----------------------------------------------------------------


def upcasts(
    form: str, version: int, steps: tuple[Previous, ...], own: frozenset[str]
) -> tuple[Upcast, ...]:
    """Give the steps that bring stored records of a form up; its fields are ``own``."""
    by_version = {step.version: step for step in steps}
    names, found = set(own), []
    for number in range(version - 1, 0, -1):
        step = by_version.get(number, Previous(number))
        back = {new: old for old, new in step.renamed.items()}
        writes = {name for name in names if name in back or name in step.recoded}
        reads = {back.get(name, name) for name in writes} | step.retired
        change = partial(_stepped, step)
        found.append(Upcast(form, number, change, reads=reads, writes=writes))
        names = {back.get(name, name) for name in names}
    return tuple(reversed(found))
