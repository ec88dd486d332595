"""Sealing and opening cells: a key per person and compartment, found by the address."""

from __future__ import annotations

import os

from attrs import evolve, field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fjcore.crypto import envelope
from fjcore.crypto.cache import KeyCache
from fjcore.crypto.context import CellAddress
from fjcore.crypto.derive import Label, derive, new_key, unwrap, wrap
from fjcore.crypto.envelope import Codec, Header
from fjcore.crypto.keychain import ROOT, SIGN, Holding, Keychain
from fjcore.crypto.keyring import Keyring
from fjcore.crypto.keys import (
    MAX_USES,
    KeyKind,
    KeyRecord,
    KeyStore,
    KeyTable,
    Wrap,
)
from fjcore.errors import CryptoRefused, KeyUnavailable, SealBroken
from fjcore.values import Clock, SecretBytes, parse_id, parse_name

#: The compartment whose key gives a person's pseudonym in the audit log.
ACCOUNTING = "accounting"


@frozen
class Opened:
    """What a cell held, and how it is to be read."""

    payload: bytes = field(repr=False)
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
        self.cache = KeyCache(clock)
        self._holding = Holding(
            vault_id=parse_id(vault_id, where="vault_id"),
            holder_id=parse_name(holder_id, where="holder_id"),
            keyring=keyring,
            store=store,
            clock=clock,
            cache=self.cache,
        )

    def __repr__(self) -> str:
        return f"<Sealer of {self._holding.holder_id}>"

    def bind(self, table: KeyTable, *, store: KeyStore | None = None) -> Seals:
        """Give the seals of one open transaction.

        New keys are wrapped in ``store``, where one stands before the vault's own: it
        must have them on disk before the transaction is committed.
        """
        holding = self._holding
        return Seals(holding if store is None else evolve(holding, store=store), table)

    def establish(self, table: KeyTable) -> None:
        """Make the holder's first custody key, identity key and signing key.

        Raises: CryptoRefused, when they are there already.
        """
        holding = self._holding
        for kind in (KeyKind.CUSTODY, KeyKind.IDENTITY):
            if table.active(kind, "", "") is not None:
                raise CryptoRefused(kind)
            key = new_key()
            record = holding.record(key, kind, epoch=1)
            sealed = holding.keyring.wrap(key, holding.context(record))
            holding.store.put(record.key_id, Wrap(ROOT, sealed.ref, sealed.blob))
            table.put(record)
        keys = Keychain(holding, table)
        identity = keys.held(KeyKind.IDENTITY)
        blob = wrap(keys.key(identity), new_key(), _sign_context(holding, identity))
        holding.store.put(identity.key_id, Wrap(SIGN, "ed25519", blob))


class Seals:
    """Seals and opens cells within one transaction."""

    def __init__(self, holding: Holding, table: KeyTable) -> None:
        self._holding = holding
        self._table = table
        self._keys = Keychain(holding, table)

    def seal(
        self,
        where: CellAddress,
        payload: bytes,
        *,
        codec: Codec = Codec.JSON,
        schema: int = 1,
    ) -> bytes:
        """Seal a payload to its one place; the first seal there makes the key.

        Raises: CryptoRefused, when it is too long, the schema is no u16 or the key has
        sealed too much; KeyDestroyed, KeyUnavailable, AccessRefused, KeyMismatch.
        """
        if len(payload) >= envelope.MAX_PLAINTEXT or not 0 <= schema < 1 << 16:
            raise CryptoRefused(where.record_id)
        record = self._keys.active(where.subject_id, where.compartment)
        if envelope.SUITE_GCM not in record.suites:
            raise CryptoRefused(record.key_id.hex())
        if self._table.used(record.key_id) > MAX_USES:
            raise CryptoRefused(record.key_id.hex())
        packed = envelope.PACKED if where.field_path == "*" else 0
        header = Header(
            envelope.SUITE_GCM, codec, packed | envelope.PADDED, schema, record.key_id
        ).pack()
        nonce = os.urandom(envelope.NONCE_BYTES)
        context = self._context(where, header)
        body = self._keys.cipher(record).encrypt(nonce, envelope.pad(payload), context)
        return header + nonce + body

    def open(self, where: CellAddress, blob: bytes) -> Opened:
        """Open a cell at its place.

        Raises: FormatError; SealBroken, when it was altered or stands elsewhere;
        KeyDestroyed, KeyUnavailable, AccessRefused, KeyMismatch; CryptoRefused.
        """
        name = where.record_id
        header = envelope.read_header(blob, where=name)
        place = (where.subject_id, where.compartment)
        record = self._keys.sealed_by(header.key_id, place, name)
        if header.suite not in record.suites:
            raise CryptoRefused(name)
        cut = envelope.HEADER_BYTES + envelope.NONCE_BYTES
        context = self._context(where, blob[: envelope.HEADER_BYTES])
        cipher, plain = self._keys.cipher(record), None
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
        """Give the key of a person's pseudonym; it dies with her accounting key.

        Raises: KeyDestroyed, KeyUnavailable, AccessRefused, KeyMismatch.
        """
        record = self._keys.active(parse_id(subject_id), ACCOUNTING)
        return derive(self._keys.key(record), Label.PSEUDONYM)

    def actor_key(self) -> SecretBytes:
        """Give the key of the pseudonyms of staff and agencies.

        Raises: KeyUnavailable, AccessRefused, KeyMismatch.
        """
        return derive(self._keys.key(self._keys.held(KeyKind.IDENTITY)), Label.ACTOR)

    def signing_key(self) -> Ed25519PrivateKey:
        """Give the holder's own signing key.

        Raises: KeyUnavailable, AccessRefused, KeyMismatch.
        """
        record = self._keys.held(KeyKind.IDENTITY)
        name = record.key_id.hex()
        for kept in self._holding.store.get(record.key_id):
            if kept.kind == SIGN:
                context = _sign_context(self._holding, record)
                seed = unwrap(self._keys.key(record), kept.blob, context, where=name)
                return Ed25519PrivateKey.from_private_bytes(seed.reveal())
        raise KeyUnavailable(name)

    def _context(self, where: CellAddress, header: bytes) -> bytes:
        holding = self._holding
        return where.context(header, holding.vault_id, holding.holder_id)


def _sign_context(holding: Holding, identity: KeyRecord) -> bytes:
    return holding.context(identity).encode() + SIGN.encode()
