from __future__ import annotations

import os
from datetime import timedelta

import attrs
import pytest
from crypto.worlds import ANN, BEA, World, place
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import (
    KeyKind,
    KeyState,
    MemoryKeyStore,
    RootKeyring,
    Wrap,
)
from fjcore.crypto.derive import new_key, wrap
from fjcore.crypto.keychain import Keychain
from fjcore.errors import (
    AccessRefused,
    KeyDestroyed,
    KeyMismatch,
    KeyUnavailable,
    SealBroken,
)


@pytest.fixture(name="world")
def _world():
    return World()


def test_a_swapped_wrap_is_noticed(world):
    """A data key wrapped for one person should not open as another's."""
    mine = world.seals.seal(place(), b"{}")
    world.seals.seal(place(subject_id=BEA), b"{}")
    keys = [r.key_id for r in world.table.rows.values() if r.kind is KeyKind.DATA]
    first, second = (world.store.wraps[key] for key in keys)
    world.store.wraps[keys[0]], world.store.wraps[keys[1]] = second, first

    with pytest.raises(KeyMismatch):
        world.fresh().open(place(), mine)


def test_a_key_record_that_names_another_key_is_noticed(world):
    """A record whose commitment is another key's should not open anything."""
    blob = world.seals.seal(place(), b"{}")
    (record,) = [r for r in world.table.rows.values() if r.kind is KeyKind.DATA]
    world.table.rows[record.key_id] = attrs.evolve(
        record, commitment=record.commitment[:16] + bytes(16)
    )

    with pytest.raises(KeyMismatch):
        world.fresh().open(place(), blob)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (KeyState.DESTROYED, KeyDestroyed),
        (KeyState.SUSPENDED, AccessRefused),
        (KeyState.COMPROMISED, AccessRefused),
    ],
)
def test_states_are_kept(world, state, error):
    """A key should do no more than its state allows, and say which it is."""
    blob = world.seals.seal(place(), b"{}")
    for key_id, record in list(world.table.rows.items()):
        if record.kind is KeyKind.DATA:
            world.table.rows[key_id] = attrs.evolve(record, state=state)

    with pytest.raises(error):
        world.fresh().open(place(), blob)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (KeyState.DESTROYED, KeyDestroyed),
        (KeyState.SUSPENDED, AccessRefused),
        (KeyState.COMPROMISED, AccessRefused),
    ],
)
def test_no_new_key_takes_the_place_of_a_barred_one(world, state, error):
    """A destroyed or barred key should stop sealing, not be quietly replaced."""
    world.seals.seal(place(), b"{}")
    world.seals.pseudonym_key(ANN)
    for key_id, record in list(world.table.rows.items()):
        if record.kind is KeyKind.DATA:
            world.table.rows[key_id] = attrs.evolve(record, state=state)
    before = dict(world.table.rows)

    with pytest.raises(error):
        world.fresh().seal(place(), b"{}")
    with pytest.raises(error):
        world.fresh().pseudonym_key(ANN)
    assert world.table.rows == before


def test_a_retired_key_opens_and_a_next_one_seals(world):
    """A retired key should open what it sealed, and a next generation should seal."""
    old = world.seals.seal(place(), b"old")
    for key_id, record in list(world.table.rows.items()):
        if record.kind is KeyKind.DATA:
            world.table.rows[key_id] = attrs.evolve(record, state=KeyState.DECRYPT_ONLY)
    new = world.fresh().seal(place(), b"new")

    rows = [r for r in world.table.rows.values() if r.kind is KeyKind.DATA]
    assert [r.generation for r in rows] == [1, 2]
    assert world.fresh().open(place(), old).payload == b"old"
    assert world.fresh().open(place(), new).payload == b"new"


def test_the_database_without_the_key_store_opens_nothing(world):
    """A stolen database should open nothing without the key store."""
    blob = world.seals.seal(place(), b"{}")

    with pytest.raises(KeyUnavailable):
        world.fresh(store=MemoryKeyStore()).open(place(), blob)


def test_database_and_key_store_without_the_root_open_nothing(world):
    """A stolen database and key store should open nothing without the root key."""
    blob = world.seals.seal(place(), b"{}")

    with pytest.raises(KeyMismatch):
        world.fresh(keyring=RootKeyring()).open(place(), blob)


