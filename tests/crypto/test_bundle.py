from __future__ import annotations

import ast
import json
import struct
from pathlib import Path

import cryptography_vectors
import pytest
from crypto.worlds import World, flips
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import bundle as module
from fjcore.crypto import open_bundle, recipient_key, recipient_key_id, seal_bundle
from fjcore.errors import (
    BadKey,
    CryptoError,
    CryptoRefused,
    KeyMissing,
    NotAnEnvelope,
    SealBroken,
    Truncated,
    UnknownSuite,
    UnknownVersion,
)

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(32))
SENDER = SIGNER.public_key()
KEYS = [X25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(1, 18)]
PUBLIC = [key.public_key() for key in KEYS]


def sealed(payload=b"cut", manifest=b"{}", keys=1, signer=SIGNER):
    return seal_bundle(payload, manifest, PUBLIC[:keys], signer)


def signed_again(whole):
    """Sign altered bytes anew, as a sender with bad intent can."""
    return whole[:-64] + SIGNER.sign(module._to_sign(whole[:-64]))


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=100), st.integers(1, 16))
def test_round_trip(payload, manifest, keys):
    """A bundle should open by each of its recipients' keys."""
    blob = sealed(payload, manifest, keys)

    for key in KEYS[:keys]:
        found = open_bundle(blob, key, SENDER)
        assert (payload, manifest) == (found.payload, found.manifest)
    with pytest.raises(KeyMissing):
        open_bundle(blob, KEYS[16], SENDER)


def test_every_bit_matters():
    """No bit of a bundle may be turned, whether it is signed anew or not."""
    blob, found = sealed(), set()
    for bad in flips(blob):
        with pytest.raises(CryptoError) as caught:
            open_bundle(bad, KEYS[0], SENDER)
        assert caught.value.__context__ is None
        found.add(caught.type)

    assert found <= {SealBroken, NotAnEnvelope, UnknownVersion, UnknownSuite, Truncated}


def test_every_bit_matters_to_who_reads_it():
    """What another signs in the sender's place should be told from what was sealed."""
    blob = sealed()
    for bad in list(flips(blob[:-64]))[::3]:
        with pytest.raises(CryptoError):
            open_bundle(signed_again(bad + bytes(64)), KEYS[0], SENDER)


def test_every_cut():
    """A bundle cut anywhere, or that goes on, should be refused."""
    blob = sealed()
    for cut in range(len(blob)):
        with pytest.raises((NotAnEnvelope, Truncated)):
            open_bundle(blob[:cut], KEYS[0], SENDER)
    with pytest.raises(Truncated):
        open_bundle(blob + b"\x00", KEYS[0], SENDER)


def test_another_sender():
    """A bundle signed by any but the pinned key should be refused unopened."""
    other = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)

    with pytest.raises(SealBroken):
        open_bundle(sealed(signer=other), KEYS[0], SENDER)
    with pytest.raises(SealBroken):
        open_bundle(sealed(signer=other), KEYS[16], SENDER)


def test_a_wrap_stays_in_its_bundle():
    """A wrap of one bundle should not open in another, nor under another key's name."""
    one, other = sealed(b"one"), sealed(b"two")
    start = 12 + 2
    size = 16 + 2 + 80
    mixed = one[:start] + other[start : start + size] + one[start + size :]

    with pytest.raises(SealBroken):
        open_bundle(signed_again(mixed), KEYS[0], SENDER)


def test_the_manifest_is_bound():
    """A payload should not open under another manifest."""
    one, other = sealed(b"x", b"{1}"), sealed(b"x", b"{2}")
    mixed = other[:15] + one[15:]

    with pytest.raises(SealBroken):
        open_bundle(signed_again(mixed), KEYS[0], SENDER)


def test_lengths():
    """Payloads of nearly one length should give bundles of one length."""
    assert 1 == len({len(sealed(bytes(size))) for size in (0, 1, 40, 63)})
    assert 98 == len(sealed(keys=2)) - len(sealed(keys=1))


