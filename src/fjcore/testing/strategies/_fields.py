"""Strategies for one field: what its declaration takes, within the bounds of rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.records import FieldKind
from fjcore.records.codes import core_list
from fjcore.records.record import declared, is_part, optional, shape
from fjcore.testing.strategies._values import (
    days,
    decimals,
    instants,
    missing,
    numbers,
    partial_dates,
    texts,
)
from fjcore.values import Missing, PartialDate

Inner = Callable[[type], SearchStrategy[Any]]

#: Most values that a list is drawn with.
MOST = 3

#: Ways of writing numbers that were never given out, and addresses of nobody.
PHONES = (
    "406-555-0100",
    "406-555-0199",
    "+1 (406) 555-0123",
    "406.555.0142",
    "4065550167",
    "555-0108",
)
EMAILS = ("quill@example.org", "t.lantern+1@example.org", "ñ@example.org")

_BOUNDED: Mapping[Any, Callable[..., SearchStrategy[Any]]] = {
    int: numbers,
    Decimal: decimals,
    date: days,
    datetime: instants,
}


def value_of(
    attribute: attrs.Attribute[Any],
    inner: Inner,
    *,
    low: Any = None,
    high: Any = None,
    pattern: str = "",
) -> SearchStrategy[Any]:
    """Give strategies for what a field holds where it holds an answer."""
    kind, many = shape(attribute.type)
    said = declared(attribute)
    if pattern:
        one: SearchStrategy[Any] = st.from_regex(pattern, fullmatch=True)
    elif is_part(kind):
        one = inner(kind)
    elif said.codes is not None:
        codes = core_list(said.codes) if isinstance(said.codes, str) else said.codes
        one = st.sampled_from(sorted(codes.codes))
    elif kind is str:
        one = _text(said.kind or FieldKind.TEXT, said.max_length)
    elif kind in _BOUNDED:
        bounds = {"low": low, "high": high}
        given = {name: v for name, v in bounds.items() if v is not None}
        one = _BOUNDED[kind](**given)
    else:
        one = partial_dates() if kind is PartialDate else st.booleans()
    if not many:
        return one
    # A set of codes holds each once; other lists may well repeat themselves.
    apart = said.codes is not None
    return st.lists(one, max_size=MOST, unique=apart).map(tuple)


def field_of(
    attribute: attrs.Attribute[Any], value: SearchStrategy[Any]
) -> SearchStrategy[Any]:
    """Give strategies for all that a field holds: an answer, or why there is none."""
    default = attribute.default
    found = value
    if optional(attribute):
        # Not ``one_of``, which would give the reasons a share of the answer's kinds.
        found = st.sampled_from((value, value, missing)).flatmap(lambda chosen: chosen)
    elif isinstance(default, Missing):
        found = st.one_of(value, st.just(default))
    return found


def _text(kind: FieldKind, max_length: int) -> SearchStrategy[str]:
    if kind is FieldKind.PHONE:
        return st.sampled_from(
            [one for one in (*PHONES, *EMAILS) if len(one) <= max_length]
        )
    if kind is FieldKind.EMAIL:
        return st.sampled_from([one for one in EMAILS if len(one) <= max_length])
    if kind is FieldKind.ZIP:
        five = st.integers(0, 99_999).map(lambda n: f"{n:05d}")
        if max_length < len("00000-0000"):
            return five
        nine = st.integers(0, 9_999).map(lambda n: f"00000-{n:04d}")
        return st.one_of(five, nine)
    return texts(max_length)


def above(kind: Any, value: Any, high: Any = None) -> SearchStrategy[Any]:
    """Give strategies for a value that does not lie before another, often that one."""
    given = {} if high is None else {"high": high}
    least = max(value, -math.inf) if kind is int else value
    return st.one_of(st.just(value), _BOUNDED[kind](low=least, **given))
