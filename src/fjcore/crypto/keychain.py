"""Finding, making and opening the keys of a vault: root, custody, data, identity."""

from __future__ import annotations

import hmac

from attrs import evolve, frozen
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto.cache import KeyCache
from fjcore.crypto.context import KeyContext
from fjcore.crypto.derive import commitment, new_key, unwrap, wrap
from fjcore.crypto.keyring import Keyring, WrappedKey
from fjcore.crypto.keys import (
    KeyKind,
    KeyRecord,
    KeyState,
    KeyStore,
    KeyTable,
    Wrap,
)
from fjcore.errors import (
    AccessRefused,
    KeyDestroyed,
    KeyMismatch,
    KeyUnavailable,
    SealBroken,
)
from fjcore.values import Clock, SecretBytes

_OPENS = frozenset({KeyState.ACTIVE, KeyState.DECRYPT_ONLY})

#: What a wrap in the key store was made by, or for.
ROOT, CUSTODY, SIGN = "root", "custody", "sign"


@frozen(kw_only=True, eq=False, repr=False)
class Holding:
    """What all transactions of one vault share."""

    vault_id: str
    holder_id: str
    keyring: Keyring
    store: KeyStore
    clock: Clock
    cache: KeyCache

    def record(
        self,
        key: SecretBytes,
        kind: KeyKind,
        *,
        epoch: int,
        subject_id: str = "",
        compartment: str = "",
    ) -> KeyRecord:
        """Give the record of a new key."""
        named = commitment(key)
        return KeyRecord(
            key_id=named[:16],
            commitment=named,
            kind=kind,
            holder_id=self.holder_id,
            epoch=epoch,
            created_at=self.clock.now(),
            subject_id=subject_id,
            compartment=compartment,
        )

    def context(self, record: KeyRecord) -> KeyContext:
        """Give what a key's wrap is bound to."""
        return KeyContext(
            kind=record.kind,
            vault_id=self.vault_id,
            holder_id=record.holder_id,
            epoch=record.epoch,
            commitment=record.commitment,
            subject_id=record.subject_id,
            compartment=record.compartment,
        )


class Keychain:
    """The keys of one vault within one transaction."""

    def __init__(self, holding: Holding, table: KeyTable) -> None:
        self._holding = holding
        self._table = table
        self._records: dict[bytes, KeyRecord] = {}
        self._active: dict[tuple[str, str], KeyRecord] = {}

    def held(self, kind: KeyKind) -> KeyRecord:
        """Give the record of the holder's own active key of a kind.

        Raises: KeyUnavailable.
        """
        found = self._active.get((kind, ""))
        if found is None:
            found = self._table.active(kind, "", "")
            if found is None:
                raise KeyUnavailable(kind)
            self._active[kind, ""] = found
        return found

    def active(self, subject_id: str, compartment: str) -> KeyRecord:
        """Give the record of the key that seals here, making the first one.

        Raises: KeyDestroyed, AccessRefused, when an earlier key here may not be used;
        KeyUnavailable, KeyMismatch.
        """
        place = (subject_id, compartment)
        found = self._active.get(place)
        if found is None:
            found = self._table.active(KeyKind.DATA, *place)
            if found is None:
                found = self._make(subject_id, compartment)
            self._active[place] = found
            self._records[found.key_id] = found
        return found

    def sealed_by(self, key_id: bytes, place: tuple[str, str], name: str) -> KeyRecord:
        """Give the record of the key that a cell says it was sealed by.

        Raises: SealBroken, naming the cell, when no such key belongs to its place: key
        records stand beside the cells, so the id was written in.
        """
        found = self._find(key_id)
        if found is None or (found.subject_id, found.compartment) != place:
            raise SealBroken(name)
        return found

    def key(self, record: KeyRecord) -> SecretBytes:
        """Give an opened key, from the cache or by unwrapping it.

        Raises: KeyUnavailable, KeyMismatch, KeyDestroyed, AccessRefused.
        """
        _may_open(record)
        return self._holding.cache.get(record.key_id, lambda: self._unwrapped(record))

    def cipher(self, record: KeyRecord) -> AESGCM:
        """Give the cipher by which an opened key seals cells.

        Raises: as ``key``.
        """
        _may_open(record)
        return self._holding.cache.cipher(
            record.key_id, lambda: self._unwrapped(record)
        )

    def _unwrapped(self, record: KeyRecord) -> SecretBytes:
        name = record.key_id.hex()
        context = self._holding.context(record)
        wraps = {kept.kind: kept for kept in self._holding.store.get(record.key_id)}
        if record.kind is not KeyKind.DATA and ROOT in wraps:
            root = wraps[ROOT]
            key = self._holding.keyring.unwrap(WrappedKey(root.ref, root.blob), context)
        elif record.kind is KeyKind.DATA and CUSTODY in wraps:
            kept = wraps[CUSTODY]
            outer = self.key(self._custody(kept.ref, name))
            key = unwrap(outer, kept.blob, context.encode(), where=name)
        else:
            raise KeyUnavailable(name)
        if not hmac.compare_digest(commitment(key), record.commitment):
            raise KeyMismatch(name)
        return key

    def _custody(self, ref: str, name: str) -> KeyRecord:
        key_id = _ref(ref, name)
        found = self._find(key_id)
        if found is None:
            raise KeyUnavailable(key_id.hex())
        if found.kind is not KeyKind.CUSTODY:
            raise KeyMismatch(name)
        return found

    def _find(self, key_id: bytes) -> KeyRecord | None:
        found = self._records.get(key_id)
        if found is None:
            found = self._table.get(key_id)
            if found is None:
                return None
            if found.commitment[:16] != key_id:
                raise KeyMismatch(key_id.hex())
            self._records[key_id] = found
        return found

    def _make(self, subject_id: str, compartment: str) -> KeyRecord:
        earlier = self._table.of(subject_id, compartment)
        for one in earlier:
            # A key suspended or destroyed is an answer, not a gap to fill.
            _may_open(one)
        custody = self.held(KeyKind.CUSTODY)
        key = new_key()
        record = evolve(
            self._holding.record(
                key,
                KeyKind.DATA,
                epoch=custody.epoch,
                subject_id=subject_id,
                compartment=compartment,
            ),
            generation=1 + max((one.generation for one in earlier), default=0),
        )
        context = self._holding.context(record).encode()
        sealed = Wrap(
            CUSTODY, custody.key_id.hex(), wrap(self.key(custody), key, context)
        )
        # The wrap is durable before anything rests on it; one too many harms nobody.
        self._holding.store.put(record.key_id, sealed)
        self._table.put(record)
        self._holding.cache.get(record.key_id, lambda: key)
        return record


def _may_open(record: KeyRecord) -> None:
    if record.state is KeyState.DESTROYED:
        raise KeyDestroyed(record.key_id.hex())
    if record.state not in _OPENS:
        raise AccessRefused(record.key_id.hex())


def _ref(text: str, name: str) -> bytes:
    found = b""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        pass
    if len(found) != 16:
        raise KeyMismatch(name)
    return found
