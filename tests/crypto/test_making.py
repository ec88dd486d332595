from __future__ import annotations

import os
from datetime import timedelta

import pytest
from crypto.making import derive, encode
from crypto.worlds import VAULT, World
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto import KeyKind, RootKeyring
from fjcore.errors import BadId

PEOPLE = [f"{number:032x}" for number in range(1, 9)]


class Counting(RootKeyring):
    """A keyring that tells how often it opened a key."""

    calls = 0

    def unwrap(self, wrapped, context, /):
        self.calls += 1
        return super().unwrap(wrapped, context)


@pytest.fixture(name="world")
def _world():
    return World()


@pytest.fixture(name="ring")
def _ring(world):
    return Counting(world.keyring._root)


def test_a_wrap_by_the_rules(world):
    """A new key's wrap should open by the rules of the format alone."""
    made = [world.seals.fresh_key(person, "advocate") for person in PEOPLE]
    custody = world.seals._keys.held(KeyKind.CUSTODY)
    outer = AESGCM(derive(world.seals.key(custody).reveal(), "fjcore/v1/wrap"))
    opened = []
    for person, record in zip(PEOPLE, made, strict=True):
        (wrap,) = world.store.get(record.key_id)
        context = encode(
            b"fjcore/keyctx/v1",
            b"data",
            bytes.fromhex(VAULT),
            b"harbor",
            (1).to_bytes(4, "big"),
            bytes.fromhex(person),
            b"advocate",
            record.commitment,
        )
        opened.append(outer.decrypt(wrap.blob[:12], wrap.blob[12:], context))

    assert [one.commitment for one in made] == [
        derive(key, "fjcore/v1/commit") for key in opened
    ]
    assert [one.key_id for one in made] == [one.commitment[:16] for one in made]
    assert made == [world.table.get(one.key_id) for one in made]
    assert opened == [world.seals.key(one).reveal() for one in made]


def passes(world, sealer):
    world.clock.advance(timedelta(seconds=60))


def goes_back(world, sealer):
    world.clock.advance(timedelta(seconds=-1))


def lets_go(world, sealer):
    sealer.cache.clear()


def uses_up(world, sealer):
    for opened in sealer.cache._held.values():
        opened.left = 0


def nothing(world, sealer):
    world.clock.advance(timedelta(seconds=59))


@pytest.mark.parametrize(
    ("between", "calls"),
    [(nothing, 1), (passes, 2), (goes_back, 2), (lets_go, 2), (uses_up, 2)],
)
def test_a_custody_key_is_opened_anew(world, ring, between, calls):
    """Keys should be made by a custody key as long as that may be used, no longer."""
    sealer = world.open(keyring=ring)
    seals = sealer.bind(world.table)
    for person in PEOPLE[:3]:
        seals.fresh_key(person, "advocate")
    between(world, sealer)
    for person in PEOPLE[3:]:
        seals.fresh_key(person, "advocate")

    assert calls == ring.calls


def test_each_key_is_a_use(world, ring):
    """Each key made should count as one use of the custody key."""
    sealer = world.open(keyring=ring)
    sealer.cache._max_uses = 3
    seals = sealer.bind(world.table)
    for person in PEOPLE[:7]:
        seals.fresh_key(person, "advocate")

    assert 3 == ring.calls


def test_a_fork_opens_anew(world, ring):
    """A child process should make no key by a custody key its parent opened."""
    seals = world.open(keyring=ring).bind(world.table)
    seals.fresh_key(PEOPLE[0], "advocate")
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        seals.fresh_key(PEOPLE[1], "advocate")
        os.write(writer, bytes([ring.calls]))
        os._exit(0)
    os.waitpid(pid, 0)
    told = os.read(reader, 1)
    os.close(reader)
    os.close(writer)

    assert b"\x02" == told


@pytest.mark.parametrize(
    ("person", "compartment"),
    [
        ("AA" * 16, "advocate"),
        ("aa" * 15, "advocate"),
        (" a" * 16, "advocate"),
        (None, "advocate"),
        ([], "advocate"),
        ("aa" * 16, "Advocate"),
        ("aa" * 16, ""),
        ("aa" * 16, []),
        ("aa" * 16, None),
    ],
)
def test_bad_places(world, person, compartment):
    """A key should be made for ids and names of the right shape alone."""
    before = dict(world.table.rows)
    with pytest.raises(BadId):
        world.seals.fresh_key(person, compartment)

    assert before == world.table.rows
