"""Strategies for whole records: each field after those that its rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.records import CORE_RECORDS
from fjcore.records.record import info_of, is_part, shape
from fjcore.records.rule import Rule
from fjcore.testing.strategies._fields import above, field_of, value_of
from fjcore.testing.strategies._known import KNOWN
from fjcore.testing.strategies._values import intervals, missing, partial_dates
from fjcore.values import Interval, Missing, PartialDate

Held = dict[str, Any]


def records(cls: type[Any], **fields: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Give records of a labelled type: of core, of a plugin, of a local form, a part.

    ``fields`` stand in for what would be drawn for a field. A rule made by ``within``,
    ``matches``, ``in_order``, ``absent`` or ``only_if`` is kept; for one that is a
    function of the type's own, give the fields that keep it.
    Raises: Unlabelled, when the class was not made by ``record`` or ``part``.
    """
    kind: Any = cls
    info_of(kind)
    return _drawn(kind, fields) if fields else _whole(kind)


def any_record() -> SearchStrategy[Any]:
    """Give records of any type that core has."""
    return st.sampled_from(CORE_RECORDS).flatmap(records)


def register() -> None:
    """Make ``st.from_type`` know every record type, part and value type of core.

    Importing the package has done it; do it again where a test took one away.
    """
    for cls in _parts_too(CORE_RECORDS):
        st.register_type_strategy(cls, records(cls))
    st.register_type_strategy(PartialDate, partial_dates())
    st.register_type_strategy(Interval, intervals())


def _parts_too(types: tuple[type, ...]) -> list[type]:
    found: list[type] = []
    waiting = list(types)
    while waiting:
        cls: Any = waiting.pop()
        if cls not in found:
            found.append(cls)
            inner = (shape(a.type)[0] for a in attrs.fields(cls))
            waiting += [kind for kind in inner if is_part(kind)]
    return found


@cache
def _whole(cls: Any) -> SearchStrategy[Any]:
    return _drawn(cls, {})


@st.composite
def _drawn(draw: st.DrawFn, cls: Any, fields: Mapping[str, SearchStrategy[Any]]) -> Any:
    held: Held = {}
    for attribute in _ordered(cls):
        name = attribute.name
        chosen = fields.get(name)
        held[name] = draw(_field(cls, attribute, held) if chosen is None else chosen)
    return cls(**held)


@cache
def _rules(cls: Any) -> Mapping[str, tuple[Rule, ...]]:
    """Give the rules of a type by the field that each of them corrects."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in info_of(cls).rules:
        found[rule.path] = (*found.get(rule.path, ()), rule)
    return found


@cache
def _ordered(cls: Any) -> tuple[attrs.Attribute[Any], ...]:
    """Give the fields so that each comes after those that its rules look at."""
    waiting = list(attrs.fields(cls))
    found: list[attrs.Attribute[Any]] = []
    while waiting:
        done = {attribute.name for attribute in found}
        free = [a for a in waiting if _needs(cls, a.name) <= done] or waiting[:1]
        found += free
        waiting = [a for a in waiting if a not in free]
    return tuple(found)


def _needs(cls: Any, name: str) -> set[str]:
    rules = _rules(cls).get(name, ())
    return {other for rule in rules for other in rule.of} - {name}


def _field(
    cls: Any, attribute: attrs.Attribute[Any], held: Held
) -> SearchStrategy[Any]:
    """Give strategies for a field, after those that its rules look at were drawn."""
    name = attribute.name
    for known in (info_of(cls).name, info_of(cls).name.partition(".")[0]):
        made = KNOWN.get(f"{known}.{name}")
        if made is not None:
            return field_of(attribute, made(held))
    rules = _rules(cls).get(name, ())
    if not rules:
        return _plain(attribute)
    if _closed(rules, held):
        return missing
    return field_of(attribute, _within(attribute, rules, held))


@cache
def _plain(attribute: attrs.Attribute[Any]) -> SearchStrategy[Any]:
    return field_of(attribute, value_of(attribute, records))


def _closed(rules: tuple[Rule, ...], held: Held) -> bool:
    """Whether a field may hold nothing at all, as the others are."""
    for rule in rules:
        if rule.kind == "absent":
            return True
        if rule.kind == "only_if":
            gates = zip(rule.of[1:], rule.bounds, strict=True)
            if not any(
                type(held[gate]) is type(wanted) and held[gate] == wanted
                for gate, wanted in gates
            ):
                return True
    return False


def _within(
    attribute: attrs.Attribute[Any], rules: tuple[Rule, ...], held: Held
) -> SearchStrategy[Any]:
    low = high = None
    pattern = ""
    for rule in rules:
        if rule.kind == "within":
            low, high = rule.bounds
        elif rule.kind == "matches":
            (pattern,) = rule.bounds
    for rule in rules:
        first = held.get(rule.of[0]) if rule.kind == "in_order" else None
        if first is not None and not isinstance(first, Missing):
            return above(shape(attribute.type)[0], first, high)
    return value_of(attribute, records, low=low, high=high, pattern=pattern)
