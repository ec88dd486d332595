"""The order of what a list shows: its own, so that the order of storage never shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import pairwise, takewhile
from operator import add
from typing import Any, NoReturn

from fjcore.errors import NotCanonical
from fjcore.redaction.layout import Layout

Rows = list[dict[str, Any]]
Order = Callable[[Rows], Rows]


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


def _writer() -> Callable[[Any], str]:
    """Give what writes as ``canonical.dumps`` does, without its checks.

    The whole passes those. The standard library makes its quick encoder anew for every
    text; for rows that are a few words long, that takes longer than to write them.
    """
    plain = json.JSONEncoder(
        ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse
    )
    make = getattr(json.encoder, "c_make_encoder", None)
    quote = getattr(json.encoder, "encode_basestring", None)
    if make is None or quote is None:
        return plain.encode
    pieces = make(None, _refuse, quote, None, ":", ",", True, False, False)
    return lambda row: "".join(pieces(row, 0))


written = _writer()

#: Writes a text as it stands in JSON.
quoted: Callable[[str], str] = json.encoder.encode_basestring


def order_of(part: Layout, *, native: bool) -> Order:
    """Give what orders the rows of a part: by their values, or else by their bytes."""
    if native:
        return by_value(part.names, part.once)
    names, whole = lead(part)
    return by_bytes(names, part.once, whole=whole)


def lead(part: Layout) -> tuple[tuple[str, ...], bool]:
    """Give the fields that the bytes of a row begin with, and whether they are all.

    Constants tell no row from another, and are passed over.
    """
    told = {one.name: one.spoken for one in (*part.sure, *part.rest)}
    told |= dict.fromkeys((one.name for one in part.nested), False)
    found = [*takewhile(told.__getitem__, sorted(told))]
    return tuple(found), len(found) == len(told)


def by_bytes(names: tuple[str, ...], once: bool, *, whole: bool) -> Order:
    """Give what orders rows by their bytes; ``once``: each of them once.

    ``names`` are fields that the rows begin with, in the order in which these are
    written; nearly always the first few tell all rows apart, and no more of a row is
    written than those. ``whole``: a row has no other.
    """
    plain = distinct if once else ordered

    def order(rows: Rows) -> Rows:
        said: list[str] = []
        found = {"": rows[0]}
        for name in names:
            values = [row.get(name) for row in rows]
            if values.count(values[0]) == len(rows):
                continue
            texts = _begun(values)
            said = [*map(add, said, texts)] if said else texts
            found = dict(zip(said, rows, strict=False))
            if len(found) == len(rows):
                break
        told = len(found) == len(rows) or (whole and once)
        return [*map(found.__getitem__, sorted(found))] if told else plain(rows)

    return order


def _begun(values: list[Any]) -> list[str]:
    """Write one field of each row as it stands in the row's bytes."""
    if values[0].__class__ is str:
        try:
            return [*map(quoted, values)]
        except TypeError:
            pass
    return [*map(_as, values)]


def _as(value: Any) -> str:
    """Write a value as it stands in a row's bytes; of nothing, what comes last.

    Where a field is not there the next one's name stands, or the end: both come after.
    """
    return "~" if value is None else written(value)


def by_value(names: tuple[str, ...], once: bool) -> Order:
    """Give what orders rows by the values of some fields, one after the other.

    Values of one field compare with each other, as their type is one; where they do
    not, or tell too little, rows are ordered by their text. Which of these is done
    depends on what is shown alone, since to order rows is to compare each with the one
    that comes next to it.
    """

    def order(rows: Rows) -> Rows:
        try:
            # Nearly always the first field tells all rows apart.
            found = {row[names[0]]: row for row in rows} if names else {}
            if len(found) == len(rows):
                return [found[said] for said in sorted(found)]
        except (KeyError, TypeError):
            pass
        said = [tuple([row.get(name) for name in names]) for row in rows]
        try:
            places = sorted(range(len(rows)), key=said.__getitem__)
            if any(said[one] == said[other] for one, other in pairwise(places)):
                keyed = [*zip(said, map(_text, rows), strict=True)]
                places.sort(key=keyed.__getitem__)
        except TypeError:
            texts = [*map(_text, rows)]
            places = sorted(range(len(rows)), key=texts.__getitem__)
        rows = [rows[place] for place in places]
        return _once(rows) if once else rows

    return order


def _once(rows: Rows) -> Rows:
    return [
        rows[0],
        *(after for before, after in pairwise(rows) if before != after),
    ]


def _text(row: dict[str, Any]) -> str:
    return json.dumps(row, default=repr, ensure_ascii=False)
