"""Wrapping very many data keys anew by another custody key."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto.context import ID_LENGTH, before_commitment
from fjcore.crypto.derive import WRAPPED_BYTES
from fjcore.crypto.envelope import NONCE_BYTES
from fjcore.crypto.holding import CUSTODY, Holding
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keys import BulkKeyStore, KeyRecord, Moves, Wrap, WrapRow
from fjcore.errors import CryptoError, KeyMismatch, KeyMissing

T = TypeVar("T")

#: A key, its older wraps, and the new one.
Change = tuple[bytes, tuple[Wrap, ...], Wrap]
Decrypt = Callable[[bytes, bytes, bytes], bytes]

#: How many keys are opened, and then wrapped, before the next ones are looked at.
_PIECE = 250

_WRAP = f"{NONCE_BYTES}s{WRAPPED_BYTES - NONCE_BYTES}s"


@lru_cache(maxsize=64)
def _cut(shape: str, count: int) -> Callable[[bytes], tuple[bytes, ...]]:
    """Give what takes so many of a shape apart."""
    return struct.Struct(shape * count).unpack


class _Made(dict[str, T]):
    """What is made once for each name."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> T:
        made = self[name] = self._make(name)
        return made


class Rewrapping:
    """Moves data keys from older custody keys to one."""

    def __init__(self, holding: Holding, chain: Keychain, custody: KeyRecord) -> None:
        self.holding, self.chain, self.custody = holding, chain, custody
        self.ref = custody.key_id.hex()
        self.encrypt = chain.opened(custody).wraps().encrypt
        self.begun = holding.begun(custody.epoch) + ID_LENGTH
        self.outer, self.places = _Made(self.opened), _Made(before_commitment)

    def done(self, records: list[KeyRecord]) -> int:
        """Move keys, all of them or none; give how many were to be moved.

        Raises: KeyMismatch, KeyMissing, naming a key that cannot be opened.
        """
        done = self.moved(records)
        if done is None:
            changes = self.of(records)
            self.holding.store.swap(changes)
            done = len(changes)
        return done

    def moved(self, records: list[KeyRecord]) -> int | None:
        """Move all at once in a store that can; None, where one needs a closer look.

        That is a key with no wrap, or with more than one.
        """
        store = self.holding.store
        if not isinstance(store, BulkKeyStore):
            return None
        ids = [one.key_id for one in records]
        held = store.many(ids)
        try:
            moves = self.again_all(ids, records, held)
        except (CryptoError, InvalidTag, ValueError, struct.error):
            # One key of them stands otherwise, or does not open: tell which.
            return None
        store.move(CUSTODY, self.ref, moves)
        return len(moves.key_ids)

    def again_all(
        self,
        ids: list[bytes],
        records: list[KeyRecord],
        held: list[tuple[WrapRow, ...]],
    ) -> Moves:
        """Wrap keys anew that have one wrap each, by keys that are open."""
        key_ids: list[bytes] = []
        before: list[tuple[WrapRow, ...]] = []
        new: list[bytes] = []
        for start in range(0, len(ids), _PIECE):
            piece = slice(start, start + _PIECE)
            names, some, there = ids[piece], records[piece], held[piece]
            kinds, refs, blobs = zip(*[wrap for (wrap,) in there], strict=True)
            older = set(refs)
            if set(kinds) != {CUSTODY}:
                raise ValueError
            if len(older) == 1 and self.ref not in older:
                key_ids += names
                before += there
                new += self.column(refs[0], some, blobs)
                continue
            for ref in older - {self.ref}:
                mine = [at for at, one in enumerate(refs) if one == ref]
                key_ids += [names[at] for at in mine]
                before += [there[at] for at in mine]
                old = [blobs[at] for at in mine]
                new += self.column(ref, [some[at] for at in mine], old)
        return Moves(key_ids, before, new)

    def column(
        self, ref: str, records: list[KeyRecord], blobs: Sequence[bytes]
    ) -> Iterator[bytes]:
        """Wrap keys anew that one key wrapped: all are opened, and then all wrapped.

        There may be very many: what is done for each is done for all of them by one
        call, rather than by lines of Python for each.
        """
        (decrypt, earlier), begun, places = self.outer[ref], self.begun, self.places
        count, unhex = len(records), bytes.fromhex
        # An id that is none makes another context than the one it was wrapped at; a
        # wrap of another length moves those after it, which do not open then.
        contexts = [
            unhex(one.subject_id) + places[one.compartment] + one.commitment
            for one in records
        ]
        parts = _cut(_WRAP, count)(b"".join(blobs))
        before = [earlier + one for one in contexts]
        keys = [*map(decrypt, parts[::2], parts[1::2], before)]
        nonces = _cut(f"{NONCE_BYTES}s", count)(os.urandom(NONCE_BYTES * count))
        after = [begun + one for one in contexts]
        return map(add, nonces, map(self.encrypt, nonces, keys, after))

    def of(self, records: list[KeyRecord]) -> list[Change]:
        """Give what is to be swapped: a key, its older wraps, and the new one."""
        found: list[Change] = []
        for record in records:
            wraps = self.holding.store.get(record.key_id)
            own = [w for w in wraps if w.kind == CUSTODY and w.ref == self.ref]
            earlier = [w for w in wraps if w.kind == CUSTODY and w.ref != self.ref]
            if not own and not earlier:
                raise KeyMissing(record.key_id.hex())
            if earlier:
                new = own[0] if own else self.one(record, earlier[-1])
                found.append((record.key_id, tuple(earlier), new))
        return found

    def one(self, record: KeyRecord, wrap: Wrap) -> Wrap:
        """Give a key's new wrap, of an older one.

        It is not looked at: its commitment is in both contexts.
        """
        opened, blob, name = None, wrap.blob, record.key_id.hex()
        self.chain.custody(wrap.ref, name)
        decrypt, earlier = self.outer[wrap.ref]
        try:
            person = bytes.fromhex(record.subject_id)
            rest = person + self.places[record.compartment] + record.commitment
            if len(blob) == WRAPPED_BYTES:
                opened = decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], earlier + rest)
        except (InvalidTag, ValueError):
            pass
        if opened is None:
            raise KeyMismatch(name)
        nonce = os.urandom(NONCE_BYTES)
        return Wrap(
            CUSTODY, self.ref, nonce + self.encrypt(nonce, opened, self.begun + rest)
        )

    def opened(self, ref: str) -> tuple[Decrypt, bytes]:
        """Open a custody key of an earlier epoch, once for all it wrapped."""
        outer = self.chain.custody(ref, ref)
        cipher: AESGCM = self.chain.opened(outer).wraps()
        return cipher.decrypt, self.holding.begun(outer.epoch) + ID_LENGTH
