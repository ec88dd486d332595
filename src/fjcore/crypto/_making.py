"""Making data keys: what they have in common is worked out once, not for each."""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.hmac import HMAC

from fjcore.crypto.cache import OpenedKey
from fjcore.crypto.context import ID_LENGTH, before_commitment
from fjcore.crypto.derive import COMMITS, KEY_BYTES
from fjcore.crypto.envelope import NONCE_BYTES
from fjcore.crypto.holding import CUSTODY, Holding
from fjcore.crypto.keys import BulkKeyTable, KeyKind, KeyRecord, KeyTable, Wrap
from fjcore.values import SecretBytes

_DATA, _SHA512 = KeyKind.DATA, SHA512()

#: How many seals of a key that is made beforehand are counted with it.
AHEAD = 16

#: Takes random bytes apart, into keys and nonces.
_CUT = struct.Struct(f"{KEY_BYTES}s{NONCE_BYTES}s").iter_unpack

#: Person, compartment and generation of a key to be made.
Wanted = tuple[str, str, int]


class Maker:
    """Makes data keys, wrapped by a custody key that is open, in one transaction.

    It is one straight loop: what runs but once between other work is slow by each thing
    called in it.
    """

    def __init__(
        self, holding: Holding, table: KeyTable, custody: KeyRecord, opened: OpenedKey
    ) -> None:
        self._holder, self._opened, self._table = holding.holder_id, opened, table
        self._put = table.put_many if isinstance(table, BulkKeyTable) else self._each
        self._keep = holding.store.put_many
        self._cache = cache = holding.cache
        self._generation = cache.generation
        self._since, self._until = opened.at, opened.at + cache.ttl
        self._epoch, self._ref = custody.epoch, custody.key_id.hex()
        self._begun = holding.begun(custody.epoch) + ID_LENGTH
        self._encrypt = opened.wraps().encrypt

    def take(self, now: datetime, times: int) -> int:
        """Count more uses of the custody key; give how many of them it may have."""
        opened = self._opened
        if self._generation != self._cache.generation or not (
            self._since <= now < self._until
        ):
            return 0
        took = min(times, opened.left)
        opened.left -= took
        return took

    def make(
        self, wanted: Sequence[Wanted], at: datetime, *, uses: int = 0
    ) -> list[KeyRecord]:
        """Make keys, wrap them, and keep their wraps, their records and themselves.

        Ids and names are of the right shape. ``uses`` are seals of each that are
        counted beforehand.
        Raises: what key store and key table raise.
        """
        begun, encrypt, unhex = self._begun, self._encrypt, bytes.fromhex
        holder, epoch, ref = self._holder, self._epoch, self._ref
        made, wraps, keys = [], [], []
        randoms = _CUT(os.urandom((KEY_BYTES + NONCE_BYTES) * len(wanted)))
        for (subject_id, compartment, generation), (key, nonce) in zip(
            wanted, randoms, strict=True
        ):
            mac = HMAC(key, _SHA512)
            mac.update(COMMITS)
            # The commitment names the key, and is the end of what its wrap is bound to.
            named = mac.finalize()[:KEY_BYTES]
            key_id, person = named[:16], unhex(subject_id)
            context = begun + person + before_commitment(compartment) + named
            wrap = Wrap(CUSTODY, ref, nonce + encrypt(nonce, key, context))
            wraps.append((key_id, wrap))
            keys.append((key_id, SecretBytes(key)))
            record = KeyRecord(
                key_id=key_id,
                commitment=named,
                kind=_DATA,
                holder_id=holder,
                epoch=epoch,
                created_at=at,
                subject_id=subject_id,
                compartment=compartment,
                generation=generation,
                uses=uses,
            )
            made.append(record)
        # A wrap is durable before anything rests on it; one too many harms nobody.
        self._keep(wraps)
        self._put(made)
        self._cache.hold(keys, at)
        return made

    def _each(self, records: Sequence[KeyRecord]) -> None:
        for record in records:
            self._table.put(record)
