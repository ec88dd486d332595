from __future__ import annotations

import pytest
from crypto.worlds import ANN, CELL, World, place
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import Codec, KeyKind, _slots, read_header
from fjcore.crypto.envelope import pad, padded_size
from fjcore.errors import BadId, CryptoError, CryptoRefused, UsageLimit, ValueRefused

WORLD = World()
NAMES = ["advocate", "legal", "health", "general"]
SIZES = [0, 1, 63, 64, 511, 512, 513, 4095, 4096, 9000]
sheets = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(SIZES).map(bytes), min_size=1
)


def many(seals, given_, **more):
    said = {
        "subject_id": ANN,
        "record_id": CELL,
        "revision": 1,
        "record_type": "note",
        **more,
    }
    return seals.seal_many(given_, **said)


@settings(max_examples=60, deadline=None)
@given(sheets, st.sampled_from(list(Codec)), st.integers(0, 65535))
def test_each_in_its_own_place(given_, codec, schema):
    """Cells sealed together should open one by one, each in its own place only."""
    blobs = many(WORLD.seals, given_, codec=codec, schema=schema)

    assert list(given_) == list(blobs)
    for name, blob in blobs.items():
        opened = WORLD.fresh().open(place(compartment=name), blob)
        assert (given_[name], codec, schema) == (
            opened.payload,
            opened.codec,
            opened.schema,
        )
        assert 24 + 12 + padded_size(len(given_[name])) + 16 == len(blob)
        assert 3 == read_header(blob).flags
        for other in {*NAMES} - {name}:
            with pytest.raises(CryptoError):
                WORLD.fresh().open(place(compartment=other), blob)


def test_each_length():
    """A text of any length should be rounded up as said, and open as it was."""
    world = WORLD.fresh()
    where = place(compartment=NAMES[0])
    for size in (*range(4200), *range(8180, 8200), 65535, 65536):
        payload = b"x" * size
        blob = many(WORLD.seals, {NAMES[0]: payload})[NAMES[0]]

        assert 24 + 12 + len(pad(payload)) + 16 == len(blob)
        assert payload == world.open(where, blob).payload


def test_a_type_for_each():
    """Each compartment may have a record type of its own."""
    kinds = {"general": "record", "legal": "order"}
    blobs = many(WORLD.seals, {"general": b"g", "legal": b"l"}, record_type=kinds)

    for name, kind in kinds.items():
        where = place(compartment=name, record_type=kind)
        assert name[:1].encode() == WORLD.fresh().open(where, blobs[name]).payload


def test_the_next_record_is_bound_to_itself():
    """What is kept between records should hold nothing of the one before."""
    first = many(WORLD.seals, {"legal": b"1"})["legal"]
    other = {"record_id": "ce" * 16, "revision": 7}
    second = many(WORLD.seals, {"legal": b"2"}, **other)["legal"]
    where = place(compartment="legal", **other)

    assert b"2" == WORLD.seals.open(where, second).payload
    assert b"1" == WORLD.seals.open(place(compartment="legal"), first).payload


def test_nothing():
    """No compartments should give no cells."""
    assert {} == many(WORLD.seals, {})


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"record_id": "CC" * 16}, BadId),
        ({"record_id": "cc"}, BadId),
        ({"record_id": " c" * 16}, BadId),
        ({"record_id": "not an id"}, BadId),
        ({"subject_id": "zz"}, BadId),
        ({"record_type": "A B"}, BadId),
        ({"revision": -1}, ValueRefused),
        ({"revision": 1 << 64}, ValueRefused),
        ({"revision": True}, ValueRefused),
        ({"schema": 65536}, CryptoRefused),
    ],
    ids=lambda one: str(one) if isinstance(one, dict) else one.__name__,
)
def test_refused(more, error):
    """An address that cannot be should be refused, warm keys or not."""
    for seals in (WORLD.seals, WORLD.fresh()):
        with pytest.raises(error) as caught:
            many(seals, {"legal": b"x"}, **more)
        assert caught.value.__context__ is None


def test_too_long():
    """A payload beyond the limit should be refused, and one below it sealed."""
    with pytest.raises(CryptoRefused):
        many(WORLD.seals, {"legal": bytes(1 << 20)})
    assert many(WORLD.seals, {"legal": bytes((1 << 20) - 1)})


def test_uses_are_counted_ahead_and_never_behind():
    """A key's count should be what was sealed or more, and twice that at most."""
    world, sealed = World(), 0
    for records in (1, 2, 5, 50, 300):
        seals = world.fresh()
        for _ in range(records):
            many(seals, {"legal": b"x", "health": b"y"})
            sealed += 1
            counts = [
                world.table.get(key_id).uses
                for key_id, row in world.table.rows.items()
                if row.kind is KeyKind.DATA
            ]
            assert all(sealed <= count <= 2 * sealed for count in counts)


def test_a_single_seal_is_counted_once():
    """A transaction that seals once should count one."""
    world = World()
    for number in range(1, 6):
        world.fresh().seal(place(), b"x")
        (row,) = [r for r in world.table.rows.values() if r.kind is KeyKind.DATA]
        assert number == world.table.get(row.key_id).uses


def test_the_limit_of_one_key_stops_all():
    """When one key has sealed as often as it may, none of a record's should seal."""
    world = World()
    many(world.seals, {"legal": b"x", "health": b"y"})
    (row,) = world.table.of(ANN, "legal")
    world.table.uses[row.key_id] = 1 << 31

    with pytest.raises(UsageLimit):
        many(world.fresh(), {"legal": b"x", "health": b"y"})


def test_people_do_not_share():
    """What is kept for one person should not serve another."""
    world = World()
    for person in ("0a" * 16, "0b" * 16, "0a" * 16):
        blob = many(world.seals, {"legal": person.encode()}, subject_id=person)["legal"]
        where = place(subject_id=person, compartment="legal")
        assert person.encode() == world.seals.open(where, blob).payload


def test_many_people_in_one_transaction(monkeypatch):
    """A transaction over very many people should keep its memory in bounds."""
    monkeypatch.setattr(_slots, "_MANY", 20)
    world = World()
    for number in range(50):
        where = place(subject_id=f"{number:032x}", compartment="legal")
        blob = many(world.seals, {"legal": b"x"}, subject_id=where.subject_id)["legal"]
        assert b"x" == world.seals.open(where, blob).payload

    assert len(world.seals._lots) <= 20
