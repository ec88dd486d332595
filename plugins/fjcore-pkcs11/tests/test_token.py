"""The keyring over a token, held to the suites, on SoftHSM."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from attrs import evolve
from fjcore_pkcs11 import Config, Mechanism, TokenFactory, make_key
from services import softhsm

from fjcore.errors import (
    AccessRefused,
    CryptoError,
    CryptoRefused,
    KeyMismatch,
    KeyringUnreachable,
    RootKeyMissing,
)
from fjcore.sdk import SecretBytes, WrappedKey
from fjcore.testing.keyrings import ServiceKeyringSuite, context_of

TOKEN = "fjcore test"  # noqa: S105 - a label
KEY = SecretBytes(b"k" * 32)
numbers = itertools.count()


@pytest.fixture(name="hsm", scope="module", autouse=True)
def _hsm() -> Iterator[Path]:
    """One token for this file, with the library begun anew over it."""
    library, _ = softhsm.binaries()
    with softhsm.tokens() as folder:
        softhsm.new_token(TOKEN)
        pkcs11.lib(str(library)).reinitialize()
        (folder / "pin").write_text(softhsm.PIN + "\n")
        os.environ["FJ_TEST_PIN"] = softhsm.PIN
        yield folder
        os.environ.pop("FJ_TEST_PIN")
        pkcs11.lib(str(library)).finalize()


def config(mechanism=Mechanism.AES_GCM, **changes):
    """Give settings for a key of a name of its own."""
    library, _ = softhsm.binaries()
    given = {
        "module": str(library),
        "token": TOKEN,
        "key": f"root {next(numbers)}",
        "pin": "env:FJ_TEST_PIN",
        "mechanism": mechanism,
    }
    return Config(**{**given, **changes})


def made(settings):
    """Make the key of some settings, and open the keyring over it."""
    make_key(settings, "")
    return opened(settings)


def opened(settings):
    return TokenFactory().connect(settings, "")


def objects(label):
    """Open a session of the token's own, and find every object of a label."""
    library, _ = softhsm.binaries()
    token = pkcs11.lib(str(library)).get_token(token_label=TOKEN)
    try:
        session = token.open(rw=True, user_pin=softhsm.PIN)
    except pkcs11.exceptions.UserAlreadyLoggedIn:
        session = token.open(rw=True)
    return session, list(session.get_objects({pkcs11.Attribute.LABEL: label}))


def rename(old, new):
    session, found = objects(old)
    for one in found:
        one[pkcs11.Attribute.LABEL] = new
    session.close()


class TokenSuite(ServiceKeyringSuite):
    mechanism = Mechanism.AES_GCM
    __test__ = False

    def make(self, folder):
        self.settings = config(self.mechanism)
        return made(self.settings)

    def again(self, folder):
        return opened(self.settings)

    def other(self, folder):
        return made(config(self.mechanism))

    def forbid(self, ring):
        self.undo = lambda: rename("away", self.settings.key)
        rename(self.settings.key, "away")

    def cut_off(self, ring):
        place = Path(os.environ["SOFTHSM2_CONF"]).parent / "tokens"
        self.undo = lambda: place.with_name("unplugged").rename(place)
        place.rename(place.with_name("unplugged"))

    def mend(self, ring):
        self.undo()


class TestGcm(TokenSuite):
    __test__ = True


class TestKeyWrap(TokenSuite):
    __test__ = True
    mechanism = Mechanism.AES_KEY_WRAP


@pytest.fixture(name="pairs", scope="module")
def _pairs(hsm):
    """Two RSA keys for this file: making one takes a token long."""
    found = [config(Mechanism.RSA_OAEP_SHA1) for _ in range(2)]
    session, _ = objects("")
    for one in found:
        stays = {
            pkcs11.Attribute.SENSITIVE: True,
            pkcs11.Attribute.EXTRACTABLE: False,
        }
        session.generate_keypair(
            *(pkcs11.KeyType.RSA, 2048),
            label=one.key,
            store=True,
            private_template=stays,
        )
    session.close()
    return found


class TestRsa(TokenSuite):
    __test__ = True
    step = 16

    @pytest.fixture(autouse=True)
    def _rsa(self, pairs):
        self.settings, self.another = pairs

    def make(self, folder):
        return opened(self.settings)

    def other(self, folder):
        return opened(self.another)


