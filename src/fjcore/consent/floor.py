"""The rules of this version: read on first use, and only if they are those released.

Not legal advice. ``reviewed`` is False until a lawyer has read a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from typing import overload

from fjcore.consent._lawread import digest, plain_of, read
from fjcore.consent._pin import FLOOR_SHA256
from fjcore.consent.lawbook import FloorRule, Lawbook
from fjcore.errors import FloorChanged

__all__ = ["FLOOR", "FLOOR_SHA256", "Floor", "FloorRule", "law", "texts"]


def texts() -> dict[str, str]:
    """Give the files of the law that come with the library, by their names."""
    folder = files("fjcore.consent").joinpath("law")
    return {
        entry.name: entry.read_text("utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


class Floor(Sequence[FloorRule]):
    """Every rule of the floor, in the order in which rules are asked.

    Raises: FloorChanged, on first use, when the rules are not those of this version.
    """

    @cached_property
    def book(self) -> Lawbook:
        """The rules, compiled.

        Raises: FloorChanged; LawRefused.
        """
        found = plain_of(texts())
        if digest(found) != FLOOR_SHA256:
            raise FloorChanged("law")
        return read(found)

    @overload
    def __getitem__(self, index: int) -> FloorRule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FloorRule]: ...
    def __getitem__(self, index: int | slice) -> FloorRule | Sequence[FloorRule]:
        """Give a rule by its place."""
        return self.book.rules[index]

    def __len__(self) -> int:
        """Give how many rules there are."""
        return len(self.book.rules)

    def __iter__(self) -> Iterator[FloorRule]:
        """Give the rules in their order."""
        return iter(self.book.rules)


#: The rules of this version.
FLOOR = Floor()


def law() -> Lawbook:
    """Give the rules, compiled.

    Raises: FloorChanged, when they are not those of this version: nothing leaves.
    """
    return FLOOR.book
