"""Key records and wraps in memory: for tests, trials and vendors' first steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, evolve, field

from fjcore.crypto.keys import KeyKind, KeyRecord, KeyState, Wrap
from fjcore.errors import CryptoRefused, KeyUnavailable


@define
class MemoryKeyTable:
    """Key records in memory."""

    rows: dict[bytes, KeyRecord] = field(factory=dict)
    uses: dict[bytes, int] = field(factory=dict)

    def get(self, key_id: bytes) -> KeyRecord | None:
        """Give the record of a key."""
        row = self.rows.get(key_id)
        uses = self.uses.get(key_id)
        return row if row is None or not uses else evolve(row, uses=uses)

    def active(
        self, kind: KeyKind, subject_id: str, compartment: str
    ) -> KeyRecord | None:
        """Give the one active key of a person's compartment, or of the holder."""
        for row in self.rows.values():
            if row.subject_id == subject_id and row.compartment == compartment:
                if row.kind is kind and row.state is KeyState.ACTIVE:
                    return row
        return None

    def of(self, subject_id: str, compartment: str) -> list[KeyRecord]:
        """Give every key that a person's compartment has or had."""
        return [
            row
            for row in self.rows.values()
            if row.subject_id == subject_id and row.compartment == compartment
        ]

    def of_subject(self, subject_id: str) -> list[KeyRecord]:
        """Give every key that a person has or had."""
        return [row for row in self.rows.values() if row.subject_id == subject_id]

    def after(self, kind: KeyKind, key_id: bytes, limit: int) -> list[KeyRecord]:
        """Give the next keys of a kind in the order of their ids, at most ``limit``."""
        rows = self.rows
        found = [one for one in rows if one > key_id and rows[one].kind is kind]
        found.sort()
        return [rows[one] for one in found[:limit]]

    def put(self, record: KeyRecord) -> None:
        """Add a record.

        Raises: CryptoRefused, when the key is there already.
        """
        if record.key_id in self.rows:
            raise CryptoRefused(record.key_id.hex())
        self.rows[record.key_id] = record

    def replace(self, old: KeyRecord, new: KeyRecord) -> bool:
        """Set state and epoch of a record unless another did so first; say whether."""
        held = self.rows.get(old.key_id)
        if held is None or (held.state, held.epoch) != (old.state, old.epoch):
            return False
        self.rows[old.key_id] = evolve(held, state=new.state, epoch=new.epoch)
        return True

    def used(self, key_ids: Sequence[bytes], times: int = 1) -> int:
        """Count seals for each mention of a key; give the highest count.

        Raises: KeyUnavailable, when there is no such key.
        """
        most = 0
        for key_id in key_ids:
            if key_id not in self.rows:
                raise KeyUnavailable(key_id.hex())
            count = self.uses[key_id] = self.uses.get(key_id, 0) + times
            most = max(most, count)
        return most


@define
class MemoryKeyStore:
    """Wraps in memory."""

    wraps: dict[bytes, tuple[Wrap, ...]] = field(factory=dict)

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""
        return self.wraps.get(key_id, ())

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap, in place of an earlier one of the same kind and ref."""
        held = self.wraps.get(key_id)
        if not held:
            self.wraps[key_id] = (wrap,)
            return
        kept = [w for w in held if (w.kind, w.ref) != (wrap.kind, wrap.ref)]
        self.wraps[key_id] = (*kept, wrap)

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps, all of them or none."""
        for key_id, wrap in list(wraps):
            self.put(key_id, wrap)

    def swap(self, changes: Iterable[tuple[bytes, tuple[Wrap, ...], Wrap]]) -> None:
        """Keep a wrap of each key in the place of others, all of them or none."""
        held = self.wraps
        for key_id, old, new in changes:
            before = held.get(key_id, ())
            if before != old:
                self.delete((key_id, wrap) for wrap in old)
                self.put(key_id, new)
            else:
                held[key_id] = (new,)

    def delete(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Take wraps away; those that are gone already are fine."""
        for key_id, wrap in list(wraps):
            kept = tuple(
                w for w in self.get(key_id) if (w.kind, w.ref) != (wrap.kind, wrap.ref)
            )
            self.wraps[key_id] = kept
            if not kept:
                del self.wraps[key_id]

    def made_by(self, kind: str, ref: str) -> int:
        """Count the wraps of a kind that were made by one key."""
        return sum(
            (w.kind, w.ref) == (kind, ref) for held in self.wraps.values() for w in held
        )
