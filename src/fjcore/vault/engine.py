"""Opening a database with durable settings, read back and refused when they differ."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from fjcore.errors import (
    FjcoreError,
    MissingExtra,
    StoreBroken,
    StoreRefused,
    StoreUnavailable,
)

T = TypeVar("T")

#: "FJC1", so that a foreign SQLite file is never taken for a vault.
APPLICATION_ID = 0x464A4331

#: How many values stand in one query: SQLite took 999 once.
_PIECE = 500

#: The WAL-reset bug is fixed from here on (sqlite.org, release 3.51.3).
_SAFE_WAL = (3, 51, 3)

_WAL = sqlite3.sqlite_version_info >= _SAFE_WAL

#: Set on every connection and read back. Without WAL only EXTRA (3) syncs the folder
#: after a commit, so that no finished journal can come back and undo it.
_PRAGMAS: dict[str, object] = {
    "busy_timeout": 30000,
    "journal_mode": "wal" if _WAL else "delete",
    "synchronous": 2 if _WAL else 3,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
    "temp_store": 2,
}

_OPENED: Mapping[str, Any] = {
    "isolation_level": None,
    "timeout": 30,
    "check_same_thread": False,
}

#: Passwords that may stand in the query of an address, where an engine's repr would
#: show them; that before the host it hides by itself.
_PASSWORDS = ("password", "sslpassword")

#: What PostgreSQL must be set to, so that a commit is on disk when it returns.
_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


def connect(url: str, folder: Path, *, create: bool) -> sa.Engine:
    """Open the database of a vault, or of a key store.

    Shape: ``sqlite:FILE``, relative to ``folder``, or ``postgresql://...``.
    Raises: StoreRefused, StoreBroken, StoreUnavailable, MissingExtra.
    """
    fault: FjcoreError
    try:
        return _connected(url, folder, create)
    except FjcoreError as error:
        # An address may hold a password, and a traceback print what its frames hold.
        fault = error.with_traceback(None)
    del url
    raise fault


def _connected(url: str, folder: Path, create: bool) -> sa.Engine:
    if url.startswith("sqlite:") and len(url) > len("sqlite:"):
        return _sqlite((folder / url.removeprefix("sqlite:")).resolve(), create)
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        return _postgres(url)
    raise StoreRefused("store.url")


def pieces(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give items a query's worth at a time."""
    return (items[at : at + _PIECE] for at in range(0, len(items), _PIECE))


def transact(engine: sa.Engine, work: Callable[[sa.Connection], T]) -> T:
    """Do work in one transaction that stands whole when this returns, or not at all.

    Raises: StoreBroken or StoreUnavailable in place of any error of the database;
    whatever else the work raises, after the rollback. An error of this library comes
    without the frames below: those of a driver hold the password of the database.
    """
    fault: FjcoreError
    try:
        with engine.begin() as connection:
            return work(connection)
    except FjcoreError as error:
        fault = error.with_traceback(None)
    except (SQLAlchemyError, sqlite3.Error) as error:
        fault = _fault(engine, error)
    except UnicodeDecodeError:
        # A garbled schema is told in a message that is no text either.
        fault = StoreBroken(name_of(engine))
    raise fault


def name_of(engine: sa.Engine) -> str:
    """Name a database in an error: its file name, or just what server it is."""
    if engine.dialect.name == "sqlite":
        return Path(str(engine.url.database)).name
    return "store.url"


#: What SQLite says when it is the disk, the folder or another writer, not the file.
_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    }
)


def _fault(engine: sa.Engine, error: SQLAlchemyError | sqlite3.Error) -> FjcoreError:
    name = name_of(engine)
    if engine.dialect.name == "sqlite":
        code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) or 0
        # The low byte names the family of an extended code.
        away = code & 0xFF in _AWAY
    else:
        away = isinstance(error, OperationalError)
    return StoreUnavailable(name) if away else StoreBroken(name)


def _sqlite(path: Path, create: bool) -> sa.Engine:
    reached = False
    try:
        _prepared(path, create)
        reached = True
    except OSError:
        pass
    if not reached:
        raise StoreUnavailable(path.name)
    # A store that vanished is not to be made anew, empty: never mode=rwc, since
    # _prepared makes the file of a new one.
    address = f"{path.as_uri()}?mode=rw"
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        creator=partial(sqlite3.connect, address, uri=True, **_OPENED),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepared(path: Path, create: bool) -> None:
    if not create:
        _whole(path)
    elif not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    elif path.stat().st_size:
        _whole(path)


def _whole(path: Path) -> None:
    """Refuse a file that is absent, foreign or shorter than its own header says.

    It may be shorter beside a journal: a process was killed, or is at work, between
    the first page and the last. SQLite finishes or takes back what it finds so.
    """
    if not path.is_file():
        raise StoreRefused(path.name)
    # What was done in the meantime has left no journal, and a whole file.
    if _short(path) and not _journalled(path) and _short(path):
        raise StoreBroken(path.name)


def _short(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(100)
    size = path.stat().st_size
    if len(head) < 100 or head[:16] != b"SQLite format 3\x00":
        raise StoreBroken(path.name)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreRefused(path.name)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    return size < pages * (65536 if page == 1 else page)


def _journalled(path: Path) -> bool:
    """Whether SQLite has something to finish or to take back."""
    for end in ("-wal", "-journal"):
        with suppress(FileNotFoundError):
            if path.with_name(path.name + end).stat().st_size:
                return True
    return False


def _settle(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for name, wanted in _PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={wanted}")
        row = cursor.execute(f"PRAGMA {name}").fetchone()
        # A build may leave memory mapping out; it then answers nothing.
        if row is not None and row[0] != wanted:
            raise StoreRefused(name)
    cursor.close()


def _postgres(url: str) -> sa.Engine:
    engine = None
    missing = False
    try:
        parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(
            parsed.difference_update_query(_PASSWORDS),
            connect_args={k: parsed.query[k] for k in _PASSWORDS if k in parsed.query},
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except ImportError:
        missing = True
    except (SQLAlchemyError, ValueError):
        pass
    if missing:
        raise MissingExtra("postgres")
    if engine is None:
        raise StoreRefused("store.url")
    event.listen(engine, "connect", _durable)
    return engine


def _durable(connection: Any, _: object) -> None:
    with connection.cursor() as cursor:
        for name in _SETTINGS:
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] != "on":
                raise StoreRefused(name)
        cursor.execute("SHOW server_encoding")
        if cursor.fetchone()[0] != "UTF8":
            raise StoreRefused("server_encoding")
        cursor.execute("SELECT pg_is_in_recovery()")
        if cursor.fetchone()[0]:
            raise StoreRefused("standby")
    connection.rollback()
