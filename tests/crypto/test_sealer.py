from __future__ import annotations

import threading

import attrs
import pytest
from crypto.worlds import ANN, BEA, CELL, NOW, VAULT, World, place
from hypothesis import given
from hypothesis import strategies as st

from fjcore.crypto import (
    CellAddress,
    Codec,
    KeyContext,
    KeyKind,
    KeyRecord,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
    Sealer,
    Wrap,
    commitment,
)
from fjcore.crypto import sealer as sealer_module
from fjcore.errors import (
    CryptoError,
    CryptoRefused,
    FormatError,
    SealBroken,
)
from fjcore.values import FixedClock, SecretBytes


@pytest.fixture(name="world")
def _world():
    return World()


WORLD = World()


WRAPPED = (
    "a50ebe13a2fa4b6c2c0a8cabaa5d313478ee5e2182df5a9c9e6aee72887b42ae"
    "844ac31f7dcf501716d476a9384e6916"
)


PUBLISHED = (
    "f74a0101020300014691d3e425290ce1de3f293f3c12664f000000000000000000000000"
    "95696f7305d2c6eaded9f660864b4a33e1092efc0b8c9089c592f560da9a259d851228e0"
    "fb48b36155a24366831bb0c44a6d11bb858d43331b93b2ac4137a043558cbb00f0cda057"
    "31ac1347ab8fabbf"
)


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
        with pytest.raises((SealBroken, FormatError)) as caught:
            world.seals.open(place(), bytes(bad))
        assert caught.value.__context__ is None
        assert "hello" not in str(caught.value)


def test_every_truncation_is_noticed(world):
    """An envelope cut short or grown anywhere should be refused."""
    blob = world.seals.seal(place(), b"{}")

    for bad in [*(blob[:cut] for cut in range(len(blob))), blob + b"\x00"]:
        with pytest.raises((SealBroken, FormatError)):
            world.seals.open(place(), bad)


def test_the_same_text_never_seals_twice_the_same(world):
    """Two seals of one payload should share nothing but their header."""
    blobs = {world.seals.seal(place(), b"{}") for _ in range(50)}

    assert len({blob[24:36] for blob in blobs}) == 50


def test_length_hides_a_yes_from_a_no(world):
    """Short answers should have one length."""
    lengths = {
        len(world.seals.seal(place(), text))
        for text in (b'{"strangulation":true}', b'{"strangulation":false}', b"{}")
    }

    assert len(lengths) == 1


def test_a_key_of_another_suite_is_refused(world):
    """A key whose record does not allow the suite should neither seal nor open."""
    blob = world.seals.seal(place(), b"{}")
    for key_id, record in list(world.table.rows.items()):
        world.table.rows[key_id] = attrs.evolve(record, suites=frozenset({2}))

    with pytest.raises(CryptoRefused):
        world.fresh().open(place(), blob)
    with pytest.raises(CryptoRefused):
        world.fresh().seal(place(), b"{}")


@pytest.mark.parametrize(
    ("payload", "schema"), [(bytes(1 << 20), 1), (b"", -1), (b"", 1 << 16)]
)
def test_what_does_not_fit_an_envelope_is_refused(world, payload, schema):
    """A payload too long and a schema that is no u16 should be refused at once."""
    with pytest.raises(CryptoRefused):
        world.seals.seal(place(), payload, schema=schema)


def test_the_largest_payload_opens(world):
    """A payload one byte below the limit should come back."""
    largest = bytes((1 << 20) - 1)

    blob = world.seals.seal(place(), largest)
    assert world.seals.open(place(), blob).payload == largest


def test_what_was_opened_does_not_print(world):
    """An opened cell should not show its text when it is printed."""
    opened = world.seals.open(place(), world.seals.seal(place(), b"MARKER"))

    assert "MARKER" not in f"{opened!r} {opened}"


def test_the_worked_example_opens():
    """The published cell should open with its published wrap and custody key."""
    data, custody = SecretBytes(bytes(range(32))), SecretBytes(bytes(range(32, 64)))
    keyring, store, table = RootKeyring(), MemoryKeyStore(), MemoryKeyTable()
    for key, kind, subject, compartment in (
        (custody, KeyKind.CUSTODY, "", ""),
        (data, KeyKind.DATA, "bb" * 16, "advocacy_notes"),
    ):
        named = commitment(key)
        table.put(
            KeyRecord(
                key_id=named[:16],
                commitment=named,
                kind=kind,
                holder_id="advocacy",
                epoch=1,
                created_at=NOW,
                subject_id=subject,
                compartment=compartment,
            )
        )
    custody_id = commitment(custody)[:16]
    context = KeyContext(
        kind="custody",
        vault_id=VAULT,
        holder_id="advocacy",
        epoch=1,
        commitment=commitment(custody),
    )
    root = keyring.wrap(custody, context)
    store.put(custody_id, Wrap("root", root.ref, root.blob))
    store.put(
        commitment(data)[:16],
        Wrap("custody", custody_id.hex(), bytes(12) + bytes.fromhex(WRAPPED)),
    )
    sealer = Sealer(
        VAULT, "advocacy", keyring=keyring, store=store, clock=FixedClock(NOW)
    )
    where = CellAddress("bb" * 16, "advocacy_notes", "note", CELL, 1)

    opened = sealer.bind(table).open(where, bytes.fromhex(PUBLISHED))
    assert opened.payload == b'{"text":"hello"}'
    assert (opened.codec, opened.schema) == (Codec.JSON, 1)


def test_a_key_is_refused_at_its_bound(world, monkeypatch):
    """A key that has sealed as often as it may should be refused, not overrun."""
    monkeypatch.setattr(sealer_module, "MAX_USES", 3)
    for _ in range(3):
        world.seals.seal(place(), b"{}")

    with pytest.raises(CryptoRefused):
        world.seals.seal(place(), b"{}")


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

    assert faults == []
