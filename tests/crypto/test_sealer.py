from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import (
    CellAddress,
    Codec,
    KeyKind,
    KeyState,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
    Sealer,
)
from fjcore.crypto import sealer as sealer_module
from fjcore.errors import (
    AccessRefused,
    CryptoError,
    CryptoRefused,
    KeyDestroyed,
    KeyMismatch,
    KeyUnavailable,
    SealBroken,
)
from fjcore.values import FixedClock

NOW = datetime(2026, 3, 2, tzinfo=UTC)
VAULT, ANN, BEA, CELL = "aa" * 16, "0a" * 16, "0b" * 16, "cc" * 16


class World:
    def __init__(self):
        self.keyring = RootKeyring()
        self.store = MemoryKeyStore()
        self.table = MemoryKeyTable()
        self.clock = FixedClock(NOW)
        self.sealer = self.open()
        self.sealer.establish(self.table)
        self.seals = self.sealer.bind(self.table)

    def open(self, **changes):
        given = {"keyring": self.keyring, "store": self.store, "clock": self.clock}
        return Sealer(VAULT, "harbor", **{**given, **changes})

    def fresh(self, **changes):
        return self.open(**changes).bind(self.table)


@pytest.fixture(name="world")
def _world():
    return World()


def place(**changes):
    given = {
        "subject_id": ANN,
        "compartment": "advocate",
        "record_type": "note",
        "record_id": CELL,
        "revision": 1,
        "field_path": "*",
    }
    return CellAddress(**{**given, **changes})


WORLD = World()


@given(st.binary(max_size=5000), st.sampled_from(list(Codec)), st.integers(0, 65535))
def test_round_trip(payload, codec, schema):
    """A cell should open, in its own place, to what was sealed."""
    blob = WORLD.seals.seal(place(), payload, codec=codec, schema=schema)

    opened = WORLD.fresh().open(place(), blob)
    assert (payload, codec, schema) == (opened.payload, opened.codec, opened.schema)


@pytest.mark.parametrize(
    "change",
    [
        {"subject_id": BEA},
        {"compartment": "legal"},
        {"record_type": "noted"},
        {"record_id": "cd" * 16},
        {"revision": 2},
        {"field_path": "text"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_moved_cell_does_not_open(world, change):
    """A cell should not open anywhere but in its own place."""
    blob = world.seals.seal(place(), b"{}")
    world.seals.seal(place(**change), b"{}")

    with pytest.raises(SealBroken) as caught:
        world.seals.open(place(**change), blob)
    assert caught.value.__context__ is None


def test_a_cell_does_not_open_in_another_vault_or_at_another_holder(world):
    """A cell should not open under another vault's or holder's name."""
    blob = world.seals.seal(place(), b"{}")

    for vault, holder in (("ab" * 16, "harbor"), (VAULT, "police")):
        other = Sealer(
            vault, holder, keyring=world.keyring, store=world.store, clock=world.clock
        )
        with pytest.raises(CryptoError):
            other.bind(world.table).open(place(), blob)


def test_every_flipped_bit_is_noticed(world):
    """Each bit of an envelope should matter."""
    blob = world.seals.seal(place(), b'{"text":"hello"}')

    for bit in range(8 * len(blob)):
        bad = bytearray(blob)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CryptoError) as caught:
            world.seals.open(place(), bytes(bad))
        assert "hello" not in str(caught.value)


def test_every_truncation_is_noticed(world):
    """An envelope cut short or grown anywhere should be refused."""
    blob = world.seals.seal(place(), b"{}")

    for bad in [*(blob[:cut] for cut in range(len(blob))), blob + b"\x00"]:
        with pytest.raises(CryptoError):
            world.seals.open(place(), bad)


def test_the_same_text_never_seals_twice_the_same(world):
    """Two seals of one payload should share nothing but their header."""
    blobs = {world.seals.seal(place(), b"{}") for _ in range(50)}

    assert 50 == len({blob[24:36] for blob in blobs})


def test_length_hides_a_yes_from_a_no(world):
    """Short answers should have one length."""
    lengths = {
        len(world.seals.seal(place(), text))
        for text in (b'{"strangulation":true}', b'{"strangulation":false}', b"{}")
    }

    assert 1 == len(lengths)


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


def test_a_key_is_refused_at_its_bound(world, monkeypatch):
    """A key that has sealed as often as it may should be refused, not overrun."""
    monkeypatch.setattr(sealer_module, "MAX_USES", 3)
    for _ in range(3):
        world.seals.seal(place(), b"{}")

    with pytest.raises(CryptoRefused):
        world.seals.seal(place(), b"{}")


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


def test_pseudonyms_differ_by_person_and_hold_over_time(world):
    """A person's pseudonym key should be her own and stay the same."""
    mine = world.seals.pseudonym_key(ANN)

    assert mine == world.fresh().pseudonym_key(ANN)
    assert mine != world.seals.pseudonym_key(BEA)
    assert world.seals.actor_key() == world.fresh().actor_key()


def test_the_signing_key_holds_over_time(world):
    """The holder's signing key should be one key for good."""
    first = world.seals.signing_key().public_key().public_bytes_raw()

    assert first == world.fresh().signing_key().public_key().public_bytes_raw()


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
    assert ["custody"] == calls
    world.clock.advance(timedelta(seconds=61))
    sealer.bind(world.table).open(place(), blob)
    assert ["custody", "custody"] == calls


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

    assert b"\x00" == os.read(reader, 1)


def test_threads_share_a_sealer(world):
    """Eight threads should seal and open with one sealer without a mismatch."""
    faults = []

    def work(number):
        mine = world.sealer.bind(MemoryKeyTable(dict(world.table.rows)))
        where = place(subject_id=f"{number:032x}")
        for turn in range(200):
            payload = f"{number}/{turn}".encode()
            if mine.open(where, mine.seal(where, payload)).payload != payload:
                faults.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == faults


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from([ANN, BEA]), st.sampled_from(["a", "b"]))))
def test_one_key_per_person_and_compartment(places):
    """Each person and compartment should have one data key, and no other."""
    world = World()
    for subject, compartment in places:
        world.seals.seal(place(subject_id=subject, compartment=compartment), b"{}")

    rows = [r for r in world.table.rows.values() if r.kind is KeyKind.DATA]
    assert sorted(set(places)) == sorted((r.subject_id, r.compartment) for r in rows)
