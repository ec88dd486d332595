"""The order of what a list shows: its own, so that the order of storage never shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from operator import itemgetter
from typing import Any, NoReturn

from fjcore.errors import NotCanonical
from fjcore.values import Missing

Rows = list[dict[str, Any]]
#: Gives what a part shows, or None when it shows nothing.
Part = Callable[[Any], "dict[str, Any] | None"]
#: Cuts every part of a list and orders what they show.
Several = Callable[[Part, Any], Rows]


def ordered(cuts: Iterable[dict[str, Any] | None]) -> Rows:
    """Order what cuts show by their own bytes, so that storage order never shows.

    Raises: NotCanonical, when a cut holds what no cut may hold.
    """
    found = [cut for cut in cuts if cut is not None]
    return sorted(found, key=written) if len(found) > 1 else found


def distinct(cuts: Iterable[dict[str, Any] | None]) -> Rows:
    """Order what cuts show, each once: how many there are is not granted."""
    found = [cut for cut in cuts if cut is not None]
    if len(found) > 1:
        found = [cut for _, cut in sorted({written(cut): cut for cut in found}.items())]
    return found


def _refuse(_: object) -> NoReturn:
    raise NotCanonical("value type")


#: As ``canonical.dumps`` orders bytes, without its checks: the whole passes those.
written = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse
).encode


def by_bytes(keys: tuple[str, ...], *, once: bool) -> Several:
    """Give what cuts a list and orders it by bytes; ``once``: each outcome once."""
    del keys
    order = distinct if once else ordered

    def several(part: Part, held: Any) -> Rows:
        return [] if held.__class__ is Missing else order(map(part, held))

    return several


def by_value(keys: tuple[str, ...], *, once: bool) -> Several:
    """Give what cuts a list and orders it by the values shown, field by field.

    ``keys`` are the fields that a part always shows. Values of one field compare with
    each other, as their type is one; where they do not, rows are ordered by their text.
    Which of these is done depends on what is shown alone, since to order rows is to
    compare each with the one that comes next to it.
    """
    first = itemgetter(keys[0]) if keys else None

    def several(part: Part, held: Any) -> Rows:
        if held.__class__ is Missing:
            return []
        rows: Rows = [*map(part, held)]  # type: ignore[list-item]
        if not all(rows):
            rows = [row for row in rows if row is not None]
        if len(rows) < 2 or first is None:
            return _at_length(rows, once=once) if len(rows) > 1 else rows
        try:
            said = [*map(first, rows)]
            found = dict(zip(said, rows))  # noqa: B905 - as many, and much quicker
            row_of = found.__getitem__
            if len(found) == len(rows) or (once and [*map(row_of, said)] == rows):
                return [*map(row_of, sorted(found))]
        except (KeyError, TypeError):
            pass
        return _at_length(rows, once=once)

    return several


def _at_length(rows: Rows, *, once: bool) -> Rows:
    """Order rows of which some lack a field, or give a reason in its place."""
    try:
        names, said = map(tuple, rows), map(tuple, map(dict.values, rows))
        keyed = sorted(zip(names, said, range(len(rows)), strict=True))
        rows = [rows[place] for _, _, place in keyed]
    except TypeError:
        rows = sorted(rows, key=_text)
    if once:
        return [
            rows[0],
            *(after for before, after in pairwise(rows) if before != after),
        ]
    return rows


def _text(row: dict[str, Any]) -> str:
    return json.dumps(row, default=repr, ensure_ascii=False)
