"""A log whose signed head is gone is not taken as it stands: somebody must say so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support import vaults
from support.vaults import CHEAP, EVENING, LEGAL, PASSPHRASE, STAFF

from fjcore.errors import AuditUnavailable, LogBroken, OptionRefused, VaultExists
from fjcore.sdk import Site
from fjcore.values import FixedClock, Secret
from fjcore.vault import Vault, pin, restore_vault

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
PURPOSE = "protection_order"
GONE = "audit-head.note: missing"


def note_in(folder: Path) -> Path:
    return folder / "keys" / "audit-head.note"


def send(vault: Vault) -> None:
    vault.disclose(SUBJECT, to=LEGAL, purpose=PURPOSE, actor=STAFF)


@pytest.fixture(scope="module")
def taken_back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a vault that sent and withdrew, put back to before, its head deleted."""
    folder = tmp_path_factory.mktemp("taken_back")
    with vaults.new_vault(folder) as vault:
        vaults.keep_demo(vault, "01-oconnor")
        vaults.sign_demo(vault, "01-oconnor-1-legal")
        send(vault)
    path = folder / "store" / "vault.db"
    old = path.read_bytes()
    with vaults.reopened(folder) as vault:
        vault.withdraw(SUBJECT, actor=STAFF)
    path.write_bytes(old)
    note_in(folder).unlink()
    return folder


@pytest.fixture
def folder(taken_back: Path, tmp_path: Path) -> Path:
    shutil.copytree(taken_back, tmp_path, dirs_exist_ok=True)
    return tmp_path


def refused(vault: Vault) -> None:
    with pytest.raises(LogBroken) as caught:
        send(vault)
    assert (GONE, None) == (caught.value.where, caught.value.__context__)


def test_nothing_should_be_sent_without_a_head(folder: Path) -> None:
    """A release that was withdrawn should stay so, in this process and the next."""
    before = vaults.outbox(folder)
    for _ in range(2):
        with vaults.reopened(folder) as vault:
            refused(vault)
            refused(vault)

    assert before == vaults.outbox(folder)
    assert not note_in(folder).exists()


def test_the_peaks_should_go_for_no_head(folder: Path) -> None:
    """Peaks alone are not signed: with or without them there is no head."""
    (folder / "keys" / "audit-head.peaks").unlink()
    with vaults.reopened(folder) as vault:
        refused(vault)


def test_a_withdrawal_should_go_on_without_a_head(folder: Path) -> None:
    """Keeping, reading and withdrawing go on; closing says what is missing."""
    with vaults.reopened(folder) as vault:
        vaults.keep_demo(vault, "02-nunez")
        vault.withdraw(SUBJECT, actor=STAFF)
        vault.read(SUBJECT, actor=STAFF, purpose="safety_planning", need_to_know="hers")

    assert isinstance(vault.unsigned, LogBroken)
    assert GONE == vault.unsigned.where
    assert not note_in(folder).exists()


def test_a_verification_should_say_it_each_time(folder: Path) -> None:
    """No verification should end the lack of a head by its own."""
    for _ in range(2):
        with vaults.reopened(folder) as vault:
            first, second = vault.verify(), vault.verify()
        assert (False, False) == (first.pinned, second.pinned)

    assert not note_in(folder).exists()


def test_pinning_should_be_an_act_with_its_entry(folder: Path) -> None:
    """Once somebody pinned it, the log has an entry, a head, and sends again."""
    with vaults.reopened(folder) as vault:
        refused(vault)
        before = vault.verify()
        found = vault.custody.pin(actor=STAFF)
        send(vault)
    with vaults.reopened(folder) as vault:
        after = vault.verify()
        send(vault)

    # Beside the entry: the refusal, and in between one sending with its receipt.
    assert (False, True) == (found.pinned, after.pinned)
    assert before.entries + 1 + 2 == after.entries
    assert vault.unsigned is None


def test_pinning_should_write_nothing_over_a_head(folder: Path) -> None:
    """Where a head stands that fits, pinning should be a verification and no more."""
    with vaults.reopened(folder) as vault:
        vault.custody.pin(actor=STAFF)
    with vaults.reopened(folder) as vault:
        before = vault.verify()
        found = vault.custody.pin(actor=STAFF)

    assert before == found
    assert found.pinned


def test_pinning_should_need_a_log_that_verifies(folder: Path) -> None:
    """A log in which something is wrong should get no head."""
    with vaults.reopened(folder) as vault:
        engine = vault._open.engine
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER fjc_audit_entry_no_UPDATE")
            connection.exec_driver_sql(
                "UPDATE fjc_audit_entry SET leaf_hash = zeroblob(32) WHERE idx = 1"
            )
        with pytest.raises(LogBroken) as caught:
            vault.custody.pin(actor=STAFF)

    assert "entry 1" == caught.value.where
    assert not note_in(folder).exists()


