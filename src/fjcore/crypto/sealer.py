"""Sealing and opening cells: a key per person and compartment, found by the address."""

from __future__ import annotations

import hmac
import os

from attrs import frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto import envelope
from fjcore.crypto.cache import KeyCache
from fjcore.crypto.context import CellAddress, KeyContext
from fjcore.crypto.derive import Label, commitment, derive, new_key, unwrap, wrap
from fjcore.crypto.envelope import Codec, Header
from fjcore.crypto.keyring import Keyring, WrappedKey
from fjcore.crypto.keys import (
    MAX_USES,
    KeyKind,
    KeyRecord,
    KeyState,
    KeyStore,
    KeyTable,
    Wrap,
)
from fjcore.errors import (
    AccessRefused,
    CryptoRefused,
    KeyDestroyed,
    KeyMismatch,
    KeyUnavailable,
    SealBroken,
)
from fjcore.values import Clock, SecretBytes, parse_id, parse_name

#: The compartment whose key gives a person's pseudonym in the audit log.
ACCOUNTING = "accounting"

_OPENS = frozenset({KeyState.ACTIVE, KeyState.DECRYPT_ONLY})
_ROOT, _CUSTODY, _SIGN = "root", "custody", "sign"


@frozen
class Opened:
    """What a cell held, and how it is to be read."""

    payload: bytes
    codec: Codec
    schema: int
    key_id: bytes


class Sealer:
    """The keys of one vault: thread-safe, one per process, shared by transactions."""

    def __init__(
        self,
        vault_id: str,
        holder_id: str,
        *,
        keyring: Keyring,
        store: KeyStore,
        clock: Clock,
    ) -> None:
        self.vault_id = parse_id(vault_id, where="vault_id")
        self.holder_id = parse_name(holder_id, where="holder_id")
        self.keyring = keyring
        self.store = store
        self.clock = clock
        self.cache = KeyCache(clock)

    def __repr__(self) -> str:
        return f"<Sealer of {self.holder_id}>"

    def bind(self, table: KeyTable) -> Seals:
        """Give the seals of one open transaction."""
        return Seals(self, table)

    def establish(self, table: KeyTable) -> None:
        """Make the holder's first custody key, identity key and signing key.

        Raises: CryptoRefused, when they are there already.
        """
        for kind in (KeyKind.CUSTODY, KeyKind.IDENTITY):
            if table.active(kind, "", "") is not None:
                raise CryptoRefused(kind)
            key = new_key()
            record = self.record(key, kind, epoch=1)
            sealed = self.keyring.wrap(key, self.context(record))
            self.store.put(record.key_id, Wrap(_ROOT, sealed.ref, sealed.blob))
            table.put(record)
        seed = new_key()
        identity = self.bind(table).held(KeyKind.IDENTITY)
        context = self.context(identity).encode()
        blob = wrap(self.bind(table).key(identity), seed, context + b"sign")
        self.store.put(identity.key_id, Wrap(_SIGN, "ed25519", blob))

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


