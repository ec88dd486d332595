"""Straight-line writers: one generated function per labelled type to plain data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs

from fjcore.records._shape import info_of, is_part, optional, shape
from fjcore.records._source import Source
from fjcore.values import Missing, PartialDate, utc

Writer = Callable[[Any], "dict[str, Any]"]
Inner = Callable[[type, str], Writer]


def writer(cls: type, inner: Inner, path: str) -> Writer:
    """Compile the writer of a labelled type; ``inner`` gives that of a part at a path.

    Shape: what is not collected is left out, and so is an empty tuple where that is
    what a field holds unless something is said.
    Raises, from the writer: NaiveTime, naming the field.
    """
    source = Source(
        Missing=Missing,
        NC=Missing.NOT_COLLECTED,
        gone={reason: {"?": reason.value} for reason in Missing},
    )
    always, lines = [], []
    for attribute in attrs.fields(cls):
        kind, many = shape(attribute.type)
        one = _one(source, kind, inner, f"{path}.{attribute.name}")
        value, key = f"r.{attribute.name}", repr(attribute.name)
        if optional(attribute) or isinstance(attribute.default, Missing):
            gone = "gone[v].copy() if v.__class__ is Missing"
            shown = f"{gone} else {_held(one, 'v', many=many)}"
            lines += [f"v = {value}", f"if v is not NC: out[{key}] = {shown}"]
        elif attribute.default == ():
            shown = _held(one, "v", many=many)
            lines += [f"v = {value}", f"if v: out[{key}] = {shown}"]
        else:
            always.append(f"{key}: {_held(one, value, many=many)}")
    made: Writer = source.compiled(
        f"writer {info_of(cls).name}",
        "def made(r):",
        f"out = {{{', '.join(always)}}}",
        *lines,
        "return out",
    )
    return made


def _held(one: str, value: str, *, many: bool) -> str:
    """Write out what a field shows, from what one value of it does."""
    if not many:
        return one.format(value)
    return f"list({value})" if one == "{}" else f"[{one.format('i')} for i in {value}]"


def _one(source: Source, kind: Any, inner: Inner, path: str) -> str:
    """Give the text that shows one value, with a place for the value."""
    if is_part(kind):
        return source.name(inner(kind, path)) + "({})"
    if kind is PartialDate:
        return "{}.text"
    if kind is date:
        return "{}.isoformat()"
    if kind is datetime:
        return source.name(_instant_of(path)) + "({})"
    return "{}"


def _instant_of(path: str) -> Callable[[datetime], str]:
    return lambda value: utc(value, where=path).isoformat()[:-6] + "Z"