def test_pinning_should_need_a_head_that_fits(folder: Path) -> None:
    """A head that stands and does not fit should not be replaced by pinning."""
    with vaults.reopened(folder) as vault:
        vault.custody.pin(actor=STAFF)
    wrong = note_in(folder).read_bytes().replace(b"=", b"A")
    note_in(folder).write_bytes(wrong)
    with vaults.reopened(folder) as vault, pytest.raises(LogBroken):
        vault.custody.pin(actor=STAFF)

    assert wrong == note_in(folder).read_bytes()


def test_pinning_should_name_who_acts(folder: Path) -> None:
    """Nobody who is not of the staff should pin, or anybody unnamed."""
    with vaults.reopened(folder) as vault, pytest.raises(OptionRefused):
        vault.custody.pin(actor="nobody.here")

    assert not note_in(folder).exists()


def test_pinning_should_take_no_other_log_than_verified(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is exchanged before the head is signed should get none."""
    path, renew = folder / "store" / "vault.db", pin.renew
    old = path.read_bytes()

    def exchanged(*said: object) -> None:
        path.with_name("vault.db-wal").unlink(missing_ok=True)
        path.write_bytes(old)
        renew(*said)  # type: ignore[arg-type]

    with vaults.reopened(folder) as vault:
        vaults.keep_demo(vault, "02-nunez")
        monkeypatch.setattr(pin, "renew", exchanged)
        with pytest.raises(LogBroken):
            vault.custody.pin(actor=STAFF)

    assert not note_in(folder).exists()


def test_a_restored_keyring_should_bring_no_head(folder: Path) -> None:
    """Neither a lost keyring's way back nor new wraps should pin a log."""
    words, file = Secret("other made-up words, for recovery"), folder / "recovery.json"
    with vaults.reopened(folder) as vault:
        vault.custody.make_recovery(file, words, actor=STAFF, cost=CHEAP)
        vault.custody.rewrap(actor=STAFF)
    (folder / "keys" / "root.json").unlink()
    site = Site.load(folder / "fjcore.toml")
    passed, clock = Secret(PASSPHRASE), FixedClock(EVENING)
    restore_vault(site, (file, words), passed, actor=STAFF, clock=clock, cost=CHEAP)
    with vaults.reopened(folder) as vault:
        refused(vault)
        vault.custody.pin(actor=STAFF)
        send(vault)

    assert note_in(folder).exists()


def test_a_missing_head_should_be_told_on_postgresql(
    tmp_path: Path, postgres_schema: str
) -> None:
    """A database on a server has its head in the keys folder as well."""
    with vaults.new_vault(tmp_path, postgres_schema) as vault:
        vaults.keep_demo(vault, "01-oconnor")
        vaults.sign_demo(vault, "01-oconnor-1-legal")
    note_in(tmp_path).unlink()
    with vaults.reopened(tmp_path) as vault:
        refused(vault)
        assert not vault.verify().pinned
        vault.custody.pin(actor=STAFF)
        send(vault)
    with vaults.reopened(tmp_path) as vault:
        assert vault.verify().pinned


def test_a_vault_should_have_its_head_from_the_start(tmp_path: Path) -> None:
    """Whatever ends the first session, the log should continue a head."""
    vault = vaults.new_vault(tmp_path)
    copied = tmp_path.with_name(f"{tmp_path.name}-killed")
    vaults.keep_demo(vault, "01-oconnor")
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    shutil.copytree(tmp_path, copied)
    vault.close()
    with vaults.reopened(copied) as again:
        assert again.verify().pinned
        send(again)

    assert 1 == len(vaults.outbox(copied))


def test_a_head_of_an_earlier_vault_should_stay(tmp_path: Path) -> None:
    """A vault made where a head lies should be refused: it may be evidence."""
    site = vaults.site_in(tmp_path)
    note_in(tmp_path).parent.mkdir()
    note_in(tmp_path).write_bytes(b"of another vault")
    with pytest.raises(VaultExists) as caught:
        vaults.new_vault(tmp_path)

    assert "audit-head.note" == caught.value.where
    assert b"of another vault" == note_in(tmp_path).read_bytes()
    assert not (site.folder / "store").exists()


def test_a_making_that_cannot_sign_should_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vault whose first head cannot be written should not be there."""
    real = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(target).name == "audit-head.note":
            raise OSError
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(AuditUnavailable):
            vaults.new_vault(tmp_path)
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    vaults.new_vault(tmp_path).close()

    assert ["fjcore.toml"] == left
