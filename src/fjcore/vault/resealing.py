"""Moving what is sealed under a data key to a new one, while the vault is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial

import sqlalchemy as sa
from attrs import frozen

from fjcore.crypto import (
    DUE_USES,
    CellAddress,
    KeyKind,
    KeyRecord,
    KeyState,
    Seals,
    StoredCell,
    finish,
    flip,
    reseal,
)
from fjcore.errors import CryptoRefused
from fjcore.records.categories import ACCOUNTING
from fjcore.values import parse_id
from fjcore.vault.cells import GENERAL, SHEET, StoredRecord, type_of
from fjcore.vault.core import Core, Tx
from fjcore.vault.importing import IMPORT_SHEET
from fjcore.vault.rows import CONSENT_EVENT
from fjcore.vault.schema import changeable
from fjcore.vault.tables import (
    CELL,
    COMPARTMENT_NUMBERS,
    EVENT,
    IMPORT,
    RECORD,
)

#: How many cells move in one transaction.
BATCH = 200

Progress = Callable[[int], None]

#: Keys whose cells are to be moved on: another seals in their place.
_LEFT = (KeyState.DECRYPT_ONLY, KeyState.COMPROMISED)


@frozen(kw_only=True)
class Resealed:
    """What a reseal did: keys put in use, cells moved, keys destroyed and left.

    ``waiting`` keys hold nothing, or are about to, and wait for the time of a cache.
    ``accounts`` counts new keys of the accounts, in which nothing moves: what an entry
    of the log commits to is the sealed bytes.
    """

    made: int
    cells: int
    destroyed: int
    waiting: int
    accounts: int = 0


def reseal_vault(
    core: Core,
    *,
    actor: str,
    subject: str | None,
    every: bool,
    new_key: bool,
    progress: Progress,
) -> Resealed:
    """Put new data keys in use, move all cells of the old ones, destroy those."""
    core.own(actor)
    if subject is not None:
        parse_id(subject, where="subject")

    def begin(tx: Tx) -> tuple[int, int]:
        keys = list(_keys(tx, subject)) if new_key else []
        wanted = every or subject is not None
        due = [one for one in keys if _due(tx, one, wanted)]
        for record in due:
            flip(core.sealer.holding, tx.keys, record)
        accounts = sum(one.compartment == ACCOUNTING for one in due)
        detail = {"step": "reseal", "keys": len(due) - accounts, "accounts": accounts}
        tx.note("key.rotate", actor=actor, detail=detail)
        return len(due) - accounts, accounts

    made, accounts = core.run(begin)
    old = core.run(lambda tx: [one for one in _keys(tx, subject) if _leaves(one)])
    moved = 0
    for record in old:
        while True:
            done, left = core.run(partial(_moved, record=record))
            moved += done
            progress(moved)
            if not left:
                break
    gone = sum(core.run(partial(_finished, record=record)) for record in old)
    if gone:
        detail = {"step": "resealed", "keys": gone}
        core.run(lambda tx: tx.note("key.shred", actor=actor, detail=detail))
    return Resealed(
        made=made,
        cells=moved,
        destroyed=gone,
        waiting=len(old) - gone,
        accounts=accounts,
    )


def _due(tx: Tx, record: KeyRecord, wanted: bool) -> bool:
    if record.state is KeyState.COMPROMISED:
        place = record.subject_id, record.compartment
        return tx.keys.active(KeyKind.DATA, *place) is None
    return record.state is KeyState.ACTIVE and (wanted or record.uses >= DUE_USES)


def _keys(tx: Tx, subject: str | None) -> Iterator[KeyRecord]:
    """Give the data keys of a person or of all."""
    found: Iterable[KeyRecord]
    found = tx.keys.of_subject(subject) if subject is not None else _all(tx)
    for record in found:
        if record.kind is KeyKind.DATA:
            yield record


def _leaves(record: KeyRecord) -> bool:
    """Whether the cells of a key are to be moved on, and it destroyed then.

    What a key of the accounts sealed is evidence, and stands in the log by its hash.
    """
    return record.state in _LEFT and record.compartment != ACCOUNTING


def _all(tx: Tx) -> Iterator[KeyRecord]:
    after = b""
    while rows := tx.keys.after(KeyKind.DATA, after, 1000):
        yield from rows
        after = rows[-1].key_id


def _moved(tx: Tx, record: KeyRecord) -> tuple[int, int]:
    cells = VaultCells(tx, record)
    before = cells.count(record.key_id)
    events = changeable(tx.connection, EVENT)
    with events if record.compartment == GENERAL else nullcontext():
        left = reseal(tx.core.sealer.holding, tx.keys, cells, record, limit=BATCH)
    return before - left, left


def _finished(tx: Tx, record: KeyRecord) -> bool:
    try:
        finish(tx.core.sealer.holding, tx.keys, VaultCells(tx, record), record)
    except CryptoRefused:
        return False
    return True


class VaultCells:
    """The cells that one data key sealed: of records, of events, of imports."""

    def __init__(self, tx: Tx, record: KeyRecord) -> None:
        self._tx, self._record = tx, record
        self._seals = Seals(tx.core.sealer.holding, tx.keys, resealing=True)
        IMPORT.create(tx.connection, checkfirst=True)

    def under(self, key_id: bytes, limit: int) -> list[StoredCell]:
        """Give at most so many of the cells that a key sealed."""
        found: list[StoredCell] = []
        for rows in self._queries(key_id):
            left = limit - len(found)
            if left > 0:
                got = self._tx.connection.execute(rows.limit(left))
                found += [self._cell(row) for row in got.all()]
        return found

    def count(self, key_id: bytes) -> int:
        """Count the cells that a key sealed."""
        return sum(
            self._tx.connection.execute(
                sa.select(sa.func.count()).select_from(rows.subquery())
            ).scalar_one()
            for rows in self._queries(key_id)
        )

    def swap(self, where: CellAddress, old: bytes, new: bytes) -> bool:
        """Put new bytes where the old ones still stand; say whether they did."""
        table, same = self._row(where)
        done = self._tx.connection.execute(
            table.update().where(*same, table.c.sealed == old).values(sealed=new)
        )
        return bool(done.rowcount)

    def _queries(self, key_id: bytes) -> Iterator[sa.Select[tuple[object, ...]]]:
        record = self._record
        hers = record.subject_id
        number = COMPARTMENT_NUMBERS[record.compartment]
        yield (
            sa.select(RECORD.c.record_id, RECORD.c.revision, CELL.c.sealed)
            .join_from(RECORD, CELL)
            .where(
                RECORD.c.subject_id == hers,
                CELL.c.compartment == number,
                _by(CELL, key_id),
            )
        )
        if record.compartment == GENERAL:
            yield sa.select(EVENT.c.event_id, EVENT.c.seq, EVENT.c.sealed).where(
                EVENT.c.subject_id == hers, _by(EVENT, key_id)
            )
            yield sa.select(IMPORT.c.token, IMPORT.c.sealed).where(
                IMPORT.c.subject_id == hers, _by(IMPORT, key_id)
            )

    def _cell(self, row: sa.Row[tuple[object, ...]]) -> StoredCell:
        said = row._mapping
        if "token" in said:
            kind, name, revision = IMPORT_SHEET, bytes(row.token).hex(), 1
        elif "event_id" in said:
            kind, name, revision = CONSENT_EVENT, row.event_id, row.seq
        else:
            name, revision = row.record_id, row.revision
            kind = self._kind(name, revision)
        record = self._record
        where = CellAddress(record.subject_id, record.compartment, kind, name, revision)
        return StoredCell(where, bytes(row.sealed))

    def _kind(self, record_id: str, revision: int) -> str:
        """Give the type that a record's cells of a compartment are bound to."""
        if self._record.compartment == GENERAL:
            return SHEET
        sealed = self._tx.connection.execute(
            sa.select(CELL.c.sealed).where(
                CELL.c.record_id == record_id,
                CELL.c.compartment == COMPARTMENT_NUMBERS[GENERAL],
            )
        ).scalar_one()
        stored = StoredRecord(record_id, revision, {GENERAL: bytes(sealed)})
        return type_of(self._seals, self._record.subject_id, stored)

    def _row(
        self, where: CellAddress
    ) -> tuple[sa.Table, tuple[sa.ColumnElement[bool], ...]]:
        if where.record_type == CONSENT_EVENT:
            hers = EVENT.c.subject_id == where.subject_id
            return EVENT, (hers, EVENT.c.seq == where.revision)
        if where.record_type == IMPORT_SHEET:
            return IMPORT, (IMPORT.c.token == bytes.fromhex(where.record_id),)
        number = COMPARTMENT_NUMBERS[where.compartment]
        return CELL, (
            CELL.c.record_id == where.record_id,
            CELL.c.compartment == number,
        )


def _by(table: sa.Table, key_id: bytes) -> sa.ColumnElement[bool]:
    """Whether a cell's header names a key: its bytes 9 to 24, counted from one."""
    return sa.func.substr(table.c.sealed, 9, 16) == key_id
