"""Ages and amounts as the group that they fall in; the groups are never the data's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise
from math import isfinite
from typing import Any

from fjcore.errors import OptionRefused, Problem
from fjcore.records.checks import decimal_text
from fjcore.records.label import Edge, sound_edges

#: The first age of every group; the last one is open.
AGE_BANDS = (0, 5, 10, 15, 18, 25, 35, 45, 55, 65, 75, 85, 90)

_OLDEST = f"{AGE_BANDS[-1]}+"
_BAND = {low: f"{low}-{high - 1}" for low, high in pairwise(AGE_BANDS)} | {
    AGE_BANDS[-1]: _OLDEST
}
_BANDS = frozenset(_BAND.values())

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_GROUP = re.compile(
    rf"<(?P<below>{_NUMBER})|>=(?P<above>{_NUMBER})"
    rf"|\[(?P<low>{_NUMBER}),(?P<high>{_NUMBER})\)"
)


def exact(value: Any) -> Decimal | None:
    """Give a number as it is; None for anything that is none, or not finite."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(value) if isfinite(value) else None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return None


def age_band(value: Any) -> str | None:
    """Give the group of an age.

    Shape: a number, or a group; ``0-4``, ``5-9``, ``10-14``, ``15-17``, ``18-24``, then
    tens of years up to ``75-84``, ``85-89``, ``90+``.
    Source: 45 CFR 164.514(b)(2)(i)(C), for the last.
    """
    if isinstance(value, str):
        return value if value in _BANDS else None
    years = exact(value)
    if years is None or years < 0:
        return None
    return _BAND[AGE_BANDS[bisect_right(AGE_BANDS, years) - 1]]


def buckets(edges: tuple[Edge, ...]) -> Callable[[Any], str | None]:
    """Give the operator that tells of a number the group it falls in.

    The edges are declared, rise, and are never taken from what is on file. The first
    group has no lower end and the last no upper one. A group of finer edges is told as
    the group that it lies in, where there is one; a wider one, between some of these
    edges, as it is.
    Shape: ``<0``, ``[0,500)``, ``>=500``.
    Raises: OptionRefused, for no edge, or edges that do not rise.
    """
    if not sound_edges(edges):
        raise OptionRefused("edges", problems=(Problem("edges", "format"),))
    return _buckets(tuple(map(Decimal, edges)))


@cache
def _buckets(bounds: tuple[Decimal, ...]) -> Callable[[Any], str | None]:
    texts = [_plain(decimal_text(bound)) for bound in bounds]
    inner = [f"[{low},{high})" for low, high in pairwise(texts)]
    names = (f"<{texts[0]}", *inner, f">={texts[-1]}")

    def bucket(value: Any) -> str | None:
        if isinstance(value, str):
            wide = _between(value, texts)
            return value if wide else _coarser(value, bounds, names)
        number = exact(value)
        return None if number is None else names[bisect_right(bounds, number)]

    return bucket


def _plain(text: str) -> str:
    """Give the one way to write a number: 1.50 and 1.5 are one edge."""
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def _between(text: str, edges: list[str]) -> bool:
    """Whether a text is a group between some of the edges, perhaps a wider one."""
    found = _GROUP.fullmatch(text)
    ends = [one for one in found.groups() if one] if found else []
    at = [edges.index(one) for one in ends if one in edges]
    return bool(ends) and len(at) == len(ends) and at == sorted(set(at))


def _coarser(
    text: str, bounds: tuple[Decimal, ...], names: tuple[str, ...]
) -> str | None:
    """Give the group that a group of other edges lies in, if it lies in one."""
    found = _GROUP.fullmatch(text)
    if found is None:
        return None
    below, above, low, high = map(_bound, found.group("below", "above", "low", "high"))
    if below is not None:
        return names[0] if below <= bounds[0] else None
    if above is not None:
        return names[-1] if above >= bounds[-1] else None
    if low is None or high is None or low >= high:
        return None
    at = bisect_right(bounds, low)
    return names[at] if at == len(bounds) or high <= bounds[at] else None


def _bound(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
