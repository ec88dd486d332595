from __future__ import annotations

import attrs
import pytest
from audit.worlds import filled, rid

from fjcore.audit import Head, MemoryLogStore
from fjcore.errors import ForkedHead


def test_rows_in_order():
    """Entries should come in order from the index asked for, each with its detail."""
    store = filled(5)
    got = list(store.entries(2))

    assert [entry.idx for entry, _ in got] == [2, 3, 4]
    assert [detail is None for _, detail in got] == [False, True, False]
    assert list(store.entries(5)) == []


def test_find():
    """An entry should be found by its id, and none by one that is not there."""
    store = filled(3)

    assert store.find(rid(1)) == store.rows[1]
    assert store.find(rid(9)) is None


def test_advance_from_elsewhere():
    """The head should move only from where it stands."""
    store = filled(2)
    elsewhere = Head(size=1, peaks=bytes(32), last_t=0)
    top = store.top

    with pytest.raises(ForkedHead):
        store.advance(elsewhere, elsewhere)
    assert store.top == top


@pytest.mark.parametrize("changed", [{"idx": 1}, {"idx": 5}, {"idx": 2, "rid": rid(0)}])
def test_insert_only(changed):
    """A place or id taken, or a place skipped, should be refused, as tables do."""
    store = filled(2)
    row = attrs.evolve(store.rows[1], **{"rid": rid(9), **changed})

    with pytest.raises(ForkedHead):
        store.insert(row, b"detail")
    assert len(store.rows) == 2
    assert store.details.keys() == {0}


def test_two_stores_share_nothing():
    """Two logs in memory should be apart."""
    filled(2)

    assert MemoryLogStore().head() == Head(size=0, peaks=b"", last_t=0)
    assert list(MemoryLogStore().entries(0)) == []
