"""Key records and wraps in memory: for tests, trials and vendors' first steps."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import islice, repeat

from attrs import define, evolve, field

from fjcore.crypto._keyrows import Rows
from fjcore.crypto.keys import (
    KeyKind,
    KeyRecord,
    KeyState,
    Moves,
    Place,
    Wrap,
    WrapRow,
)
from fjcore.errors import CryptoRefused, KeyUnavailable

_ACTIVE = KeyState.ACTIVE


@define
class MemoryKeyTable:
    """Key records in memory."""

    rows: Rows = field(factory=Rows, converter=Rows)
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
        rows = self.rows
        # The newest comes first: it is nearly always the one.
        for one in reversed((rows.people or rows.by_person()).get(subject_id, ())):
            row = rows[one]
            if row.kind is kind and row.state is _ACTIVE:
                if row.compartment == compartment:
                    return row
        return None

    def of(self, subject_id: str, compartment: str) -> list[KeyRecord]:
        """Give every key that a person's compartment has or had."""
        rows = self.rows
        ids = (rows.people or rows.by_person()).get(subject_id)
        if ids is None:
            return []
        return [rows[one] for one in ids if rows[one].compartment == compartment]

    def of_subject(self, subject_id: str) -> list[KeyRecord]:
        """Give every key that a person has or had."""
        rows = self.rows
        ids = (rows.people or rows.by_person()).get(subject_id, ())
        return [rows[one] for one in ids]

    def after(self, kind: KeyKind, key_id: bytes, limit: int) -> list[KeyRecord]:
        """Give the next keys of a kind in the order of their ids, at most ``limit``."""
        return self.rows.after(kind, key_id, limit)

    def put(self, record: KeyRecord) -> None:
        """Add a record.

        Raises: CryptoRefused, when the key is there already.
        """
        if record.key_id in self.rows:
            raise CryptoRefused(record.key_id.hex())
        self.rows.add(record)

    def known(self, places: Sequence[Place]) -> set[Place]:
        """Give those places that have a key, or had one."""
        return {one for one in places if self.of(*one)}

    def put_many(self, records: Sequence[KeyRecord]) -> None:
        """Add records, all of them or none.

        Raises: CryptoRefused, when one of the keys is there already.
        """
        new, rows = set[bytes](), self.rows
        for record in records:
            if record.key_id in rows or record.key_id in new:
                raise CryptoRefused(record.key_id.hex())
            new.add(record.key_id)
        for record in records:
            rows.add(record)

    def living(self, kind: KeyKind, size: int) -> Iterator[list[KeyRecord]]:
        """Give the keys of a kind that are not destroyed, as they were put in."""
        rows, gone = [*self.rows.values()], KeyState.DESTROYED
        found = (row for row in rows if row.kind is kind and row.state is not gone)
        while some := [*islice(found, size)]:
            yield some

    def replace(self, old: KeyRecord, new: KeyRecord) -> bool:
        """Set state and epoch of a record unless another did so first; say whether."""
        held = self.rows.get(old.key_id)
        if held is None or (held.state, held.epoch) != (old.state, old.epoch):
            return False
        self.rows.change(evolve(held, state=new.state, epoch=new.epoch))
        return True

    def used(self, key_ids: Sequence[bytes], times: int = 1) -> int:
        """Count seals for each mention of a key; give the highest count.

        Raises: KeyUnavailable, when there is no such key.
        """
        most = 0
        for key_id in key_ids:
            if key_id not in self.rows:
                raise KeyUnavailable(key_id.hex())
            row = self.rows[key_id]
            count = self.uses[key_id] = self.uses.get(key_id, row.uses) + times
            most = max(most, count)
        return most


