"""What is worked out once per key and record type, and used for every cell of it."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache

from attrs import define

from fjcore.crypto import envelope
from fjcore.crypto.cache import KeyCache, OpenedKey
from fjcore.errors import CryptoRefused

#: Person, schema, codec, flags; the record type of all cells, or of each; and the
#: compartment of each.
LotKey = tuple[str, int, int, int, "str | tuple[str, ...]", tuple[str, ...]]

#: Compartment, header, what the context begins with, and what seals there.
Slot = tuple[str, bytes, bytes, Callable[[bytes, bytes, bytes], bytes]]

#: Seals payloads, in the order of the slots, under contexts that end alike.
Seal = Callable[[Iterable[bytes], bytes], dict[str, bytes]]

_NEVER = datetime.min.replace(tzinfo=UTC)
_MANY = 2048

#: How many uses of a key are taken at a time at most; the first time it is one, then
#: twice as many each time, so that a count is never more than twice too high.
_LEASE = 1024

#: What is put after a text of so many bytes, for the short ones that most texts are.
_SHORT = tuple(envelope.pad(bytes(size))[size:] for size in range(512))

#: What is put after a longer one begins so: no padding is longer than this.
_LONG = b"\x80".ljust(4096, b"\x00")

#: One cell: its payload is padded and sealed, after its header and its nonce. A text
#: below 4 KiB is rounded up as ``envelope.padded_size`` says, without a call.
_CELL = (
    "p{0}: h{0} + n{0} + e{0}(n{0}, a{0} + (SHORT[s] if (s := len(a{0})) < 512 else "
    "LONG[: (1 << s.bit_length()) - s] if s < 4096 else padding(s)), c{0} + end)"
)


def _padding(size: int) -> bytes:
    padded = envelope.padded_size(size)
    if padded > envelope.MAX_PLAINTEXT:
        raise CryptoRefused("payload")
    return _LONG[: padded - size]


@cache
def _binder(count: int) -> Callable[[list[Slot]], Seal]:
    """Give what binds so many slots to one function without a loop in it.

    A loop over the slots costs as much as a third of the ciphers themselves.
    """
    numbers, size = range(count), envelope.NONCE_BYTES
    cut = struct.Struct(f"{size}s" * count).unpack
    slots = "".join(f"(p{n}, h{n}, c{n}, e{n})," for n in numbers)
    cells = ", ".join(map(_CELL.format, numbers))
    text = (
        f"def bind(slots):\n    {slots} = slots\n"
        f"    def seal(payloads, end):\n"
        f"        {''.join(f'a{n},' for n in numbers)} = payloads\n"
        f"        {''.join(f'n{n},' for n in numbers)} = cut(random({size * count}))\n"
        f"        return {{{cells}}}\n"
        f"    return seal\n"
    )
    names = {"SHORT": _SHORT, "LONG": _LONG, "padding": _padding}
    names |= {"cut": cut, "random": os.urandom}
    exec(compile(text, f"<fjcore seal {count}>", "exec"), names)  # noqa: S102
    found: Callable[[list[Slot]], Seal] = names["bind"]  # type: ignore[assignment]
    return found


@define(eq=False)
class Lot:
    """Cells that are sealed together, by keys that are open.

    ``left`` is how often they may be sealed before uses are to be counted again.
    """

    seal: Seal
    key_ids: list[bytes]
    opened: list[OpenedKey]
    left: int = 0
    size: int = 1

    @classmethod
    def of(
        cls, slots: list[Slot], key_ids: list[bytes], opened: list[OpenedKey]
    ) -> Lot:
        """Bind slots, each with its key."""
        return cls(_binder(len(slots))(slots), key_ids, opened)

    def lease(self) -> int:
        """Take the next uses of every key; give how many of each, which may be none."""
        least = min(key.left for key in self.opened) // len(self.opened)
        self.left = took = min(self.size, least)
        self.size = min(2 * self.size, _LEASE)
        for key in self.opened:
            key.left -= took
        return took


class Lots(dict[LotKey, Lot]):
    """The lots of one transaction; none outlives the opening of a key in it."""

    def __init__(
        self,
        cache: KeyCache,
        make: Callable[[LotKey], Lot],
        count: Callable[[list[bytes], int], None],
    ) -> None:
        super().__init__()
        self._cache, self._now = cache, cache.clock.now
        self._count = count
        self._make = make
        self._generation = -1
        self._since = self._until = _NEVER

    def lot(self, key: LotKey) -> Lot:
        """Give a lot with a use left in it, made anew when it must be."""
        now = self._now()
        if self._generation != self._cache.generation or not (
            self._since <= now < self._until
        ):
            self.clear()
            self._generation = self._cache.generation
            self._since, self._until = now, now + self._cache.ttl
        found = self[key]
        if found.left <= 0:
            found = self._leased(key, found)
        found.left -= 1
        return found

    def _leased(self, key: LotKey, lot: Lot) -> Lot:
        """Count uses of a lot ahead, or of one made anew when its keys are used up."""
        took = lot.lease()
        if not took:
            del self[key]
            lot = self[key]
            took = max(lot.lease(), 1)
        self._count(lot.key_ids, took)
        return lot

    def __missing__(self, key: LotKey) -> Lot:
        if len(self) >= _MANY:
            self.clear()
        made = self[key] = self._make(key)
        until = min(opened.at for opened in made.opened) + self._cache.ttl
        self._until = min(self._until, until)
        return made
