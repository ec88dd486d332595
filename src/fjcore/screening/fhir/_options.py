"""The answers of a question, wherever a Questionnaire has them, with their weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import isfinite
from typing import Any

from attrs import frozen

from fjcore.screening import _shape as shape
from fjcore.screening.fhir._reading import Reader
from fjcore.screening.fhir._terms import EXTENSION, OLD_WEIGHT, WEIGHTS

#: A value set of another place carries weights as properties of its codes.
#: Source: FHIR R5, ValueSet.expansion.property, and its extension for R4.
_PROPERTIES = frozenset({"itemWeight", "ordinalValue"})
_PROPERTY = "extension-ValueSet.expansion.contains.property"


@frozen(kw_only=True)
class Read:
    """One answer: its value in a definition, its words, its weight, its code."""

    value: str
    label: str | None
    words: str | None
    score: int | None
    system: str | None
    code: str
    first: bool = False


def options(
    reader: Reader, row: dict[str, Any], path: str, contained: dict[str, Any]
) -> list[Read]:
    """Read the answers of a question; one that stands twice is a fault."""
    found = [
        one
        for where, option in reader.rows(row, "answerOption", path)
        if (one := _option(reader, option, where)) is not None
    ]
    if "answerValueSet" in row:
        if found:
            reader.refuse(f"{path}.answerValueSet", "conflict")
        found += _of_set(reader, row, path, contained)
    values = [one.value for one in found]
    if len(set(values)) != len(values):
        reader.refuse(f"{path}.answerOption", "duplicate")
    if not found:
        reader.refuse(f"{path}.answerOption", "required")
    return found


def _option(reader: Reader, row: dict[str, Any], path: str) -> Read | None:
    keys = [key for key in row if key.startswith("value")]
    if len(keys) != 1:
        reader.refuse(path, "duplicate" if keys else "required")
        return None
    where, value = f"{path}.{keys[0]}", row[keys[0]]
    first = row.get("initialSelected") is True
    if keys[0] == "valueCoding":
        coding = reader.table(value, where)
        weights = [*_weights(reader, row, path), *_weights(reader, coding, where)]
        return _coded(reader, coding, where, _one(reader, weights, where), first)
    if keys[0] == "valueInteger" and type(value) is int:
        value = str(value)
    if keys[0] not in ("valueString", "valueInteger"):
        reader.refuse(where, "unknown_type")
        return None
    text = reader.needed({keys[0]: value}, keys[0], path)
    if text is None:
        return None
    score = _one(reader, _weights(reader, row, path), where)
    return Read(
        value=text,
        label=None,
        words=text,
        score=score,
        system=None,
        code=text,
        first=first,
    )


def _coded(
    reader: Reader, row: dict[str, Any], path: str, score: int | None, first: bool
) -> Read | None:
    code = reader.needed(row, "code", path)
    if code is None:
        return None
    return Read(
        value=reader.own(row, path, "value") or code,
        label=reader.own(row, path, "label"),
        words=reader.text(row, "display", path),
        score=score,
        system=reader.text(row, "system", path),
        code=code,
        first=first,
    )


def _weights(
    reader: Reader, row: dict[str, Any], path: str
) -> Iterator[tuple[str, Any]]:
    for where, url, one in reader.extensions(row, path):
        if url in (*WEIGHTS, OLD_WEIGHT):
            keys = [key for key in one if key.startswith("value")]
            yield where, one[keys[0]] if len(keys) == 1 else None


def _one(reader: Reader, weights: Iterable[tuple[str, Any]], path: str) -> int | None:
    """Give the one weight that all places agree on; a fault where they do not."""
    found = set()
    for where, value in weights:
        if type(value) not in (int, float, Decimal):
            reader.refuse(where, "type")
        elif not isfinite(value) or abs(value) > shape.MAX_POINTS:
            reader.refuse(where, "range")
        elif value != int(value):
            reader.refuse(where, "format")
        else:
            found.add(int(value))
    if len(found) > 1:
        reader.refuse(path, "conflict")
    return found.pop() if len(found) == 1 else None


def _of_set(
    reader: Reader, row: dict[str, Any], path: str, contained: dict[str, Any]
) -> list[Read]:
    """Read the codes of a value set that the Questionnaire brings along."""
    name = reader.needed(row, "answerValueSet", path)
    held = contained.get(name[1:]) if name is not None and name[0] == "#" else None
    if held is None:
        # Nothing is ever fetched.
        reader.refuse(f"{path}.answerValueSet", "unknown_list")
        return []
    where, data = held
    rows = _codes(reader, data, where)
    found = []
    for at, one in rows:
        weights = [*_weights(reader, one, at), *_properties(reader, one, at)]
        coded = _coded(reader, one, at, _one(reader, weights, at), False)
        found += [] if coded is None else [coded]
    return found


def _codes(
    reader: Reader, data: dict[str, Any], path: str
) -> list[tuple[str, dict[str, Any]]]:
    if "expansion" in data:
        expansion = reader.table(data["expansion"], f"{path}.expansion")
        return reader.rows(expansion, "contains", f"{path}.expansion")
    compose = reader.table(data.get("compose", {}), f"{path}.compose")
    found = []
    for where, include in reader.rows(compose, "include", f"{path}.compose"):
        system = reader.text(include, "system", where)
        for at, concept in reader.rows(include, "concept", where):
            found.append((at, {**concept, "system": system}))
    return found


def _is_weight(code: Any) -> bool:
    return type(code) is str and code in _PROPERTIES


def _properties(
    reader: Reader, row: dict[str, Any], path: str
) -> Iterator[tuple[str, Any]]:
    for where, one in reader.rows(row, "property", path):
        if _is_weight(one.get("code")):
            keys = [key for key in one if key.startswith("value")]
            yield where, one[keys[0]] if len(keys) == 1 else None
    for where, url, one in reader.extensions(row, path):
        if not url.endswith(_PROPERTY) or url.startswith(EXTENSION):
            continue
        parts = {u: part for _, u, part in reader.extensions(one, where)}
        if _is_weight(parts.get("code", {}).get("valueCode")):
            value = parts.get("value", {})
            keys = [key for key in value if key.startswith("value")]
            yield where, value[keys[0]] if len(keys) == 1 else None
