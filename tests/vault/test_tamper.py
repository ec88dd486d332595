"""What somebody with the database in hand changes is found and named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from support import vaults
from support.vaults import LEGAL, STAFF

from fjcore.audit import decode
from fjcore.audit.tree import append_peak, leaf_hash
from fjcore.errors import FjcoreError, LogBroken, SealBroken
from fjcore.vault.tables import COMPARTMENT_NUMBERS

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
OTHER = "eb7e6125ce4526d38614a9a504dc7588"

#: The log of the vault below: two intakes, one release, a disclosure, a withdrawal.
KEPT, SIGNED, DISCLOSED, WITHDRAWN = 0, 2, 3, 5

Database = sqlite3.Connection
GENERAL = COMPARTMENT_NUMBERS["general"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    with vaults.new_vault(folder) as vault:
        vaults.keep_demo(vault, "01-oconnor")
        vaults.keep_demo(vault, "02-nunez")
        vaults.sign_demo(vault, "01-oconnor-1-legal")
        vault.disclose(SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF)
        vault.withdraw(SUBJECT, actor=STAFF)
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


@contextmanager
def edited(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the database without its triggers, as whoever owns it can."""
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database:
        names = database.execute("SELECT name FROM sqlite_schema WHERE type='trigger'")
        for (name,) in names.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        with database:
            yield database


def fault(folder: Path) -> FjcoreError:
    """Give the one error that opening and verifying a vault ends with."""
    with pytest.raises(FjcoreError) as caught, vaults.reopened(folder) as vault:
        vault.verify()
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    return caught.value


def records_of(database: Database, subject: str) -> list[str]:
    rows = database.execute(
        "SELECT record_id FROM fjc_record WHERE subject_id = ? ORDER BY 1", (subject,)
    )
    return [row[0] for row in rows]


def flipped(raw: bytes, place: int = -1) -> bytes:
    found = bytearray(raw)
    found[place] ^= 1
    return bytes(found)


def edit_blob(database: Database, table: str, column: str, where: str) -> None:
    (raw,) = database.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()
    database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (flipped(raw),))


def rewrite(database: Database, entry: int) -> bytes:
    """Move an entry on by some microseconds and give its new, well-formed leaf."""
    query = "SELECT leaf FROM fjc_audit_entry WHERE idx = ?"
    (leaf,) = database.execute(query, (entry,)).fetchone()
    at = decode(leaf)["t"]
    found = leaf.replace(str(at).encode(), str(at + 5).encode())
    assert decode(found)["t"] == at + 5
    database.execute(
        "UPDATE fjc_audit_entry SET leaf = ? WHERE idx = ?", (found, entry)
    )
    return found


def set_head(database: Database) -> None:
    """Make the head what the entries that stand would have made it."""
    size, peaks, last = 0, b"", 0
    rows = database.execute("SELECT leaf_hash, leaf FROM fjc_audit_entry ORDER BY idx")
    for digest, leaf in rows.fetchall():
        peaks, size = append_peak(peaks, size, digest), size + 1
        last = decode(leaf)["t"]
    database.execute(
        "UPDATE fjc_audit_head SET size = ?, peaks = ?, last_t = ?", (size, peaks, last)
    )


def forget(database: Database, *, entries: int, events: int) -> None:
    """Take log and consent events of the person back to an earlier length."""
    for table in ("fjc_audit_entry", "fjc_audit_detail"):
        database.execute(f"DELETE FROM {table} WHERE idx >= ?", (entries,))
    database.execute(
        "DELETE FROM fjc_event WHERE subject_id = ? AND seq > ?", (SUBJECT, events)
    )
    database.execute(
        "UPDATE fjc_subject SET revision = ? WHERE subject_id = ?", (events, SUBJECT)
    )
    set_head(database)


def test_an_untouched_vault_should_verify(folder: Path) -> None:
    """A copy of the vault, with only its triggers gone, should verify as a whole."""
    with edited(folder):
        pass
    with vaults.reopened(folder) as vault:
        report = vault.verify()

    assert report.pinned
    assert (report.entries, report.subjects) == (WITHDRAWN + 1, 2)


@pytest.mark.parametrize("entry", [KEPT, SIGNED, DISCLOSED, WITHDRAWN])
def test_an_edited_leaf_should_be_named(folder: Path, entry: int) -> None:
    """An edited audit entry should be named by its number."""
    with edited(folder) as database:
        rewrite(database, entry)
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"entry {entry}" == found.where


