"""Key records in the vault's transaction, wraps in a key store of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from fjcore.crypto import KeyKind, KeyRecord, KeyState, Wrap
from fjcore.crypto.keys import Move, WrapRow
from fjcore.errors import CryptoRefused, KeyMismatch, KeyUnavailable
from fjcore.values import from_micros, micros
from fjcore.vault.engine import transact
from fjcore.vault.tables import (
    COMPARTMENT_NAMES,
    COMPARTMENT_NUMBERS,
    KEY,
    WRAP,
)

#: How many keys are asked for at a time: SQLite took 999 names in a query once.
_PIECE = 500


class SqlKeyTable:
    """Key records, in one open transaction.

    ``table`` has the columns of a vault's own; its compartments are numbers unless
    ``numbered`` is false: then they stand there as they are called.
    """

    def __init__(
        self,
        connection: sa.Connection,
        *,
        table: sa.Table = KEY,
        numbered: bool = True,
    ) -> None:
        self.connection = connection
        self._table, self._numbered = table, numbered

    def _said(self, compartment: str) -> int | str:
        return COMPARTMENT_NUMBERS[compartment] if self._numbered else compartment

    def _called(self, said: Any) -> str:
        return COMPARTMENT_NAMES[said] if self._numbered else str(said)

    def get(self, key_id: bytes) -> KeyRecord | None:
        """Give the record of a key."""
        return self._one(self._table.c.key_id == key_id)

    def active(
        self, kind: KeyKind, subject_id: str, compartment: str
    ) -> KeyRecord | None:
        """Give the one active key of a person's compartment, or of the holder."""
        return self._one(
            sa.and_(
                self._table.c.kind == str(kind),
                self._table.c.subject_id == subject_id,
                self._table.c.compartment == self._said(compartment),
                self._table.c.state == str(KeyState.ACTIVE),
            )
        )

    def of(self, subject_id: str, compartment: str) -> list[KeyRecord]:
        """Give every key that a person's compartment has or had."""
        rows = self.connection.execute(
            sa.select(self._table).where(
                self._table.c.subject_id == subject_id,
                self._table.c.compartment == self._said(compartment),
            )
        )
        return [self._record(row) for row in rows]

    def put(self, record: KeyRecord) -> None:
        """Add a record.

        Raises: CryptoRefused, when the key is there already.
        """
        if self.get(record.key_id) is not None:
            raise CryptoRefused(record.key_id.hex())
        self.connection.execute(
            self._table.insert().values(
                key_id=record.key_id,
                commitment=record.commitment,
                kind=str(record.kind),
                suites=",".join(str(suite) for suite in sorted(record.suites)),
                state=str(record.state),
                holder_id=record.holder_id,
                subject_id=record.subject_id,
                compartment=self._said(record.compartment),
                epoch=record.epoch,
                generation=record.generation,
                uses=record.uses,
                created_at=micros(record.created_at),
            )
        )

    def of_subject(self, subject_id: str) -> list[KeyRecord]:
        """Give every key that a person has or had."""
        found = sa.select(self._table).where(self._table.c.subject_id == subject_id)
        return [self._record(row) for row in self.connection.execute(found)]

    def after(self, kind: KeyKind, key_id: bytes, limit: int) -> list[KeyRecord]:
        """Give the next keys of a kind in the order of their ids, at most ``limit``."""
        rows = self.connection.execute(
            sa.select(self._table)
            .where(self._table.c.kind == str(kind), self._table.c.key_id > key_id)
            .order_by(self._table.c.key_id)
            .limit(limit)
        )
        return [self._record(row) for row in rows]

    def replace(self, old: KeyRecord, new: KeyRecord) -> bool:
        """Set state and epoch of a record unless another did so first; say whether."""
        changed = self.connection.execute(
            self._table.update()
            .where(
                self._table.c.key_id == old.key_id,
                self._table.c.state == str(old.state),
                self._table.c.epoch == old.epoch,
            )
            .values(state=str(new.state), epoch=new.epoch)
        )
        return bool(changed.rowcount)

    def used(self, key_ids: Sequence[bytes], times: int = 1) -> int:
        """Count seals for each mention of a key; give the highest count.

        Raises: KeyUnavailable, when there is no such key.
        """
        by_count: dict[int, list[bytes]] = {}
        for key_id, count in Counter(key_ids).items():
            by_count.setdefault(count * times, []).append(key_id)
        return max(self._count(count, ids) for count, ids in by_count.items())

    def _count(self, count: int, key_ids: list[bytes]) -> int:
        found = self.connection.execute(
            self._table.update()
            .where(self._table.c.key_id.in_(key_ids))
            .values(uses=self._table.c.uses + count)
            .returning(self._table.c.uses)
        ).scalars()
        uses = [int(one) for one in found]
        if len(uses) != len(key_ids):
            key_id = key_ids[0]
            raise KeyUnavailable(key_id.hex())
        return max(uses)

    def _one(self, where: sa.ColumnElement[bool]) -> KeyRecord | None:
        row = self.connection.execute(sa.select(self._table).where(where)).one_or_none()
        return None if row is None else self._record(row)

    def _record(self, row: sa.Row[tuple[object, ...]]) -> KeyRecord:
        found = None
        try:
            found = KeyRecord(
                key_id=bytes(row.key_id),
                commitment=bytes(row.commitment),
                kind=KeyKind(row.kind),
                suites=frozenset(map(int, row.suites.split(","))),
                state=KeyState(row.state),
                holder_id=row.holder_id,
                subject_id=row.subject_id,
                compartment=self._called(row.compartment),
                epoch=row.epoch,
                generation=row.generation,
                uses=row.uses,
                created_at=from_micros(row.created_at),
            )
        except (ValueError, KeyError, OverflowError):
            pass
        if found is None:
            raise KeyMismatch(bytes(row.key_id).hex())
        return found


