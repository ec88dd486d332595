"""Choices that a key decides: the same on every machine and in every Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from fjcore.values import Missing

T = TypeVar("T")

_WORD = 4

#: Shares are whole numbers of a thousand, so that no fraction is ever rounded.
WHOLE = 1000


class Draws:
    """An endless run of choices, made by SHA-256 in counter mode over a key.

    The generators of ``random`` may choose otherwise in another Python; this does not.
    """

    def __init__(self, *key: str | int) -> None:
        said = "\x1f".join(map(str, key))
        self._key = hashlib.sha256(said.encode()).digest()
        self._words = self._stream()

    def _stream(self) -> Iterator[int]:
        count = 0
        while True:
            block = hashlib.sha256(self._key + count.to_bytes(8)).digest()
            for start in range(0, len(block), _WORD):
                yield int.from_bytes(block[start : start + _WORD])
            count += 1

    def below(self, end: int) -> int:
        """Choose a whole number from 0 on, below an end."""
        return next(self._words) * end >> 8 * _WORD

    def between(self, low: int, high: int) -> int:
        """Choose a whole number between two, both included."""
        return low + self.below(high - low + 1)

    def chance(self, share: int) -> bool:
        """Say yes so many times in a thousand."""
        return self.below(WHOLE) < share

    def one(self, items: Sequence[T]) -> T:
        """Choose one of several, all alike."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], low: int, high: int) -> tuple[T, ...]:
        """Choose several different ones, in the order they have."""
        left = min(self.between(low, high), len(items))
        found = []
        for place, item in enumerate(items):
            if self.below(len(items) - place) < left:
                found.append(item)
                left -= 1
        return tuple(found)

    def weighted(self, table: Mapping[T, int]) -> T:
        """Choose one by weights."""
        rest = self.below(sum(table.values()))
        for item, weight in table.items():
            rest -= weight
            if rest < 0:
                return item
        raise AssertionError

    def token(self, size_bytes: int) -> str:
        """Give so many bytes in hexadecimal digits."""
        return "".join(f"{self.below(256):02x}" for _ in range(size_bytes))

    def told(self, value: T, missing: int = 120) -> T | Missing:
        """Give a value, or so many times in a thousand the reason why there is none."""
        return self.weighted(REASONS) if self.chance(missing) else value


#: How often each reason stands for an answer that is not there.
REASONS: Mapping[Missing, int] = {
    Missing.NOT_COLLECTED: 300,
    Missing.NOT_ASKED: 200,
    Missing.ASKED_UNKNOWN: 150,
    Missing.ASKED_DECLINED: 150,
    Missing.NOT_APPLICABLE: 100,
    Missing.UNSAFE_TO_ASK: 60,
    Missing.WITHHELD: 20,
    Missing.ERROR: 20,
}
