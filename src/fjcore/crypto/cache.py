"""Opened keys for a short while, in this process only."""

from __future__ import annotations

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from attrs import define, field
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto.derive import Label, derive, wrapper
from fjcore.errors import CryptoError, KeyUnavailable, ValueRefused
from fjcore.values import Clock, SecretBytes

#: How long an opened key may be used before it is opened anew, and the longest span
#: that may be chosen.
TTL, MAX_TTL = timedelta(seconds=60), timedelta(seconds=300)
MAX_KEYS = 4096

#: How often an opened key may be used before it is opened anew.
MAX_CACHED_USES = 1 << 20

_NONE = timedelta()

_living: weakref.WeakSet[KeyCache] = weakref.WeakSet()

Load = Callable[[], SecretBytes]


@define(eq=False)
class OpenedKey:
    """A key that is open: since when, for how many more uses, and its ciphers."""

    at: datetime
    key: SecretBytes
    left: int
    _seals: AESGCM | None = None
    _wraps: AESGCM | None = None

    def seals(self) -> AESGCM:
        """Give the cipher by which the key seals cells, made once per opening."""
        if self._seals is None:
            self._seals = AESGCM(derive(self.key, Label.SEAL_GCM).reveal())
        return self._seals

    def wraps(self) -> AESGCM:
        """Give the cipher by which the key wraps others, made once per opening."""
        if self._wraps is None:
            self._wraps = wrapper(self.key)
        return self._wraps


@define(eq=False)
class _Flight:
    """One opening that several wait for."""

    done: threading.Event = field(factory=threading.Event)
    opened: OpenedKey | None = None
    fault: CryptoError | None = None


class KeyCache:
    """Opened keys by id: each is opened once however many ask, none outlives a fork.

    Units: ``max_uses`` are uses of one opening.
    Raises: ValueRefused, when ``ttl`` is not above zero or is above five minutes.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        ttl: timedelta = TTL,
        size: int = MAX_KEYS,
        max_uses: int = MAX_CACHED_USES,
    ) -> None:
        if not timedelta() < ttl <= MAX_TTL:
            raise ValueRefused("ttl")
        self.clock = clock
        self.ttl = ttl
        #: Rises whenever keys are let go of: what was taken before is to be dropped.
        self.generation = 0
        self._size = size
        self._max_uses = max_uses
        self._lock = threading.Lock()
        self._held: OrderedDict[bytes, OpenedKey] = OrderedDict()
        self._flights: dict[bytes, _Flight] = {}
        _living.add(self)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key_id: bytes, load: Load) -> SecretBytes:
        """Give a key, opening it when it is not held, or held or used too long."""
        return self.opened(key_id, load).key

    def cipher(self, key_id: bytes, load: Load) -> AESGCM:
        """Give the cipher by which a key seals cells, made once per opening."""
        return self.opened(key_id, load).seals()

    def opened(
        self, key_id: bytes, load: Load, now: datetime | None = None
    ) -> OpenedKey:
        """Give a key as it is held, counting one use of it.

        ``now`` is the instant by the cache's clock, where that was read just before.
        Raises: what ``load`` raises; of those who wait for another's opening, each
        gets an error of its kind.
        """
        with self._lock:
            found = self._live(key_id, now)
            if found is not None:
                return found
            flight = self._flights.get(key_id)
            mine = flight is None
            if flight is None:
                flight = self._flights[key_id] = _Flight()
            generation = self.generation
        if mine:
            return self._fly(key_id, flight, load, generation)
        flight.done.wait()
        if flight.opened is None:
            fault = flight.fault
            raise type(fault)(fault.where) if fault else KeyUnavailable(key_id.hex())
        return flight.opened

    def _live(self, key_id: bytes, now: datetime | None) -> OpenedKey | None:
        found = self._held.get(key_id)
        if found is None:
            return None
        if now is None:
            now = self.clock.now()
        # A clock set back must not lengthen a key's time.
        if found.left <= 0 or not _NONE <= now - found.at < self.ttl:
            del self._held[key_id]
            return None
        found.left -= 1
        self._held.move_to_end(key_id)
        return found

    def _fly(
        self, key_id: bytes, flight: _Flight, load: Load, generation: int
    ) -> OpenedKey:
        try:
            at = self.clock.now()
            flight.opened = OpenedKey(at, load(), self._max_uses - 1)
        except CryptoError as error:
            flight.fault = type(error)(error.where)
            raise
        finally:
            with self._lock:
                if self._flights.get(key_id) is flight:
                    del self._flights[key_id]
                # What was let go of meanwhile is not to be held after all.
                if flight.opened is not None and generation == self.generation:
                    self._held[key_id] = flight.opened
                    if len(self._held) > self._size:
                        self._held.popitem(last=False)
            flight.done.set()
        return flight.opened

    def hold(self, keys: Iterable[tuple[bytes, SecretBytes]], at: datetime) -> None:
        """Hold keys that were made at an instant, which is now or was a moment ago."""
        uses, held = self._max_uses, self._held
        with self._lock:
            for key_id, key in keys:
                held[key_id] = OpenedKey(at, key, uses)
            while len(held) > self._size:
                held.popitem(last=False)

    def evict(self, key_ids: Iterable[bytes]) -> None:
        """Let go of some keys, as when one was destroyed or suspended."""
        with self._lock:
            self.generation += 1
            for key_id in key_ids:
                self._held.pop(key_id, None)

    def clear(self) -> None:
        """Let go of every key, as when a consent was withdrawn."""
        with self._lock:
            self.generation += 1
            self._held.clear()

    def after_fork(self) -> None:
        """Start empty in a child process, with a lock that nobody holds."""
        self._lock = threading.Lock()
        self.generation += 1
        self._held = OrderedDict()
        self._flights = {}


def _after_fork() -> None:
    for cache in list(_living):
        cache.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
