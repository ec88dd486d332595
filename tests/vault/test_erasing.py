"""A person is erased by her keys: two approve, the log says so, the rest opens."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from support import vaults
from support.vaults import EVENING, STAFF

from fjcore.crypto import KeyState, Pending
from fjcore.errors import (
    EraseRefused,
    KeyDestroyed,
    KeyMissing,
    OptionRefused,
    UnknownSubject,
)
from fjcore.values import FixedClock
from fjcore.vault import Vault

APPROVERS = ("k.lindqvist", "m.reyes")
STAFFED = "".join(
    f'\n[[staff]]\nid = "{name}"\nroles = ["lead"]\napprover = true\n'
    for name in APPROVERS
)


def kept(folder: Path, *, more: str = "") -> tuple[Vault, str, str]:
    """Give a vault with two people and approvers."""
    vault = vaults.new_vault(folder, more=STAFFED + more)
    hers, other = (
        vaults.keep_demo(vault, path.stem).subject
        for path in vaults.demo_files("intakes")[:2]
    )
    return vault, hers, other


def read(vault: Vault, subject: str) -> object:
    found = vault.read(
        subject, actor=STAFF, purpose="safety_planning", need_to_know="made up"
    )
    return found.content()["records"]


def erased(vault: Vault, subject: str, **more: object) -> object:
    given = {"actor": STAFF, "approved_by": APPROVERS, **more}
    return vault.key_desk.erase(subject, **given)  # type: ignore[arg-type]


def test_erased(tmp_path: Path) -> None:
    """An erased person should open nowhere; others, the log and the accounts should."""
    vault, hers, other = kept(tmp_path)
    with vault:
        before = read(vault, other)
        certificate = erased(vault, hers)

        with pytest.raises(KeyDestroyed):
            read(vault, hers)
        assert before == read(vault, other)
        assert () == vault.account_of_disclosures(other, actor=STAFF)
        assert vault.worklists(actor=STAFF).at
        assert () == vault.papers.held_by(vaults.LEGAL, actor=STAFF)
        assert () == vault.register.find("name", "oconnor", actor=STAFF)
        found = vault.verify()
        assert (2, hers) == (found.subjects, certificate.subject_id)
        assert APPROVERS == certificate.approved_by
        assert EVENING + timedelta(days=14) == certificate.wraps_until


def test_wraps_are_gone(tmp_path: Path) -> None:
    """Her wraps should be gone from the key store, but that of her accounts."""
    vault, hers, _ = kept(tmp_path)
    keys = keys_of(tmp_path, hers)
    with vault:
        certificate = erased(vault, hers)
    with closing(sqlite3.connect(tmp_path / "keys/wraps.db")) as database:
        left = {row[0] for row in database.execute("SELECT key_id FROM fjc_wrap")}

    assert set(certificate.key_ids) == {key for key, place in keys.items() if place > 1}
    assert {key for key, place in keys.items() if place == 1} == left & keys.keys()


def keys_of(folder: Path, subject: str) -> dict[bytes, int]:
    query = "SELECT key_id, compartment FROM fjc_key WHERE subject_id = ?"
    with closing(sqlite3.connect(folder / "store/vault.db")) as database:
        return dict(database.execute(query, [subject]))


@pytest.mark.parametrize(
    "approved_by",
    [(), APPROVERS[:1], (APPROVERS[0],) * 2, (APPROVERS[0], STAFF), ("a", "b")],
    ids=["nobody", "one", "one twice", "no approver", "strangers"],
)
def test_two_approve(tmp_path: Path, approved_by: tuple[str, ...]) -> None:
    """Fewer than two approvers of the site file should erase nobody."""
    vault, hers, _ = kept(tmp_path)
    with vault:
        before = read(vault, hers)
        with pytest.raises(EraseRefused):
            erased(vault, hers, approved_by=approved_by)

        assert before == read(vault, hers)


def test_refused(tmp_path: Path) -> None:
    """An unknown person, or backups of no length, should be refused."""
    vault, hers, _ = kept(tmp_path)
    with vault:
        with pytest.raises(UnknownSubject):
            erased(vault, "0f" * 16)
        with pytest.raises(OptionRefused):
            erased(vault, hers, backup_days=-1)
        assert read(vault, hers)


def test_standing(tmp_path: Path) -> None:
    """A certificate should tell what is pending, and be final once nothing is."""
    vault, hers, _ = kept(tmp_path)
    with vault:
        certificate = erased(vault, hers)
        first = vault.key_desk.standing(certificate)
        vault.rotate_keys(actor=STAFF)
    later = EVENING + timedelta(minutes=2)
    with vaults.reopened(tmp_path, clock=FixedClock(later)) as again:
        again.rotate_keys(actor=STAFF, new_key=False)
        second = again.key_desk.standing(certificate)
        third = again.key_desk.standing(certificate, roots_until=later)
    with vaults.reopened(tmp_path, clock=FixedClock(certificate.wraps_until)) as again:
        last = again.key_desk.standing(certificate)

    assert (Pending.WRAP_BACKUPS, Pending.CUSTODY_EPOCH) == first.pending
    assert (Pending.WRAP_BACKUPS, Pending.ROOT_BACKUPS) == second.pending
    assert third.final
    assert last.final


def test_restored(tmp_path: Path) -> None:
    """What a restored backup brought back should be destroyed again."""
    (tmp_path / "a").mkdir()
    vault, hers, other = kept(tmp_path / "a")
    vault.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    with vaults.reopened(tmp_path / "a") as first:
        certificate = erased(first, hers)
    with vaults.reopened(tmp_path / "b") as restored:
        back = read(restored, hers)
        again = restored.key_desk.erase_again([certificate], actor=STAFF)

        with pytest.raises((KeyDestroyed, KeyMissing)):
            read(restored, hers)
        assert back
        assert len(certificate.key_ids) == again
        assert read(restored, other)


def test_broken_off(tmp_path: Path) -> None:
    """An erasure that stopped after the wraps should be finished by the next one."""
    vault, hers, other = kept(tmp_path)
    vault.close()
    keys = keys_of(tmp_path, hers)
    with closing(sqlite3.connect(tmp_path / "keys/wraps.db")) as database:
        gone = [(key,) for key, place in keys.items() if place > 1]
        database.executemany("DELETE FROM fjc_wrap WHERE key_id = ?", gone)
        database.commit()
    with vaults.reopened(tmp_path) as again:
        certificate = erased(again, hers)

        assert len(gone) == len(certificate.key_ids)
        with pytest.raises(KeyDestroyed):
            read(again, hers)
        assert read(again, other)
        assert 2 == again.verify().subjects


def test_only_keys(tmp_path: Path) -> None:
    """A person whose keys somebody else destroyed should not pass as erased."""
    vault, hers, _ = kept(tmp_path)
    vault.close()
    with closing(sqlite3.connect(tmp_path / "store/vault.db")) as database:
        database.execute(
            "UPDATE fjc_key SET state = ? WHERE subject_id = ? AND compartment > 1",
            [str(KeyState.DESTROYED), hers],
        )
        database.commit()
    with vaults.reopened(tmp_path) as again:
        with pytest.raises(KeyDestroyed):
            again.verify()
        with pytest.raises(KeyDestroyed):
            again.worklists(actor=STAFF)