class Seals:
    """Seals and opens cells within one transaction."""

    def __init__(self, sealer: Sealer, table: KeyTable) -> None:
        self._sealer = sealer
        self._table = table
        self._records: dict[bytes, KeyRecord] = {}
        self._active: dict[tuple[str, str], KeyRecord] = {}

    def seal(
        self,
        where: CellAddress,
        payload: bytes,
        *,
        codec: Codec = Codec.JSON,
        schema: int = 1,
    ) -> bytes:
        """Seal a payload to its one place; the first seal there makes the key.

        Raises: CryptoRefused, when it is too long or the key has sealed too much;
        KeyUnavailable, AccessRefused.
        """
        if len(payload) >= envelope.MAX_PLAINTEXT:
            raise CryptoRefused(where.record_id)
        record = self._data_key(where.subject_id, where.compartment)
        if self._table.used(record.key_id) > MAX_USES:
            raise CryptoRefused(record.key_id.hex())
        packed = envelope.PACKED if where.field_path == "*" else 0
        header = Header(
            envelope.SUITE_GCM, codec, packed | envelope.PADDED, schema, record.key_id
        ).pack()
        nonce = os.urandom(envelope.NONCE_BYTES)
        context = self._context(where, header)
        body = self._cipher(record).encrypt(nonce, envelope.pad(payload), context)
        return header + nonce + body

    def open(self, where: CellAddress, blob: bytes) -> Opened:
        """Open a cell at its place.

        Raises: FormatError; SealBroken, when it was altered or stands elsewhere;
        KeyDestroyed, KeyUnavailable, AccessRefused, KeyMismatch.
        """
        name = where.record_id
        header = envelope.read_header(blob, where=name)
        record = self._known(header.key_id)
        place = (where.subject_id, where.compartment)
        if (record.subject_id, record.compartment) != place:
            raise SealBroken(name)
        if header.suite not in record.suites:
            raise CryptoRefused(name)
        cut = envelope.HEADER_BYTES + envelope.NONCE_BYTES
        context = self._context(where, blob[: envelope.HEADER_BYTES])
        cipher, plain = self._cipher(record), None
        try:
            plain = cipher.decrypt(
                blob[envelope.HEADER_BYTES : cut], blob[cut:], context
            )
        except InvalidTag:
            pass
        if plain is None:
            raise SealBroken(name)
        if header.flags & envelope.PADDED:
            plain = envelope.unpad(plain, where=name)
        return Opened(plain, header.codec, header.schema, header.key_id)

    def pseudonym_key(self, subject_id: str) -> SecretBytes:
        """Give the key of a person's pseudonym; it dies with her accounting key."""
        record = self._data_key(parse_id(subject_id), ACCOUNTING)
        return derive(self.key(record), Label.PSEUDONYM)

    def actor_key(self) -> SecretBytes:
        """Give the key of the pseudonyms of staff and agencies."""
        return derive(self.key(self.held(KeyKind.IDENTITY)), Label.ACTOR)

    def signing_key(self) -> Ed25519PrivateKey:
        """Give the holder's own signing key.

        Raises: KeyUnavailable.
        """
        record = self.held(KeyKind.IDENTITY)
        name = record.key_id.hex()
        for kept in self._sealer.store.get(record.key_id):
            if kept.kind == _SIGN:
                context = self._sealer.context(record).encode() + b"sign"
                seed = unwrap(self.key(record), kept.blob, context, where=name)
                return Ed25519PrivateKey.from_private_bytes(seed.reveal())
        raise KeyUnavailable(name)

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

    def key(self, record: KeyRecord) -> SecretBytes:
        """Give an opened key, from the cache or by unwrapping it.

        Raises: KeyUnavailable, KeyMismatch, KeyDestroyed, AccessRefused.
        """
        _may_open(record)
        return self._sealer.cache.get(record.key_id, lambda: self._unwrapped(record))

    def _unwrapped(self, record: KeyRecord) -> SecretBytes:
        name = record.key_id.hex()
        context = self._sealer.context(record)
        wraps = {kept.kind: kept for kept in self._sealer.store.get(record.key_id)}
        if record.kind is not KeyKind.DATA and _ROOT in wraps:
            root = wraps[_ROOT]
            key = self._sealer.keyring.unwrap(WrappedKey(root.ref, root.blob), context)
        elif record.kind is KeyKind.DATA and _CUSTODY in wraps:
            kept = wraps[_CUSTODY]
            custody = self._known(_ref(kept.ref, name))
            if custody.kind is not KeyKind.CUSTODY:
                raise KeyMismatch(name)
            outer = self.key(custody)
            key = unwrap(outer, kept.blob, context.encode(), where=name)
        else:
            raise KeyUnavailable(name)
        if not hmac.compare_digest(commitment(key), record.commitment):
            raise KeyMismatch(name)
        return key

    def _known(self, key_id: bytes) -> KeyRecord:
        found = self._records.get(key_id)
        if found is None:
            found = self._table.get(key_id)
            if found is None:
                raise KeyUnavailable(key_id.hex())
            if found.commitment[:16] != key_id:
                raise KeyMismatch(key_id.hex())
            self._records[key_id] = found
        return found

    def _data_key(self, subject_id: str, compartment: str) -> KeyRecord:
        place = (subject_id, compartment)
        found = self._active.get(place)
        if found is None:
            found = self._table.active(KeyKind.DATA, *place)
            if found is None:
                found = self._new_data_key(subject_id, compartment)
            self._active[place] = found
            self._records[found.key_id] = found
        return found

    def _new_data_key(self, subject_id: str, compartment: str) -> KeyRecord:
        custody = self.held(KeyKind.CUSTODY)
        key = new_key()
        record = self._sealer.record(
            key,
            KeyKind.DATA,
            epoch=custody.epoch,
            subject_id=subject_id,
            compartment=compartment,
        )
        context = self._sealer.context(record).encode()
        blob = wrap(self.key(custody), key, context)
        # The wrap is durable before anything rests on it; one too many harms nobody.
        self._sealer.store.put(
            record.key_id, Wrap(_CUSTODY, custody.key_id.hex(), blob)
        )
        self._table.put(record)
        self._sealer.cache.get(record.key_id, lambda: key)
        return record

    def _cipher(self, record: KeyRecord) -> AESGCM:
        return AESGCM(derive(self.key(record), Label.SEAL_GCM).reveal())

    def _context(self, where: CellAddress, header: bytes) -> bytes:
        sealer = self._sealer
        return where.context(header, sealer.vault_id, sealer.holder_id)


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
