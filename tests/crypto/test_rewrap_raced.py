from __future__ import annotations

import pytest
from crypto.towns import ANN, PEOPLE, Town

from fjcore.crypto import (
    MemoryKeyStore,
    Wrap,
    rewrap_all,
    roll_epoch,
)
from fjcore.crypto.keys import Moves
from fjcore.crypto.rotate import shred
from fjcore.crypto.states import QUIET
from fjcore.vault import open_key_store

KEY = bytes(range(16))
OLDER, OLDEST, NEWER, SIGN = (
    Wrap("custody", "aa" * 16, b"older"),
    Wrap("custody", "bb" * 16, b"oldest"),
    Wrap("custody", "cc" * 16, b"newer"),
    Wrap("sign", "cc" * 16, b"sign"),
)
#: The older one, as a store gives it.
ROW = (OLDER.kind, OLDER.ref, OLDER.blob)


class Single:
    """A key store to which others come first, each once, before it takes or puts."""

    def __init__(self, wraps):
        self.held, self.first = MemoryKeyStore(wraps), {}
        held = self.held
        self.get, self.put, self.made_by = held.get, held.put, held.made_by
        self.put_many = held.put_many

    def _first(self, name):
        self.first.pop(name, lambda: None)()

    def swap(self, changes):
        self._first("put")
        self.held.swap(changes)

    def delete(self, wraps):
        given = list(wraps)
        self._first("take")
        self.held.delete(given)


class Bulk(Single):
    """The same, that moves many at once."""

    def many(self, key_ids):
        return self.held.many(key_ids)

    def move(self, kind, ref, moves):
        self._first("put")
        self.held.move(kind, ref, moves)


@pytest.fixture(name="town")
def _town():
    return Town()


@pytest.mark.parametrize("kind", [Single, Bulk])
@pytest.mark.parametrize("left", ["older", "both"])
def test_erased_before_it_is_put(town, kind, left):
    """A key erased while it is wrapped anew should not come back."""
    town.store = kind(town.store.wraps)
    holding, record = town.open().holding, town.key(ANN)
    (older,) = town.store.get(record.key_id)
    roll_epoch(holding, town.table)
    if left == "both":
        rewrap_all(holding, town.table)
        town.store.put(record.key_id, older)
    town.store.first["put"] = lambda: shred(holding, town.table, record, observer=QUIET)
    rewrap_all(holding, town.table)

    assert () == town.store.get(record.key_id)
    assert {} == town.store.first


@pytest.mark.parametrize("kind", [Single, Bulk])
def test_put_before_it_is_erased(town, kind):
    """A key wrapped anew while it is erased should not stay."""
    town.store = kind(town.store.wraps)
    holding, record = town.open().holding, town.key(ANN)
    roll_epoch(holding, town.table)
    town.store.first["take"] = lambda: rewrap_all(holding, town.table)
    shred(holding, town.table, record, observer=QUIET)

    assert () == town.store.get(record.key_id)
    assert PEOPLE[1:] == [
        person for person in PEOPLE if town.store.get(town.key(person).key_id)
    ]


@pytest.fixture(name="sql", scope="module")
def _sql(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    store = open_key_store("sqlite:keys.sqlite", folder, create=True)
    yield store
    store.engine.dispose()


@pytest.fixture(name="store", params=["memory", "sql"])
def _store(request):
    if request.param == "memory":
        return MemoryKeyStore()
    store = request.getfixturevalue("sql")
    store.delete([(KEY, wrap) for wrap in store.get(KEY)])
    return store


@pytest.mark.parametrize(
    ("held", "old", "left"),
    [
        ([], [OLDER], []),
        ([OLDER], [OLDER], [NEWER]),
        ([OLDEST], [OLDER], [OLDEST]),
        ([OLDER], [OLDEST, OLDER], [NEWER]),
        ([OLDER, OLDEST], [OLDER], [NEWER, OLDEST]),
        ([OLDER, NEWER], [OLDER], [NEWER]),
        ([SIGN], [OLDER], [SIGN]),
        ([SIGN, OLDER], [OLDER], [NEWER, SIGN]),
    ],
)
def test_swap(store, held, old, left):
    """A wrap should be put where one of the others stands, and nowhere else."""
    for wrap in held:
        store.put(KEY, wrap)
    store.swap([(KEY, tuple(old), NEWER)])

    assert left == sorted(store.get(KEY), key=lambda one: one.blob)


@pytest.mark.parametrize(
    ("held", "left"),
    [
        ([], []),
        ([OLDER], [NEWER]),
        ([OLDEST], [OLDEST]),
        ([OLDER, SIGN], [NEWER, SIGN]),
        ([SIGN], [SIGN]),
    ],
)
def test_move(store, held, left):
    """Many wraps should be moved under the same rule as one."""
    for wrap in held:
        store.put(KEY, wrap)
    store.move("custody", NEWER.ref, Moves([KEY], [(ROW,)], [NEWER.blob]))

    assert left == sorted(store.get(KEY), key=lambda one: one.blob)


def test_moves_of_many(store):
    """Of many wraps, those should be moved whose older one stands, and no others."""
    keys = [bytes([number]) * 16 for number in range(1, 6)]
    held = [[OLDER], [OLDEST], [], [OLDER, SIGN], [SIGN]]
    for key, wraps in zip(keys, held, strict=True):
        store.delete([(key, wrap) for wrap in store.get(key)])
        for wrap in wraps:
            store.put(key, wrap)
    count = len(keys)
    store.move("custody", NEWER.ref, Moves(keys, [(ROW,)] * count, [b"new"] * count))
    after = [sorted(wrap.named for wrap in store.get(key)) for key in keys]

    assert after == [
        [NEWER.named],
        [OLDEST.named],
        [],
        [NEWER.named, SIGN.named],
        [SIGN.named],
    ]


def test_moves_of_many_that_stand_alone(store):
    """Where each older wrap stands alone, all should move, each to its own bytes."""
    keys = [bytes([number]) * 16 for number in range(1, 6)]
    for key in keys:
        store.delete([(key, wrap) for wrap in store.get(key)])
        store.put(key, OLDER)
    blobs = [key[:3] for key in keys]
    store.move("custody", NEWER.ref, Moves(keys, [(ROW,)] * len(keys), blobs))

    assert [(Wrap("custody", NEWER.ref, blob),) for blob in blobs] == [
        store.get(key) for key in keys
    ]
