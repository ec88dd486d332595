"""Wrapping very many data keys anew by another custody key."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterable
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto.context import before_commitment
from fjcore.crypto.derive import WRAPPED_BYTES
from fjcore.crypto.envelope import NONCE_BYTES
from fjcore.crypto.holding import CUSTODY, Holding
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keys import BulkKeyStore, KeyRecord, Move, Wrap, WrapRow
from fjcore.errors import CryptoError, KeyMismatch, KeyMissing

T = TypeVar("T")

#: A key, its older wraps, and the new one.
Change = tuple[bytes, tuple[Wrap, ...], Wrap]
Decrypt = Callable[[bytes, bytes, bytes], bytes]

#: The length of a person's id, as a part of a context has it.
_ID_BYTES = struct.pack(">I", 16)

#: Takes a wrap apart, and random bytes into nonces.
_CUT = struct.Struct(f"{NONCE_BYTES}s{WRAPPED_BYTES - NONCE_BYTES}s").unpack
_NONCES = struct.Struct(f"{NONCE_BYTES}s").iter_unpack


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
        self.begun = holding.begun(custody.epoch) + _ID_BYTES
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
        held = store.many([one.key_id for one in records])
        try:
            found = self.again_all(records, held)
        except (CryptoError, InvalidTag, ValueError, struct.error):
            # One key of them stands otherwise, or does not open: tell which.
            return None
        store.move(CUSTODY, self.ref, found)
        return len(found)

    def again_all(
        self, records: list[KeyRecord], wraps: Iterable[tuple[WrapRow, ...]]
    ) -> list[Move]:
        """Wrap keys anew that have one wrap each, by keys that are open.

        One loop with nothing called in it but the ciphers: there may be very many.
        """
        encrypt, begun, own = self.encrypt, self.begun, self.ref
        outer, places, unhex = self.outer, self.places, bytes.fromhex
        nonces = _NONCES(os.urandom(NONCE_BYTES * len(records)))
        found: list[Move] = []
        add = found.append
        for record, (wrap,), (nonce,) in zip(records, wraps, nonces, strict=True):
            kind, ref, blob = wrap
            if kind != CUSTODY:
                raise ValueError(kind)
            if ref == own:
                continue
            # An id that is none makes another context than the one it was wrapped at.
            person, place = unhex(record.subject_id), places[record.compartment]
            rest = person + place + record.commitment
            decrypt, earlier = outer[ref]
            before, sealed = _CUT(blob)
            key = decrypt(before, sealed, earlier + rest)
            sealed = encrypt(nonce, key, begun + rest)
            add((record.key_id, ref, nonce + sealed))
        return found

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
        return cipher.decrypt, self.holding.begun(outer.epoch) + _ID_BYTES
