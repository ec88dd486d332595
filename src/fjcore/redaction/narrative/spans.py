"""Spans of a source text: joined whatever their order, replaced once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from fjcore.records.categories import CATEGORIES

#: What may stand between two spans of one kind that become one.
_BETWEEN = re.compile(r"[\s.,'’‐‑-]{0,3}")


@frozen(order=True)
class Span:
    """A piece of a source text, and what of: categories of data, sorted.

    ``why``: the pass that found it, such as ``name`` or ``pattern.email``.
    """

    start: int
    end: int
    categories: tuple[str, ...]
    why: str


def span(start: int, end: int, category: str, why: str) -> Span:
    """Give the span of one category."""
    return Span(start, end, (category,), why)


def joined(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """Clip, sort and join: disjoint spans that cover the same characters.

    What overlaps or touches becomes one, of all their categories.
    """
    found: list[Span] = []
    for one in sorted(set(_clipped(spans, length)), key=_place):
        if found and one.start <= found[-1].end:
            found[-1] = _union(found[-1], one)
        else:
            found.append(one)
    return tuple(found)


def _place(one: Span) -> tuple[int, int]:
    return one.start, one.end


def _clipped(spans: Iterable[Span], length: int) -> Iterable[Span]:
    for one in spans:
        start, end = max(0, one.start), min(one.end, length)
        if start < end:
            yield Span(start, end, one.categories, one.why)


def _union(one: Span, other: Span) -> Span:
    why = sorted({*one.why.split("+"), *other.why.split("+")})
    categories = sorted({*one.categories, *other.categories})
    end = max(one.end, other.end)
    return Span(one.start, end, tuple(categories), "+".join(why))


def merged(spans: Iterable[Span], source: str) -> tuple[Span, ...]:
    """Join spans, and also neighbors of the same categories with little between."""
    found: list[Span] = []
    for one in joined(spans, len(source)):
        last = found[-1] if found else None
        if last is not None and last.categories == one.categories:
            if _BETWEEN.fullmatch(source, last.end, one.start):
                found[-1] = _union(last, one)
                continue
        found.append(one)
    return tuple(found)


def is_silent(one: Span) -> bool:
    """Whether even the presence of what a span holds must not be told."""
    return any(CATEGORIES[name].silent for name in one.categories)


def placeholder(one: Span) -> str:
    """Give what stands for a span: its category, where it is one that may be told."""
    if len(one.categories) != 1 or is_silent(one):
        return "⟦withheld⟧"
    return f"⟦withheld:{one.categories[0]}⟧"


def replaced(source: str, spans: Sequence[Span]) -> str:
    """Replace every span by its placeholder, once, from right to left.

    Shape: spans as ``merged`` gives them.
    """
    pieces = []
    end = len(source)
    for one in reversed(spans):
        pieces += [source[one.end : end], placeholder(one)]
        end = one.start
    pieces.append(source[:end])
    return "".join(reversed(pieces))
