from __future__ import annotations

import io
from datetime import timedelta

import attrs
import pytest
from crypto.towns import ANN, PEOPLE, Town
from crypto.worlds import place

from fjcore.crypto import (
    KeyState,
    finish,
    flip,
    open_stream,
    read_header,
    reseal,
    seal_stream,
    set_state,
)
from fjcore.errors import (
    CryptoRefused,
    KeySuspended,
    SealBroken,
)


@pytest.fixture(name="town")
def _town():
    return Town()


def test_reseal(town):
    """Cells of a compromised key should move to a new one, and only so be opened."""
    old = set_state(town.holding, town.table, town.key(ANN), KeyState.COMPROMISED)
    where = place(subject_id=ANN)
    with pytest.raises(KeySuspended):
        town.fresh().open(where, town.cells.held[where])
    new = flip(town.holding, town.table, old)
    left = reseal(town.holding, town.table, town.cells, old)
    town.clock.advance(timedelta(seconds=60))
    finish(town.holding, town.table, town.cells, old)

    assert 0 == left
    assert new.key_id == read_header(town.cells.held[where]).key_id
    assert PEOPLE == town.reads()
    assert KeyState.DESTROYED is town.table.get(old.key_id).state
    assert () == town.store.get(old.key_id)


def test_reseal_twice_in_a_row(town):
    """A place should be resealed as often as is wanted."""
    for generation in (2, 3):
        old = town.key(ANN)
        assert generation == flip(town.holding, town.table, old).generation
        reseal(town.holding, town.table, town.cells, town.table.get(old.key_id))
        town.clock.advance(timedelta(seconds=60))
        finish(town.holding, town.table, town.cells, old)

    assert PEOPLE == town.reads()


def test_reseal_keeps_what_is_said(town):
    """Codec, schema and suite should stay, and a file stay a file."""
    where, sink = place(subject_id=ANN, record_id="ee" * 16), io.BytesIO()
    seal_stream(town.seals, where, io.BytesIO(b"exhibit"), sink, schema=9)
    town.cells.keep(where, sink.getvalue())
    old = town.key(ANN)
    flip(town.holding, town.table, old)
    reseal(town.holding, town.table, town.cells, old)
    again, found = town.cells.held[where], io.BytesIO()
    header = open_stream(town.fresh(), where, io.BytesIO(again), found)

    assert b"exhibit" == found.getvalue()
    assert (2, 9) == (header.suite, header.schema)
    assert header == attrs.evolve(read_header(sink.getvalue()), key_id=header.key_id)


def test_a_cell_written_meanwhile(town):
    """A cell that is written while it is resealed should stay as it was written."""
    where, old = place(subject_id=ANN), town.key(ANN)
    flip(town.holding, town.table, old)
    fresh = town.fresh().seal(where, ANN.encode())
    town.cells.before = lambda: town.cells.keep(where, fresh)
    reseal(town.holding, town.table, town.cells, old)

    assert fresh == town.cells.held[where]


@pytest.mark.parametrize("wait", [0, 59])
def test_too_early(town, wait):
    """A key should not be destroyed while another process may still seal by it."""
    old = town.key(ANN)
    flip(town.holding, town.table, old)
    reseal(town.holding, town.table, town.cells, old)
    town.clock.advance(timedelta(seconds=wait))

    with pytest.raises(CryptoRefused):
        finish(town.holding, town.table, town.cells, old)
    assert PEOPLE == town.reads()


def test_a_straggler(town):
    """A key that another process sealed by should stay until its cell is moved."""
    old, other = town.key(ANN), town.open().bind(town.table)
    late = place(subject_id=ANN, record_id="ef" * 16)
    other.seal(late, b"warm")
    flip(town.holding, town.table, old)
    reseal(town.holding, town.table, town.cells, old)
    town.cells.keep(late, other.seal(late, ANN.encode()))
    town.clock.advance(timedelta(seconds=60))

    with pytest.raises(CryptoRefused):
        finish(town.holding, town.table, town.cells, old)
    reseal(town.holding, town.table, town.cells, old)
    finish(town.holding, town.table, town.cells, old)
    assert [*PEOPLE, ANN] == town.reads()


def test_a_broken_cell_stops_it(town):
    """A cell that was altered should be told, and the key stay."""
    where, old = place(subject_id=ANN), town.key(ANN)
    bad = bytearray(town.cells.held[where])
    bad[-1] ^= 1
    town.cells.keep(where, bytes(bad))
    flip(town.holding, town.table, old)

    with pytest.raises(SealBroken):
        reseal(town.holding, town.table, town.cells, old)
