from __future__ import annotations

import pytest

from fjcore.crypto import Cost, LocalKeyring, RootKeyring
from fjcore.crypto.derive import new_key
from fjcore.errors import CryptoError
from fjcore.testing.keyrings import KeyringSuite, context_of
from fjcore.values import Secret, SecretBytes

QUICK = Cost(iterations=1, lanes=1, memory=8 * 1024)
WORDS = Secret("made-up words for a made-up vault")


class TestMemory(KeyringSuite):
    def make(self, folder):
        return RootKeyring(SecretBytes(bytes(range(32))))

    def again(self, folder):
        return RootKeyring(SecretBytes(bytes(range(32))))

    def other(self, folder):
        return RootKeyring()


class TestLocal(KeyringSuite):
    def make(self, folder):
        return LocalKeyring.create(folder / "root.json", WORDS, cost=QUICK)

    def again(self, folder):
        return LocalKeyring.open(folder / "root.json", WORDS)

    def other(self, folder):
        return LocalKeyring.create(folder / "other.json", WORDS, cost=QUICK)


class Leaky(RootKeyring):
    """A keyring that breaks the contract in every way it can."""

    def wrap(self, key, context, /):
        made = super().wrap(key, context)
        return type(made)(made.ref, key.reveal())

    def unwrap(self, wrapped, context, /):
        return SecretBytes(wrapped.blob)


def broken(test, ring, *args):
    """Whether a test of the suite fails on a keyring."""
    try:
        test(TestMemory(), ring, *args)
    except (AssertionError, CryptoError, pytest.fail.Exception):
        return True
    return False


@pytest.mark.parametrize(
    "name", ["test_two_wraps_differ", "test_altered", "test_silent", "test_closed"]
)
def test_the_suite_notices(name):
    """The suite should fail on a keyring that breaks what it asks for."""
    test = getattr(KeyringSuite, name)

    assert not broken(test, RootKeyring())
    assert broken(test, Leaky())


def test_the_suite_notices_a_loose_context():
    """The suite should fail on a keyring that claims to bind a context and does not."""
    assert broken(KeyringSuite.test_another_context, Leaky(), "epoch")


def test_a_context_is_a_custody_keys():
    """The suite's context should be one that names its key and no person."""
    context = context_of(new_key())

    assert ("custody", "", "") == (
        context.kind,
        context.subject_id,
        context.compartment,
    )
