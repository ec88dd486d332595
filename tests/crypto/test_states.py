from __future__ import annotations

import pytest
from crypto.towns import ANN, PEOPLE, Town, Watch
from crypto.worlds import NOW

from fjcore.crypto import (
    KeyAct,
    KeyState,
    flip,
    rewrap_root,
    roll_epoch,
    set_state,
)
from fjcore.errors import (
    CryptoRefused,
    KeySuspended,
)


@pytest.fixture(name="town")
def _town():
    return Town()


def test_suspended_and_back(town):
    """A suspended key should open nothing at once, and open again when it is back."""
    record, (where, blob) = town.key(PEOPLE[0]), next(iter(town.cells.held.items()))
    seals = town.sealer.bind(town.table)
    seals.open(where, blob)
    held = set_state(town.holding, town.table, record, KeyState.SUSPENDED)

    with pytest.raises(KeySuspended):
        town.sealer.bind(town.table).open(where, blob)
    set_state(town.holding, town.table, held, KeyState.DECRYPT_ONLY)
    assert PEOPLE == town.reads()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (KeyState.DESTROYED, KeyState.ACTIVE),
        (KeyState.COMPROMISED, KeyState.ACTIVE),
        (KeyState.SUSPENDED, KeyState.ACTIVE),
        (KeyState.DECRYPT_ONLY, KeyState.ACTIVE),
        (KeyState.COMPROMISED, KeyState.SUSPENDED),
    ],
)
def test_no_way_back(town, first, second):
    """A key should not come back to a state that its own forbids."""
    record = set_state(town.holding, town.table, town.key(ANN), first)

    with pytest.raises(CryptoRefused):
        set_state(town.holding, town.table, record, second)


def test_a_stale_record(town):
    """A state set by who looked too early should be refused."""
    record = town.key(ANN)
    set_state(town.holding, town.table, record, KeyState.COMPROMISED)

    with pytest.raises(CryptoRefused):
        set_state(town.holding, town.table, record, KeyState.SUSPENDED)


def test_who_is_told(town):
    """An observer should be told of each change, and nothing secret."""
    watch = Watch()
    record = set_state(
        town.holding, town.table, town.key(ANN), KeyState.COMPROMISED, observer=watch
    )
    flip(town.holding, town.table, record, observer=watch)
    roll_epoch(town.holding, town.table, observer=watch)
    rewrap_root(town.holding, town.table, observer=watch)

    acts = [event.act for event in watch.events]
    assert [KeyAct.CHANGED, KeyAct.MADE, KeyAct.MADE] == acts[:3]
    assert {KeyAct.REWRAPPED} == set(acts[3:])
    assert {NOW} == {event.at for event in watch.events}


def test_who_cannot_be_told(town):
    """A change that cannot be told should fail."""
    with pytest.raises(OSError, match="no log"):
        set_state(
            town.holding,
            town.table,
            town.key(ANN),
            KeyState.SUSPENDED,
            observer=Watch(fail=True),
        )
