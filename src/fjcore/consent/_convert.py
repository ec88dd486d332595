"""Converters of fields: any iterable in, one frozen collection held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def names(items: Iterable[str]) -> tuple[str, ...]:
    """Hold texts in their order."""
    return tuple(items)


def name_set(items: Iterable[str]) -> frozenset[str]:
    """Hold texts as a set."""
    return frozenset(items)


def sealed(table: Mapping[K, V]) -> Mapping[K, V]:
    """Hold a copy of a table that nobody can change."""
    return MappingProxyType(dict(table))
