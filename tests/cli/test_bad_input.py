"""A wrong input ends a command with one error, and changes nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support import vaults
from support.commands import Outcome, Run
from support.faulty import INTAKES, MARKS, RELEASES, Edit
from support.vaults import DEMO

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
NOBODY = "0" * 31 + "1"


def counts(folder: Path) -> dict[str, int]:
    """Give the number of rows of every table."""
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database:
        names = [
            row[0]
            for row in database.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
            ).fetchall()
        ]
        return {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in names
        }


def refused(found: Outcome, *places: str) -> None:
    """Check that a command ended with one error that names these places only."""
    said = found.err.splitlines()
    lines = [line for line in said if not line.startswith("once sent, ")]

    assert found.status == 1
    assert [lines[0]] == [line for line in lines if line.startswith("error:")]
    assert "Traceback" not in found.err
    assert [place for place in places if place not in found.err] == []
    assert [mark for mark in MARKS if mark in found.out + found.err] == []


def put(folder: Path, kind: str, stem: str, edit: Edit) -> Path:
    """Write a demo file with a fault in it."""
    data = json.loads((DEMO / kind / f"{stem}.json").read_bytes())
    edit(data)
    path = folder / "input.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


@pytest.mark.parametrize("case", INTAKES)
def test_a_faulty_intake_should_be_refused(run: Run, folder: Path, case: str) -> None:
    """A faulty intake should end with one error naming the path, and keep nothing."""
    edit, places = INTAKES[case]
    path = put(folder, "intakes", "01-oconnor", edit)
    before = counts(folder)
    found = run("keep", path)
    after = counts(folder)

    refused(found, *places)
    assert found.out == ""
    assert before == after


@pytest.mark.parametrize("case", RELEASES)
def test_a_faulty_release_should_be_refused(run: Run, folder: Path, case: str) -> None:
    """A faulty release should end with one error naming the path, changing nothing."""
    edit, places = RELEASES[case]
    path = put(
        folder, "releases", "01-oconnor-1-legal", lambda data: edit(data["release"])
    )
    before = counts(folder)
    found = run("sign", path)
    after = counts(folder)

    refused(found, *places)
    assert before == after


@pytest.mark.parametrize("command", ["keep", "sign", "screen"])
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b'{"Zephyrine": ',
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b"\xff\xfe{}",
        b'["Zephyrine"]',
        b"[" * 100_000,
        b'{"a": "\\ud800"}',
        b'{"a": 1e400}',
    ],
    ids=[
        *("empty", "cut", "twice", "nan", "utf-16", "list", "deep", "half", "huge"),
    ],
)
def test_malformed_json_should_be_refused(
    run: Run, folder: Path, command: str, raw: bytes
) -> None:
    """A file that is no such JSON should end with one error naming the file."""
    path = folder / "input.json"
    path.write_bytes(raw)
    before = counts(folder)
    found = run(command, path)

    refused(found, "input.json")
    assert before == counts(folder)


@pytest.mark.parametrize("command", ["keep", "sign", "screen"])
def test_a_missing_file_should_be_named(run: Run, folder: Path, command: str) -> None:
    """A file that is not there should be named."""
    refused(run(command, folder / "absent.json"), "absent.json", "unreadable")


def disclose(subject: str, to: str, purpose: str) -> tuple[str, ...]:
    return ("disclose", subject, "--to", to, "--purpose", purpose)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (disclose(NOBODY, vaults.LEGAL, "protection_order"), "unknown_subject"),
        (disclose(SUBJECT, vaults.LEGAL, "quokka"), "purpose"),
        (disclose(SUBJECT, "quokka.zephyr", "protection_order"), "recipient"),
        (disclose("Zephyrine", vaults.LEGAL, "protection_order"), "subject"),
        (("account", NOBODY), "unknown_subject"),
        (("withdraw", NOBODY), "unknown_subject"),
        (("withdraw", SUBJECT, "--release", "quokka"), "release"),
        (("withdraw", SUBJECT, "--recipient", "quokka.zephyr"), "recipients"),
        (("withdraw", SUBJECT, "--category", "quokka"), "categor"),
        (("who-sees", NOBODY), "unknown_subject"),
        (("who-sees", SUBJECT, "--at", "2031-07-19T10:00:00"), "--at"),
        (("who-sees", SUBJECT, "--at", "quokka"), "--at"),
    ],
    ids=lambda value: " ".join(value[:1] + value[2:]) if type(value) is tuple else None,
)
def test_an_unknown_name_should_be_refused(
    run: Run, folder: Path, words: tuple[str, ...], place: str
) -> None:
    """A name the vault does not know should end with one error, and keep no consent."""
    before = counts(folder)
    found = run(*words)
    after = counts(folder)
    grown = {name for name in after if after[name] != before[name]}

    refused(found, place)
    assert grown <= {"fjc_audit_entry", "fjc_audit_detail", "fjc_key"}
    assert vaults.outbox(folder) == []


def test_a_wrong_passphrase_should_be_refused(run: Run, folder: Path) -> None:
    """A wrong passphrase should end with one error that does not repeat it."""
    found = run("account", SUBJECT, passphrase="quokka and Zephyrine")  # noqa: S106

    refused(found, "access_refused")


def test_a_truncated_database_should_be_named(run: Run, folder: Path) -> None:
    """A database cut short should end with one error naming its file."""
    path = folder / "store" / "vault.db"
    path.write_bytes(path.read_bytes()[:-4096])

    refused(run("audit", "verify"), "store_broken", "vault.db")


def test_an_edited_audit_row_should_be_named(run: Run, folder: Path) -> None:
    """An edited audit row should end a verification with one error naming the entry."""
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database, database:
        database.execute("DROP TRIGGER fjc_audit_entry_no_UPDATE")
        database.execute("UPDATE fjc_audit_entry SET leaf_hash = zeroblob(32)")

    refused(run("audit", "verify"), "log_broken", "entry 0")
