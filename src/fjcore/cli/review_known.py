"""Reading what is known of a file: from an intake, or from a list of entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from fjcore.cli.session import Settings
from fjcore.errors import InputRefused, Problem
from fjcore.records import Catalog
from fjcore.records.categories import CATEGORIES
from fjcore.redaction.narrative import Entity, EntityKind, Known, known_entities
from fjcore.sdk import Registry
from fjcore.vault import intake_from, read_file

#: The keys of one entity.
_KEYS = frozenset({"kind", "value", "category"})

#: A value may be no longer than this.
_LONGEST = 500

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AGE = re.compile(r"[0-9]{1,3}")


def known_from(settings: Settings, path: Path, *, on: date | None) -> Known:
    """Read what is known.

    Shape: ``{"entities": [{"kind", "value", "category"}]}``, or an intake.
    Raises: InputRefused, naming every place at fault.
    """
    said = read_file(path)
    if not isinstance(said, dict) or "entities" not in said:
        return _intake(settings, said, path.name, on)
    problems = tuple(_faults(said))
    if problems:
        raise InputRefused(path.name, problems=problems)
    return Known(
        Entity(row["kind"], row["value"], row["category"], f"entities.{index}")
        for index, row in enumerate(said["entities"])
    )


def _intake(settings: Settings, said: Any, name: str, on: date | None) -> Known:
    """Read an intake: with the forms of the site, core's records alone without one."""
    registry = Registry.empty()
    if settings.site.exists():
        registry = Registry.build(settings.load())
    catalog = registry.catalog() if settings.site.exists() else Catalog()
    intake = intake_from(said, forms=registry.forms, catalog=catalog, where=name)
    return known_entities(intake.records, on=on)


def _faults(said: dict[str, Any]) -> Iterator[Problem]:
    for key in sorted(said.keys() - {"entities", "synthetic"}):
        yield Problem(key, "unknown_key")
    rows = said["entities"]
    if not isinstance(rows, list):
        yield Problem("entities", "type")
        return
    for index, row in enumerate(rows):
        yield from _row_faults(f"entities.{index}", row)


def _row_faults(path: str, row: Any) -> Iterator[Problem]:
    if not isinstance(row, dict):
        yield Problem(path, "type")
        return
    for key in sorted(row.keys() - _KEYS):
        yield Problem(f"{path}.{key}", "unknown_key")
    for key in sorted(_KEYS - row.keys()):
        yield Problem(f"{path}.{key}", "required")
    if not all(isinstance(row.get(key, ""), str) for key in _KEYS):
        yield Problem(path, "type")
        return
    if row.get("kind", "name") not in set(EntityKind):
        yield Problem(f"{path}.kind", "unknown_code")
    if row.get("category", "contact") not in CATEGORIES:
        yield Problem(f"{path}.category", "unknown_category")
    if not 0 < len(row.get("value", "x").strip()) <= _LONGEST:
        yield Problem(f"{path}.value", "length")
    elif not _sound(row.get("kind"), row.get("value", "")):
        yield Problem(f"{path}.value", "format")


def _sound(kind: str | None, value: str) -> bool:
    """Whether a date is one, and an age."""
    if kind == EntityKind.AGE:
        return _AGE.fullmatch(value) is not None
    if kind != EntityKind.DATE:
        return True
    try:
        return bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False
