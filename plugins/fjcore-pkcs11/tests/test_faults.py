"""What a token says that SoftHSM never does: a token of our own says it."""

from __future__ import annotations

import pkcs11
import pytest
from fjcore_pkcs11 import Config
from fjcore_pkcs11.faults import AWAY
from fjcore_pkcs11.token import opened
from pkcs11 import exceptions as p11

from fjcore.errors import (
    AccessRefused,
    CryptoError,
    CryptoRefused,
    KeyMismatch,
    KeyringDenied,
    KeyringUnreachable,
    KeyUnavailable,
    PinLocked,
    RootKeyMissing,
)
from fjcore.sdk import SecretBytes, WrappedKey
from fjcore.testing.keyrings import context_of

KEY = SecretBytes(b"k" * 32)
CONTEXT = context_of(KEY)


class Root(dict):
    """A root key that gives back what it is given, or fails as told."""

    def __init__(self):
        super().__init__(
            {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}
        )
        self.faults = []

    def encrypt(self, data, **_):
        if self.faults:
            raise self.faults.pop(0)
        return data + bytes(16)

    def decrypt(self, data, **_):
        if self.faults:
            raise self.faults.pop(0)
        return data[:-16]


class Token:
    """A token, its library and its session, in one."""

    label = "token"

    def __init__(self):
        self.flags = pkcs11.TokenFlag(0)
        self.root, self.faults, self.tries = Root(), [], 0
        self.there = True

    def get_token(self, **_):
        return self

    def get_slots(self, **_):
        return [self] if self.there else []

    def reinitialize(self):
        pass

    def open(self, *, rw, user_pin=None):
        self.tries += user_pin is not None
        if user_pin is not None and self.faults:
            raise self.faults.pop(0)
        return self

    def get_key(self, **_):
        return self.root

    def close(self):
        pass


@pytest.fixture(name="token")
def _token(monkeypatch):
    monkeypatch.setenv("FJ_TEST_PIN", "1234")
    return Token()


def ring_over(token):
    config = Config(module="lib.so", token="token", key="root", pin="env:FJ_TEST_PIN")  # noqa: S106
    return opened(config, "", load=lambda _: token)


def refused(act):
    with pytest.raises(CryptoError) as caught:
        act()
    assert caught.value.__context__ is caught.value.__cause__ is None
    return type(caught.value)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (p11.PinLocked, PinLocked),
        (p11.PinIncorrect, AccessRefused),
        (p11.PinExpired, KeyringDenied),
        (p11.TokenNotPresent, KeyringUnreachable),
        (p11.DeviceError, KeyringUnreachable),
        (p11.GeneralError, KeyringUnreachable),
        (RuntimeError, KeyringUnreachable),
        (OSError, KeyringUnreachable),
    ],
    ids=lambda one: one.__name__,
)
def test_what_logging_in_ends_with(token, fault, kind):
    """Each way of not getting in should be told as what it is."""
    token.faults = [fault()]

    assert kind is refused(lambda: ring_over(token))


def test_a_locked_pin_is_not_tried(token):
    """A PIN that the token says is locked should not be tried once more."""
    token.flags = pkcs11.TokenFlag.USER_PIN_LOCKED

    assert PinLocked is refused(lambda: ring_over(token))
    assert 0 == token.tries


def test_a_refused_pin_is_not_tried_again(token):
    """A PIN that was refused should be tried once only: tokens count, and lock."""
    ring = ring_over(token)
    token.root.faults = [p11.SessionHandleInvalid()]
    token.faults = [p11.PinIncorrect()] * 9
    found = {refused(lambda: ring.wrap(KEY, CONTEXT)) for _ in range(5)}

    assert {AccessRefused} == found
    assert 2 == token.tries


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (p11.NoSuchKey, RootKeyMissing),
        (p11.KeyTypeInconsistent, KeyringDenied),
        (p11.MechanismInvalid, CryptoRefused),
        (p11.GeneralError, KeyUnavailable),
        *((one, KeyringUnreachable) for one in AWAY if one.__name__[:7] != "Session"),
    ],
    ids=lambda one: one.__name__,
)
def test_what_wrapping_ends_with(token, fault, kind):
    """Each fault of a token should be told as what it is."""
    ring = ring_over(token)
    token.root.faults = [fault(), fault()]

    assert kind is refused(lambda: ring.wrap(KEY, CONTEXT))


def test_a_lost_session(token):
    """A session that was lost should be begun anew, once, unseen."""
    ring = ring_over(token)
    token.root.faults = [p11.SessionHandleInvalid()]

    assert ring.wrap(KEY, CONTEXT).blob.endswith(KEY.reveal() + bytes(16))
    assert 2 == token.tries


@pytest.mark.parametrize(
    ("there", "kind"),
    [(True, KeyMismatch), (False, KeyringUnreachable)],
    ids=["there", "removed"],
)
def test_a_failure_without_a_reason(token, there, kind):
    """A token that only says it failed should be asked whether it is there at all."""
    ring = ring_over(token)
    wrapped = ring.wrap(KEY, CONTEXT)
    token.there = there
    token.root.faults = [p11.GeneralError()]

    assert kind is refused(lambda: ring.unwrap(wrapped, CONTEXT))


def test_a_wrap_of_another_root(token):
    """A wrap that names a key outside the settings should not be looked for."""
    ring = ring_over(token)
    wrapped = WrappedKey("elsewhere", ring.wrap(KEY, CONTEXT).blob)

    assert RootKeyMissing is refused(lambda: ring.unwrap(wrapped, CONTEXT))
