"""A vault is made whole or not at all, and opened only where it is one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support import vaults
from support.vaults import CHEAP, PASSPHRASE

from fjcore.crypto import Sealer
from fjcore.errors import (
    AccessRefused,
    FjcoreError,
    KeyUnavailable,
    StoreRefused,
    VaultError,
    VaultExists,
    VaultUnfinished,
)
from fjcore.sdk import Site
from fjcore.values import Secret
from fjcore.vault import Vault, opening
from fjcore.vault.schema import open_vault


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make(folder: Path) -> FjcoreError:
    """Give the error that making a vault in a folder ends with."""
    with pytest.raises(FjcoreError) as caught:
        Vault.create(Site.load(folder / "fjcore.toml"), Secret(PASSPHRASE), cost=CHEAP)
    return caught.value


def test_a_vault_should_not_be_made_twice(tmp_path: Path) -> None:
    """A second vault on the same keys should be refused and change nothing."""
    vaults.new_vault(tmp_path).close()
    before = files_in(tmp_path)
    found = make(tmp_path)

    assert (VaultExists, "root.json") == (type(found), found.where)
    assert before == files_in(tmp_path)


def test_a_making_that_was_broken_off_should_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a kill in the middle of making leaves should be told as that."""
    killed = tmp_path / "killed"

    def copied(*_: object) -> None:
        shutil.copytree(tmp_path / "here", killed)
        raise KeyboardInterrupt

    (tmp_path / "here").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(Sealer, "establish", copied)
        with pytest.raises(KeyboardInterrupt):
            vaults.new_vault(tmp_path / "here")
    with pytest.raises(VaultUnfinished) as found:
        vaults.reopened(killed)

    assert ("vault.db", None) == (found.value.where, found.value.__context__)
    assert VaultExists is type(make(killed))
    assert {"fjcore.toml"} == files_in(tmp_path / "here").keys()


@pytest.mark.parametrize("gone", ["fjc_key", "fjc_audit_entry", "fjc_subject"])
def test_a_vault_that_lost_a_table_should_not_pass_for_unfinished(
    tmp_path: Path, gone: str
) -> None:
    """A vault that holds anything should never be told to hold nothing."""
    with vaults.new_vault(tmp_path) as vault:
        vaults.keep_demo(vault, "01-oconnor")
    with closing(sqlite3.connect(tmp_path / "store" / "vault.db")) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(f"DELETE FROM {gone}")
        database.commit()
    engine, identity = open_vault("sqlite:store/vault.db", tmp_path)
    engine.dispose()

    assert "harbor_advocates" == identity.holder_id


def test_a_store_in_use_should_be_refused(tmp_path: Path) -> None:
    """A second vault on another's database should be refused and leave no keys."""
    vaults.new_vault(tmp_path).close()
    text = (tmp_path / "fjcore.toml").read_text("utf-8")
    (tmp_path / "fjcore.toml").write_text(text.replace('"keys"', '"other"'), "utf-8")
    before = files_in(tmp_path)
    found = make(tmp_path)

    assert (StoreRefused, "vault.db") == (type(found), found.where)
    assert before == files_in(tmp_path)


def test_a_foreign_database_should_be_left_alone(tmp_path: Path) -> None:
    """A database of something else should be refused, to make in and to open."""
    site = vaults.site_in(tmp_path)
    (tmp_path / "store").mkdir()
    with closing(sqlite3.connect(tmp_path / "store" / "vault.db")) as database:
        database.execute("CREATE TABLE mine (x)")
    before = files_in(tmp_path)
    found = make(tmp_path)
    with pytest.raises(StoreRefused):
        Vault.open(site, Secret(PASSPHRASE))

    assert (StoreRefused, "vault.db") == (type(found), found.where)
    assert before == files_in(tmp_path)


@pytest.mark.parametrize("error", [KeyboardInterrupt, KeyUnavailable])
def test_a_half_made_vault_should_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """A vault whose making is interrupted should leave nothing, and then be made."""
    site = vaults.site_in(tmp_path)

    def interrupted(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Sealer, "establish", interrupted)
        with pytest.raises(error):
            Vault.create(site, Secret(PASSPHRASE), cost=CHEAP)
    left = list(files_in(tmp_path))
    vaults.new_vault(tmp_path).close()

    assert ["fjcore.toml"] == left


@pytest.mark.parametrize("step", ["create_key_store", "create_vault"])
def test_a_vault_interrupted_after_a_step_should_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """An interruption right after a file was made should leave no file either."""
    site = vaults.site_in(tmp_path)
    sound = getattr(opening, step)

    def interrupted(*given: object, **named: object) -> object:
        sound(*given, **named).dispose()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(opening, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            Vault.create(site, Secret(PASSPHRASE), cost=CHEAP)

    assert "keys/root.json" not in files_in(tmp_path)
    assert "keys/wraps.db" not in files_in(tmp_path)


def test_a_half_made_vault_should_go_from_postgresql(
    tmp_path: Path, postgres_schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same on PostgreSQL should leave no table that hinders another try."""
    site = vaults.site_in(tmp_path, postgres_schema)

    def interrupted(*_: object) -> None:
        raise KeyUnavailable("root")

    with monkeypatch.context() as patch:
        patch.setattr(Sealer, "establish", interrupted)
        with pytest.raises(KeyUnavailable):
            Vault.create(site, Secret(PASSPHRASE), cost=CHEAP)
    with vaults.new_vault(tmp_path, postgres_schema) as vault:
        assert 0 == vault.verify().entries


@pytest.mark.parametrize("words", ["another one", PASSPHRASE.upper(), PASSPHRASE + " "])
def test_a_wrong_passphrase_should_open_nothing(
    tmp_path: Path, postgres_schema: str, words: str
) -> None:
    """A passphrase that is not the one should be refused, naming the file."""
    vaults.new_vault(tmp_path, postgres_schema).close()
    with pytest.raises(AccessRefused) as caught:
        Vault.open(Site.load(tmp_path / "fjcore.toml"), Secret(words))

    assert caught.value.where == "root.json"
    assert words not in str(caught.value)
    assert caught.value.__context__ is None


def test_another_holder_should_not_open_it(tmp_path: Path) -> None:
    """A site file of another agency should not open this one's vault."""
    vaults.new_vault(tmp_path).close()
    text = (tmp_path / "fjcore.toml").read_text("utf-8")
    (tmp_path / "fjcore.toml").write_text(
        text.replace('"harbor_advocates"', '"other_advocates"'), "utf-8"
    )
    with pytest.raises(StoreRefused) as caught:
        vaults.reopened(tmp_path)

    assert caught.value.where == "vault.db: holder"


def test_a_closed_vault_should_do_nothing(tmp_path: Path) -> None:
    """A vault that is closed should refuse every act, and close again in peace."""
    vault = vaults.new_vault(tmp_path)
    vault.close()
    vault.close()
    with pytest.raises(VaultError) as caught:
        vault.verify()

    assert caught.value.where == "closed"
