"""Key records in the vault's transaction, wraps in a key store of their own."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from fjcore.crypto import KeyKind, KeyRecord, KeyState, Wrap
from fjcore.errors import CryptoRefused, KeyMismatch, KeyUnavailable
from fjcore.values import from_micros, micros
from fjcore.vault.engine import transact
from fjcore.vault.tables import (
    COMPARTMENT_NAMES,
    COMPARTMENT_NUMBERS,
    KEY,
    WRAP,
)


class SqlKeyTable:
    """Key records, in one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def get(self, key_id: bytes) -> KeyRecord | None:
        """Give the record of a key."""
        return self._one(KEY.c.key_id == key_id)

    def active(
        self, kind: KeyKind, subject_id: str, compartment: str
    ) -> KeyRecord | None:
        """Give the one active key of a person's compartment, or of the holder."""
        return self._one(
            sa.and_(
                KEY.c.kind == str(kind),
                KEY.c.subject_id == subject_id,
                KEY.c.compartment == COMPARTMENT_NUMBERS[compartment],
                KEY.c.state == str(KeyState.ACTIVE),
            )
        )

    def of(self, subject_id: str, compartment: str) -> list[KeyRecord]:
        """Give every key that a person's compartment has or had."""
        rows = self.connection.execute(
            sa.select(KEY).where(
                KEY.c.subject_id == subject_id,
                KEY.c.compartment == COMPARTMENT_NUMBERS[compartment],
            )
        )
        return [_record(row) for row in rows]

    def put(self, record: KeyRecord) -> None:
        """Add a record.

        Raises: CryptoRefused, when the key is there already.
        """
        if self.get(record.key_id) is not None:
            raise CryptoRefused(record.key_id.hex())
        self.connection.execute(
            KEY.insert().values(
                key_id=record.key_id,
                commitment=record.commitment,
                kind=str(record.kind),
                suites=",".join(str(suite) for suite in sorted(record.suites)),
                state=str(record.state),
                holder_id=record.holder_id,
                subject_id=record.subject_id,
                compartment=COMPARTMENT_NUMBERS[record.compartment],
                epoch=record.epoch,
                generation=record.generation,
                uses=record.uses,
                created_at=micros(record.created_at),
            )
        )

    def used(self, key_id: bytes) -> int:
        """Count one more seal and give the count."""
        found = self.connection.execute(
            KEY.update()
            .where(KEY.c.key_id == key_id)
            .values(uses=KEY.c.uses + 1)
            .returning(KEY.c.uses)
        ).scalar_one_or_none()
        if found is None:
            raise KeyUnavailable(key_id.hex())
        return int(found)

    def _one(self, where: sa.ColumnElement[bool]) -> KeyRecord | None:
        row = self.connection.execute(sa.select(KEY).where(where)).one_or_none()
        return None if row is None else _record(row)


def _record(row: sa.Row[tuple[object, ...]]) -> KeyRecord:
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
            compartment=COMPARTMENT_NAMES[row.compartment],
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
        """Keep a wrap, on disk when this returns."""
        self.put_many([(key_id, wrap)])

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps, all of them or none, on disk when this returns."""
        rows = [
            {"key_id": key_id, "kind": one.kind, "ref": one.ref, "blob": one.blob}
            for key_id, one in wraps
        ]

        def work(connection: sa.Connection) -> None:
            connection.execute(WRAP.insert(), rows)

        if rows:
            transact(self.engine, work)
