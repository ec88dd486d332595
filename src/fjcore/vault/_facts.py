"""Facts that a scoring looked at, under the categories that they belong to, and back.

A fact is written as it is typed: ``yes``, ``no``, a whole number, or a text; a text
that could be taken for one of these stands in quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from fjcore.records import (
    Assessment,
    ScreeningFact,
    ScreeningFactOfHealth,
    ScreeningFactOfPerson,
)
from fjcore.values import Missing

#: Facts of a category of their own; every other is as sensitive as the answers.
_OF_PERSON = frozenset({"age", "sex"})
_OF_HEALTH = frozenset({"pregnant"})

_WHOLE = re.compile(r"-?[0-9]+")
_TRUTHS = {"yes": True, "no": False}


def facts_of(context: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of a record that keep these facts."""
    rows: dict[str, list[Any]] = {
        "facts": [],
        "facts_of_person": [],
        "facts_of_health": [],
    }
    for name, value in context.items():
        said = Missing.ASKED_UNKNOWN if value is None else _written(value)
        if name in _OF_PERSON:
            rows["facts_of_person"].append(ScreeningFactOfPerson(fact=name, value=said))
        elif name in _OF_HEALTH:
            rows["facts_of_health"].append(ScreeningFactOfHealth(fact=name, value=said))
        else:
            rows["facts"].append(ScreeningFact(fact=name, value=said))
    return {name: tuple(found) for name, found in rows.items()}


def context_of(record: Assessment) -> dict[str, Any]:
    """Give the facts that a record keeps; None is one that was not known."""
    rows: tuple[Any, ...] = (
        *record.facts,
        *record.facts_of_person,
        *record.facts_of_health,
    )
    return {
        row.fact: None if isinstance(row.value, Missing) else _read(row.value)
        for row in rows
    }


def _written(value: str | int | bool) -> str:
    if type(value) is bool:
        return "yes" if value else "no"
    text = str(value)
    plain = type(value) is int or not (
        text in _TRUTHS or text.startswith('"') or _WHOLE.fullmatch(text)
    )
    return text if plain else json.dumps(text, ensure_ascii=False)


def _read(text: str) -> str | int | bool:
    if text in _TRUTHS:
        return _TRUTHS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return str(json.loads(text)) if text.startswith('"') else text