def test_a_rehashed_leaf_should_miss_its_pin(folder: Path) -> None:
    """An edited entry hashed anew up to the head should miss the head outside."""
    with edited(folder) as database:
        leaf = rewrite(database, WITHDRAWN)
        database.execute(
            "UPDATE fjc_audit_entry SET leaf_hash = ? WHERE idx = ?",
            (leaf_hash(leaf), WITHDRAWN),
        )
        set_head(database)
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"pinned head at {WITHDRAWN + 1}" == found.where


@pytest.mark.parametrize("entry", [KEPT, DISCLOSED, WITHDRAWN])
def test_an_edited_detail_should_be_named(folder: Path, entry: int) -> None:
    """An edited audit detail should be named by the number of its entry."""
    with edited(folder) as database:
        edit_blob(database, "fjc_audit_detail", "sealed", f"idx = {entry}")
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"entry {entry}: detail" == found.where


def test_a_rewritten_column_should_be_named(folder: Path) -> None:
    """An entry moved to another person's name should be named by its number."""
    with edited(folder) as database:
        edit_blob(database, "fjc_audit_entry", "sub", f"idx = {DISCLOSED}")
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"entry {DISCLOSED}: sub" == found.where


def test_a_shortened_log_should_miss_its_pin(folder: Path) -> None:
    """A last entry deleted with the head rolled back should miss the head outside."""
    with edited(folder) as database:
        forget(database, entries=WITHDRAWN, events=3)
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"pinned head: {WITHDRAWN} entries stand" == found.where


def test_a_hidden_disclosure_should_miss_its_pin(folder: Path) -> None:
    """A disclosure taken out of log, events and head should miss the head outside."""
    with edited(folder) as database:
        forget(database, entries=DISCLOSED, events=2)
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"pinned head: {DISCLOSED} entries stand" == found.where


def test_a_hidden_disclosure_should_stay_found(folder: Path) -> None:
    """A log taken back should be found again after a failed verification."""
    with edited(folder) as database:
        forget(database, entries=DISCLOSED, events=2)
    first, second = fault(folder), fault(folder)

    assert (LogBroken, first.where) == (type(second), second.where)


def test_opening_should_not_pin_a_shortened_log(folder: Path) -> None:
    """A log taken back should be found after the vault was opened, used and closed."""
    with edited(folder) as database:
        forget(database, entries=DISCLOSED, events=2)
    with vaults.reopened(folder):
        pass

    assert LogBroken is type(fault(folder))


def test_an_edited_pin_should_be_named(folder: Path) -> None:
    """A head outside that was edited should be named by its file."""
    path = folder / "keys" / "audit-head.note"
    path.write_bytes(path.read_bytes().replace(b"\n6\n", b"\n5\n", 1))
    found = fault(folder)

    assert LogBroken is type(found)
    assert path.name == found.where


def test_a_deleted_withdrawal_should_be_named(folder: Path) -> None:
    """A withdrawal deleted with the revision rolled back should name the person."""
    with edited(folder) as database:
        database.execute("DELETE FROM fjc_event WHERE seq = 4")
        database.execute("UPDATE fjc_subject SET revision = 3 WHERE revision = 4")
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"{SUBJECT}: release.withdraw" == found.where


def test_a_gap_in_the_events_should_be_named(folder: Path) -> None:
    """A release deleted from the middle of the events should name the person."""
    with edited(folder) as database:
        database.execute("DELETE FROM fjc_event WHERE seq = 2")
    found = fault(folder)

    assert SealBroken is type(found)
    assert found.where == SUBJECT


def test_a_deleted_record_should_be_named(folder: Path) -> None:
    """A record deleted with its cells should be named by its id."""
    with edited(folder) as database:
        gone = records_of(database, SUBJECT)[0]
        for table in ("fjc_cell", "fjc_record"):
            database.execute(f"DELETE FROM {table} WHERE record_id = ?", (gone,))
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"record {gone}" == found.where


def test_a_deleted_cell_should_be_named(folder: Path) -> None:
    """A cell deleted from a record should be named by the record's id."""
    query = "SELECT record_id, compartment FROM fjc_cell"
    with edited(folder) as database:
        cells = database.execute(f"{query} WHERE compartment != {GENERAL}").fetchall()
        database.execute(
            "DELETE FROM fjc_cell WHERE record_id = ? AND compartment = ?", cells[0]
        )
    found = fault(folder)

    assert SealBroken is type(found)
    assert cells[0][0] in found.where


