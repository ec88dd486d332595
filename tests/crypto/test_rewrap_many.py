from __future__ import annotations

import attrs
import pytest
from crypto.towns import PEOPLE, Town

from fjcore.crypto import (
    KeyKind,
    KeyState,
    MemoryKeyStore,
    Wrap,
    rewrap,
    rewrap_all,
    roll_epoch,
)
from fjcore.errors import KeyMismatch

CUSTODY = "custody"


class Single:
    """A key store that has only what every key store has."""

    def __init__(self, wraps):
        held = MemoryKeyStore(wraps)
        self.get, self.put, self.put_many = held.get, held.put, held.put_many
        self.swap, self.delete, self.made_by = held.swap, held.delete, held.made_by


@pytest.fixture(name="town")
def _town():
    return Town()


@pytest.mark.parametrize("limit", [1, 3, 1000])
@pytest.mark.parametrize("kind", [Single, MemoryKeyStore])
def test_one_by_one_and_at_once(town, kind, limit):
    """Every data key should be moved alike, whatever a key store can do at once."""
    town.store = kind(town.store.wraps)
    holding = town.open().holding
    custody = roll_epoch(holding, town.table)
    keys = [row.key_id for row in town.table.after(KeyKind.DATA, b"", 1000)]
    done = rewrap_all(holding, town.table, limit=limit)

    assert len(keys) == done
    assert 0 == rewrap_all(holding, town.table, limit=limit)
    refs = {wrap.ref for key in keys for wrap in town.store.get(key)}
    assert {custody.key_id.hex()} == refs
    assert PEOPLE == town.reads(town.open())


@pytest.mark.parametrize("piece", [1, 2, 3, 250])
@pytest.mark.parametrize("first", [1, 2, 5])
def test_wraps_by_several_custody_keys(town, monkeypatch, piece, first):
    """Keys wrapped by this epoch's key and by several earlier ones should all move."""
    monkeypatch.setattr("fjcore.crypto._rewrapping._PIECE", piece)
    holding, table = town.open().holding, town.table
    roll_epoch(holding, table)
    rewrap(holding, table, limit=first)
    roll_epoch(holding, table)
    rewrap(holding, table, limit=2)
    custody = roll_epoch(holding, table)
    rewrap(holding, table, limit=1)
    keys = [row.key_id for row in table.after(KeyKind.DATA, b"", 1000)]
    refs = [town.store.get(key)[0].ref for key in keys]
    done = rewrap_all(holding, table)

    assert 3 <= len(set(refs))
    assert len(keys) - 1 == done
    assert {((CUSTODY, custody.key_id.hex()),)} == {
        tuple(wrap.named for wrap in town.store.get(key)) for key in keys
    }
    assert PEOPLE == town.reads(town.open())


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_destroyed_keys_are_not_among_the_living(town, size):
    """Keys should be given so many at a time, and none that was destroyed."""
    first, second, *rest = town.table.after(KeyKind.DATA, b"", 1000)
    for one, state in ((first, KeyState.DESTROYED), (second, KeyState.SUSPENDED)):
        assert town.table.replace(one, one.becoming(state))
    pages = list(town.table.living(KeyKind.DATA, size))
    living = {row.key_id for page in pages for row in page}

    assert {one.key_id for one in (second, *rest)} == living
    assert {size} >= {len(page) for page in pages[:-1]}


def test_two_wraps_at_once(town):
    """A key left with an older wrap beside its new one should keep the new one."""
    holding = town.open().holding
    keys = [row.key_id for row in town.table.after(KeyKind.DATA, b"", 1000)]
    older = {key: town.store.get(key)[0] for key in keys}
    roll_epoch(holding, town.table)
    rewrap_all(holding, town.table)
    newer = town.store.get(keys[0])
    town.store.put(keys[0], older[keys[0]])
    done = rewrap_all(holding, town.table)

    assert 1 == done
    assert newer == town.store.get(keys[0])


@pytest.mark.parametrize("blob", [b"", bytes(59), bytes(60), bytes(61)], ids=len)
def test_one_that_does_not_open(town, blob):
    """A wrap that does not open should be named, and no other be moved with it."""
    holding = town.open().holding
    roll_epoch(holding, town.table)
    last = town.table.after(KeyKind.DATA, b"", 1000)[-1].key_id
    (wrap,) = town.store.get(last)
    town.store.wraps[last] = (Wrap(CUSTODY, wrap.ref, blob),)
    before = dict(town.store.wraps)
    with pytest.raises(KeyMismatch, match=last.hex()):
        rewrap_all(holding, town.table)

    assert before == dict(town.store.wraps)


def test_rows_by_hand(town):
    """What is put in a table by hand, or taken out of it, should be found at once."""
    table = town.table
    first = table.after(KeyKind.DATA, b"", 1)[0]
    same = table.of(first.subject_id, first.compartment)
    del table.rows[first.key_id]
    gone = table.of(first.subject_id, first.compartment)
    moved = attrs.evolve(first, compartment="elsewhere")
    table.rows[first.key_id] = moved

    assert first in same
    assert first not in gone
    assert moved in table.of(first.subject_id, "elsewhere")
    assert moved == table.after(KeyKind.DATA, b"", 1)[0]
