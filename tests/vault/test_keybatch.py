"""New keys are on disk before anything rests on them, and in one write a batch."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from records.importing.files import as_csv, importer, put, rows_of
from support import vaults

from fjcore.crypto import MemoryKeyStore, Wrap
from fjcore.errors import StoreBroken
from fjcore.records.importing import Draft
from fjcore.vault import Vault
from fjcore.vault.keybatch import KeyBatch
from fjcore.vault.sqlwraps import SqlKeyStore

LAYOUT = "infonet"
VAULT, KEYS = "store/vault.db", "keys/wraps.db"
ONE, OTHER = Wrap("custody", "a", b"1"), Wrap("custody", "b", b"2")


def drafts_of(folder: Path, count: int) -> list[Draft]:
    path = put(folder, as_csv(rows_of(LAYOUT, count)))
    return list(importer(LAYOUT, path).drafts())


def kept(vault: Vault, drafts: list[Draft]) -> None:
    vault.import_records(drafts, layout=LAYOUT, actor=vaults.STAFF)


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def planted(path: Path, table: str) -> None:
    """Have a database refuse every new row of a table, until ``mended``."""
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            f"CREATE TRIGGER planted BEFORE INSERT ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'planted'); END"
        )
        database.commit()


def mended(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TRIGGER planted")
        database.commit()


def test_a_batch_should_write_its_keys_once(tmp_path: Path) -> None:
    """The keys of all the people of a batch should be written in one go, before it."""
    drafts = drafts_of(tmp_path, 20)
    people: list[int] = []
    with vaults.new_vault(tmp_path, synthetic=False) as vault:

        def noted(_: object, __: object, statement: str, *___: object) -> None:
            if statement.startswith("INSERT"):
                people.append(count(tmp_path / VAULT, "fjc_subject"))

        store = vault._open.keys
        assert isinstance(store, SqlKeyStore)
        sa.event.listen(store.engine, "before_cursor_execute", noted)
        kept(vault, drafts[:10])
        before = count(tmp_path / KEYS, "fjc_wrap")
        kept(vault, drafts[10:])
        kept(vault, drafts)
        report = vault.verify()
    after = count(tmp_path / KEYS, "fjc_wrap")

    assert 10 == report.subjects
    assert 5 < before < after
    assert [0, 5] == people
    # The keys to sign and to be sent bundles by stand in the key store alone.
    assert count(tmp_path / VAULT, "fjc_key") + 2 == after


def test_keys_that_cannot_be_written_should_undo_the_batch(
    tmp_path: Path,
) -> None:
    """Where the key store takes nothing, no person should stand in the vault."""
    drafts = drafts_of(tmp_path, 6)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        planted(tmp_path / KEYS, "fjc_wrap")
        with pytest.raises(StoreBroken) as caught:
            kept(vault, drafts)
        none = count(tmp_path / VAULT, "fjc_subject")
        mended(tmp_path / KEYS)
        kept(vault, drafts)
        report = vault.verify()
    with vaults.reopened(tmp_path) as vault:
        again = vault.verify()

    assert "wraps.db" == caught.value.where
    assert 0 == none
    assert (3, report.records) == (report.subjects, again.records)


def test_an_undone_batch_should_write_no_key(tmp_path: Path) -> None:
    """A batch that ends in an error should leave no key behind."""
    drafts = drafts_of(tmp_path, 4)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        before = count(tmp_path / KEYS, "fjc_wrap")
        planted(tmp_path / VAULT, "fjc_audit_entry")
        with pytest.raises(StoreBroken):
            kept(vault, drafts)
        mended(tmp_path / VAULT)

    assert before == count(tmp_path / KEYS, "fjc_wrap")


def test_waiting_wraps_should_be_found_and_written_once() -> None:
    """What waits should be found beside what is there, and be written only once."""
    store = MemoryKeyStore()
    store.put(b"k", ONE)
    batch = KeyBatch(store)
    batch.put(b"k", OTHER)
    batch.put_many([(b"l", ONE)])

    assert ((ONE, OTHER), (ONE,), ()) == (
        batch.get(b"k"),
        batch.get(b"l"),
        batch.get(b"m"),
    )
    assert {b"k": (ONE,)} == store.wraps
    batch.settle()
    batch.settle()
    assert {b"k": (ONE, OTHER), b"l": (ONE,)} == store.wraps
    assert (ONE, OTHER) == batch.get(b"k")
