"""The plain cut: field by field, for any record whatever it holds.

It gives what generated cutters give, key for key, and takes over where they stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fjcore.redaction.layout import Layout, Nested, Told
from fjcore.redaction.ordering import order_of
from fjcore.values import Missing

Shown = dict[str, Any]


def plainly(whole: Layout, *, native: bool) -> Callable[[Any], Shown | None]:
    """Give the plain cut of a record type under a plan."""
    return lambda record: _part(record, whole, native)


def _part(part: Any, layout: Layout, native: bool) -> Shown | None:
    if type(part) is not layout.cls:
        raise TypeError
    marks, nested = dict(layout.marks), {}
    for one in layout.nested:
        if shown := _nested(getattr(part, one.name), one, native):
            nested[one.name] = shown
    sure, rest = _fields(part, layout.sure), _fields(part, layout.rest)
    if not (sure or nested or rest):
        return None
    if layout.sure:
        return sure | marks | nested | rest
    return nested | rest | marks


def _fields(part: Any, fields: Iterable[Told]) -> Shown:
    shown = {told.name: told.tell(getattr(part, told.name)) for told in fields}
    return {key: v for key, v in shown.items() if v is not Missing.NOT_COLLECTED}


def _nested(held: Any, nested: Nested, native: bool) -> Any:
    if held == () or isinstance(held, Missing):
        return None
    if not nested.many:
        return _part(held, nested.part, native)
    rows = list(_rows(held, nested, native))
    if len(rows) < 2:
        return rows
    return order_of(nested.part, native=native)(rows)


def _rows(held: Any, nested: Nested, native: bool) -> Iterator[Shown]:
    for item in held:
        if (row := _part(item, nested.part, native)) is not None:
            yield row
