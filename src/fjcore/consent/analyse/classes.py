"""Words that no rule tells apart: one of each class stands for all, exactly."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from fjcore.consent.floor import law
from fjcore.consent.guards import Guard
from fjcore.consent.lawbook import Lawbook
from fjcore.consent.vocabulary import Purpose, RecipientKind
from fjcore.records.categories import CATEGORIES

T = TypeVar("T")

#: Every word of each part of a question, by the part's name in a condition.
PARTS: dict[str, tuple[str, ...]] = {
    "recipient": tuple(map(str, RecipientKind)),
    "purpose": tuple(map(str, Purpose)),
    "category": tuple(CATEGORIES),
}


def classes(
    values: Iterable[T], signature: Callable[[T], Hashable]
) -> tuple[tuple[T, ...], ...]:
    """Give values in groups of one signature, in their order; the first leads."""
    groups: dict[Hashable, list[T]] = {}
    for value in values:
        groups.setdefault(signature(value), []).append(value)
    return tuple(map(tuple, groups.values()))


def signature(part: str, word: str) -> tuple[bool, ...]:
    """Say for every condition of the law whether a word is in it."""
    return _signature(law(), part, word)


def leader(part: str, word: str) -> str:
    """Give the first word that the law treats as it treats another."""
    return _leader(law(), part, word)


@lru_cache(maxsize=1024)
def _signature(book: Lawbook, part: str, word: str) -> tuple[bool, ...]:
    return tuple(memberships([row.guard for row in book.rows], part, word))


@lru_cache(maxsize=1024)
def _leader(book: Lawbook, part: str, word: str) -> str:
    own = _signature(book, part, word)
    return next(w for w in PARTS[part] if _signature(book, part, w) == own)


def memberships(guards: Iterable[Guard], part: str, word: str) -> Iterator[bool]:
    """Say for every set of some conditions whether a word is in it."""
    for guard in guards:
        for name in (part, f"{part}_not"):
            listed = getattr(guard, name, None)
            if listed is not None:
                yield word in listed
        yield from memberships(guard.any, part, word)
