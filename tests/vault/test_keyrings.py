"""A vault over keyrings that plugins bring, chosen and moved by the site file."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support import vaults
from support.plugins import MANIFEST
from support.vaults import CHEAP, EVENING, PASSPHRASE, STAFF

from fjcore.crypto import Cap, RootKeyring
from fjcore.errors import (
    AccessRefused,
    FjcoreError,
    HookError,
    KeyMissing,
    KeyringDenied,
    KeyringUnreachable,
    KeyUnavailable,
    MissingPlugin,
    PluginFault,
    SiteError,
    Throttled,
)
from fjcore.sdk import Registry, Site, hookimpl, parse_manifest
from fjcore.values import FixedClock, Secret, SecretBytes
from fjcore.vault import Vault, restore_vault, ring_states

PLUGIN = '\n[plugins.fjcore-demo]\npermissions = ["holds-keys"]\n'
PASSED = Secret(PASSPHRASE)


class Factory:
    """Makes keyrings over one root each, and fails as told."""

    hosts = ()

    def __init__(self, name: str) -> None:
        self.id = name
        self.root = bytes(range(32))
        self.faults: list[Any] = []
        self.calls = 0

    def connect(self, config: Any, folder: str, /) -> Any:
        self.calls += 1
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, BaseException):
                raise fault
            return fault
        return RootKeyring(SecretBytes(self.root), name=self.id)


class Shop:
    """A plugin with two keyrings, and the registries of sites that name it."""

    def __init__(self) -> None:
        self.one, self.two = Factory("demo.one"), Factory("demo.two")
        self.module = ModuleType("fjcore_demo")
        both = (self.one, self.two)

        def fjcore_keyrings() -> object:
            return both

        self.module.fjcore_keyrings = hookimpl(fjcore_keyrings)  # type: ignore[attr-defined]

    def registry(self, site: Site) -> Registry:
        text = MANIFEST.format(name="fjcore-demo", provides='"keyrings"', ids="demo")
        text = text.replace('kind = "connector"', 'kind = "keyring"')
        text = text.replace("permissions = []", 'permissions = ["holds-keys"]')
        return Registry.build(site, extra=[(parse_manifest(text), self.module)])

    def site(self, folder: Path, keys: str) -> Site:
        """Write the site file with other keyrings, and read it."""
        vaults.site_in(folder, more=PLUGIN)
        path = folder / "fjcore.toml"
        text = path.read_text("utf-8").replace('keyring = "local"', keys)
        assert keys in text
        path.write_text(text, "utf-8")
        return Site.load(path)

    def create(self, folder: Path, keys: str, words: Any = None) -> Vault:
        site = self.site(folder, keys)
        return Vault.create(
            site,
            words,
            registry=self.registry(site),
            clock=FixedClock(EVENING),
            cost=CHEAP,
        )

    def open(self, folder: Path, keys: str, words: Any = None) -> Vault:
        site = self.site(folder, keys)
        clock = FixedClock(EVENING)
        return Vault.open(site, words, registry=self.registry(site), clock=clock)


@pytest.fixture(name="shop")
def _shop() -> Shop:
    return Shop()


ONE = 'keyring = "demo.one"'


def refused(shop: Shop, folder: Path, keys: str, words: Any = None) -> FjcoreError:
    with pytest.raises(FjcoreError) as caught:
        shop.open(folder, keys, words)
    assert caught.value.__context__ is caught.value.__cause__ is None
    return caught.value


def test_without_a_passphrase(shop: Shop, tmp_path: Path) -> None:
    """A vault over a plugin's keyring should need no passphrase and have no root file.

    It opens by that keyring again, and by no other of that name.
    """
    vault = shop.create(tmp_path, ONE)
    subject = vaults.keep_demo(vault, "02-nunez").subject
    vault.close()

    assert not (tmp_path / "keys" / "root.json").exists()
    with shop.open(tmp_path, ONE) as again:
        found = again.read(
            subject, actor=STAFF, purpose="safety_planning", need_to_know="made up"
        )
        assert found.content()["records"]
        assert 0 < again.verify().records
    shop.one.root = bytes(32)
    assert "key_mismatch" == refused(shop, tmp_path, ONE).code


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (KeyringUnreachable("elsewhere"), KeyringUnreachable),
        (Throttled("elsewhere"), Throttled),
        (KeyringDenied("elsewhere"), KeyringDenied),
        (ValueError("a PIN, perhaps"), PluginFault),
        (SystemExit(3), PluginFault),
        (object(), HookError),
        (RootKeyring(name="demo.other"), HookError),
    ],
    ids=["unreachable", "throttled", "denied", "fault", "exit", "nothing", "named"],
)
def test_what_opening_ends_with(
    shop: Shop, tmp_path: Path, fault: Any, kind: type[FjcoreError]
) -> None:
    """Each way in which a keyring does not open should be told as what it is."""
    shop.create(tmp_path, ONE).close()
    shop.one.faults = [fault]
    error = refused(shop, tmp_path, ONE)

    assert kind is type(error)
    assert "PIN" not in str(error)
    assert "elsewhere" not in str(error)


class Broken(RootKeyring):
    """A keyring that fails in ways that are none of its contract."""

    def __init__(self, gives: Any) -> None:
        super().__init__(name="demo.one")
        self.gives = gives

    def unwrap(self, wrapped: Any, context: Any, /) -> Any:
        if isinstance(self.gives, BaseException):
            raise self.gives
        return self.gives


class Own(Throttled):
    """An error of the plugin's own."""


