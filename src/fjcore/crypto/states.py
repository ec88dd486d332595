"""What becomes of keys: their states, and who is told of each change."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from fjcore.crypto.holding import Holding
from fjcore.crypto.keys import KeyRecord, KeyState, KeyTable
from fjcore.errors import CryptoRefused

_ACTIVE, _OPENS = KeyState.ACTIVE, KeyState.DECRYPT_ONLY
_HELD, _LOST, _GONE = KeyState.SUSPENDED, KeyState.COMPROMISED, KeyState.DESTROYED

#: What a key may become. A suspended one comes back as one that opens only: another
#: may seal in its place by now.
BECOMES = {
    _ACTIVE: frozenset({_OPENS, _HELD, _LOST, _GONE}),
    _OPENS: frozenset({_HELD, _LOST, _GONE}),
    _HELD: frozenset({_OPENS, _LOST, _GONE}),
    _LOST: frozenset({_GONE}),
    _GONE: frozenset(),
}


class KeyAct(StrEnum):
    """What was done to a key."""

    MADE = "made"
    CHANGED = "changed"
    REWRAPPED = "rewrapped"
    RESEALED = "resealed"
    ERASED = "erased"


@frozen(kw_only=True)
class KeyEvent:
    """One change of a key, told without anything secret."""

    act: KeyAct
    key_id: bytes
    at: datetime
    state: KeyState
    epoch: int


class KeyObserver(Protocol):
    """Is told of each change before it counts; if it raises, the change fails."""

    def key_event(self, event: KeyEvent, /) -> None:
        """Take note of a change."""
        ...


class Quiet:
    """Takes note of nothing."""

    def key_event(self, event: KeyEvent, /) -> None:
        """Take no note of a change."""


QUIET = Quiet()


def told(
    holding: Holding, observer: KeyObserver, act: KeyAct, record: KeyRecord
) -> None:
    """Tell an observer what was done to a key."""
    observer.key_event(
        KeyEvent(
            act=act,
            key_id=record.key_id,
            at=holding.clock.now(),
            state=record.state,
            epoch=record.epoch,
        )
    )


def set_state(
    holding: Holding,
    table: KeyTable,
    record: KeyRecord,
    state: KeyState,
    *,
    observer: KeyObserver = QUIET,
) -> KeyRecord:
    """Give a key another state, and let go of it wherever it is open in this process.

    Other processes let go of it within the time of their caches.
    Raises: CryptoRefused, when the key may not become that, or was changed meanwhile.
    """
    changed = record.becoming(state)
    if state not in BECOMES[record.state] or not table.replace(record, changed):
        raise CryptoRefused(record.key_id.hex())
    holding.cache.evict([record.key_id])
    told(holding, observer, KeyAct.CHANGED, changed)
    return changed
