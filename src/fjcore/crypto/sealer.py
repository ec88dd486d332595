"""Sealing and opening cells: a key per person and compartment, found by the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from attrs import evolve
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fjcore.crypto import _chunked, envelope, identity
from fjcore.crypto._slots import Lot, LotKey, Lots, Slot
from fjcore.crypto.cache import TTL, KeyCache
from fjcore.crypto.context import ACCOUNTING, CellAddress, known_name, tail
from fjcore.crypto.derive import Label, derive
from fjcore.crypto.envelope import NONCE_BYTES, SUITE_GCM, Codec, Header, Opened
from fjcore.crypto.holding import Holding, alone
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keyring import Keyring, distinct
from fjcore.crypto.keys import MAX_USES, KeyKind, KeyRecord, KeyStore, KeyTable
from fjcore.crypto.own import own_index_key
from fjcore.errors import CryptoRefused, DowngradeRefused, SealBroken, UsageLimit
from fjcore.values import Clock, SecretBytes, parse_id, parse_name
from fjcore.values.ids import id_bytes

_BOTH = envelope.PACKED | envelope.PADDED


class Sealer:
    """The keys of one vault: thread-safe, one per process, shared by transactions.

    ``earlier`` are keyrings asked only for what they wrapped, while the holder moves;
    ``second`` wraps each new key of the holder's own beside the first.
    Raises: BadId; CryptoRefused, when two keyrings have one name; ValueRefused, when
    ``ttl`` is not above zero or is above five minutes.
    """

    def __init__(
        self,
        vault_id: str,
        holder_id: str,
        *,
        keyring: Keyring,
        store: KeyStore,
        clock: Clock,
        earlier: Iterable[Keyring] = (),
        second: Keyring | None = None,
        ttl: timedelta = TTL,
    ) -> None:
        rings = (keyring, *earlier)
        distinct(rings if second is None else (*rings, second))
        self.cache = KeyCache(clock, ttl=ttl)
        self._holding = Holding(
            vault_id=parse_id(vault_id, where="vault_id"),
            holder_id=parse_name(holder_id, where="holder_id"),
            keyring=keyring,
            earlier=rings[1:],
            second=second,
            store=store,
            clock=clock,
            cache=self.cache,
        )

    def __repr__(self) -> str:
        return f"<Sealer of {self._holding.holder_id}>"

    @property
    def holding(self) -> Holding:
        """What rotation and erasure share with the sealing of cells."""
        return self._holding

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
            table.put(holding.make(kind, epoch=1, also=alone))
        identity.establish(holding, Keychain(holding, table))


class Seals:
    """Seals and opens cells within one transaction."""

    def __init__(
        self, holding: Holding, table: KeyTable, *, resealing: bool = False
    ) -> None:
        self._holding = holding
        self.table = table
        self._keys = Keychain(holding, table, resealing=resealing)
        self._lots = Lots(holding.cache, self._lot, self.count)

    def seal(
        self,
        where: CellAddress,
        payload: bytes,
        *,
        codec: Codec = Codec.JSON,
        schema: int = 1,
    ) -> bytes:
        """Seal a payload to its one place; the first seal there makes the key.

        Raises: CryptoRefused, when it is too long or the schema is no u16; UsageLimit,
        DowngradeRefused; KeyDestroyed, KeyUnavailable, KeySuspended, KeyMismatch.
        """
        flags = _BOTH if where.field_path == "*" else envelope.PADDED
        places = (where.compartment,)
        kind = where.record_type
        key: LotKey = (where.subject_id, schema, codec, flags, kind, places)
        sealed = self._lots.lot(key).seal((payload,), where.tail())
        return sealed[where.compartment]

    def seal_many(
        self,
        sheets: Mapping[str, bytes],
        *,
        subject_id: str,
        record_id: str,
        revision: int,
        record_type: str | Mapping[str, str],
        codec: Codec = Codec.JSON,
        schema: int = 1,
    ) -> dict[str, bytes]:
        """Seal the packed compartments of one record, each to its own place.

        Shape: payloads by compartment in, envelopes by compartment out; the same ones
        that ``seal`` would give at the addresses with ``field_path`` ``*``.
        ``record_type`` may say another type for each compartment.
        Raises: as ``seal``; BadId; ValueRefused, when the revision is no u64.
        """
        end, places = tail(record_id, revision), tuple(sheets)
        if not places:
            return {}
        kinds: str | tuple[str, ...]
        if isinstance(record_type, str):
            kinds = record_type
        else:
            kinds = tuple([record_type[place] for place in places])
        lot = self._lots.lot((subject_id, schema, codec, _BOTH, kinds, places))
        return lot.seal(sheets.values(), end)

    def count(self, key_ids: list[bytes], times: int) -> None:
        """Count seals of keys before they are done.

        Raises: UsageLimit, when one of them would have sealed too often.
        """
        counted = self._keys.counted
        owed = [one for one in key_ids if not counted(one, times)]
        if owed and self.table.used(owed, times) > MAX_USES:
            key_id = owed[0]
            raise UsageLimit(key_id.hex())

    def _lot(self, key: LotKey) -> Lot:
        """Work out what the cells of one person and record type have in common."""
        subject_id, schema, codec, flags, kinds, places = key
        each = (kinds,) * len(places) if isinstance(kinds, str) else kinds
        slots: list[Slot] = []
        ids, keys = [], []
        for compartment, kind in zip(places, each, strict=True):
            # The rest of an address is another record's each time, and checked there.
            where = CellAddress(subject_id, compartment, kind, subject_id, 0)
            if not 0 <= schema < 1 << 16:
                raise CryptoRefused(kind)
            record = self._keys.active(subject_id, compartment)
            if SUITE_GCM not in record.suites:
                raise DowngradeRefused(record.key_id.hex())
            made = Header(SUITE_GCM, Codec(codec), flags, schema, record.key_id)
            header, opened = made.pack(), self._keys.opened(record)
            head = where.head(header, self._holding.vault_id, self._holding.holder_id)
            slots.append((compartment, header, head, opened.seals().encrypt))
            ids.append(record.key_id)
            keys.append(opened)
        return Lot.of(slots, ids, keys)

    def open(self, where: CellAddress, blob: bytes) -> Opened:
        """Open a cell at its place.

        Raises: FormatError; SealBroken, when it was altered or stands elsewhere;
        KeyDestroyed, KeyUnavailable, KeySuspended, KeyMismatch; DowngradeRefused.
        """
        name = where.record_id
        if isinstance(blob, memoryview):
            # As drivers of some databases give what they read.
            blob = bytes(blob)
        header = envelope.read_header(blob, where=name)
        record = self.key_of(where, header)
        context = self.context(where, blob[: envelope.HEADER_BYTES])
        if header.suite == SUITE_GCM:
            plain = self._opened_gcm(record, blob, context)
        else:
            plain = _chunked.opened(self._keys.key(record), blob, context)
        if plain is None:
            raise SealBroken(name)
        if header.flags & envelope.PADDED:
            plain = envelope.unpad(plain, where=name)
        return Opened(plain, header.codec, header.schema, header.key_id)

    def _opened_gcm(
        self, record: KeyRecord, blob: bytes, context: bytes
    ) -> bytes | None:
        cut = envelope.HEADER_BYTES + NONCE_BYTES
        cipher = self._keys.cipher(record)
        try:
            return cipher.decrypt(
                blob[envelope.HEADER_BYTES : cut], blob[cut:], context
            )
        except InvalidTag:
            return None

    def fresh_key(self, subject_id: str, compartment: str) -> KeyRecord:
        """Make the first data key of a place beforehand; raises as ``seal``."""
        id_bytes(subject_id)
        return self._keys.active(subject_id, known_name(compartment))

    def fresh_keys(self, places: Iterable[tuple[str, str]]) -> None:
        """Make the first data keys of many places at once; raises as ``seal``.

        A place that has a key, or had one, is passed over. Sixteen seals of each key
        made are counted with it.
        Shape: a person's id and a compartment each.
        """
        self._keys.prepare([(parse_id(who), known_name(at)) for who, at in places])

    def prefetch(self, blobs: Iterable[bytes]) -> int:
        """Open the keys of many cells at once, passing over those that cannot be.

        Gives how many keys are open now; whoever opens another cell hears why.
        """
        heads = {bytes(blob[8:24]) for blob in blobs if blob[:2] == envelope.MAGIC}
        return self._keys.prefetch(sorted(heads))

    def key_of(self, where: CellAddress, header: Header) -> KeyRecord:
        """Give the record of the key that an envelope at a place was sealed by.

        Raises: SealBroken; DowngradeRefused, when that key is not for its suite.
        """
        place = (where.subject_id, where.compartment)
        record = self._keys.sealed_by(header.key_id, place, where.record_id)
        if header.suite not in record.suites:
            raise DowngradeRefused(where.record_id)
        return record

    def for_stream(self, where: CellAddress) -> tuple[KeyRecord, SecretBytes]:
        """Give the key that seals at a place, and its record; raises as ``seal``."""
        record = self._keys.active(where.subject_id, where.compartment)
        return record, self._keys.key(record)

    def key(self, record: KeyRecord) -> SecretBytes:
        """Give an opened key; raises as ``open``."""
        return self._keys.key(record)

    def context(self, where: CellAddress, header: bytes) -> bytes:
        """Give the associated data of an envelope with a header, at a place."""
        holding = self._holding
        return where.context(header, holding.vault_id, holding.holder_id)

    def pseudonym_key(self, subject_id: str) -> SecretBytes:
        """Give the key of a person's pseudonym; raises as ``seal``.

        It dies with her accounting key.
        """
        record = self._keys.active(parse_id(subject_id), ACCOUNTING)
        return derive(self._keys.key(record), Label.PSEUDONYM)

    def index_key(self, version: int = 1) -> SecretBytes:
        """Give the index key of a version, made now if need be; raises as ``seal``."""
        return own_index_key(self._holding, self._keys, self.table, version)

    def actor_key(self) -> SecretBytes:
        """Give the key of the pseudonyms of staff and agencies; raises as ``seal``."""
        return derive(self._keys.key(self._keys.held(KeyKind.IDENTITY)), Label.ACTOR)

    def signing_key(self) -> Ed25519PrivateKey:
        """Give the holder's own signing key; raises as ``seal``."""
        return identity.signing_key(self._holding, self._keys)

    def receiving_key(self) -> X25519PrivateKey:
        """Give the holder's key for bundles sent to it; raises as ``signing_key``."""
        return identity.receiving_key(self._holding, self._keys)

    def token_key(self, recipient: str, epoch: int = 1) -> SecretBytes:
        """Give the key of a recipient's tokens; raises as ``seal``."""
        return identity.token_key(self._keys, recipient, epoch)
