"""Opened keys for a short while, in this process only."""

from __future__ import annotations

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import define
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto.derive import Label, derive
from fjcore.values import Clock, SecretBytes

#: How long an opened key may be used before it is opened anew.
TTL = timedelta(seconds=60)
MAX_KEYS = 4096

_living: weakref.WeakSet[KeyCache] = weakref.WeakSet()


@define
class _Opened:
    at: datetime
    key: SecretBytes
    cipher: AESGCM | None = None


class KeyCache:
    """Opened keys by id: each is opened once however many ask, none outlives a fork."""

    def __init__(
        self, clock: Clock, *, ttl: timedelta = TTL, size: int = MAX_KEYS
    ) -> None:
        self._clock = clock
        self._ttl = ttl
        self._size = size
        self._lock = threading.RLock()
        self._held: OrderedDict[bytes, _Opened] = OrderedDict()
        _living.add(self)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key_id: bytes, load: Callable[[], SecretBytes]) -> SecretBytes:
        """Give a key, opening it when it is not held or held too long."""
        return self._opened(key_id, load).key

    def cipher(self, key_id: bytes, load: Callable[[], SecretBytes]) -> AESGCM:
        """Give the cipher by which a key seals cells, made once per opening."""
        opened = self._opened(key_id, load)
        if opened.cipher is None:
            opened.cipher = AESGCM(derive(opened.key, Label.SEAL_GCM).reveal())
        return opened.cipher

    def _opened(self, key_id: bytes, load: Callable[[], SecretBytes]) -> _Opened:
        with self._lock:
            now = self._clock.now()
            found = self._held.get(key_id)
            # A clock set back must not lengthen a key's time.
            if found is None or not timedelta() <= now - found.at < self._ttl:
                found = self._held[key_id] = _Opened(now, load())
            self._held.move_to_end(key_id)
            while len(self._held) > self._size:
                self._held.popitem(last=False)
            return found

    def clear(self) -> None:
        """Let go of every key."""
        with self._lock:
            self._held.clear()

    def after_fork(self) -> None:
        """Start empty in a child process, with a lock that nobody holds."""
        self._lock = threading.RLock()
        self._held = OrderedDict()


def _after_fork() -> None:
    for cache in list(_living):
        cache.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
