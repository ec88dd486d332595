"""Judging a rule by answers, in three values."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from fjcore.records import checks
from fjcore.records._rules import (
    Absent,
    Compare,
    Field,
    Joined,
    Literal,
    Not,
    Rule,
    Term,
)
from fjcore.values import Missing, PartialDate, Tri, tri_all, tri_any, tri_not


class _Mark:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


#: In place of a value: the gate of the question is false, so it has none.
CLOSED = _Mark("CLOSED")

#: In place of a value: what was answered cannot be read.
UNREADABLE = _Mark("UNREADABLE")

_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(rule: Rule, values: Mapping[str, Any]) -> Tri:
    """Judge a rule by answers; see ``Expression.truth``."""
    if isinstance(rule, Joined):
        found = (truth(one, values) for one in rule.parts)
        return tri_all(found) if rule.every else tri_any(found)
    if isinstance(rule, Not):
        return tri_not(truth(rule.part, values))
    if isinstance(rule, Compare):
        return _compared(rule, values)
    held = values.get(rule.field.name)
    if isinstance(rule, Absent):
        return Tri.of(held is None or held is CLOSED or isinstance(held, Missing))
    if held is CLOSED:
        return Tri.FALSE
    chosen = (held,) if isinstance(held, str) else held
    return Tri.of(rule.code in chosen if isinstance(chosen, tuple) else None)


def _compared(rule: Compare, values: Mapping[str, Any]) -> Tri:
    left, right = _value(rule.left, values), _value(rule.right, values)
    if left is CLOSED or right is CLOSED:
        return Tri.of(rule.sign == "!=")
    left, right = _read_as(left, right), _read_as(right, left)
    if isinstance(left, PartialDate) and isinstance(right, PartialDate):
        return _dates(rule.sign, left, right)
    if type(left) is not type(right) or not isinstance(
        left, (str, Decimal, datetime, time)
    ):
        return Tri.UNDETERMINED
    if rule.sign in ("=", "!="):
        return Tri.of((left == right) is (rule.sign == "="))
    if isinstance(left, str):
        return Tri.UNDETERMINED
    return Tri.of(_SIGNS[rule.sign](left, right))


def _value(term: Term, values: Mapping[str, Any]) -> Any:
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, Field):
        return values.get(term.name)
    held = values.get(term.field.name)
    return Decimal(len(held)) if isinstance(held, tuple) else held


def _read_as(value: Any, other: Any) -> Any:
    """Read a text as what it is compared with: a date, a time or an instant."""
    if not isinstance(value, str) or isinstance(other, str):
        return value
    reads = {
        PartialDate: checks.partial_date,
        datetime: checks.instant,
        time: clock_time,
    }
    read = reads.get(type(other))
    try:
        return read(value) if read else value
    except checks.Fault:
        return None


def _dates(sign: str, left: PartialDate, right: PartialDate) -> Tri:
    """Compare two dates of which only part may be known."""
    if sign in ("=", "!="):
        # Neither lies before the other for certain: then both are the same one day.
        apart = tri_any([Tri.of(left.before(right)), Tri.of(right.before(left))])
        return apart if sign == "!=" else tri_not(apart)
    first, second = (left, right) if sign in ("<", ">=") else (right, left)
    before = Tri.of(first.before(second))
    return before if sign in ("<", ">") else tri_not(before)


_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def clock_time(value: object) -> time:
    """Read a time of day, as in ``17:30``."""
    if type(value) is not str:
        raise checks.Fault("type")
    if not _TIME.fullmatch(value):
        raise checks.Fault("format")
    return time.fromisoformat(value)
