"""Whether an expression asks each question for what its answer can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from fjcore.records._formtypes import CLASSES, Kind
from fjcore.records._rules import (
    Compare,
    Count,
    Field,
    Joined,
    Literal,
    Not,
    Rule,
    Selected,
    Term,
    fields_in,
)

#: Classes whose values have an order.
_ORDERED = frozenset({"number", "date", "time", "instant"})

#: A type by which a literal of each class is read.
_LITERALS = {"date": "partial_date", "time": "time", "instant": "datetime"}


def mistyped(rule: Rule, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Give the code of each fault of a rule over questions of these kinds.

    ``unknown_field`` for a question that is not there, ``unknown_code`` for a text
    that is none of the codes asked about, ``type`` for the rest.
    """
    if any(one.name not in kinds for one in fields_in(rule)):
        yield "unknown_field"
    elif isinstance(rule, Joined):
        for one in rule.parts:
            yield from mistyped(one, kinds)
    elif isinstance(rule, Not):
        yield from mistyped(rule.part, kinds)
    elif isinstance(rule, Compare):
        yield from _compared(rule, kinds)
    elif isinstance(rule, Selected):
        yield from _coded(kinds[rule.field.name], rule.code)


def _coded(kind: Kind, code: str) -> Iterator[str]:
    known = kind.codes.readable if kind.codes else frozenset({"yes", "no"})
    if kind.codes is None and kind.type != "yes_no":
        yield "type"
    elif code not in known:
        yield "unknown_code"


def _compared(rule: Compare, kinds: Mapping[str, Kind]) -> Iterator[str]:
    left, right = rule.left, rule.right
    if isinstance(left, Literal):
        left, right = right, left
    one = _class_of(left, kinds)
    ordered = rule.sign not in ("=", "!=")
    if one in ("", "codes", "part") or (ordered and one not in _ORDERED):
        yield "type"
    elif isinstance(right, Literal):
        yield from _literal(left, one, right.value, kinds)
    elif _class_of(right, kinds) != one:
        yield "type"


def _class_of(term: Term, kinds: Mapping[str, Kind]) -> str:
    if isinstance(term, Field):
        return CLASSES[kinds[term.name].type]
    if isinstance(term, Count):
        return "number" if kinds[term.field.name].type == "codes" else ""
    return ""


def _literal(
    term: Term, kind: str, value: str | Decimal, kinds: Mapping[str, Kind]
) -> Iterator[str]:
    if (kind == "number") != isinstance(value, Decimal):
        yield "type"
    elif kind in ("code", "yes_no") and isinstance(term, Field):
        yield from _coded(kinds[term.name], str(value))
    elif kind in _LITERALS and Kind(_LITERALS[kind]).fault(value):
        yield "format"
