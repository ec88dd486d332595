"""Key records, in the vault's own transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from fjcore.crypto import KeyKind, KeyRecord, KeyState
from fjcore.crypto.keys import Place
from fjcore.errors import CryptoRefused, KeyMismatch, KeyUnavailable
from fjcore.values import from_micros, micros
from fjcore.vault.engine import pieces
from fjcore.vault.tables import COMPARTMENT_NAMES, COMPARTMENT_NUMBERS, KEY


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
        self.connection.execute(self._table.insert(), self._row(record))

    def known(self, places: Sequence[Place]) -> set[Place]:
        """Give those places that have a key, or had one."""
        table, found = self._table.c, set[Place]()
        asked = {(who, self._said(place)): (who, place) for who, place in places}
        for people in pieces([*{subject_id for subject_id, _ in places}]):
            rows = self.connection.execute(
                sa.select(table.subject_id, table.compartment).where(
                    table.subject_id.in_(people)
                )
            )
            found.update(asked[row] for row in map(tuple, rows) if row in asked)
        return found

    def put_many(self, records: Sequence[KeyRecord]) -> None:
        """Add records, all of them or none.

        Raises: CryptoRefused, when one of the keys is there already.
        """
        column, ids = self._table.c.key_id, [record.key_id for record in records]
        taken = [one for one, times in Counter(ids).items() if times > 1]
        for some in pieces(ids):
            there = sa.select(column).where(column.in_(some))
            taken += [bytes(one) for one in self.connection.execute(there).scalars()]
        for key_id in taken:
            raise CryptoRefused(key_id.hex())
        if records:
            self.connection.execute(self._table.insert(), [*map(self._row, records)])

    def _row(self, record: KeyRecord) -> dict[str, object]:
        return {
            "key_id": record.key_id,
            "commitment": record.commitment,
            "kind": str(record.kind),
            "suites": ",".join(str(suite) for suite in sorted(record.suites)),
            "state": str(record.state),
            "holder_id": record.holder_id,
            "subject_id": record.subject_id,
            "compartment": self._said(record.compartment),
            "epoch": record.epoch,
            "generation": record.generation,
            "uses": record.uses,
            "created_at": micros(record.created_at),
        }

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

    def living(self, kind: KeyKind, size: int) -> Iterator[list[KeyRecord]]:
        """Give the keys of a kind that are not destroyed, in the order of their ids."""
        after = b""
        while rows := self.after(kind, after, size):
            yield [row for row in rows if row.state is not KeyState.DESTROYED]
            after = rows[-1].key_id

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
