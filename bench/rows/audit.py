"""A1: one durable audit entry, against one bare insert with the same settings."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.audit import AuditEvent, AuditLog, Entry, Receipt
from fjcore.crypto import CellAddress, Codec, Seals
from fjcore.values import SystemClock, canonical, new_id

if TYPE_CHECKING:
    import sqlalchemy as sa

ORIGIN = "advocacy.billings.example/audit/1"

#: What is set on a connection of the vault, and then on the bare one.
PRAGMAS = (
    "journal_mode",
    "synchronous",
    "secure_delete",
    "foreign_keys",
    "temp_store",
    "mmap_size",
    "cell_size_check",
    "trusted_schema",
    "busy_timeout",
)
BARE = (
    "CREATE TABLE bare (idx INTEGER PRIMARY KEY, rid BLOB NOT NULL UNIQUE, sub BLOB,"
    " act BLOB, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL, sealed BLOB) STRICT"
)
INSERT = "INSERT INTO bare VALUES (NULL, ?, ?, ?, ?, ?, ?)"
DETAIL = canonical.dumps(
    {
        "actor": "r.okafor",
        "disclosure": "0" * 32,
        "recipient": "billings.legal_aid",
        "purpose": "civil_legal_representation",
        "categories": ["identity.name", "incident", "risk"],
    }
)


@frozen
class _Detail:
    """Seals a detail to its place, under a person's accounting key."""

    seals: Seals
    subject_id: str

    def seal(self, origin: str, idx: int, plaintext: bytes) -> bytes:
        """Seal one padded detail."""
        log_id = hashlib.sha256(origin.encode()).hexdigest()[:32]
        where = CellAddress(self.subject_id, "accounting", "audit.detail", log_id, idx)
        return self.seals.seal(where, plaintext, codec=Codec.BYTES)


@frozen
class _Bench:
    """A vault's database in a folder of its own, and a bare one beside it."""

    folder: TemporaryDirectory[str]
    engine: sa.Engine
    kept: sa.Connection
    bare: sqlite3.Connection
    log: AuditLog
    sealer: _Detail

    def append(self, connection: sa.Connection) -> Receipt:
        """Append one entry with a sealed detail; the caller commits."""
        from fjcore.vault.sqllog import SqlLog

        event = AuditEvent(
            ev="disclose",
            rid=os.urandom(16),
            act=os.urandom(16),
            sub=os.urandom(16),
            rcp=os.urandom(16),
            basis="release",
            dec="granted",
            pol=os.urandom(16),
        )
        tx = SqlLog(connection)
        made = self.log.append(tx, event, detail=DETAIL, sealer=self.sealer)
        made.committed()
        return made.receipt

    def in_transaction(self) -> Receipt:
        """Append as the vault does: a transaction with a connection of its own."""
        from fjcore.vault.engine import transact

        return transact(self.engine, self.append)

    def on_kept(self) -> Receipt:
        """Append in a transaction of a connection that stays open."""
        with self.kept.begin():
            return self.append(self.kept)

    def insert(self, entry: Entry, sealed: bytes) -> None:
        """Insert the same bytes bare, in one transaction."""
        row = (entry.sub, entry.act, entry.leaf, entry.leaf_hash, sealed)
        self.bare.execute("BEGIN IMMEDIATE")
        self.bare.execute(INSERT, (os.urandom(16), *row))
        self.bare.execute("COMMIT")

    def rows(self) -> list[tuple[Entry, bytes | None]]:
        """Give every entry of the log with its sealed detail."""
        from fjcore.vault.engine import transact
        from fjcore.vault.sqllog import SqlLog

        return transact(self.engine, lambda tx: list(SqlLog(tx).entries(0)))

    def close(self) -> None:
        """Close and remove both databases."""
        self.kept.close()
        self.bare.close()
        self.engine.dispose()
        self.folder.cleanup()


def _made() -> _Bench:
    from fjcore.vault.schema import create_vault

    folder = TemporaryDirectory(prefix="fjcore-bench-")
    here = Path(folder.name)
    engine = create_vault(
        "sqlite:vault.db",
        here,
        vault_id=new_id(),
        holder_id="billings.advocacy",
        origin=ORIGIN,
    )
    keys = sealing.keys()
    kept = engine.connect()
    bare = sqlite3.connect(here / "bare.db", isolation_level=None)
    with engine.connect() as vault:
        for name in PRAGMAS:
            wanted = _setting(vault.connection, name)
            # A build may leave memory mapping out; it then answers nothing.
            if wanted is not None:
                bare.execute(f"PRAGMA {name}={wanted}")
    bare.execute(BARE)
    log = AuditLog(ORIGIN, SystemClock())
    return _Bench(folder, engine, kept, bare, log, _Detail(keys.seals, keys.subject_id))


def _setting(connection: Any, name: str) -> Any:
    row = connection.cursor().execute(f"PRAGMA {name}").fetchone()
    return None if row is None else row[0]


def row() -> Row:
    """Time one append, commit included, on a file with the vault's own settings."""
    made = _made()
    receipt = made.in_transaction()
    ((entry, sealed),) = made.rows()
    bytes_of_it = sealed or b""
    journal = _setting(made.bare, "journal_mode")

    def check() -> None:
        same((0, receipt.leaf_hash), (entry.idx, entry.leaf_hash))
        with made.engine.connect() as vault:
            for name in PRAGMAS:
                same(_setting(vault.connection, name), _setting(made.bare, name))
        before = len(made.rows())
        same([before, before + 1], [made.in_transaction().idx, made.on_kept().idx])
        made.insert(entry, bytes_of_it)
        found = made.bare.execute("SELECT leaf, sealed FROM bare").fetchall()
        same([(entry.leaf, bytes_of_it)], found[-1:])

    return Row(
        id="A1",
        what="audit append / a bare insert of the same bytes",
        inside=f"SQLite file, one commit each, journal {journal} and the vault's other"
        " settings, wall time; pseudonyms ready, the detail sealed within",
        baseline=lambda: made.insert(entry, bytes_of_it),
        candidates=[
            Candidate(name="append, as the vault does", act=made.in_transaction),
            Candidate(name="append, connection kept open", act=made.on_kept),
        ],
        check=check,
        clock=time.perf_counter,
        close=made.close,
    )
