"""Crowds of made-up survivors, each made once, and what tests ask of their records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

import attrs

from fjcore.testing import ENOUGH, SyntheticSurvivor, synthetic

T = TypeVar("T")

#: How many of no special kind a crowd has.
MANY = 1200


@cache
def few(seed: int = 7) -> tuple[SyntheticSurvivor, ...]:
    """Give the fewest among whom everything is met."""
    return tuple(synthetic(seed, ENOUGH))


@cache
def crowd(seed: int = 11) -> tuple[SyntheticSurvivor, ...]:
    """Give a crowd without those who are out of the ordinary."""
    return tuple(synthetic(seed, ENOUGH + MANY))[ENOUGH:]


def own(survivor: SyntheticSurvivor, kind: type[T]) -> list[T]:
    """Give the records of a type in a survivor's own file."""
    return [r for r in survivor.files[0].records if type(r) is kind]


def the(survivor: SyntheticSurvivor, kind: type[T]) -> T:
    """Give the first record of a type in a survivor's own file."""
    return own(survivor, kind)[0]


def leaves(record: Any) -> Iterator[Any]:
    """Give every value that a record holds, those of its parts too."""
    for attribute in attrs.fields(type(record)):
        held = getattr(record, attribute.name)
        for one in held if type(held) is tuple else (held,):
            if attrs.has(type(one)) and hasattr(type(one), "__fj__"):
                yield from leaves(one)
            else:
                yield one


def share(found: list[bool]) -> float:
    """Give how many of them are so, in a thousand."""
    return 1000 * sum(found) / len(found)
