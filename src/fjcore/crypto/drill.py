"""Drills: whether each way to the holder's own keys, taken alone, opens all of them.

Each is tried on a copy of the wraps that holds nothing of the other ways; the vault is
only read.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve, field, frozen
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto.cache import KeyCache
from fjcore.crypto.derive import commitment, unwrap_by, wrapper
from fjcore.crypto.holding import CUSTODY, RECOVERY, Holding, made_by
from fjcore.crypto.keyring import Keyring
from fjcore.crypto.keys import KeyKind, KeyRecord, KeyState, KeyTable, Wrap
from fjcore.crypto.memory import MemoryKeyStore
from fjcore.crypto.recovery import RecoveryKey, own_keys
from fjcore.errors import CryptoError, KeyMismatch, KeyMissing
from fjcore.values import SecretBytes

_BATCH = 1000

#: Opens one of the holder's own keys in one way.
Opens = Callable[[Holding, KeyRecord], SecretBytes]


@frozen(kw_only=True)
class Failed:
    """A key that one way did not open: its id, what it is, and the error's code."""

    key_id: bytes
    kind: KeyKind
    code: str


@frozen(kw_only=True)
class Drilled:
    """What one way opened, taken alone.

    ``own`` counts the holder's own keys that opened, ``data`` the data keys below them.
    """

    way: str
    own: int = 0
    data: int = 0
    failed: tuple[Failed, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether every key opened, and there were any."""
        return bool(self.own) and not self.failed


def drill(
    holding: Holding,
    table: KeyTable,
    *,
    rings: Iterable[Keyring] = (),
    recovery: RecoveryKey | None = None,
) -> tuple[Drilled, ...]:
    """Open every key of a vault by each keyring alone, and by the recovery key alone.

    Keys that may be opened no more by their state are tried too: a wrap that does not
    open would not serve a restore either. Those destroyed are passed over.
    """
    found = [_by_ring(holding, table, ring) for ring in rings]
    if recovery is not None:
        copy = _only(holding, table, lambda wrap: wrap.kind == RECOVERY)
        found.append(_tried("recovery", holding, copy, table, recovery.open))
    return tuple(found)


def _by_ring(holding: Holding, table: KeyTable, ring: Keyring) -> Drilled:
    copy = _only(holding, table, lambda wrap: made_by(wrap, ring))
    alone = evolve(copy, keyring=ring, earlier=(), second=None)
    return _tried(ring.id, holding, alone, table, lambda kept, one: kept.rooted(one))


def _only(holding: Holding, table: KeyTable, keep: Callable[[Wrap], bool]) -> Holding:
    """Give a holding over a copy of the wraps of the holder's own keys of one way."""
    store = MemoryKeyStore()
    for record in own_keys(table):
        for wrap in holding.store.get(record.key_id):
            if keep(wrap):
                store.put(record.key_id, wrap)
    return evolve(holding, store=store, cache=KeyCache(holding.clock))


def _tried(
    way: str, holding: Holding, copy: Holding, table: KeyTable, opens: Opens
) -> Drilled:
    """Open the holder's own keys in one way, and all data keys by what that gave."""
    failed: list[Failed] = []
    ciphers: dict[str, tuple[AESGCM, int]] = {}
    own = data = 0
    for record in own_keys(table):
        key = _attempt(record, lambda one: opens(copy, one), failed)
        own += key is not None
        if key is not None and record.kind is KeyKind.CUSTODY:
            ciphers[record.key_id.hex()] = wrapper(key), record.epoch
    for record in _data_keys(table):
        found = _attempt(record, lambda one: _data_key(holding, ciphers, one), failed)
        data += found is not None
    return Drilled(way=way, own=own, data=data, failed=tuple(failed))


def _data_keys(table: KeyTable) -> Iterator[KeyRecord]:
    after = b""
    while records := table.after(KeyKind.DATA, after, _BATCH):
        yield from (one for one in records if one.state is not KeyState.DESTROYED)
        after = records[-1].key_id


def _data_key(
    holding: Holding, ciphers: Mapping[str, tuple[AESGCM, int]], record: KeyRecord
) -> SecretBytes:
    """Open a data key by a custody key that opened."""
    name = record.key_id.hex()
    for kept in holding.store.get(record.key_id):
        found = ciphers.get(kept.ref) if kept.kind == CUSTODY else None
        if found is None:
            continue
        cipher, epoch = found
        context = holding.context(record, epoch=epoch).encode()
        key = unwrap_by(cipher, kept.blob, context, where=name)
        if not hmac.compare_digest(commitment(key), record.commitment):
            raise KeyMismatch(name)
        return key
    raise KeyMissing(name)


def _attempt(
    record: KeyRecord,
    opens: Callable[[KeyRecord], SecretBytes],
    failed: list[Failed],
) -> SecretBytes | None:
    try:
        return opens(record)
    except CryptoError as error:
        made = Failed(key_id=record.key_id, kind=record.kind, code=error.code)
        failed.append(made)
        return None
