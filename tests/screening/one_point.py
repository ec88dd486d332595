"""Every definition that differs from one in a single point of its logic."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from fjcore.screening._parts import instrument
from fjcore.screening._shape import BadShape
from fjcore.screening.lint import lint
from fjcore.screening.vectors import Vector, differences


def numbers(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of each number that decides."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("score", "ge", "at_least", "min", "max") and type(value) is int:
                yield (*path, key)
            else:
                yield from numbers(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from numbers(value, (*path, index))


def edited(data: dict[str, Any], path: tuple[Any, ...], change: Any) -> dict[str, Any]:
    """Give a definition with one place changed by a function."""
    other = copy.deepcopy(data)
    at: Any = other
    for key in path[:-1]:
        at = at[key]
    change(at, path[-1])
    return other


def swapped(at: Any, key: str) -> None:
    """Turn any into all and back."""
    at["all" if key == "any" else "any"] = at.pop(key)


def places(data: Any, keys: tuple[str, ...], path: tuple[Any, ...] = ()) -> Any:
    """Give the path of each key that is one of some."""
    pairs = data.items() if isinstance(data, dict) else ()
    if isinstance(data, list):
        pairs = enumerate(data)
    for key, value in pairs:
        if key in keys:
            yield (*path, key)
        yield from places(value, keys, (*path, key))


def one_point(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every definition that differs from one in a single point of its logic."""
    logic = {
        key: data.get(key, [])
        for key in ("items", "scores", "bands", "triggers", "outcome_rule")
    }
    for path in numbers(logic):
        for step in (-1, 1):

            def shift(at: Any, key: Any, by: int = step) -> None:
                at[key] += by

            yield f"{path} {step:+}", edited(data, path, shift)
    for path in places(logic, ("any", "all")):
        yield f"{path} swapped", edited(data, path, swapped)
    for path in places(logic, ("applies_if", "default")):
        yield f"{path} gone", edited(data, path, lambda at, key: at.pop(key))
    lists = [p for p in places(logic, ("any", "of", "items")) if p[0] != "items"]
    for path in [*lists, ("outcome_rule",)]:
        whole: Any = logic
        for key in path:
            whole = whole[key]
        for index in range(len(whole)):
            yield (
                f"{path} without {index}",
                edited(data, (*path, index), lambda at, key: at.pop(key)),
            )


def lives(data: dict[str, Any], rows: list[Vector]) -> bool:
    """Whether a changed definition passes its lint and all of the vectors."""
    clean = {k: v for k, v in data.items() if k not in ("tests", "skip_logic")}
    try:
        made = instrument(clean)
    except BadShape:
        return False
    return not lint(made) and not any(differences(made, row) for row in rows)


def unread(data: dict[str, Any]) -> set[int]:
    """Give the places of items whose points no score and no condition reads."""
    read = {name for score in data["scores"] for name in score["items"]}
    todo: list[Any] = [data["triggers"], data.get("constraints", [])]
    while todo:
        at = todo.pop()
        if isinstance(at, dict):
            read |= {at["item_score"]} if "item_score" in at else set()
            todo += at.values()
        elif isinstance(at, list):
            todo += at
    return {n for n, item in enumerate(data["items"]) if item["id"] not in read}


def telling(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the changes that something reads: points of an item may be for no one."""
    data = {key: value for key, value in data.items() if key != "tests"}
    silent = tuple(f"('items', {n}, 'options'" for n in unread(data))
    for what, other in one_point(data):
        if not (silent and what.startswith(silent) and "'score'" in what):
            yield what, other
