from __future__ import annotations

import pytest
from crypto.worlds import World
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fjcore.crypto import KeyKind, Wrap
from fjcore.crypto.derive import wrap
from fjcore.errors import KeyMismatch
from fjcore.values import SecretBytes

SEED = bytes(range(32))


def earlier(ending):
    """Give a vault whose signing key is bound as before 0.1: its purpose at the end."""
    world = World()
    record = world.table.active(KeyKind.IDENTITY, "", "")
    context = world.sealer.holding.context(record).encode() + ending
    blob = wrap(world.sealer.holding.rooted(record), SecretBytes(SEED), context)
    world.store.put(record.key_id, Wrap("sign", "ed25519", blob))
    return world, record


def test_a_signing_key_of_an_earlier_version():
    """A signing key that was bound as before should open, and be bound as now."""
    world, record = earlier(b"sign")
    before = world.store.get(record.key_id)
    found = world.fresh().signing_key()
    after = world.store.get(record.key_id)

    assert SEED == found.private_bytes_raw()
    assert len(before) == len(after)
    assert before != after
    assert SEED == world.fresh().signing_key().private_bytes_raw()
    assert after == world.store.get(record.key_id)


@pytest.mark.parametrize("ending", [b"receive", b"", b"sign\x00", b"recovers"])
def test_another_purpose_of_an_earlier_version(ending):
    """A key that was bound to another purpose should not open as a signing key."""
    world, _ = earlier(ending)

    with pytest.raises(KeyMismatch) as caught:
        world.fresh().signing_key()
    assert caught.value.__context__ is None


def test_a_new_vault_has_its_own():
    """Two vaults should have two signing keys."""
    keys = [World().fresh().signing_key() for _ in range(2)]

    assert all(isinstance(key, Ed25519PrivateKey) for key in keys)
    assert keys[0].private_bytes_raw() != keys[1].private_bytes_raw()
