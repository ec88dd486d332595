from __future__ import annotations

from datetime import timedelta

import pytest
from crypto.stores import IndexRows, Killed, Mortal, copied
from crypto.towns import ANN, PEOPLE, Town
from crypto.worlds import BEA, NOW, place

from fjcore.crypto import (
    KeyKind,
    Pending,
    Sealer,
    erase,
    replay,
    retire_epochs,
    rewrap_all,
    roll_epoch,
    standing,
)
from fjcore.errors import (
    EraseRefused,
    KeyDestroyed,
    KeyMissing,
)


@pytest.fixture(name="town")
def _town():
    return Town()


def erased(town, person=ANN, **more):
    given = {"approved_by": ("dana", "rosa"), "wraps_until": NOW + timedelta(days=14)}
    return erase(town.holding, town.table, person, **{**given, **more})


def test_erased(town):
    """Nothing of an erased person should open, and everything of the others."""
    rows = IndexRows(ANN, BEA, ANN)
    made = erased(town, rows=[rows])
    where = place(subject_id=ANN)

    assert (2, [BEA]) == (made.index_rows, rows.subjects)
    assert (town.key(ANN).key_id,) == made.key_ids
    for seals in (town.seals, town.fresh()):
        with pytest.raises(KeyDestroyed):
            seals.open(where, town.cells.held[where])
        with pytest.raises(KeyDestroyed):
            seals.seal(where, b"again")
    del town.cells.held[where]
    assert PEOPLE[1:] == town.reads()


@pytest.mark.parametrize(
    "more",
    [
        {"approved_by": ("dana",)},
        {"approved_by": ("dana", "dana")},
        {"approved_by": ("dana", "")},
        {"legal_hold": True},
    ],
)
def test_not_erased(town, more):
    """One person's word or a legal hold should leave everything as it is."""
    with pytest.raises(EraseRefused):
        erased(town, **more)
    assert PEOPLE == town.reads()


def test_accounts_outlive_a_person(town):
    """The key of the accounts of disclosures should stay unless it is asked for."""
    town.seals.pseudonym_key(ANN)
    erased(town)
    assert town.fresh().pseudonym_key(ANN)
    erased(town, accounting=True)

    with pytest.raises(KeyDestroyed):
        town.fresh().pseudonym_key(ANN)


def test_pending_until_the_backups_are_past(town):
    """A certificate should say pending as long as a backup can bring a key back."""
    backup, table = copied(town.store), dict(town.table.rows)
    made, where = erased(town), place(subject_id=ANN)
    says = standing(made, town.holding, town.table)
    thief = Sealer(
        "aa" * 16, "harbor", keyring=town.keyring, store=backup, clock=town.clock
    )
    town.table.rows, now = table, town.table.rows

    assert (Pending.WRAP_BACKUPS, Pending.CUSTODY_EPOCH) == says.pending
    assert (
        ANN.encode()
        == thief.bind(town.table).open(where, town.cells.held[where]).payload
    )
    town.table.rows = now
    town.clock.advance(timedelta(days=14))
    assert standing(made, town.holding, town.table).final


def test_sooner_by_a_new_epoch(town):
    """With the custody key gone too, an old backup of the wraps should open nothing."""
    wraps, rows = copied(town.store), dict(town.table.rows)
    made, where = erased(town), place(subject_id=ANN)
    old = town.table.active(KeyKind.CUSTODY, "", "")
    roll_epoch(town.holding, town.table)
    rewrap_all(town.holding, town.table)
    soon = NOW + timedelta(days=1)
    says = [standing(made, town.holding, town.table, roots_until=soon).pending]
    town.clock.advance(timedelta(seconds=60))
    retire_epochs(town.holding, town.table)
    says.append(standing(made, town.holding, town.table, roots_until=soon).pending)
    town.clock.advance(timedelta(days=1))
    final = standing(made, town.holding, town.table, roots_until=soon)
    # What is left of the past: wraps of data keys, and no wrap of that custody key.
    wraps.delete((old.key_id, wrap) for wrap in wraps.get(old.key_id))
    town.table.rows = rows

    assert [
        (Pending.WRAP_BACKUPS, Pending.CUSTODY_EPOCH),
        (Pending.WRAP_BACKUPS, Pending.ROOT_BACKUPS),
    ] == says
    assert final.final
    with pytest.raises(KeyMissing):
        town.fresh(store=wraps).open(where, town.cells.held[where])


def test_a_restore_brings_nothing_back(town):
    """After a restore, tombstones should be played again and close what it opened."""
    backup, rows = copied(town.store), dict(town.table.rows)
    made, where = erased(town), place(subject_id=ANN)
    town.store, town.table.rows = backup, rows
    town.sealer = town.open()
    town.sealer.bind(town.table).open(where, town.cells.held[where])
    again = [replay(town.holding, town.table, made.key_ids) for _ in range(2)]

    assert [1, 0] == again
    with pytest.raises(KeyDestroyed):
        town.sealer.bind(town.table).open(where, town.cells.held[where])


def test_an_old_database_and_todays_wraps(town):
    """An old database should open with today's wraps, but for the erased."""
    rows, cells = dict(town.table.rows), dict(town.cells.held)
    erased(town)
    roll_epoch(town.holding, town.table)
    rewrap_all(town.holding, town.table)
    custody = [r for r in town.table.rows.values() if r.kind is KeyKind.CUSTODY]
    # The custody keys' public records are small and kept with the wraps.
    town.table.rows = {**rows, **{one.key_id: one for one in custody}}
    seals, found = town.fresh(), []
    for where, blob in cells.items():
        if where.subject_id == ANN:
            with pytest.raises(KeyMissing):
                seals.open(where, blob)
        else:
            found.append(seals.open(where, blob).payload.decode())

    assert PEOPLE[1:] == found


def test_erasing_killed_anywhere(town):
    """An erasure that is stopped anywhere should end when it is done again."""
    for left in range(4):
        town = Town()
        town.store = Mortal(town.store.wraps)
        town.sealer = town.open()
        town.store.left = left
        try:
            erased(town)
        except Killed:
            pass
        town.store.left = 10**9
        erased(town)

        where = place(subject_id=ANN)
        with pytest.raises(KeyDestroyed):
            town.fresh().open(where, town.cells.held[where])