@pytest.mark.parametrize("other", [SUBJECT, OTHER])
def test_a_swapped_cell_should_be_named(folder: Path, other: str) -> None:
    """Cells swapped between two records should name one of the two."""
    with edited(folder) as database:
        pair = (records_of(database, SUBJECT)[0], records_of(database, other)[-1])
        query = (
            f"SELECT sealed FROM fjc_cell WHERE record_id=? AND compartment={GENERAL}"
        )
        cells = [database.execute(query, (record,)).fetchone()[0] for record in pair]
        for record, (sealed) in zip(pair, reversed(cells), strict=True):
            database.execute(
                "UPDATE fjc_cell SET sealed = ? "
                f"WHERE record_id = ? AND compartment = {GENERAL}",
                (sealed, record),
            )
    found = fault(folder)

    assert SealBroken is type(found)
    assert any(record in found.where for record in pair)


@pytest.mark.parametrize("entry", [KEPT, SIGNED, DISCLOSED, WITHDRAWN])
def test_a_deleted_detail_should_be_named(folder: Path, entry: int) -> None:
    """A detail taken away should be named, not taken for one that was erased."""
    with edited(folder) as database:
        database.execute("DELETE FROM fjc_audit_detail WHERE idx = ?", (entry,))
    found = fault(folder)

    assert LogBroken is type(found)
    assert f"entry {entry}: detail" == found.where


def test_a_hidden_disclosure_should_not_leave_the_account(folder: Path) -> None:
    """An account should end in an error where a disclosure's detail is gone."""
    with edited(folder) as database:
        database.execute("DELETE FROM fjc_audit_detail WHERE idx = ?", (DISCLOSED,))
    with vaults.reopened(folder) as vault, pytest.raises(LogBroken) as caught:
        vault.account_of_disclosures(SUBJECT, actor=STAFF)

    assert f"entry {DISCLOSED}: detail" == caught.value.where


@pytest.mark.parametrize("events", [1, 2, 3])
def test_events_off_the_end_should_be_missed(folder: Path, events: int) -> None:
    """Events taken off the end with the revision set back should name the person."""
    with edited(folder) as database:
        database.execute(
            "DELETE FROM fjc_event WHERE subject_id = ? AND seq > ?", (SUBJECT, events)
        )
        database.execute(
            "UPDATE fjc_subject SET revision = ? WHERE subject_id = ?",
            (events, SUBJECT),
        )
    with vaults.reopened(folder) as vault:
        with pytest.raises(LogBroken) as sending:
            vault.disclose(SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF)
        with pytest.raises(LogBroken) as reading:
            vault.read(
                SUBJECT, actor=STAFF, purpose="safety_planning", need_to_know="hers"
            )
    found = fault(folder)

    assert f"{SUBJECT}: revision" == sending.value.where == reading.value.where
    assert LogBroken is type(found)
    assert found.where.startswith(SUBJECT)


def test_an_older_database_should_send_nothing(tmp_path: Path) -> None:
    """A database taken back to before a withdrawal should disclose nothing."""
    with vaults.new_vault(tmp_path) as vault:
        vaults.keep_demo(vault, "01-oconnor")
        vaults.sign_demo(vault, "01-oconnor-1-legal")
    path = tmp_path / "store" / "vault.db"
    old = path.read_bytes()
    with vaults.reopened(tmp_path) as vault:
        vault.withdraw(SUBJECT, actor=STAFF)
    path.write_bytes(old)
    with vaults.reopened(tmp_path) as vault, pytest.raises(LogBroken) as caught:
        vault.disclose(SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF)

    assert caught.value.where.startswith("pinned head")
    assert vaults.outbox(tmp_path) == []


def test_a_database_taken_back_under_way_should_send_nothing(tmp_path: Path) -> None:
    """The same should hold while the vault that withdrew is still open."""
    with vaults.new_vault(tmp_path) as vault:
        vaults.keep_demo(vault, "01-oconnor")
        vaults.sign_demo(vault, "01-oconnor-1-legal")
        path = tmp_path / "store" / "vault.db"
        old = path.read_bytes()
        vault.disclose(SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF)
        vault.withdraw(SUBJECT, actor=STAFF)
        path.write_bytes(old)
        with pytest.raises(LogBroken):
            vault.disclose(SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF)

    assert len(vaults.outbox(tmp_path)) == 1
