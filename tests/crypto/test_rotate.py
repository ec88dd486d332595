from __future__ import annotations

from datetime import timedelta

import pytest
from crypto.stores import Killed, Mortal
from crypto.towns import PEOPLE, Town
from crypto.worlds import BEA, place

from fjcore.crypto import (
    KeyKind,
    KeyState,
    RootKeyring,
    WrappedKey,
    retire_epochs,
    rewrap,
    rewrap_all,
    rewrap_root,
    roll_epoch,
)
from fjcore.errors import (
    KeyMismatch,
    KeyMissing,
)


@pytest.fixture(name="town")
def _town():
    return Town()


def test_another_keyring(town):
    """After a move, the new keyring alone should open everything, the old nothing."""
    new = RootKeyring(name="next")
    moving = town.open(keyring=new, earlier=[town.keyring])
    done = rewrap_root(moving.holding, town.table)

    assert 2 == done
    assert PEOPLE == town.reads(town.open(keyring=new))
    with pytest.raises(KeyMissing):
        town.reads()


def test_a_root_that_was_rotated(town):
    """A keyring that moves wraps by itself should not be asked to open them."""

    class Moving(RootKeyring):
        calls = 0

        def rewrap(self, wrapped, context, /):
            self.calls += 1
            return WrappedKey(f"{wrapped.ref}/2", wrapped.blob)

        def unwrap(self, wrapped, context, /):
            assert not self.calls or wrapped.ref.endswith("/2")
            return super().unwrap(wrapped, context)

    ring = Moving(town.keyring._root)
    sealer = town.open(keyring=ring)
    rewrap_root(sealer.holding, town.table)

    assert 2 == ring.calls
    assert PEOPLE == town.reads(town.open(keyring=ring))


def test_a_new_epoch(town):
    """After a roll everything should open, under the new custody key alone."""
    old = town.table.active(KeyKind.CUSTODY, "", "")
    cells = dict(town.cells.held)
    new = roll_epoch(town.holding, town.table)
    told = []
    done = rewrap_all(town.holding, town.table, limit=3, progress=told.append)
    early = retire_epochs(town.holding, town.table)
    town.clock.advance(timedelta(seconds=60))
    gone = retire_epochs(town.holding, town.table)

    assert [] == early
    assert (len(PEOPLE), [3, 6, 7], [1]) == (done, told, gone)
    assert (2, KeyState.DESTROYED) == (new.epoch, town.table.get(old.key_id).state)
    assert PEOPLE == town.reads()
    assert cells == town.cells.held
    assert () == town.store.get(old.key_id)


def test_a_roll_is_done_once(town):
    """Rewrapping again should do nothing."""
    roll_epoch(town.holding, town.table)
    rewrap_all(town.holding, town.table)
    before = dict(town.store.wraps)

    assert 0 == rewrap_all(town.holding, town.table)
    assert before == town.store.wraps


def test_a_key_made_while_epochs_change(town):
    """A key made by who still has the old custody key should be moved, not lost."""
    late, where = town.open().bind(town.table), place(subject_id=BEA)
    late._keys.held(KeyKind.CUSTODY)
    roll_epoch(town.holding, town.table)
    rewrap_all(town.holding, town.table)
    town.cells.keep(where, late.seal(where, BEA.encode()))
    town.clock.advance(timedelta(seconds=60))
    early = retire_epochs(town.holding, town.table)
    rewrap_all(town.holding, town.table)

    assert [] == early
    assert [1] == retire_epochs(town.holding, town.table)
    assert [*PEOPLE, BEA] == town.reads()


def test_an_epoch_in_use_is_not_retired(town):
    """A custody key that still wraps something should not be destroyed."""
    roll_epoch(town.holding, town.table)
    rewrap(town.holding, town.table, limit=2)

    assert [] == retire_epochs(town.holding, town.table)
    assert PEOPLE == town.reads()


def test_a_roll_killed_anywhere(town):
    """A roll that is stopped after any write should leave every cell readable."""
    survived = 0
    for left in range(1, 40):
        town = Town()
        town.store = Mortal(town.store.wraps)
        town.sealer = town.open()
        town.store.left = left
        try:
            roll_epoch(town.holding, town.table)
            rewrap_all(town.holding, town.table, limit=3)
            town.clock.advance(timedelta(seconds=60))
            retire_epochs(town.holding, town.table)
            survived += 1
        except Killed:
            pass
        town.store.left = 10**9
        assert PEOPLE == town.reads()
        if town.table.active(KeyKind.CUSTODY, "", "").epoch == 2:
            rewrap_all(town.holding, town.table)
            town.clock.advance(timedelta(seconds=60))
            retire_epochs(town.holding, town.table)
            assert PEOPLE == town.reads()

    assert 0 < survived < 39


def test_a_swapped_wrap_is_not_moved(town):
    """A wrap that stands at another key should stop a roll, not be wrapped anew."""
    one, other = (town.key(person).key_id for person in PEOPLE[:2])
    wraps = town.store.wraps
    wraps[one], wraps[other] = wraps[other], wraps[one]
    roll_epoch(town.holding, town.table)

    with pytest.raises(KeyMismatch):
        rewrap_all(town.holding, town.table)
