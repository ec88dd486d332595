"""The order of what a list shows: its own, so that the order of storage never shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, NoReturn

from fjcore.errors import NotCanonical

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


def by_bytes(once: bool) -> Order:
    """Give what orders rows by their bytes; ``once``: each of them once."""
    return distinct if once else ordered


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
