"""Key records in the database, wraps in the key store: apart, each with its life."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from attrs import define, evolve, field, frozen

from fjcore.crypto.envelope import SUITE_GCM
from fjcore.errors import CryptoRefused, KeyUnavailable

#: Seals after which a key is refused: half of NIST's bound for random nonces, 2**32.
MAX_USES = 1 << 31


class KeyKind(StrEnum):
    """Which level of the hierarchy a key stands on."""

    CUSTODY = "custody"
    DATA = "data"
    IDENTITY = "identity"


class KeyState(StrEnum):
    """What a key may still do. Source: NIST SP 800-57 part 1, section 7."""

    ACTIVE = "active"
    DECRYPT_ONLY = "decrypt_only"
    SUSPENDED = "suspended"
    COMPROMISED = "compromised"
    DESTROYED = "destroyed"


@frozen(kw_only=True)
class KeyRecord:
    """All that is said of a key, nothing of it secret."""

    key_id: bytes
    commitment: bytes
    kind: KeyKind
    holder_id: str
    epoch: int
    created_at: datetime
    suites: frozenset[int] = frozenset({SUITE_GCM})
    state: KeyState = KeyState.ACTIVE
    subject_id: str = ""
    compartment: str = ""
    generation: int = 1
    uses: int = 0


class KeyTable(Protocol):
    """Key records, in the caller's open transaction."""

    def get(self, key_id: bytes) -> KeyRecord | None:
        """Give the record of a key."""
        ...

    def active(
        self, kind: KeyKind, subject_id: str, compartment: str
    ) -> KeyRecord | None:
        """Give the one active key of a person's compartment, or of the holder."""
        ...

    def of(self, subject_id: str, compartment: str) -> list[KeyRecord]:
        """Give every key that a person's compartment has or had."""
        ...

    def put(self, record: KeyRecord) -> None:
        """Add a record."""
        ...

    def used(self, key_id: bytes) -> int:
        """Count one more seal and give the count."""
        ...


@frozen
class Wrap:
    """One wrapped copy of a key: what wrapped it, and the bytes."""

    kind: str
    ref: str
    blob: bytes = field(repr=False)


class KeyStore(Protocol):
    """Wraps by key id; what is put is durable when the call returns."""

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""
        ...

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap."""
        ...

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps, all of them or none."""
        ...


@define
class MemoryKeyTable:
    """Key records in memory."""

    rows: dict[bytes, KeyRecord] = field(factory=dict)

    def get(self, key_id: bytes) -> KeyRecord | None:
        """Give the record of a key."""
        return self.rows.get(key_id)

    def active(
        self, kind: KeyKind, subject_id: str, compartment: str
    ) -> KeyRecord | None:
        """Give the one active key of a person's compartment, or of the holder."""
        wanted = (kind, subject_id, compartment, KeyState.ACTIVE)
        for row in self.rows.values():
            if (row.kind, row.subject_id, row.compartment, row.state) == wanted:
                return row
        return None

    def of(self, subject_id: str, compartment: str) -> list[KeyRecord]:
        """Give every key that a person's compartment has or had."""
        wanted = (subject_id, compartment)
        rows = list(self.rows.values())
        return [row for row in rows if (row.subject_id, row.compartment) == wanted]

    def put(self, record: KeyRecord) -> None:
        """Add a record.

        Raises: CryptoRefused, when the key is there already.
        """
        if record.key_id in self.rows:
            raise CryptoRefused(record.key_id.hex())
        self.rows[record.key_id] = record

    def used(self, key_id: bytes) -> int:
        """Count one more seal and give the count."""
        row = self.rows.get(key_id)
        if row is None:
            raise KeyUnavailable(key_id.hex())
        self.rows[key_id] = evolve(row, uses=row.uses + 1)
        return row.uses + 1


@define
class MemoryKeyStore:
    """Wraps in memory."""

    wraps: dict[bytes, tuple[Wrap, ...]] = field(factory=dict)

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""
        return self.wraps.get(key_id, ())

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap."""
        self.wraps[key_id] = (*self.get(key_id), wrap)

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps."""
        for key_id, wrap in wraps:
            self.put(key_id, wrap)
