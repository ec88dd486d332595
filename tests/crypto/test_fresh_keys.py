"""Keys of many people made at once, as when they are brought in from a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve
from crypto.worlds import ANN, BEA, World, place
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import (
    BulkKeyTable,
    KeyKind,
    KeyState,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
)
from fjcore.errors import BadId, CryptoRefused, KeyDestroyed, KeySuspended, UsageLimit

PEOPLE = [f"{number:032x}" for number in range(1, 9)]
PLACES = [(person, name) for person in PEOPLE for name in ("advocate", "contact")]


class Slow:
    """A key table that has no more than every key table has."""

    def __init__(self):
        self._table = MemoryKeyTable()
        for name in ("get", "active", "of", "of_subject", "after", "put", "replace"):
            setattr(self, name, getattr(self._table, name))
        self.used, self.rows = self._table.used, self._table.rows


class Plain(World):
    """A vault whose key table cannot look up many keys at once."""

    def __init__(self):
        super().__init__()
        self.table = Slow()
        self.sealer.establish(self.table)
        self.seals = self.sealer.bind(self.table)


class Refusing(MemoryKeyStore):
    """A key store that cannot write."""

    broken = False

    def put_many(self, wraps):
        if self.broken:
            raise CryptoRefused("disk")
        super().put_many(wraps)


@pytest.fixture(params=[World, Plain], name="world")
def _world(request):
    return request.param()


def data_keys(world):
    return [row for row in world.table.rows.values() if row.kind is KeyKind.DATA]


def test_both_kinds_of_table_are_tried():
    """One table here should be asked for many keys at once, and the other not."""
    assert isinstance(World().table, BulkKeyTable)
    assert not isinstance(Plain().table, BulkKeyTable)


def test_each_place_gets_one_key_that_seals(world):
    """Each place should have one key, by which cells seal, and open elsewhere too."""
    world.seals.fresh_keys([*PLACES, *PLACES])
    made = data_keys(world)
    cells = [place(subject_id=who, compartment=name) for who, name in PLACES]
    sealed = [world.seals.seal(where, b"said") for where in cells]
    again = world.fresh()

    assert PLACES == [(one.subject_id, one.compartment) for one in made]
    assert len(PLACES) == len({one.commitment for one in made})
    assert made == [evolve(one, uses=16) for one in made]
    assert {b"said"} == {
        again.open(where, cell).payload
        for where, cell in zip(cells, sealed, strict=True)
    }
    assert len(PLACES) == len(data_keys(world))


def test_places_with_a_key_are_passed_over(world):
    """A place that has a key should keep it, in this transaction or another."""
    first = world.seals.fresh_key(ANN, "advocate")
    world.seals.fresh_keys([(ANN, "advocate"), (BEA, "advocate")])
    world.fresh().fresh_keys([(BEA, "advocate"), (ANN, "advocate"), (ANN, "health")])

    assert [first] == world.table.of(ANN, "advocate")
    assert 3 == len(data_keys(world))


@pytest.mark.parametrize(
    ("state", "fault"),
    [(KeyState.SUSPENDED, KeySuspended), (KeyState.DESTROYED, KeyDestroyed)],
)
def test_a_key_that_may_not_be_used_is_no_gap(world, state, fault):
    """Where a key was suspended or destroyed, none should be made in its place."""
    old = world.seals.fresh_key(ANN, "advocate")
    assert world.table.replace(old, old.becoming(state))
    seals = world.fresh()
    seals.fresh_keys([(ANN, "advocate")])
    with pytest.raises(fault):
        seals.seal(place(), b"x")

    assert 1 == len(world.table.of(ANN, "advocate"))


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_counts_are_never_behind(turns):
    """A key's count should be what was sealed or more, at most twice that and 16."""
    world, sealed = World(), 0
    world.seals.fresh_keys([(ANN, "advocate")])
    seals = world.seals
    for turn in turns:
        for _ in range(turn):
            seals.seal(place(), b"x")
            sealed += 1
            (row,) = world.table.of(ANN, "advocate")
            count = world.table.get(row.key_id).uses
            assert sealed <= count <= max(16, 2 * sealed + 16)
        seals = world.fresh()


