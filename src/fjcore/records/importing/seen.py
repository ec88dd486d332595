"""Keys already met, and rows found by key, in a few bytes each and no key in clear."""

from __future__ import annotations

from array import array
from typing import Literal

#: Slots to begin with: 4 MiB, enough for some 350,000 keys before it grows.
SLOTS = 1 << 19

_BITS = (1 << 64) - 1


class Seen:
    """A set of keys; it holds 8 bytes for each and none of them."""

    def __init__(self, slots: int = SLOTS) -> None:
        self._slots = _empty("Q", slots)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def add(self, key: str) -> bool:
        """Add a key; whether it was not there before."""
        digest = _digest(key)
        place = _place(self._slots, digest)
        if self._slots[place]:
            return False
        self._slots[place] = digest
        self._used += 1
        if 3 * self._used > 2 * len(self._slots):
            self._grow()
        return True

    def __contains__(self, key: str) -> bool:
        return bool(self._slots[_place(self._slots, _digest(key))])

    def _grow(self) -> None:
        wider = _empty("Q", 2 * len(self._slots))
        for digest in self._slots:
            if digest:
                wider[_place(wider, digest)] = digest
        self._slots = wider


class Places:
    """Where the row of each key stands in a file, and which of them were asked for."""

    def __init__(self, slots: int = SLOTS >> 2) -> None:
        self._slots = _empty("Q", slots)
        self._index = _empty("L", slots)
        self._offsets: array[int] = array("Q")
        self._rows: array[int] = array("Q")
        self._taken = bytearray()

    def add(self, key: str, offset: int, row: int) -> bool:
        """Note where a row stands; whether its key was not there before."""
        digest = _digest(key)
        place = _place(self._slots, digest)
        if self._slots[place]:
            return False
        self._slots[place] = digest
        self._index[place] = len(self._offsets)
        self._offsets.append(offset)
        self._rows.append(row)
        self._taken.append(0)
        if 3 * len(self._offsets) > 2 * len(self._slots):
            self._grow()
        return True

    def take(self, key: str) -> tuple[int, int] | None:
        """Give offset and number of the row of a key, once; later askers get none."""
        place = _place(self._slots, _digest(key))
        index = self._index[place]
        if not self._slots[place] or self._taken[index]:
            return None
        self._taken[index] = 1
        return self._offsets[index], self._rows[index]

    def left(self) -> list[int]:
        """Give the numbers of the rows that nobody asked for."""
        return [
            row for row, taken in zip(self._rows, self._taken, strict=True) if not taken
        ]

    def _grow(self) -> None:
        old, index = self._slots, self._index
        self._slots = _empty("Q", 2 * len(old))
        self._index = _empty("L", 2 * len(old))
        for place, digest in enumerate(old):
            if digest:
                to = _place(self._slots, digest)
                self._slots[to], self._index[to] = digest, index[place]


def _empty(code: Literal["Q", "L"], slots: int) -> array[int]:
    return array(code, (0,)) * slots


def _digest(key: str) -> int:
    """Give 64 bits of a key by the hash of this process; never 0.

    Two keys of a million share them about once in forty million such files.
    Source: PEP 456, SipHash under a key made when the process starts.
    """
    return hash(key) & _BITS or 1


def _place(slots: array[int], digest: int) -> int:
    """Give the slot that a key has or would have."""
    mask = len(slots) - 1
    place = digest & mask
    while slots[place] not in (0, digest):
        place = (place + 1) & mask
    return place