class SqlKeyStore:
    """Wraps in a database apart from the vault's; each is durable when put."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""

        def work(connection: sa.Connection) -> tuple[Wrap, ...]:
            rows = connection.execute(sa.select(WRAP).where(WRAP.c.key_id == key_id))
            return tuple(Wrap(row.kind, row.ref, bytes(row.blob)) for row in rows)

        return transact(self.engine, work)

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap, in place of an earlier one of the same kind and ref."""
        transact(self.engine, lambda connection: _put(connection, key_id, wrap))

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several new wraps, all of them or none, on disk when this returns."""
        rows = [
            {"key_id": key_id, "kind": one.kind, "ref": one.ref, "blob": one.blob}
            for key_id, one in wraps
        ]

        def work(connection: sa.Connection) -> None:
            connection.execute(WRAP.insert(), rows)

        if rows:
            transact(self.engine, work)

    def swap(self, changes: Iterable[tuple[bytes, tuple[Wrap, ...], Wrap]]) -> None:
        """Keep a wrap of each key in the place of others that still stand."""
        given = list(changes)

        def work(connection: sa.Connection) -> None:
            for key_id, old, new in given:
                taken = [_take(connection, key_id, wrap) for wrap in old]
                # A key that was erased meanwhile has none of them, and gets none.
                if any(taken):
                    _put(connection, key_id, new)

        transact(self.engine, work)

    def many(self, key_ids: Sequence[bytes]) -> list[tuple[WrapRow, ...]]:
        """Give every wrap of each of many keys as a bare row, in their order."""

        def work(connection: sa.Connection) -> dict[bytes, list[WrapRow]]:
            found: dict[bytes, list[WrapRow]] = {one: [] for one in key_ids}
            for at in range(0, len(key_ids), _PIECE):
                some = WRAP.c.key_id.in_(key_ids[at : at + _PIECE])
                for row in connection.execute(sa.select(WRAP).where(some)):
                    wrap = (row.kind, row.ref, bytes(row.blob))
                    found[bytes(row.key_id)].append(wrap)
            return found

        held = transact(self.engine, work)
        return [tuple(held[one]) for one in key_ids]

    def move(self, kind: str, ref: str, moves: Iterable[Move]) -> None:
        """Put a wrap by one key in the place of that by another, for many keys.

        All of them or none; what stood there is overwritten.
        """
        rows = [
            {"of": key_id, "before": before, "new": blob}
            for key_id, before, blob in moves
        ]
        mine = sa.and_(WRAP.c.key_id == sa.bindparam("of"), WRAP.c.kind == kind)
        over = WRAP.update().where(mine, WRAP.c.ref == sa.bindparam("before"))

        def work(connection: sa.Connection) -> None:
            # Where another process came first, nothing stands there to be changed.
            connection.execute(over.values(ref=ref, blob=sa.bindparam("new")), rows)

        if rows:
            transact(self.engine, work)

    def delete(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Overwrite wraps and take them away; those that are gone already are fine."""
        given = list(wraps)

        def work(connection: sa.Connection) -> None:
            for key_id, wrap in given:
                _take(connection, key_id, wrap)

        transact(self.engine, work)

    def made_by(self, kind: str, ref: str) -> int:
        """Count the wraps of a kind that were made by one key."""

        def work(connection: sa.Connection) -> int:
            found = sa.select(sa.func.count()).where(
                WRAP.c.kind == kind, WRAP.c.ref == ref
            )
            return int(connection.execute(found).scalar_one())

        return transact(self.engine, work)


def _put(connection: sa.Connection, key_id: bytes, wrap: Wrap) -> None:
    connection.execute(WRAP.delete().where(_is(key_id, wrap)))
    connection.execute(
        WRAP.insert().values(
            key_id=key_id, kind=wrap.kind, ref=wrap.ref, blob=wrap.blob
        )
    )


def _take(connection: sa.Connection, key_id: bytes, wrap: Wrap) -> bool:
    """Overwrite a wrap and take it away; say whether it was there."""
    blank = {"blob": bytes(len(wrap.blob))}
    connection.execute(WRAP.update().where(_is(key_id, wrap)).values(blank))
    gone = connection.execute(WRAP.delete().where(_is(key_id, wrap)))
    return bool(gone.rowcount)


def _is(key_id: bytes, wrap: Wrap) -> sa.ColumnElement[bool]:
    same = WRAP.c.kind == wrap.kind, WRAP.c.ref == wrap.ref
    return sa.and_(WRAP.c.key_id == key_id, *same)
