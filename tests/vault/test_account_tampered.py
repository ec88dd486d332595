"""What was taken out of the log is not missing from an account in silence."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from support import vaults
from support.vaults import LEGAL, STAFF

from fjcore.audit.tree import append_peak
from fjcore.errors import LogBroken
from fjcore.vault import Vault

SUBJECT = "64a0d86f1566a4ebb93a442428884229"

#: The log: intake, release, disclosure, receipt, withdrawal.
SIGNED, DISCLOSED, RECEIVED, WITHDRAWN, ENTRIES = 1, 2, 3, 4, 5

Answer = Callable[[Vault], object]
HERS: dict[str, Answer] = {
    "account": lambda v: v.account_of_disclosures(SUBJECT, actor=STAFF),
    "holders": lambda v: v.papers.holders(SUBJECT, actor=STAFF),
    "notices": lambda v: v.papers.notices(SUBJECT, actor=STAFF),
    "packet": lambda v: v.papers.packet(SUBJECT, to=LEGAL, actor=STAFF),
}
ALL = {
    **HERS,
    "held_by": lambda v: v.papers.held_by(LEGAL, actor=STAFF),
    "worklists": lambda v: v.worklists(actor=STAFF),
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    with vaults.new_vault(folder) as vault:
        vaults.keep_demo(vault, "01-oconnor")
        vaults.sign_demo(vault, "01-oconnor-1-legal")
        vault.disclose(SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF)
        vault.withdraw(SUBJECT, actor=STAFF)
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


def change(folder: Path, *statements: str) -> None:
    """Change the database as whoever owns it can."""
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database, database:
        names = database.execute("SELECT name FROM sqlite_schema WHERE type='trigger'")
        for (name,) in names.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)


def peaks(folder: Path) -> str:
    """Give the peaks of the log before the withdrawal."""
    found = b""
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database:
        query = "SELECT idx, leaf_hash FROM fjc_audit_entry WHERE idx < ? ORDER BY idx"
        for idx, digest in database.execute(query, (WITHDRAWN,)):
            found = append_peak(found, idx, digest)
    return found.hex()


def fault(folder: Path, answer: Answer) -> str:
    with vaults.reopened(folder) as vault, pytest.raises(LogBroken) as caught:
        answer(vault)
    assert caught.value.__context__ is None
    return caught.value.where


@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_an_untouched_log_should_be_told(folder: Path, answer: Answer) -> None:
    """A copy with only its triggers gone should answer."""
    change(folder)
    with vaults.reopened(folder) as vault:
        assert answer(vault)


@pytest.mark.parametrize("where", ["idx >= 0", "idx = 2", "idx >= 2", "idx = 4"])
@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_deleted_entries_should_end_it(
    folder: Path, answer: Answer, where: str
) -> None:
    """Entries deleted with their details should end in an error: all, one, the last."""
    tables = ("fjc_audit_detail", "fjc_audit_entry")
    change(folder, *(f"DELETE FROM {table} WHERE {where}" for table in tables))
    left = {"idx >= 0": 0, "idx >= 2": 2}.get(where, ENTRIES - 1)

    assert f"head: {left} entries stand" == fault(folder, answer)


@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_a_shorter_log_should_be_missed(folder: Path, answer: Answer) -> None:
    """Entries off the end, with the head set back, should name the person."""
    tables = ("fjc_audit_detail", "fjc_audit_entry")
    change(
        folder,
        *(f"DELETE FROM {table} WHERE idx >= {WITHDRAWN}" for table in tables),
        f"UPDATE fjc_audit_head SET size = {WITHDRAWN}, peaks = x'{peaks(folder)}'",
    )

    assert f"{SUBJECT}: revision" == fault(folder, answer)


LEAVES = {
    "unreadable": "leaf = CAST('quokka' AS BLOB)",
    "another time": (
        "leaf = CAST(replace(CAST(leaf AS TEXT), '\"t\":1', '\"t\":2') AS BLOB)"
    ),
    "another hash": "leaf_hash = zeroblob(32)",
    "another id": "rid = zeroblob(16)",
}


@pytest.mark.parametrize("entry", [SIGNED, DISCLOSED, RECEIVED])
@pytest.mark.parametrize("edit", LEAVES.values(), ids=LEAVES)
@pytest.mark.parametrize("answer", [ALL["account"], ALL["worklists"]])
def test_an_edited_leaf_should_be_named(
    folder: Path, answer: Answer, edit: str, entry: int
) -> None:
    """An edited entry should be named by its number, as a verification does."""
    change(folder, f"UPDATE fjc_audit_entry SET {edit} WHERE idx = {entry}")

    assert fault(folder, answer).startswith(f"entry {entry}")
    assert fault(folder, Vault.verify).startswith(f"entry {entry}")


@pytest.mark.parametrize("edit", LEAVES.values(), ids=LEAVES)
def test_an_edited_leaf_should_stop_a_disclosure(folder: Path, edit: str) -> None:
    """The last entry about her, edited, should end a disclosure naming it."""
    change(folder, f"UPDATE fjc_audit_entry SET {edit} WHERE idx = {WITHDRAWN}")

    assert fault(
        folder,
        lambda vault: vault.disclose(
            SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF
        ),
    ).startswith(f"entry {WITHDRAWN}")