@pytest.mark.parametrize(
    ("payload", "manifest", "keys"),
    [
        (b"", b"", []),
        (b"", b"", PUBLIC),
        (b"", b"", [PUBLIC[0], PUBLIC[0]]),
        (b"", bytes(65_536), PUBLIC[:1]),
        (bytes((64 << 20) + 1), b"", PUBLIC[:1]),
    ],
    ids=["no key", "too many keys", "a key twice", "manifest", "payload"],
)
def test_refused(payload, manifest, keys):
    """What does not fit a bundle should be refused."""
    with pytest.raises(CryptoRefused):
        seal_bundle(payload, manifest, keys, SIGNER)


BAD = [b"", bytes(31), bytes(33), bytes(32), b"\x01" + bytes(31)]


@pytest.mark.parametrize("raw", BAD, ids=["none", "31", "33", "zeros", "one"])
def test_bad_keys(raw):
    """What is no key, or gives all the same secret, should be refused."""
    with pytest.raises(BadKey) as caught:
        recipient_key(raw)
    assert caught.value.__context__ is None


def test_good_key():
    """A key should be read from its bytes and have one name."""
    again = recipient_key(PUBLIC[0].public_bytes_raw())

    assert recipient_key_id(PUBLIC[0]) == recipient_key_id(again)
    assert 17 == len({recipient_key_id(public) for public in PUBLIC})


@pytest.mark.parametrize("count", [0, 17, 65_535])
def test_counts(count):
    """A head with no wraps or too many should be refused by its form."""
    blob = sealed()
    bad = blob[:6] + struct.pack(">H", count) + blob[8:]

    with pytest.raises(Truncated):
        open_bundle(bad, KEYS[0], SENDER)


def test_nothing_is_shown():
    """An opened bundle should show neither payload nor manifest."""
    found = open_bundle(sealed(b"MARKER", b"MARKER"), KEYS[0], SENDER)

    assert "MARKER" not in f"{found!r}{found}"


def test_between_two_holders():
    """One vault's bundle should open by the other's own keys alone."""
    one, other = World(), World()
    sender, own = one.seals.signing_key(), other.seals.receiving_key()
    blob = seal_bundle(b"cut", b"{}", [own.public_key()], sender)
    again = other.fresh().receiving_key()

    assert b"cut" == open_bundle(blob, again, sender.public_key()).payload
    with pytest.raises(KeyMissing):
        open_bundle(blob, one.seals.receiving_key(), sender.public_key())


def test_a_vault_of_before():
    """A vault made without a receiving key should make one, and keep it."""
    world = World()
    identity = next(r for r in world.table.rows.values() if r.kind == "identity")
    world.store.wraps[identity.key_id] = tuple(
        wrap for wrap in world.store.get(identity.key_id) if wrap.kind != "receive"
    )
    made = world.fresh().receiving_key().private_bytes_raw()

    assert made == world.fresh().receiving_key().private_bytes_raw()


def test_upstream():
    """HPKE should open what the vectors of RFC 9180 hold for our suite."""
    folder = Path(cryptography_vectors.__file__).parent / "HPKE"
    told = json.loads((folder / "test-vectors.json").read_text())
    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    wanted = {"mode": "0", "kem_id": "32", "kdf_id": "1", "aead_id": "2"}
    checked = 0
    for one in told:
        if {name: str(one[name]) for name in wanted} != wanted:
            continue
        encryptions = one["encryptions"]
        if isinstance(encryptions, str):
            encryptions = ast.literal_eval(encryptions)
        first = encryptions[0]
        own = X25519PrivateKey.from_private_bytes(bytes.fromhex(one["skRm"]))
        # The vectors have associated data, which the public face leaves out.
        found = openssl.hpke._decrypt_with_aad(
            suite,
            bytes.fromhex(one["enc"] + first["ct"]),
            own,
            info=bytes.fromhex(one["info"]),
            aad=bytes.fromhex(first["aad"]),
        )
        assert first["pt"] == found.hex()
        checked += 1

    assert checked == 1