class _Wraps(MutableMapping[bytes, tuple[Wrap, ...]]):
    """Wraps by key id, held as bare rows: of many, few are ever looked at."""

    def __init__(self, wraps: Mapping[bytes, tuple[Wrap, ...]] | None = None) -> None:
        self.rows: dict[bytes, tuple[WrapRow, ...]] = {}
        self.update(wraps or {})

    def __repr__(self) -> str:
        return f"<wraps of {len(self.rows)} keys>"

    def __getitem__(self, key_id: bytes) -> tuple[Wrap, ...]:
        return tuple([Wrap(*row) for row in self.rows[key_id]])

    def __setitem__(self, key_id: bytes, wraps: tuple[Wrap, ...]) -> None:
        self.rows[key_id] = tuple([(w.kind, w.ref, w.blob) for w in wraps])

    def __delitem__(self, key_id: bytes) -> None:
        del self.rows[key_id]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


#: Held while a wrap is looked at and then changed, so that none is put back that was
#: taken away between. Nobody holds it across a fork.
_LOCK = threading.Lock()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire,
        after_in_parent=_LOCK.release,
        after_in_child=_LOCK.release,
    )


@define
class MemoryKeyStore:
    """Wraps in memory."""

    wraps: _Wraps = field(factory=_Wraps, converter=_Wraps)

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""
        return self.wraps.get(key_id, ())

    def many(self, key_ids: Sequence[bytes]) -> list[tuple[WrapRow, ...]]:
        """Give every wrap of each of many keys as a bare row."""
        return [*map(self.wraps.rows.get, key_ids, repeat(()))]

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap, in place of an earlier one of the same kind and ref."""
        row, rows = (wrap.kind, wrap.ref, wrap.blob), self.wraps.rows
        held = rows.get(key_id)
        if held is None:
            rows[key_id] = (row,)
            return
        rows[key_id] = (*(one for one in held if one[:2] != row[:2]), row)

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps, all of them or none."""
        for key_id, wrap in list(wraps):
            self.put(key_id, wrap)

    def swap(self, changes: Iterable[tuple[bytes, tuple[Wrap, ...], Wrap]]) -> None:
        """Keep a wrap of each key in the place of others that still stand."""
        given, rows = list(changes), self.wraps.rows
        with _LOCK:
            for key_id, old, new in given:
                row, taken = (new.kind, new.ref, new.blob), {one.named for one in old}
                held = rows.get(key_id, ())
                kept = [one for one in held if one[:2] not in taken]
                # A key that was erased meanwhile has none of them, and gets none.
                if len(kept) < len(held):
                    kept = [one for one in kept if one[:2] != row[:2]]
                    rows[key_id] = (*kept, row)

    def move(self, kind: str, ref: str, moves: Moves) -> None:
        """Put a wrap by one key in the place of that by another, for many keys."""
        rows, ids, blobs = self.wraps.rows, moves.key_ids, moves.blobs
        find = rows.get
        with _LOCK:
            if [*map(find, ids)] == moves.before:
                whole = zip(repeat(kind), repeat(ref), blobs, strict=False)
                rows.update(zip(ids, zip(whole, strict=True), strict=True))
                return
            for key_id, (old,), blob in zip(ids, moves.before, blobs, strict=True):
                held = find(key_id, ())
                # Where another came first, nothing stands there to be changed.
                if any(one[:2] == old[:2] for one in held):
                    new = (kind, ref, blob)
                    rows[key_id] = tuple(
                        [new if one[:2] == old[:2] else one for one in held]
                    )

    def delete(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Take wraps away; those that are gone already are fine."""
        given, rows = list(wraps), self.wraps.rows
        with _LOCK:
            for key_id, wrap in given:
                held = rows.get(key_id, ())
                kept = tuple([one for one in held if one[:2] != wrap.named])
                if kept:
                    rows[key_id] = kept
                elif held:
                    del rows[key_id]

    def made_by(self, kind: str, ref: str) -> int:
        """Count the wraps of a kind that were made by one key."""
        said = (kind, ref)
        return sum(one[:2] == said for held in self.wraps.rows.values() for one in held)
