"""Key records in the database, wraps in the key store: apart, each with its life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from attrs import evolve, field, frozen

from fjcore.crypto.envelope import SUITE_COBBLESTONE, SUITE_GCM

#: Seals after which a key is due for reseal, and after which it is refused: half of
#: NIST's bound for random nonces, 2**32 (SP 800-38D, section 8.3).
DUE_USES, MAX_USES = 1 << 24, 1 << 31


class KeyKind(StrEnum):
    """Which level of the hierarchy a key stands on."""

    CUSTODY = "custody"
    DATA = "data"
    INDEX = "index"
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
    """All that is said of a key, nothing of it secret.

    ``suites`` is the closed set of suites the key may be used by. ``uses`` counts the
    seals of all of them together; it runs ahead of what was sealed, never behind.
    ``epoch`` of a data key is the one it was made in: its wraps say which wraps it now.
    """

    key_id: bytes
    commitment: bytes
    kind: KeyKind
    holder_id: str
    epoch: int
    created_at: datetime
    suites: frozenset[int] = frozenset({SUITE_GCM, SUITE_COBBLESTONE})
    state: KeyState = KeyState.ACTIVE
    subject_id: str = ""
    compartment: str = ""
    generation: int = 1
    uses: int = 0

    def becoming(self, state: KeyState) -> KeyRecord:
        """Give the record with another state."""
        return evolve(self, state=state)


#: A person and a compartment.
Place = tuple[str, str]


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

    def of_subject(self, subject_id: str) -> list[KeyRecord]:
        """Give every key that a person has or had."""
        ...

    def after(self, kind: KeyKind, key_id: bytes, limit: int) -> list[KeyRecord]:
        """Give the next keys of a kind in the order of their ids, at most ``limit``."""
        ...

    def put(self, record: KeyRecord) -> None:
        """Add a record; raises CryptoRefused when the key is there already."""
        ...

    def replace(self, old: KeyRecord, new: KeyRecord) -> bool:
        """Set state and epoch of a record unless another did so first; say whether."""
        ...

    def used(self, key_ids: Sequence[bytes], times: int = 1) -> int:
        """Count seals for each mention of a key; give the highest count.

        Raises: KeyUnavailable, when there is no such key.
        """
        ...


@runtime_checkable
class BulkKeyTable(Protocol):
    """A key table that looks up, adds and gives the records of many keys at once.

    Where one cannot, keys are made beforehand, and rewrapped, all the same.
    """

    def known(self, places: Sequence[Place]) -> set[Place]:
        """Give those places that have a key, or had one."""
        ...

    def put_many(self, records: Sequence[KeyRecord]) -> None:
        """Add records, all of them or none.

        Raises: CryptoRefused, when one of the keys is there already.
        """
        ...

    def living(self, kind: KeyKind, size: int) -> Iterator[list[KeyRecord]]:
        """Give the keys of a kind that are not destroyed, at most so many at a time.

        They come in whatever order takes least.
        """
        ...


@frozen
class Wrap:
    """One wrapped copy of a key: what wrapped it, and the bytes."""

    kind: str
    ref: str
    blob: bytes = field(repr=False)

    @property
    def named(self) -> tuple[str, str]:
        """Kind and ref, of which a key has one wrap each."""
        return (self.kind, self.ref)


#: A wrap as a bare row: kind, ref and bytes.
WrapRow = tuple[str, str, bytes]


@frozen
class Moves:
    """Wraps that are to take the place of others, as three columns of one length.

    ``before`` are those that stand there, each its key's only one.
    """

    key_ids: list[bytes]
    before: list[tuple[WrapRow, ...]]
    blobs: list[bytes] = field(repr=False)


class KeyStore(Protocol):
    """Wraps by key id; what is put is durable when the call returns."""

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""
        ...

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap, in place of an earlier one of the same kind and ref."""
        ...

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps, all of them or none."""
        ...

    def swap(self, changes: Iterable[tuple[bytes, tuple[Wrap, ...], Wrap]]) -> None:
        """Keep a wrap of each key in the place of others, all of them or none.

        A key of which none of the others stands any more gets none: it was erased, or
        another process came first.
        """
        ...

    def delete(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Overwrite wraps and take them away; those that are gone already are fine."""
        ...

    def made_by(self, kind: str, ref: str) -> int:
        """Count the wraps of a kind that were made by one key."""
        ...


@runtime_checkable
class BulkKeyStore(Protocol):
    """A key store that reads and moves the wraps of many keys at once.

    Rotation asks one that can, and goes key by key where a store cannot.
    """

    def many(self, key_ids: Sequence[bytes]) -> list[tuple[WrapRow, ...]]:
        """Give every wrap of each of many keys as a bare row, in their order."""
        ...

    def move(self, kind: str, ref: str, moves: Moves) -> None:
        """Put a wrap by one key in the place of that by another, for many keys.

        All of them or none; what stood there is overwritten.
        """
        ...