def test_what_is_counted_already_is_not_counted_again(world):
    """The first seals should need no count, and the sixteenth one."""
    world.seals.fresh_keys([(ANN, "advocate")])
    (row,) = data_keys(world)
    counts = []
    for _ in range(31):
        world.seals.seal(place(), b"x")
        counts.append(world.table.get(row.key_id).uses)

    # Uses are taken one, two, four and eight at a time, and then sixteen.
    assert [16] * 15 == counts[:15]
    assert [32] * 16 == counts[15:]


def test_the_limit_holds_for_them_too(world):
    """A key that has sealed as often as it may should seal no more."""
    world.seals.fresh_keys([(ANN, "advocate")])
    (row,) = data_keys(world)
    world.table.used([row.key_id], 1 << 31)
    for _ in range(15):
        world.seals.seal(place(), b"x")
    with pytest.raises(UsageLimit):
        world.seals.seal(place(), b"x")
    with pytest.raises(UsageLimit):
        world.fresh().seal(place(), b"x")


@pytest.mark.parametrize(
    "bad",
    [("AA" * 16, "advocate"), (None, "advocate"), (BEA, "Advocate"), (BEA, None)],
)
def test_one_bad_place_stops_all(world, bad):
    """Where one id or name has the wrong shape, no key should be made."""
    with pytest.raises(BadId):
        world.seals.fresh_keys([(ANN, "advocate"), bad])

    assert [] == data_keys(world)


def test_nothing_is_kept_where_the_store_fails():
    """Where wraps cannot be written, no record and no open key should be left."""
    world = World()
    world.store = Refusing()
    sealer = world.open()
    world.table = MemoryKeyTable()
    sealer.establish(world.table)
    seals = sealer.bind(world.table)
    world.store.broken = True
    before = len(sealer.cache)
    with pytest.raises(CryptoRefused):
        seals.fresh_keys(PLACES)
    left, opened = data_keys(world), len(sealer.cache)
    world.store.broken = False
    seals.fresh_keys(PLACES)

    assert [] == left
    # Only the custody key, by which they were to be wrapped, was opened.
    assert before + 1 == opened
    assert len(PLACES) == len(data_keys(world))
    assert opened + len(PLACES) == len(sealer.cache)


def test_very_many_are_made_in_pieces(monkeypatch):
    """More keys than are made at a time should all be made, and wrapped."""
    monkeypatch.setattr("fjcore.crypto.keychain._AT_ONCE", 3)
    world = World()
    world.seals.fresh_keys(PLACES)
    world.sealer.cache.clear()

    assert len(PLACES) == len(data_keys(world))
    assert all(world.seals.key(row).reveal() for row in data_keys(world))


def test_a_custody_key_used_up_is_opened_anew():
    """Where a custody key has not as many uses left, it should be opened anew."""
    calls = []

    class Counting(RootKeyring):
        def unwrap(self, wrapped, context, /):
            calls.append(context.kind)
            return super().unwrap(wrapped, context)

    world = World()
    sealer = world.open(keyring=Counting(world.keyring._root))
    seals = sealer.bind(world.table)
    seals.fresh_keys(PLACES[:2])
    world.clock.advance(timedelta(seconds=60))
    seals.fresh_keys(PLACES[2:4])
    for opened in sealer.cache._held.values():
        opened.left = 1
    seals.fresh_keys(PLACES[4:8])

    # The last four are made by what was left of one opening, and by the next.
    assert ["custody"] * 3 == calls
    assert 8 == len(data_keys(world))


def test_a_table_takes_all_or_none():
    """A table should refuse records of which one is there, or is there twice."""
    world = World()
    world.seals.fresh_keys(PLACES[:3])
    first, second, third = data_keys(world)
    table = MemoryKeyTable()
    table.put(second)
    for some in ([first, second], [first, first]):
        with pytest.raises(CryptoRefused):
            table.put_many(some)
        assert [second] == list(table.rows.values())
    table.put_many([first, third])

    assert {(ANN, "x"), *PLACES[:3]} - {(ANN, "x")} == table.known(
        [*PLACES, (ANN, "x")]
    )
