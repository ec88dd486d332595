"""Conditions: a closed grammar as data, with nothing in it that is ever run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from fjcore.screening import _shape as shape
from fjcore.screening._shape import BadShape

#: Conditions inside conditions; no published tool comes near it.
MAX_NESTING = 20

_LEAVES = {"item": "eq", "item_score": "ge", "score": "ge", "context": "eq"}


@frozen(kw_only=True)
class Predicate:
    """One condition, of one shape: ``kind`` says which.

    Shape: ``item``, ``item_score``, ``score``, ``context`` compare ``name`` with
    ``value``; ``any``, ``all``, ``not``, ``at_least`` hold ``parts``.
    """

    kind: str
    name: str = ""
    value: Any = ""
    parts: tuple[Predicate, ...] = ()
    count: int = 0

    def walk(self) -> Iterator[Predicate]:
        """Give the condition and every condition inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def depth(self) -> int:
        """How many conditions stand inside one another, this one counted."""
        return 1 + max((part.depth for part in self.parts), default=0)

    def printed(self) -> str:
        """Give the condition in its one written form."""
        if self.parts:
            inner = ",".join(part.printed() for part in self.parts)
            return f"{self.kind}:{self.count}({inner})"
        return f"{self.kind}:{json.dumps([self.name, self.value])}"


def predicate(data: Any, path: str, depth: int = 1) -> Predicate:
    """Read a condition: one shape each, and nothing that is evaluated.

    Raises: BadShape.
    """
    if type(data) is not dict or depth > MAX_NESTING:
        raise BadShape(path)
    keys = set(data)

    def parts(key: str) -> tuple[Predicate, ...]:
        inner = shape.rows(data[key], path)
        return tuple(predicate(row, where, depth + 1) for where, row in inner)

    for kind in ("any", "all"):
        if keys == {kind}:
            return Predicate(kind=kind, parts=parts(kind))
    if keys == {"not"}:
        return Predicate(
            kind="not", parts=(predicate(data["not"], f"{path}.not", depth + 1),)
        )
    if keys == {"at_least", "of"}:
        count = shape.number(data["at_least"], path)
        return Predicate(kind="at_least", parts=parts("of"), count=count)
    for kind, sign in _LEAVES.items():
        if keys == {kind, sign}:
            return _leaf(kind, data[kind], data[sign], path)
    raise BadShape(path)


def _leaf(kind: str, name: Any, value: Any, path: str) -> Predicate:
    read = {"item": shape.text, "context": shape.fact}.get(kind, shape.number)
    return Predicate(kind=kind, name=shape.ident(name, path), value=read(value, path))