@pytest.mark.nightly
def test_a_pair_is_made():
    """An RSA key that was made for a keyring should wrap, and stay."""
    ring, context = made(config(Mechanism.RSA_OAEP_SHA1)), context_of(KEY)

    assert KEY == ring.unwrap(ring.wrap(KEY, context), context)
    ring.close()


def refused(act, kind):
    """Give the error of a kind that an act ends with, and nothing foreign in it."""
    with pytest.raises(CryptoError) as caught:
        act()
    error = caught.value
    assert kind is type(error)
    assert error.__context__ is error.__cause__ is None
    assert softhsm.PIN not in str(error)
    return error


def test_the_root_key_stays():
    """The root key should be of a kind that the token gives to nobody."""
    settings = config()
    made(settings).close()
    session, (root,) = objects(settings.key)

    assert root[pkcs11.Attribute.SENSITIVE]
    assert not root[pkcs11.Attribute.EXTRACTABLE]
    with pytest.raises(pkcs11.exceptions.AttributeSensitive):
        root[pkcs11.Attribute.VALUE]
    session.close()


def test_a_root_key_that_may_leave_is_refused():
    """A key that the token would give away should not be used as a root key."""
    settings = config()
    session, _ = objects(settings.key)
    session.generate_key(
        pkcs11.KeyType.AES,
        256,
        label=settings.key,
        store=True,
        template={
            pkcs11.Attribute.SENSITIVE: False,
            pkcs11.Attribute.EXTRACTABLE: True,
        },
    )
    session.close()

    refused(lambda: opened(settings), CryptoRefused)


@pytest.mark.parametrize("pin", ["env:FJ_TEST_PIN", "file:pin"])
def test_where_the_pin_is(hsm, pin):
    """The PIN should be read from the environment or a file that settings name."""
    settings = config()
    made(settings).close()
    ring = TokenFactory().connect(evolve(settings, pin=pin), str(hsm))
    context = context_of(KEY)

    assert KEY == ring.unwrap(ring.wrap(KEY, context), context)
    ring.close()


@pytest.mark.parametrize("pin", ["1234", "env:FJ_NO_PIN", "file:nothing", "other:x"])
def test_no_pin(pin):
    """A PIN that stands in the settings themselves, or nowhere, should be refused."""
    refused(lambda: opened(config(pin=pin)), AccessRefused)


def test_a_wrong_pin(monkeypatch):
    """A wrong PIN should be told as one."""
    settings = config()
    made(settings).close()
    monkeypatch.setenv("FJ_TEST_PIN", "9999")

    refused(lambda: opened(settings), AccessRefused)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"key": "no such key"}, RootKeyMissing),
        ({"token": "no such token"}, KeyringUnreachable),
        ({"module": "nowhere/lib.so"}, KeyringUnreachable),
    ],
    ids=["key", "token", "module"],
)
def test_what_is_missing(change, kind):
    """A key, token or library that is not there should be told, each as what it is."""
    settings = config()
    made(settings).close()

    refused(lambda: opened(evolve(settings, **change)), kind)


def test_two_keys_of_one_label_are_not_made():
    """A second key of a label should be refused."""
    settings = config()
    make_key(settings, "")

    refused(lambda: make_key(settings, ""), CryptoRefused)


def test_a_mechanism_that_the_token_lacks(pairs):
    """A mechanism that the token does not have should be refused, not replaced."""
    settings = evolve(pairs[0], mechanism=Mechanism.RSA_OAEP_SHA256)

    error = refused(lambda: opened(settings), CryptoRefused)
    assert not error.retryable


def test_an_earlier_root_key():
    """What an earlier key wrapped should open while it is named, and only then."""
    before, context = config(), context_of(KEY)
    ring = made(before)
    wrapped = ring.wrap(KEY, context)
    ring.close()
    now = config(earlier=(before.key,))
    ring = made(now)

    assert KEY == ring.unwrap(wrapped, context)
    assert now.key == ring.wrap(KEY, context).ref
    ring.close()
    alone = opened(evolve(now, earlier=()))
    refused(lambda: alone.unwrap(wrapped, context), RootKeyMissing)
    # The name in a wrap is as good as whoever wrote the key store.
    renamed = WrappedKey(now.key, wrapped.blob)
    refused(lambda: alone.unwrap(renamed, context), KeyMismatch)
    alone.close()


def test_no_key_of_a_person():
    """The keyring should refuse to learn of a person."""
    ring = made(config())
    context = evolve(context_of(KEY), subject_id="0a" * 16)

    refused(lambda: ring.wrap(KEY, context), CryptoRefused)
    ring.close()
