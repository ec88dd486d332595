"""Rotation of what wraps keys: no cell is read or written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain as chained

from attrs import frozen

from fjcore.crypto._rewrapping import Rewrapping
from fjcore.crypto.holding import CUSTODY, ROOT, Holding, inner, made_by
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keyring import Keyring, RewrappingKeyring
from fjcore.crypto.keys import (
    BulkKeyTable,
    KeyKind,
    KeyRecord,
    KeyState,
    KeyTable,
    Wrap,
)
from fjcore.crypto.recovery import also
from fjcore.crypto.states import QUIET, KeyAct, KeyObserver, told
from fjcore.errors import CryptoRefused

_BATCH = 1000

_ROOTED = (KeyKind.CUSTODY, KeyKind.INDEX, KeyKind.IDENTITY)


@frozen(kw_only=True)
class Step:
    """How far a long work came: what was done, and where the next step goes on.

    ``after`` is empty when nothing is left.
    """

    done: int
    after: bytes


def rewrap_root(
    holding: Holding, table: KeyTable, *, observer: KeyObserver = QUIET
) -> int:
    """Wrap every key that the root wraps anew, by the keyring in use and the second.

    Gives how many there are. This is what to do after the root key was rotated, or
    when moving to another keyring: put the new one in use, name the old one as
    ``earlier``, and call this.
    It may be called again after an interruption: each key has a wrap at any time.
    Raises: what a keyring raises.
    """
    done = 0
    rings = [ring for ring in (holding.keyring, holding.second) if ring is not None]
    for kind in _ROOTED:
        for record in _all(table, kind):
            if record.state is KeyState.DESTROYED:
                continue
            earlier = [w for w in holding.store.get(record.key_id) if w.kind == ROOT]
            fresh = [_by(holding, ring, record, earlier) for ring in rings]
            for wrap in fresh:
                holding.store.put(record.key_id, wrap)
            refs = {wrap.ref for wrap in fresh}
            old = [wrap for wrap in earlier if wrap.ref not in refs]
            holding.store.delete((record.key_id, wrap) for wrap in old)
            told(holding, observer, KeyAct.REWRAPPED, record)
            done += 1
    return done


def _by(
    holding: Holding, ring: Keyring, record: KeyRecord, earlier: list[Wrap]
) -> Wrap:
    """Give a key's newest wrap, by the keyring itself where it can do so alone."""
    own = [wrap for wrap in earlier if made_by(wrap, ring)]
    if own and isinstance(ring, RewrappingKeyring):
        moved = ring.rewrap(inner(own[-1]), holding.context(record))
        return Wrap(ROOT, f"{ring.id}|{moved.ref}", moved.blob)
    return holding.by(ring, holding.rooted(record), record)


def roll_epoch(
    holding: Holding, table: KeyTable, *, observer: KeyObserver = QUIET
) -> KeyRecord:
    """Put a new custody key in use; the one before it opens what it wrapped.

    Follow it with ``rewrap`` until that is done, and then ``retire_epochs``.
    Raises: KeyUnavailable, when there is no custody key; what a keyring raises.
    """
    chain = Keychain(holding, table)
    old, spare = chain.held(KeyKind.CUSTODY), also(holding, chain)
    record = holding.make(KeyKind.CUSTODY, epoch=old.epoch + 1, also=spare)
    if not table.replace(old, old.becoming(KeyState.DECRYPT_ONLY)):
        raise CryptoRefused(old.key_id.hex())
    table.put(record)
    told(holding, observer, KeyAct.MADE, record)
    return record


def rewrap(
    holding: Holding, table: KeyTable, *, after: bytes = b"", limit: int = _BATCH
) -> Step:
    """Wrap the next data keys by the custody key in use, and take older wraps away.

    Keys that are wrapped so already are passed over, and a step is swapped in whole or
    not at all, so it may be stopped anywhere and begun again. No key record changes.
    Raises: KeyMismatch, KeyMissing, naming a key that cannot be opened.
    """
    records = table.after(KeyKind.DATA, after, limit)
    last = records[-1].key_id if len(records) == limit else b""
    return Step(done=_rewrapped(holding, table, _living(records)), after=last)


def _rewrapped(holding: Holding, table: KeyTable, living: list[KeyRecord]) -> int:
    """Wrap some data keys by the custody key in use; give how many were."""
    chain = Keychain(holding, table, resealing=True)
    return Rewrapping(holding, chain, chain.held(KeyKind.CUSTODY)).done(living)


def rewrap_all(
    holding: Holding,
    table: KeyTable,
    *,
    limit: int = _BATCH,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Wrap every data key by the custody key in use; give how many were.

    ``progress`` is told the sum after each step.
    Raises: as ``rewrap``.
    """
    done = 0
    if isinstance(table, BulkKeyTable):
        steps = table.living(KeyKind.DATA, limit)
    else:
        steps = map(_living, _pages(table, KeyKind.DATA, limit))
    for living in steps:
        done += _rewrapped(holding, table, living)
        progress(done)
    return done


def retire_epochs(
    holding: Holding, table: KeyTable, *, observer: KeyObserver = QUIET
) -> list[int]:
    """Destroy the custody keys that wrap nothing any more; give their epochs.

    A transaction that is open, here or in another process, may still wrap a new key by
    the one before: so each stays until the time of a cache has passed since the next
    was made. Only then does an erased key stay erased in a copy of the wraps from
    before: see ``standing``.
    """
    keys, gone = list(_all(table, KeyKind.CUSTODY)), []
    waits = holding.clock.now() - holding.cache.ttl
    for record in keys:
        newer = [one.created_at for one in keys if one.epoch > record.epoch]
        if record.state is not KeyState.DECRYPT_ONLY or not newer:
            continue
        if min(newer) > waits or holding.store.made_by(CUSTODY, record.key_id.hex()):
            continue
        shred(holding, table, record, observer=observer)
        gone.append(record.epoch)
    return sorted(gone)


def shred(
    holding: Holding, table: KeyTable, record: KeyRecord, *, observer: KeyObserver
) -> None:
    """Take every wrap of a key away and leave a tombstone; done again, it is done.

    Raises: CryptoRefused, when its record was changed meanwhile.
    """
    take_away(holding, record.key_id)
    if record.state is not KeyState.DESTROYED:
        gone = record.becoming(KeyState.DESTROYED)
        if not table.replace(record, gone):
            raise CryptoRefused(record.key_id.hex())
        told(holding, observer, KeyAct.ERASED, gone)
    holding.cache.evict([record.key_id])


def take_away(holding: Holding, key_id: bytes) -> None:
    """Take every wrap of a key away, one that a rewrap put there meanwhile too.

    A rewrap puts one only in the place of another, so at the end nothing is put.
    """
    while wraps := holding.store.get(key_id):
        holding.store.delete([(key_id, wrap) for wrap in wraps])


def _living(records: list[KeyRecord]) -> list[KeyRecord]:
    return [one for one in records if one.state is not KeyState.DESTROYED]


def _all(table: KeyTable, kind: KeyKind) -> Iterator[KeyRecord]:
    return chained.from_iterable(_pages(table, kind, _BATCH))


def _pages(table: KeyTable, kind: KeyKind, size: int) -> Iterator[list[KeyRecord]]:
    """Give all keys of a kind, so many at a time, in the order of their ids."""
    after = b""
    while records := table.after(kind, after, size):
        yield records
        after = records[-1].key_id
