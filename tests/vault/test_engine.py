"""A store is opened where it stands or not at all, and no error tells its address."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from support import vaults
from support.frames import places_of, printed
from support.vaults import STAFF

from fjcore.errors import FjcoreError, StoreBroken, StoreRefused, StoreUnavailable
from fjcore.vault import engine as engines
from fjcore.vault.engine import APPLICATION_ID, connect, transact

MARK = "quokkazephyr"
SUBJECT = "64a0d86f1566a4ebb93a442428884229"


def fault(act: Callable[[], object]) -> FjcoreError:
    with pytest.raises(FjcoreError) as caught:
        act()
    assert caught.value.__context__ is None
    return caught.value


def made(folder: Path, name: str = "a.db") -> sa.Engine:
    """Give a store with one table, as a vault would have made it."""
    engine = connect(f"sqlite:{name}", folder, create=True)

    def work(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE held (word TEXT NOT NULL UNIQUE)")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")

    transact(engine, work)
    return engine


def put(engine: sa.Engine, word: object) -> None:
    query = sa.text("INSERT INTO held VALUES (:word)")
    transact(engine, lambda c: c.execute(query, {"word": word}))


# --- a store that vanished ----------------------------------------------------------


@pytest.mark.parametrize("name", ["a.db", "a b.db", "a%20?mode=rwc&x#y.db", "é%.db"])
def test_a_store_that_vanished_should_not_be_made_anew(
    tmp_path: Path, name: str
) -> None:
    """A store that is gone should be told as gone, and no empty one take its place."""
    engine = made(tmp_path, name)
    put(engine, "kept")
    (tmp_path / name).rename(tmp_path / "away")
    found = fault(lambda: put(engine, "lost"))
    left = sorted(path.name for path in tmp_path.iterdir())
    (tmp_path / "away").rename(tmp_path / name)
    put(engine, "found")

    assert (StoreUnavailable, name) == (type(found), found.where)
    assert ["away"] == left
    with closing(sqlite3.connect(tmp_path / name)) as database:
        rows = database.execute("SELECT word FROM held").fetchall()
    assert [("kept",), ("found",)] == rows


def test_a_vault_whose_store_vanished_should_do_nothing(tmp_path: Path) -> None:
    """An open vault should refuse every act once its database is gone."""
    with vaults.new_vault(tmp_path) as vault:
        vaults.keep_demo(vault, "01-oconnor")
        (tmp_path / "store" / "vault.db").unlink()
        found = [
            fault(lambda: vault.withdraw(SUBJECT, actor=STAFF)),
            fault(lambda: vault.who_sees(SUBJECT, actor=STAFF)),
            fault(vault.verify),
        ]

    assert [StoreUnavailable] * 3 == [type(error) for error in found]
    assert [] == list((tmp_path / "store").iterdir())


def test_an_absent_store_should_be_refused(tmp_path: Path) -> None:
    """A store that is not there should be refused, and not be made by opening it."""
    found = fault(lambda: connect("sqlite:a.db", tmp_path, create=False))

    assert (StoreRefused, "a.db") == (type(found), found.where)
    assert [] == list(tmp_path.iterdir())


# --- what an error of a store is ----------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_IOERR, StoreUnavailable),
        (sqlite3.SQLITE_IOERR_READ, StoreUnavailable),
        (sqlite3.SQLITE_IOERR_FSYNC, StoreUnavailable),
        (sqlite3.SQLITE_BUSY, StoreUnavailable),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreUnavailable),
        (sqlite3.SQLITE_LOCKED, StoreUnavailable),
        (sqlite3.SQLITE_FULL, StoreUnavailable),
        (sqlite3.SQLITE_READONLY_DBMOVED, StoreUnavailable),
        (sqlite3.SQLITE_CANTOPEN, StoreUnavailable),
        (sqlite3.SQLITE_CORRUPT, StoreBroken),
        (sqlite3.SQLITE_NOTADB, StoreBroken),
        (sqlite3.SQLITE_CONSTRAINT, StoreBroken),
        (sqlite3.SQLITE_ERROR, StoreBroken),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_an_error_should_be_told_by_its_family(
    tmp_path: Path, code: int, kind: type[FjcoreError], *, wrapped: bool
) -> None:
    """What the disk, the folder or another writer does should not count as damage."""
    engine = made(tmp_path)
    error = sqlite3.OperationalError(MARK)
    error.sqlite_errorcode = code

    def work(_: sa.Connection) -> None:
        raise sa.exc.OperationalError(MARK, {}, error) if wrapped else error

    found = fault(lambda: transact(engine, work))

    assert (kind, "a.db") == (type(found), found.where)
    assert MARK not in printed(found)


def test_a_failed_statement_should_not_tell_its_values(tmp_path: Path) -> None:
    """What was to be written should be in no error, that of the database included."""
    engine = made(tmp_path)
    seen: list[str] = []
    sa.event.listen(
        engine, "handle_error", lambda c: seen.append(str(c.sqlalchemy_exception))
    )
    put(engine, MARK)
    found = fault(lambda: put(engine, MARK))

    assert StoreBroken is type(found)
    assert MARK not in printed(found)
    assert len(seen) == 1
    assert MARK not in seen[0]


# --- the address --------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://fj:{MARK}@db.example.org/fj",
        f"postgresql://fj:{MARK}@[db.example.org/fj",
        f"postgresql://fj:{MARK}@db.example.org:port/fj",
        f"postgresql://fj:{MARK}@db.example.org:99999999/fj?x",
        f"sqlite3:{MARK}",
    ],
)
def test_a_refused_address_should_not_travel(tmp_path: Path, url: str) -> None:
    """An address that cannot be used should be in no frame, with its password."""
    found = fault(
        lambda: transact(connect(url, tmp_path, create=False), lambda c: None)
    )

    assert "store.url" == found.where
    assert [] == places_of(found, MARK)
    assert MARK not in printed(found) + repr(found)


@pytest.mark.parametrize(
    "said",
    [
        f"fj:{MARK}@127.0.0.1:9/fj?connect_timeout=2",
        f"fj@127.0.0.1:9/fj?connect_timeout=2&password={MARK}",
        f"fj@127.0.0.1:9/fj?sslpassword={MARK}&connect_timeout=2",
    ],
    ids=["before the host", "password", "sslpassword"],
)
def test_an_unreachable_server_should_not_tell_its_password(
    tmp_path: Path, said: str
) -> None:
    """A server that does not answer should be told without the password for it."""
    url = f"postgresql://{said}"
    engine = connect(url, tmp_path, create=False)
    found = fault(lambda: transact(engine, lambda c: None))

    assert (StoreUnavailable, "store.url") == (type(found), found.where)
    assert [] == places_of(found, MARK)
    assert MARK not in printed(found) + repr(engine)


def test_a_server_that_is_refused_should_not_tell_its_password(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server refused for its settings should be named without its driver's calls."""
    monkeypatch.setattr(engines, "_SETTINGS", ("search_path",))
    joint = "&" if "?" in postgres else "?"
    engine = connect(f"{postgres}{joint}password={MARK}", Path(), create=False)
    found = fault(lambda: transact(engine, lambda c: None))
    engine.dispose()

    assert (StoreRefused, "search_path") == (type(found), found.where)
    assert [] == places_of(found, MARK)
    assert MARK not in printed(found)
