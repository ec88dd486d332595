"""Conditions that hold across the fields of one record, or over one value of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from fjcore.errors import Problem
from fjcore.values import Missing


@frozen
class Rule:
    """What must hold of a record beside the shape of each of its fields.

    ``path`` is the field to correct, ``of`` the fields that are looked at, ``holds``
    a total function of what they hold, in that order, a ``Missing`` included. A
    record that breaks it is told so as a ``precondition``.
    ``kind`` is the name of the function of this module that made it, and ``bounds``
    what it was given besides names, so that values can be made that keep it.
    """

    path: str
    of: tuple[str, ...]
    holds: Callable[..., bool]
    kind: str = ""
    bounds: tuple[Any, ...] = ()


def broken(rules: Iterable[Rule], held: Mapping[str, Any]) -> list[Problem]:
    """Give the problems of a record of which some fields, or all, are at hand.

    A rule about a field that is not at hand is not judged.
    """
    return [
        Problem(rule.path, "precondition")
        for rule in rules
        if all(name in held for name in rule.of)
        and not _holds(rule, [held[name] for name in rule.of])
    ]


def _holds(rule: Rule, values: list[Any]) -> bool:
    """Whether a rule holds; what is not of its field's type, it cannot judge."""
    try:
        return rule.holds(*values)
    except (TypeError, AttributeError):
        return True


def in_order(first: str, last: str) -> Rule:
    """Ask that the day, instant or number in ``last`` is not before ``first``."""

    def holds(low: Any, high: Any) -> bool:
        return isinstance(low, Missing) or isinstance(high, Missing) or high >= low

    return Rule(last, (first, last), holds, "in_order")


def within(name: str, low: int, high: int) -> Rule:
    """Ask that a number lies between two bounds, both included."""

    def holds(value: Any) -> bool:
        return isinstance(value, Missing) or low <= value <= high

    return Rule(name, (name,), holds, "within", (low, high))


def matches(name: str, pattern: str) -> Rule:
    """Ask that a text has a shape, as a whole."""
    shape = re.compile(pattern)

    def holds(value: Any) -> bool:
        return isinstance(value, Missing) or shape.fullmatch(value) is not None

    return Rule(name, (name,), holds, "matches", (pattern,))


def absent(name: str) -> Rule:
    """Ask that a field holds nothing, as where a variant has no use for it."""
    return Rule(name, (name,), lambda value: isinstance(value, Missing), "absent")


def only_if(name: str, gates: Mapping[str, object]) -> Rule:
    """Ask that a field holds nothing unless one of the others holds what is given."""
    wanted = tuple(gates.values())

    def holds(value: Any, *found: Any) -> bool:
        return isinstance(value, Missing) or any(
            type(one) is type(want) and one == want
            for one, want in zip(found, wanted, strict=True)
        )

    return Rule(name, (name, *gates), holds, "only_if", wanted)
