"""Opening a database with durable settings, read back and refused when they differ."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from fjcore.errors import (
    FjcoreError,
    MissingExtra,
    StoreBroken,
    StoreRefused,
)
from fjcore.vault.tables import INSERT_ONLY, SCHEMA, metadata

#: "FJC1", so that a foreign SQLite file is never taken for a vault.
APPLICATION_ID = 0x464A4331

#: The WAL-reset bug is fixed from here on (sqlite.org, release 3.51.3).
_SAFE_WAL = (3, 51, 3)

_WAL = sqlite3.sqlite_version_info >= _SAFE_WAL

#: Set on every connection and read back (audit-store decisions; EXTRA is 3, FULL 2).
_PRAGMAS: dict[str, object] = {
    "journal_mode": "wal" if _WAL else "delete",
    "synchronous": 2 if _WAL else 3,
    "busy_timeout": 30000,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
}

#: What PostgreSQL must be set to, so that a commit is on disk when it returns.
_SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def connect(url: str, folder: Path, *, create: bool) -> sa.Engine:
    """Open the database of a vault, or of a key store.

    Shape: ``sqlite:FILE``, relative to ``folder``, or ``postgresql://...``.
    Raises: StoreRefused, StoreBroken, MissingExtra.
    """
    if url.startswith("sqlite:") and len(url) > len("sqlite:"):
        return _sqlite((folder / url.removeprefix("sqlite:")).resolve(), create)
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        return _postgres(url)
    raise StoreRefused("store.url")


def _sqlite(path: Path, create: bool) -> sa.Engine:
    if not create:
        _whole(path)
    elif not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"isolation_level": None, "timeout": 30},
    )
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _whole(path: Path) -> None:
    """Refuse a file that is absent, foreign or shorter than its own header says."""
    if not path.is_file():
        raise StoreRefused(path.name)
    with path.open("rb") as file:
        head = file.read(100)
    size = path.stat().st_size
    if len(head) < 100 or head[:16] != b"SQLite format 3\x00":
        raise StoreBroken(path.name)
    if int.from_bytes(head[68:72], "big") not in (APPLICATION_ID, 0):
        raise StoreRefused(path.name)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size < pages * (65536 if page == 1 else page):
        raise StoreBroken(path.name)


def _settle(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for name, wanted in _PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={wanted}")
        row = cursor.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != wanted:
            raise StoreRefused(name)
    cursor.close()


def _postgres(url: str) -> sa.Engine:
    engine = None
    try:
        parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(parsed, pool_pre_ping=True)
    except (ImportError, ModuleNotFoundError):
        pass
    except SQLAlchemyError:
        raise_from_nowhere = True
    else:
        raise_from_nowhere = False
    if engine is None:
        if "raise_from_nowhere" in locals() and raise_from_nowhere:
            raise StoreRefused("store.url")
        raise MissingExtra("postgres")
    return engine
