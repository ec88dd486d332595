"""Everything of a vault moves to new data keys, and opens all the while."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support import vaults
from support.vaults import EVENING, STAFF

from fjcore.crypto import DUE_USES, KeyKind, KeyState, set_state
from fjcore.errors import KeySuspended
from fjcore.values import FixedClock
from fjcore.vault import Vault
from fjcore.vault.history import trail_of

LATER = EVENING + timedelta(minutes=2)


def kept(url: str, folder: Path) -> tuple[Vault, list[str]]:
    vault = vaults.new_vault(folder, url)
    people = [
        vaults.keep_demo(vault, path.stem).subject
        for path in vaults.demo_files("intakes")[:2]
    ]
    vaults.sign_demo(vault, vaults.demo_files("releases")[0].stem)
    return vault, people


def read(vault: Vault, people: list[str]) -> list[object]:
    return [
        vault.read(
            one, actor=STAFF, purpose="safety_planning", need_to_know="made up"
        ).content()["records"]
        for one in people
    ]


@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.nightly), "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return vaults.SQLITE
    return str(request.getfixturevalue("postgres_schema"))


def states(vault: Vault, subject: str) -> list[tuple[str, int, str]]:
    found = vault._open.run(lambda tx: tx.keys.of_subject(subject))
    return sorted((one.compartment, one.generation, str(one.state)) for one in found)


def test_reseal(url: str, tmp_path: Path) -> None:
    """A person's cells should move to new keys, the old ones be destroyed later."""
    vault, people = kept(url, tmp_path)
    told: list[int] = []
    with vault:
        before = read(vault, people)
        other = states(vault, people[1])
        done = vault.key_desk.reseal(
            actor=STAFF, subject=people[0], progress=told.append
        )
        between = read(vault, people)
    with vaults.reopened(tmp_path, clock=FixedClock(LATER)) as again:
        last = again.key_desk.reseal(actor=STAFF, new_key=False)

        assert before == between == read(again, people)
        assert (done.made, 0, done.made) == (done.made, done.destroyed, done.waiting)
        assert (0, 0, done.made, 0) == (
            last.made,
            last.cells,
            last.destroyed,
            last.waiting,
        )
        assert told[-1] == done.cells > done.made > 1
        assert other == states(again, people[1])
        assert again.verify().records > 1
        found = {row for row in states(again, people[0]) if row[0] != "accounting"}
        assert {(1, "destroyed"), (2, "active")} == {row[1:] for row in found}


def test_events_stay(tmp_path: Path) -> None:
    """Events should be insert-only again as soon as they are sealed anew."""
    vault, people = kept(vaults.SQLITE, tmp_path)
    with vault:
        vault.key_desk.reseal(actor=STAFF, subject=people[0])
    with (
        closing(sqlite3.connect(tmp_path / "store/vault.db")) as database,
        pytest.raises(sqlite3.IntegrityError, match="insert only"),
    ):
        database.execute("UPDATE fjc_event SET sealed = x'00'")


def test_due(tmp_path: Path) -> None:
    """Without a name only keys that sealed too often should be put out of use."""
    vault, people = kept(vaults.SQLITE, tmp_path)
    with vault:
        idle = vault.key_desk.reseal(actor=STAFF)
        with closing(sqlite3.connect(tmp_path / "store/vault.db")) as database:
            database.execute(
                "UPDATE fjc_key SET uses = ? WHERE subject_id = ? AND compartment = 2",
                [DUE_USES, people[1]],
            )
            database.commit()
        due = vault.key_desk.reseal(actor=STAFF)
        every = vault.key_desk.reseal(actor=STAFF, every=True)

        assert (0, 0, 0, 0) == (idle.made, idle.cells, idle.destroyed, idle.waiting)
        assert (1, 1) == (due.made, due.waiting)
        assert every.made > 3
        assert read(vault, people)


def test_compromised(tmp_path: Path) -> None:
    """What a compromised key sealed should open again once it is under another."""
    vault, people = kept(vaults.SQLITE, tmp_path)
    with vault:
        before = read(vault, people)

        def lost(tx):
            record = tx.keys.active(KeyKind.DATA, people[0], "general")
            return set_state(
                tx.core.sealer.holding, tx.keys, record, KeyState.COMPROMISED
            )

        vault._open.run(lost)
        with pytest.raises(KeySuspended):
            read(vault, people)
        done = vault.key_desk.reseal(actor=STAFF)
        again = vault.key_desk.reseal(actor=STAFF)

        assert before == read(vault, people)
        assert (1, 0) == (done.made, again.made)


def test_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reseal stopped in the middle should leave all open, and be gone on with."""
    from fjcore.vault import resealing

    vault, people = kept(vaults.SQLITE, tmp_path)
    monkeypatch.setattr(resealing, "BATCH", 1)

    class Stopped(Exception):
        pass

    def stop(moved: int) -> None:
        if moved == 3:
            raise Stopped

    with vault:
        before = read(vault, people)
        with pytest.raises(Stopped):
            vault.key_desk.reseal(actor=STAFF, every=True, progress=stop)
        between = read(vault, people)
        done = vault.key_desk.reseal(actor=STAFF, new_key=False)

        assert before == between == read(vault, people)
        assert 0 == done.made
        assert done.cells > 3
        assert vault.verify().records > 1


def accounts(vault: Vault, subject: str) -> list[tuple[int, str]]:
    return [row[1:] for row in states(vault, subject) if row[0] == "accounting"]


@pytest.mark.parametrize(
    "lost",
    [pytest.param(False, marks=pytest.mark.nightly), True],
    ids=["wanted", "compromised"],
)
def test_accounts(tmp_path: Path, lost: bool) -> None:
    """New accounts should be under a new key, the earlier ones found and read."""
    vault, people = kept(vaults.SQLITE, tmp_path)
    with vault:

        def lose(tx: Any) -> None:
            record = tx.keys.active(KeyKind.DATA, people[0], "accounting")
            holding = tx.core.sealer.holding
            set_state(holding, tx.keys, record, KeyState.COMPROMISED)

        if lost:
            vault._open.run(lose)
        done = vault.key_desk.reseal(actor=STAFF, subject=people[0])
        read(vault, people)
        told = vault._open.run(lambda tx: [leaf for leaf, _ in trail_of(tx, people[0])])

        assert 1 == done.accounts
        assert [(1, "compromised" if lost else "decrypt_only"), (2, "active")] == (
            accounts(vault, people[0])
        )
        assert 2 == len({leaf["sub"] for leaf in told})
        assert {"keep", "read"} <= {leaf["ev"] for leaf in told}
        assert vault.verify().records > 1
