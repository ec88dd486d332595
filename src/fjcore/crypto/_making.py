"""Making data keys: what they have in common is worked out once, not for each."""

from __future__ import annotations

import os
import struct
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.hmac import HMAC

from fjcore.crypto.cache import OpenedKey
from fjcore.crypto.context import before_commitment
from fjcore.crypto.derive import COMMITS, KEY_BYTES
from fjcore.crypto.envelope import NONCE_BYTES
from fjcore.crypto.holding import CUSTODY, Holding
from fjcore.crypto.keys import KeyKind, KeyRecord, KeyTable, Wrap
from fjcore.values import SecretBytes
from fjcore.values.ids import id_bytes

_DATA, _SHA512 = KeyKind.DATA, SHA512()

#: The length of a person's id, as a part of a context has it.
_ID_BYTES = struct.pack(">I", 16)


class Maker:
    """Makes data keys, wrapped by a custody key that is open, in one transaction.

    It is one straight function: what runs but once between other work is slow by each
    thing called in it.
    """

    def __init__(
        self, holding: Holding, table: KeyTable, custody: KeyRecord, opened: OpenedKey
    ) -> None:
        self._holding, self._opened = holding, opened
        self._table_put, self._store_put = table.put, holding.store.put
        self._cache = cache = holding.cache
        self._generation = cache.generation
        self._since, self._until = opened.at, opened.at + cache.ttl
        self._epoch, self._ref = custody.epoch, custody.key_id.hex()
        self._begun = holding.begun(custody.epoch) + _ID_BYTES
        self._encrypt = opened.wraps().encrypt

    def lasts(self, now: datetime) -> bool:
        """Count one more use of the custody key; say whether it may still be used."""
        opened = self._opened
        if (
            opened.left <= 0
            or self._generation != self._cache.generation
            or not self._since <= now < self._until
        ):
            return False
        opened.left -= 1
        return True

    def make(
        self, subject_id: str, compartment: str, generation: int, at: datetime
    ) -> KeyRecord:
        """Make a key, wrap it, and keep its wrap, its record and itself.

        Raises: BadId; what key store and key table raise.
        """
        person = id_bytes(subject_id)
        raw = os.urandom(KEY_BYTES + NONCE_BYTES)
        key, nonce = raw[:KEY_BYTES], raw[KEY_BYTES:]
        mac = HMAC(key, _SHA512)
        mac.update(COMMITS)
        # The commitment names the key, and is the end of what its wrap is bound to.
        named = mac.finalize()[:KEY_BYTES]
        key_id = named[:16]
        context = self._begun + person + before_commitment(compartment) + named
        blob = nonce + self._encrypt(nonce, key, context)
        record = KeyRecord(
            key_id=key_id,
            commitment=named,
            kind=_DATA,
            holder_id=self._holding.holder_id,
            epoch=self._epoch,
            created_at=at,
            subject_id=subject_id,
            compartment=compartment,
            generation=generation,
        )
        # The wrap is durable before anything rests on it; one too many harms nobody.
        self._store_put(key_id, Wrap(CUSTODY, self._ref, blob))
        self._table_put(record)
        self._cache.hold(key_id, SecretBytes(key), at)
        return record
