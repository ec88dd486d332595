"""What an expression is made of: terms, and rules over them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeAlias

from attrs import frozen


@frozen
class Field:
    """The answer to a question."""

    name: str


@frozen
class Literal:
    """A text or a number that stands in the expression."""

    value: str | Decimal


@frozen
class Count:
    """How many codes were chosen."""

    field: Field


Term: TypeAlias = Field | Literal | Count


@frozen
class Compare:
    """Two terms compared."""

    sign: str
    left: Term
    right: Term


@frozen
class Selected:
    """Whether a code was chosen."""

    field: Field
    code: str


@frozen
class Absent:
    """Whether an answer is missing, for whatever reason."""

    field: Field


@frozen
class Not:
    """The opposite."""

    part: Rule


@frozen
class Joined:
    """All of the parts, or any of them."""

    every: bool
    parts: tuple[Rule, ...]


Rule: TypeAlias = Compare | Selected | Absent | Not | Joined


def fields_in(node: Rule | Term) -> Iterator[Field]:
    """Give every place of an expression at which it asks for an answer."""
    if isinstance(node, Field):
        yield node
    elif isinstance(node, (Count, Selected, Absent)):
        yield node.field
    elif isinstance(node, Compare):
        yield from fields_in(node.left)
        yield from fields_in(node.right)
    elif isinstance(node, Not):
        yield from fields_in(node.part)
    elif isinstance(node, Joined):
        for one in node.parts:
            yield from fields_in(one)


def plain(node: Rule | Term) -> list[Any]:
    """Give it as nested lists: the sign or function first, then its parts."""
    if isinstance(node, Field):
        return ["field", node.name]
    if isinstance(node, Literal):
        number = isinstance(node.value, Decimal)
        return ["number" if number else "text", str(node.value)]
    if isinstance(node, Count):
        return ["count-selected", node.field.name]
    if isinstance(node, Compare):
        return [node.sign, plain(node.left), plain(node.right)]
    if isinstance(node, Selected):
        return ["selected", node.field.name, node.code]
    if isinstance(node, Absent):
        return ["missing", node.field.name]
    if isinstance(node, Not):
        return ["not", plain(node.part)]
    return ["and" if node.every else "or", *map(plain, node.parts)]