def test_the_wrap_is_kept_before_the_record(world):
    """When the key store fails, no key record should stand that nobody can open."""

    class Failing(MemoryKeyStore):
        def put(self, key_id, wrap):
            raise OSError("disk full")

    failing = Failing(dict(world.store.wraps))
    before = dict(world.table.rows)
    with pytest.raises(OSError, match="disk full"):
        world.fresh(store=failing).seal(place(subject_id=BEA), b"{}")

    assert before == world.table.rows


def test_keys_are_opened_once_and_let_go(world):
    """An opened key should be used for its time, and then be opened anew."""
    calls = []

    class Counting(RootKeyring):
        def unwrap(self, wrapped, context, /):
            calls.append(context.kind)
            return world.keyring.unwrap(wrapped, context)

    blob = world.seals.seal(place(), b"{}")
    sealer = world.open(keyring=Counting())

    for _ in range(5):
        sealer.bind(world.table).open(place(), blob)
    assert calls == ["custody"]
    world.clock.advance(timedelta(seconds=61))
    sealer.bind(world.table).open(place(), blob)
    assert calls == ["custody", "custody"]
    world.clock.advance(timedelta(hours=-1))
    sealer.bind(world.table).open(place(), blob)
    assert calls == ["custody"] * 3


def test_a_fork_starts_without_keys(world):
    """A child process should hold no opened key."""
    world.seals.seal(place(), b"{}")
    assert len(world.sealer.cache) > 0
    reader, writer = os.pipe()

    pid = os.fork()
    if pid == 0:
        os.write(writer, bytes([len(world.sealer.cache)]))
        os._exit(0)
    os.waitpid(pid, 0)

    assert os.read(reader, 1) == b"\x00"


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from([ANN, BEA]), st.sampled_from(["a", "b"]))))
def test_one_key_per_person_and_compartment(places):
    """Each person and compartment should have one data key, and no other."""
    world = World()
    for subject, compartment in places:
        world.seals.seal(place(subject_id=subject, compartment=compartment), b"{}")

    rows = [r for r in world.table.rows.values() if r.kind is KeyKind.DATA]
    assert sorted(set(places)) == sorted((r.subject_id, r.compartment) for r in rows)


def _data_record(world):
    (record,) = [r for r in world.table.rows.values() if r.kind is KeyKind.DATA]
    return record


def test_a_keyring_that_gives_another_key_is_noticed(world):
    """A keyring that ignores the context should not get a wrong key past its name."""

    class Careless(RootKeyring):
        def unwrap(self, wrapped, context, /):
            return new_key()

    blob = world.seals.seal(place(), b"{}")
    seals = world.fresh(keyring=Careless())

    with pytest.raises(KeyMismatch):
        seals.open(place(), blob)
    with pytest.raises(KeyMismatch):
        seals.actor_key()


def test_a_record_under_another_key_id_is_noticed(world):
    """A record kept under another key's id should be refused, its key held or not."""
    blob = world.seals.seal(place(), b"{}")
    record = _data_record(world)
    other = attrs.evolve(record, commitment=bytes(32))
    world.table.rows[record.key_id] = other

    with pytest.raises(KeyMismatch):
        world.sealer.bind(world.table).open(place(), blob)


def test_only_a_custody_key_opens_data_keys(world):
    """A data key wrapped by the identity key should be refused, well made or not."""
    blob = world.seals.seal(place(), b"{}")
    record = _data_record(world)
    chain = Keychain(world.sealer._holding, world.table)
    identity = chain.held(KeyKind.IDENTITY)
    context = world.sealer._holding.context(record).encode()
    sealed = wrap(chain.key(identity), chain.key(record), context)
    world.store.wraps[record.key_id] = (Wrap("custody", identity.key_id.hex(), sealed),)

    with pytest.raises(KeyMismatch):
        world.fresh().open(place(), blob)


def test_a_moved_cell_opens_no_key(world):
    """A cell at another person's place should be refused before any key is opened."""
    blob = world.seals.seal(place(), b"{}")

    with pytest.raises(SealBroken):
        world.fresh(store=MemoryKeyStore()).open(place(subject_id=BEA), blob)
