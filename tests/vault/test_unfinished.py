"""A store whose process was killed between two pages is finished, not called broken."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from fjcore.errors import FjcoreError, StoreBroken
from fjcore.vault import engine as engines
from fjcore.vault.engine import APPLICATION_ID, connect, transact

PAGE = 4096
#: Rows of about a page each: the file grows by many.
BIG = [f"{number:03}" * 1300 for number in range(40)]


def made(path: Path) -> None:
    """Make a store with one row, as a vault would have made it."""
    engine = connect(f"sqlite:{path.name}", path.parent, create=True)

    def work(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE held (word TEXT NOT NULL)")
        connection.exec_driver_sql("INSERT INTO held VALUES ('kept')")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")

    transact(engine, work)


def opened(path: Path) -> list[str]:
    """Open a store that is there, and give its rows."""
    engine = connect(f"sqlite:{path.name}", path.parent, create=False)
    query = sa.text("SELECT word FROM held")
    return transact(engine, lambda c: list(c.execute(query).scalars()))


def copied(path: Path, to: str, *ends: str) -> Path:
    """Copy a store and what stands beside it, as a killed process leaves it."""
    folder = path.parent.parent / to
    folder.mkdir()
    for end in ("", *ends):
        shutil.copy(path.with_name(path.name + end), folder)
    return folder / path.name


def short(path: Path) -> bool:
    raw = path.read_bytes()
    return len(raw) < int.from_bytes(raw[28:32], "big") * PAGE


def put(database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    database.executemany("INSERT INTO held VALUES (?)", [(word,) for word in BIG])


def killed_at_checkpoint(live: Path) -> Path:
    """Leave a log whole, and of what it holds only the first page in the file."""
    with closing(sqlite3.connect(live, isolation_level=None)) as database:
        database.execute("PRAGMA wal_autocheckpoint=0")
        put(database)
        database.execute("COMMIT")
        left, done = (copied(live, to, "-wal") for to in ("left", "done"))
    with closing(sqlite3.connect(done)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    first = done.read_bytes()[:PAGE]
    left.write_bytes(first + left.read_bytes()[PAGE:])
    return left


def killed_before_commit(live: Path) -> Path:
    """Leave a hot journal, and a first page that tells of pages not written yet."""
    with closing(sqlite3.connect(live, isolation_level=None)) as database:
        database.execute("PRAGMA cache_size=4")
        put(database)
        left = copied(live, "left", "-journal")
        database.execute("ROLLBACK")
    raw = bytearray(left.read_bytes())
    raw[28:32] = (len(raw) // PAGE + 20).to_bytes(4, "big")
    left.write_bytes(raw)
    return left


KILLS: dict[str, tuple[Callable[[Path], Path], list[str]]] = {
    "wal": (killed_at_checkpoint, ["kept", *BIG]),
    "delete": (killed_before_commit, ["kept"]),
}


@pytest.fixture(params=KILLS)
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give each way in which SQLite may write, whichever this build is given."""
    name: str = request.param
    pragmas = {"journal_mode": name, "synchronous": 2 if name == "wal" else 3}
    monkeypatch.setattr(engines, "_PRAGMAS", {**engines._PRAGMAS, **pragmas})
    return name


@pytest.fixture
def left(mode: str, tmp_path: Path) -> Path:
    """Give a store as a killed process left it."""
    (tmp_path / "live").mkdir()
    live = tmp_path / "live" / "a.db"
    made(live)
    found = KILLS[mode][0](live)
    assert short(found)
    return found


def test_what_was_killed_should_be_finished_or_taken_back(
    mode: str, left: Path
) -> None:
    """All that was committed should be there, and nothing else."""
    assert KILLS[mode][1] == opened(left)
    assert not short(left)


def refused(path: Path) -> FjcoreError:
    with pytest.raises(FjcoreError) as caught:
        opened(path)
    assert caught.value.__context__ is None
    return caught.value


@pytest.mark.parametrize("empty", [False, True])
def test_a_short_store_without_its_journal_should_be_broken(
    left: Path, empty: bool
) -> None:
    """Where nothing is left to finish it by, a short file is a damaged one."""
    for end in ("-wal", "-journal"):
        left.with_name(left.name + end).unlink(missing_ok=True)
        if empty:
            left.with_name(left.name + end).touch()
    found = refused(left)

    assert (StoreBroken, left.name) == (type(found), found.where)


def test_a_journal_of_something_else_should_mend_nothing(left: Path) -> None:
    """A store cut short beside a journal that does not help should be broken."""
    for beside in left.parent.glob("a.db-*"):
        beside.write_bytes(b"no journal of this store" * 400)
    found = refused(left)

    assert (StoreBroken, left.name) == (type(found), found.where)


def test_a_writer_at_work_should_not_pass_for_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was short when looked at, and is whole by now, is not damaged."""
    live = tmp_path / "a.db"
    made(live)
    seen = iter([True, False])
    monkeypatch.setattr(engines, "_short", lambda _: next(seen))

    assert ["kept"] == opened(live)
