"""The keyring over KMS, held to the suites, on a service that holds to key states."""

from __future__ import annotations

import hashlib

import pytest
from attrs import evolve
from fjcore_aws_kms import Config, KmsFactory, KmsKeyring
from fjcore_aws_kms.clients import Clients
from services.kms import REGION, Refused, serving

from fjcore.errors import (
    AccessRefused,
    CryptoError,
    CryptoRefused,
    KeyMismatch,
    KeyringDenied,
    KeyringUnreachable,
    RootKeyDisabled,
    RootKeyEnding,
    RootKeyMissing,
    Throttled,
)
from fjcore.sdk import SecretBytes, WrappedKey
from fjcore.testing.keyrings import ServiceKeyringSuite, context_of

KEY = SecretBytes(b"k" * 32)
CONTEXT = context_of(KEY)


@pytest.fixture(name="kms", scope="module", autouse=True)
def _kms():
    """One service for this file, and credentials that open nothing elsewhere."""
    with pytest.MonkeyPatch.context() as patch, serving() as (service, address):
        patch.setenv("AWS_ACCESS_KEY_ID", "made-up")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        service.address = address
        yield service
        del service.address


@pytest.fixture(autouse=True)
def _calm(kms):
    yield
    kms.next, kms.slow_s = [], 0.0


def config(kms, **changes):
    given = {"key": kms.new_key(), "region": REGION, "endpoint": kms.address}
    return Config(**{**given, "attempts": 2, "timeout_s": 5, **changes})


def opened(settings):
    return KmsFactory().connect(settings, "")


class TestStates(ServiceKeyringSuite):
    @pytest.fixture(autouse=True)
    def _service(self, kms):
        self.kms = kms

    def make(self, folder):
        self.settings = config(self.kms)
        return opened(self.settings)

    def again(self, folder):
        return opened(self.settings)

    def other(self, folder):
        return opened(config(self.kms))

    def forbid(self, ring):
        self.kms.keys[self.settings.key]["KeyState"] = "Disabled"

    def cut_off(self, ring):
        self.kms.next = ["hang up"] * 2

    def mend(self, ring):
        self.kms.keys[self.settings.key]["KeyState"] = "Enabled"
        self.kms.next = []


def refused(act, kind):
    """Check that an act ends with an error of a kind, and nothing foreign in it."""
    with pytest.raises(CryptoError) as caught:
        act()
    error = caught.value
    assert kind is type(error)
    assert error.__context__ is error.__cause__ is None


STATES = {
    "Disabled": RootKeyDisabled,
    "PendingDeletion": RootKeyEnding,
    "PendingReplicaDeletion": RootKeyEnding,
    "PendingImport": RootKeyMissing,
    "Unavailable": KeyringUnreachable,
    "Creating": KeyringUnreachable,
}


@pytest.mark.parametrize("state", STATES)
def test_states(kms, state):
    """A key in a state without use should be told by its state, open or not yet."""
    settings = config(kms, attempts=1)
    ring = opened(settings)
    wrapped = ring.wrap(KEY, CONTEXT)
    kms.keys[settings.key]["KeyState"] = state

    refused(lambda: opened(settings), STATES[state])
    refused(lambda: ring.unwrap(wrapped, CONTEXT), STATES[state])
    refused(lambda: ring.wrap(KEY, CONTEXT), STATES[state])
    refused(lambda: ring.rewrap(wrapped, CONTEXT), STATES[state])
    ring.close()


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("AccessDeniedException", 400, KeyringDenied),
        ("UnrecognizedClientException", 400, AccessRefused),
        ("ExpiredTokenException", 400, AccessRefused),
        ("NotFoundException", 400, RootKeyMissing),
        ("InvalidCiphertextException", 400, KeyMismatch),
        ("IncorrectKeyException", 400, KeyMismatch),
        ("InvalidKeyUsageException", 400, KeyringDenied),
        ("ThrottlingException", 400, Throttled),
        ("KMSInternalException", 500, KeyringUnreachable),
        ("DependencyTimeoutException", 503, KeyringUnreachable),
        ("SomethingNew", 500, KeyringUnreachable),
        ("SomethingNew", 400, KeyringDenied),
    ],
)
def test_errors(kms, code, status, kind):
    """Each error of the service should be told as what it is."""
    ring = opened(config(kms))
    wrapped = ring.wrap(KEY, CONTEXT)
    kms.next = [Refused(code, status)] * 2

    refused(lambda: ring.unwrap(wrapped, CONTEXT), kind)
    ring.close()


def waited(kms, faults, attempts):
    """Give how often one call was made, and how long was waited between."""
    settings, waits = config(kms, attempts=attempts), []
    ring = KmsKeyring(settings, Clients(settings, "awskms.key", waits.append))
    ring.check()
    before = len(kms.calls)
    kms.next = [Refused("ThrottlingException")] * faults
    try:
        ring.wrap(KEY, CONTEXT)
        found = None
    except CryptoError as error:
        found = type(error)
    ring.close()
    return found, len(kms.calls) - before, waits


@pytest.mark.parametrize(
    ("faults", "attempts", "calls", "kind"),
    [(0, 4, 1, None), (3, 4, 4, None), (4, 4, 4, Throttled), (1, 1, 1, Throttled)],
)
def test_throttled(kms, faults, attempts, calls, kind):
    """A throttled call should be made again, so often and no more, after a wait."""
    found, made, waits = waited(kms, faults, attempts)

    assert (kind, calls) == (found, made)
    assert calls - 1 == len(waits)
    assert all(0 <= wait <= 0.1 * 2**at for at, wait in enumerate(waits))