@pytest.mark.parametrize(
    "gives",
    [
        ValueError("a key"),
        SystemExit(1),
        b"k" * 32,
        SecretBytes(b"short"),
        Own("a key"),
    ],
    ids=["fault", "exit", "bytes", "short", "own"],
)
def test_a_keyring_out_of_its_contract(shop: Shop, tmp_path: Path, gives: Any) -> None:
    """What a keyring raises or gives out of its contract should open nothing."""
    shop.create(tmp_path, ONE).close()
    shop.one.faults = [Broken(gives)]
    error = refused(shop, tmp_path, ONE)

    assert KeyUnavailable is type(error)
    assert "a key" not in str(error).removeprefix("A key")


def test_moving_to_another(shop: Shop, tmp_path: Path) -> None:
    """A vault should move from the passphrase to a keyring, and stay there."""
    shop.create(tmp_path, 'keyring = "local"', PASSED).close()
    moving = 'keyring = "demo.one"\nread = ["local"]'

    assert KeyMissing is type(refused(shop, tmp_path, ONE))
    assert AccessRefused is type(refused(shop, tmp_path, moving))
    with shop.open(tmp_path, moving, PASSED) as vault:
        assert 2 == vault.custody.rewrap(actor=STAFF)
    (tmp_path / "keys" / "root.json").unlink()
    with shop.open(tmp_path, ONE) as vault:
        assert 0 < vault.verify().entries


def test_a_second_keyring(shop: Shop, tmp_path: Path) -> None:
    """The second keyring should stand in for the first when the site file says so.

    It is not reached to open a vault, and being away keeps nobody out.
    """
    both = 'keyring = "demo.one"\nsecond = "demo.two"'
    shop.create(tmp_path, both).close()
    made = shop.two.calls
    shop.two.faults = [KeyringUnreachable("away")] * 3
    with shop.open(tmp_path, both) as vault:
        assert made == shop.two.calls
        with pytest.raises(KeyringUnreachable):
            vault.rotate_keys(actor=STAFF)
        (first, second) = vault.custody.drill(actor=STAFF)
        assert (first.passed, second.passed) == (True, False)
        assert {"keyring_unreachable", "key_missing"} >= {f.code for f in second.failed}
    shop.two.faults = []
    with shop.open(tmp_path, both) as vault:
        assert 2 == vault.rotate_keys(actor=STAFF).epoch
        assert all(way.passed for way in vault.custody.drill(actor=STAFF))
    shop.one.root = bytes(32)
    with shop.open(tmp_path, 'keyring = "demo.two"') as vault:
        assert 0 < vault.verify().entries


def test_restoring_onto_a_keyring(shop: Shop, tmp_path: Path) -> None:
    """A vault whose passphrase is lost should be restored onto a plugin's keyring."""
    vault = shop.create(tmp_path, 'keyring = "local"', PASSED)
    words = Secret("made-up words for a made-up safe")
    file = tmp_path / "recovery.json"
    vault.custody.make_recovery(file, words, actor=STAFF, cost=CHEAP)
    vault.close()
    site = shop.site(tmp_path, ONE)
    registry = shop.registry(site)
    done = restore_vault(
        site, (file, words), actor=STAFF, registry=registry, clock=FixedClock(EVENING)
    )

    assert 2 == done
    with shop.open(tmp_path, ONE) as vault:
        assert vault.custody.recovery()
        assert 0 < vault.verify().entries


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ('keyring = "demo.none"', "keys.keyring"),
        ('keyring = "local"\nsecond = "demo.none"', "keys.second"),
        ('keyring = "local"\nread = ["demo.one", "hsm.x"]', "keys.read.1"),
    ],
)
def test_a_keyring_that_nobody_brings(
    shop: Shop, tmp_path: Path, keys: str, path: str
) -> None:
    """A keyring that no plugin of the site has should be refused by its path."""
    with pytest.raises(SiteError) as caught:
        shop.registry(shop.site(tmp_path, keys))

    assert [(path, "unknown_keyring")] == list(caught.value.problems)


def test_a_plugin_that_does_not_load(tmp_path: Path) -> None:
    """A vault whose keyring's plugin is missing should say so, and not open."""
    shop = Shop()
    shop.create(tmp_path, ONE).close()
    with pytest.raises(MissingPlugin) as caught:
        Vault.open(shop.site(tmp_path, ONE))

    assert "demo.one" == caught.value.where


def test_the_state_of_keyrings(shop: Shop, tmp_path: Path) -> None:
    """Each keyring of a site should be said to answer, or why it does not."""
    keys = 'keyring = "demo.one"\nsecond = "demo.two"\nread = ["local"]'
    site = shop.site(tmp_path, keys)
    shop.two.faults = [Throttled("x")]
    one, two, local = ring_states(site, shop.registry(site))

    assert ("keys.keyring", "demo.one", (Cap.CONTEXT,)) == (one.place, one.id, one.caps)
    assert one.answers
    assert ("keys.second", "throttled") == (two.place, two.code)
    assert ("keys.read.0", "key_unavailable") == (local.place, local.code)
