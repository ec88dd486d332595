"""Recovery through the commands, as the people who hold the papers would do it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support import vaults
from support.commands import Run

from fjcore.values import Secret

WORDS = "made-up words for a made-up safe"
NEW = "a new made-up passphrase of a vault"


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FJCORE_RECOVERY_PASSPHRASE", WORDS)


@pytest.fixture(name="file")
def _file(folder: Path) -> Path:
    (folder / "safe").mkdir()
    return folder / "safe" / "recovery.json"


@pytest.fixture(name="made")
def _made(file: Path) -> Path:
    """A recovery file of the vault, made where stretching a passphrase is cheap."""
    with vaults.reopened(file.parent.parent) as vault:
        vault.custody.make_recovery(
            file, Secret(WORDS), actor=vaults.STAFF, cost=vaults.CHEAP
        )
    return file


def wraps(folder: Path) -> list[tuple[object, ...]]:
    """Give every wrap of a key store."""
    with closing(sqlite3.connect(folder / "keys" / "wraps.db")) as database:
        return sorted(database.execute("SELECT * FROM fjc_wrap"))


def test_a_lost_keyring(run: Run, folder: Path, made: Path) -> None:
    """A vault whose keyring is lost should open again by the recovery file alone."""
    (folder / "keys" / "root.json").unlink()
    lost = run("audit", "verify")
    done = run("keys", "recovery", "restore", made, passphrase=NEW)
    after = run("audit", "verify", passphrase=NEW)

    assert 0 != lost.status
    assert "root.json" in lost.err
    assert 0 == done.status
    assert "2 keys wrapped by local" == done.out.splitlines()[0]
    assert 0 == after.status


@pytest.mark.nightly
def test_a_lost_keyring_from_the_start(run: Run, folder: Path, file: Path) -> None:
    """The same, with the file made by its command, keys made later, and twice."""
    made = run("keys", "recovery", "make", file)
    assert 0 == run("keys", "rotate").status
    (folder / "keys" / "root.json").unlink()
    # A second time, as after an interruption.
    done = [run("keys", "recovery", "restore", file, passphrase=NEW) for _ in "ab"]
    drilled = run("keys", "drill", "--recovery", file, passphrase=NEW)

    assert 0 == made.status
    assert "every key is wrapped for it" in made.out
    assert [0, 0] == [one.status for one in done]
    assert "3 keys wrapped by local" == done[0].out.splitlines()[0]
    assert 0 == drilled.status
    assert "local alone: opens all: 3 own keys" in drilled.out
    assert 0 != run("audit", "verify").status


def test_a_drill(run: Run, folder: Path, made: Path) -> None:
    """A drill should say what each way opens alone, and change no wrap."""
    before = set(wraps(folder))
    without, found = run("keys", "drill"), run("keys", "drill", "--recovery", made)
    data = json.loads(run("keys", "drill", "--recovery", made, "--json").out)

    assert before <= set(wraps(folder))
    assert "not tried: recovery key" in without.out
    lines = found.out.splitlines()
    assert lines[0].startswith("local alone: opens all: 2 own keys, ")
    assert lines[1].startswith("recovery alone: opens all: 2 own keys, ")
    assert "nothing was changed; the log says that this was tried" == lines[-1]
    assert [True, True] == [way["passed"] for way in data["ways"]]
    assert data["ways"][0]["data"] == data["ways"][1]["data"] > 1


def test_one_way_only(run: Run) -> None:
    """A drill of a vault without a second way should say what to do."""
    found = run("keys", "drill")

    assert 0 == found.status
    assert "there is one way only: fjcore keys recovery make FILE" in found.out


def test_a_drill_that_fails(run: Run, folder: Path, made: Path) -> None:
    """A drill should end with 1, and name each key, where a way does not open all."""
    with closing(sqlite3.connect(folder / "keys" / "wraps.db")) as database:
        database.execute("DELETE FROM fjc_wrap WHERE kind = 'recovery'")
        database.commit()
    found = run("keys", "drill", "--recovery", made)

    assert 1 == found.status
    assert "recovery alone: DOES NOT OPEN ALL: 0 own keys, 0 data keys" in found.out
    assert 2 <= found.out.count("key_missing")


def test_it_is_logged(run: Run, folder: Path, made: Path) -> None:
    """Making, trying and going the way back should each leave an entry."""
    run("keys", "drill")
    run("keys", "rewrap")
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database:
        query = "SELECT leaf FROM fjc_audit_entry ORDER BY idx DESC LIMIT 3"
        found = [leaf for (leaf,) in database.execute(query)]

    for event, leaf in zip(("key.rotate", "drill", "key.create"), found, strict=True):
        assert f'"{event}"'.encode() in leaf


@pytest.mark.parametrize(
    "spoil", ["words", "altered", "none", "there"], ids=lambda one: one
)
def test_bad_files(
    run: Run, made: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    """Each wrong recovery file should be refused by name, and nothing be changed."""
    if spoil == "words":
        monkeypatch.setenv("FJCORE_RECOVERY_PASSPHRASE", "other words for this safe")
    elif spoil == "altered":
        made.write_text(made.read_text("utf-8").replace('"lanes":1', '"lanes":2'))
    elif spoil == "none":
        made.unlink()
    act = "make" if spoil == "there" else "restore"
    before = wraps(made.parent.parent)
    found = run("keys", "recovery", act, made)

    assert 0 != found.status
    assert "recovery.json" in found.err
    assert WORDS not in found.err
    assert before == wraps(made.parent.parent)


def test_short_words(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recovery passphrase that is too short should be refused."""
    monkeypatch.setenv("FJCORE_RECOVERY_PASSPHRASE", "too short")
    found = run("keys", "recovery", "make", file)

    assert 0 != found.status
    assert "FJCORE_RECOVERY_PASSPHRASE" in found.err
    assert not file.exists()


def test_doctor(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor should say of each keyring whether it answers."""
    found = run("doctor")
    closed = run("doctor", passphrase="")
    (folder / "keys" / "root.json").unlink()
    gone = run("doctor", passphrase="")

    assert (0, "keys.keyring local: answers (context)\n") == (found.status, found.out)
    assert 0 == closed.status
    assert "not opened without the passphrase" in closed.out
    assert (1, True) == (gone.status, "does not answer (key_unavailable)" in gone.out)
