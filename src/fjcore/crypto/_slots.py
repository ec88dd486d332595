"""What is worked out once per key and record type, and used for every cell of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from attrs import define

from fjcore.crypto.cache import KeyCache, OpenedKey

#: Person, compartment, record type, schema, codec, flags.
SlotKey = tuple[str, str, str, int, int, int]

_NEVER = datetime.min.replace(tzinfo=UTC)
_MANY = 8192


@define(eq=False)
class Slot:
    """A header, what the context begins with, and the cipher that seals there."""

    key_id: bytes
    header: bytes
    head: bytes
    opened: OpenedKey
    encrypt: Callable[[bytes, bytes, bytes], bytes]


class Slots(dict[SlotKey, Slot]):
    """The slots of one transaction; none outlives the opening of its key."""

    def __init__(self, cache: KeyCache, make: Callable[[SlotKey], Slot]) -> None:
        super().__init__()
        self._cache = cache
        self._make = make
        self._generation = -1
        self._since = self._until = _NEVER

    def live(self) -> Slots:
        """Give the slots, empty again when a key in them may no longer be used."""
        now = self._cache.clock.now()
        if self._generation != self._cache.generation or not (
            self._since <= now < self._until
        ):
            self.clear()
            self._generation = self._cache.generation
            self._since, self._until = now, now + self._cache.ttl
        return self

    def __missing__(self, key: SlotKey) -> Slot:
        if len(self) >= _MANY:
            self.clear()
        made = self[key] = self._make(key)
        self._until = min(self._until, made.opened.at + self._cache.ttl)
        return made

    def renewed(self, key: SlotKey) -> Slot:
        """Give a slot anew, its key having been used as often as one opening may."""
        del self[key]
        return self[key]