def test_what_is_refused_is_not_tried_again(kms):
    """A call that is refused should be made once: it would be refused again."""
    settings = config(kms, attempts=4)
    ring = opened(settings)
    kms.keys[settings.key]["denied"] = True
    before = [call for call, _ in kms.calls]
    refused(lambda: ring.wrap(KEY, CONTEXT), KeyringDenied)
    after = [call for call, _ in kms.calls]

    assert before.count("Encrypt") + 1 == after.count("Encrypt")
    ring.close()


def test_a_slow_answer(kms):
    """A service that does not answer in time should be out of reach."""
    ring = opened(config(kms, attempts=1, timeout_s=1))
    kms.slow_s = 1.3

    refused(lambda: ring.wrap(KEY, CONTEXT), KeyringUnreachable)
    ring.close()


def test_nobody_there(kms):
    """An address where nobody listens should be out of reach."""
    with serving() as (_, address):
        pass

    refused(lambda: opened(config(kms, endpoint=address)), KeyringUnreachable)


def test_no_credentials(kms, monkeypatch, tmp_path):
    """A caller without credentials should be told so, and nobody be asked."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    before = len(kms.calls)

    refused(lambda: opened(config(kms)), AccessRefused)
    assert before == len(kms.calls)


@pytest.mark.parametrize("said", [{"attempts": 0}, {"attempts": 11}, {"timeout_s": 0}])
def test_settings_out_of_bounds(kms, said):
    """Settings out of their bounds should be refused."""
    refused(lambda: opened(config(kms, **said)), CryptoRefused)


@pytest.mark.parametrize(
    "said", [{"KeyUsage": "SIGN_VERIFY"}, {"KeySpec": "RSA_2048"}], ids=str
)
def test_a_key_of_another_use(kms, said):
    """A key that is not for sealing should be refused when the keyring opens."""
    refused(lambda: opened(config(kms, key=kms.new_key(**said))), CryptoRefused)


def test_what_the_service_is_told(kms):
    """The service should be told ids alone, and of no person."""
    ring = opened(config(kms))
    ring.wrap(KEY, CONTEXT)
    _, said = kms.calls[-1]

    assert {
        "fjcore:kind": "custody",
        "fjcore:vault": "aa" * 16,
        "fjcore:holder": "harbor",
        "fjcore:epoch": "1",
        "fjcore:commitment": CONTEXT.commitment.hex(),
    } == said["EncryptionContext"]
    for change in ({"subject_id": "0a" * 16}, {"compartment": "legal"}):
        person = evolve(CONTEXT, **change)
        refused(lambda one=person: ring.wrap(KEY, one), CryptoRefused)
    ring.close()


def summed(blob):
    return hashlib.sha256(blob).digest()[:16] + blob


def test_altered_with_care(kms):
    """A wrap altered with a right checksum should be refused by the service."""
    ring = opened(config(kms))
    wrapped = ring.wrap(KEY, CONTEXT)
    plain = wrapped.blob[16:]
    before = len(kms.calls)
    for at in range(0, len(plain), 7):
        bad = bytearray(plain)
        bad[at] ^= 1
        for blob in (bytes(bad), plain[:at] or b"?"):
            again = WrappedKey(wrapped.ref, summed(blob))
            refused(lambda one=again: ring.unwrap(one, CONTEXT), KeyMismatch)

    assert len(kms.calls) > before
    ring.close()


def test_a_damaged_wrap_asks_nobody(kms):
    """A wrap that was damaged should be refused without a call."""
    ring = opened(config(kms))
    wrapped = ring.wrap(KEY, CONTEXT)
    before = len(kms.calls)
    damaged = WrappedKey(wrapped.ref, wrapped.blob[:-1])

    refused(lambda: ring.unwrap(damaged, CONTEXT), KeyMismatch)
    assert before == len(kms.calls)
    ring.close()


def test_an_earlier_key(kms):
    """What an earlier key wrapped should open and move on, while it is named."""
    before = config(kms)
    ring = opened(before)
    wrapped = ring.wrap(KEY, CONTEXT)
    ring.close()
    now = config(kms, earlier=(before.key,))
    ring = opened(now)
    moved = ring.rewrap(wrapped, CONTEXT)

    assert KEY == ring.unwrap(wrapped, CONTEXT) == ring.unwrap(moved, CONTEXT)
    assert now.key == moved.ref
    ring.close()
    alone = opened(evolve(now, earlier=()))
    refused(lambda: alone.unwrap(wrapped, CONTEXT), RootKeyMissing)
    refused(
        lambda: alone.unwrap(WrappedKey(now.key, wrapped.blob), CONTEXT), KeyMismatch
    )
    assert KEY == alone.unwrap(moved, CONTEXT)
    alone.close()


def test_an_alias(kms):
    """An alias should name a key, and a wrap the key that it named then."""
    first, second = kms.new_key(), kms.new_key()
    kms.aliases["alias/fjcore"] = first
    ring = opened(config(kms, key="alias/fjcore"))
    wrapped = ring.wrap(KEY, CONTEXT)
    ring.close()
    kms.aliases["alias/fjcore"] = second
    ring = opened(config(kms, key="alias/fjcore", earlier=(first,)))

    assert first == wrapped.ref
    assert KEY == ring.unwrap(wrapped, CONTEXT)
    assert second == ring.wrap(KEY, CONTEXT).ref
    ring.close()
