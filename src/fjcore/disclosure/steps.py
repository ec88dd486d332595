"""The earlier steps of what a disclosure holds, as they stand in its body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import evolve

from fjcore.consent import Received, Step, View
from fjcore.errors import FjcoreError, Problem
from fjcore.records import FieldKind
from fjcore.records.checks import instant, instant_text
from fjcore.records.record import Leaf
from fjcore.values import parse_id, parse_name

_KEYS, _OPTIONAL = {"id", "holder", "items"}, {"onward", "expires"}


def item_of(leaf: Leaf) -> str:
    """Give what terms say of a field by: a narrative by name, others by category."""
    narrative = leaf.kind is FieldKind.NARRATIVE
    return leaf.path if narrative else str(leaf.label.category)


def came(
    steps: Iterable[Step], paths: Iterable[str], known: Mapping[str, Leaf]
) -> Iterator[Step]:
    """Give those steps by which something came that really stands in the body."""
    present = {item_of(known[path]) for path in set(paths)}
    for step in steps:
        if step.items & present:
            yield evolve(step, items=step.items & present)


def step_to(step: Step) -> dict[str, Any]:
    """Give a step as plain data."""
    said: dict[str, Any] = {
        "id": step.id,
        "holder": step.holder,
        "items": sorted(step.items),
    }
    if step.onward:
        said["onward"] = True
    if step.expires is not None:
        said["expires"] = instant_text(step.expires)
    return said


def steps_from(
    rows: object, views: Mapping[str, View], problems: list[Problem], *, most: int
) -> tuple[Received, ...]:
    """Read the earlier steps of a body, with the views in which things came by them.

    A step showed at least what this body shows of what came by it. What the sender
    added did not come by it, and is not bound by it.
    """
    if type(rows) is not list or len(rows) > most:
        problems.append(Problem("previous", "range" if type(rows) is list else "type"))
        return ()
    found = []
    for index, row in enumerate(rows):
        faults = list(_faults(row, views, f"previous.{index}"))
        problems += faults
        if not faults:
            found.append(_received(row, views))
    return tuple(found)


def _received(row: dict[str, Any], views: Mapping[str, View]) -> Received:
    ends = row.get("expires")
    came_by = set(row["items"])
    return Received(
        id=row["id"],
        origin=row["holder"],
        views={name: view for name, view in views.items() if name in came_by},
        beside=frozenset(views) - came_by,
        onward=row.get("onward", False),
        expires=None if ends is None else instant(ends),
    )


def _faults(row: Any, views: Mapping[str, View], path: str) -> Iterator[Problem]:
    if type(row) is not dict or not _KEYS <= row.keys() <= _KEYS | _OPTIONAL:
        yield Problem(path, "format")
        return
    if not _reads(lambda: parse_id(row["id"], where="id")):
        yield Problem(f"{path}.id", "format")
    if not _reads(lambda: parse_name(row["holder"], where="holder")):
        yield Problem(f"{path}.holder", "format")
    items = row["items"]
    if type(items) is not list or not items or not all(type(i) is str for i in items):
        yield Problem(f"{path}.items", "format")
    elif not set(items) <= views.keys():
        yield Problem(f"{path}.items", "unknown_code")
    if type(row.get("onward", False)) is not bool:
        yield Problem(f"{path}.onward", "type")
    if "expires" in row and not _instant(row["expires"]):
        yield Problem(f"{path}.expires", "format")


def _instant(text: Any) -> datetime | None:
    found = None
    if type(text) is str and _reads(lambda: instant(text)):
        found = instant(text)
    return found


def _reads(read: Any) -> bool:
    try:
        read()
    except (FjcoreError, ValueError, TypeError, AttributeError):
        return False
    return True
