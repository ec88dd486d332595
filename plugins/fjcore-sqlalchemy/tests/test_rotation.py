"""Keys and indexes are rotated under real models, and people erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from fjcore_sqlalchemy import ModelCells, find, rebuild_index
from sqlalchemy.orm import DeclarativeBase

from fjcore.crypto import (
    KeyKind,
    erase,
    finish,
    flip,
    reseal,
    retire_epochs,
    rewrap_all,
    roll_epoch,
)
from fjcore.errors import IndexRefused, KeyDestroyed, KeyMissing


def rotated(clinic):
    """Roll the epoch, wrap every data key anew and retire what was before."""
    holding = clinic.sealer.holding
    with clinic.engine.begin() as connection:
        table = clinic.keys.table(connection)
        roll_epoch(holding, table)
        done = rewrap_all(holding, table, limit=2)
    clinic.clock.advance(timedelta(minutes=2))
    with clinic.engine.begin() as connection:
        gone = retire_epochs(holding, clinic.keys.table(connection))
    return done, gone


def test_rotated(clinic):
    """After a rotation a value should be the value, never what is stored."""
    cells = [clinic.add(person_id=f"{n:032x}") for n in range(3)]

    assert (3, [1]) == rotated(clinic)
    assert ["406-555-0123"] * 3 == [clinic.read(cell) for cell in cells]


def test_saved_after(clinic):
    """A row saved after a rotation should not be sealed twice."""
    cell = clinic.add(note="before")
    rotated(clinic)
    with clinic.session() as session:
        row = session.scalars(sa.select(clinic.Contact)).one()
        row.note = row.note + " and after"
        session.commit()

    assert "before and after" == clinic.read(cell, "note")
    assert "406-555-0123" == clinic.read(cell)


def test_reseal(clinic):
    """Cells should move to a new data key, and the old one then open nothing."""
    cells = [clinic.add(note=f"note {n}") for n in range(3)]
    others = clinic.add(person_id=clinic.bea, note="other")
    old = _text(clinic, cells[0])
    with clinic.session() as session:
        table = clinic.keys.table(session.connection())
        record = table.active(KeyKind.DATA, clinic.ann, "notes")
        flip(clinic.sealer.holding, table, record)
        session.commit()
    left = []
    while not left or left[-1]:
        with clinic.session() as session:
            left.append(_resealed(clinic, session, record))
            session.commit()
    clinic.clock.advance(timedelta(minutes=2))
    with clinic.session() as session:
        table = clinic.keys.table(session.connection())
        models = ModelCells(session, [clinic.Contact])
        finish(clinic.sealer.holding, table, models, record)
        session.commit()

    assert [1, 0] == left
    assert [f"note {n}" for n in range(3)] == [clinic.read(c, "note") for c in cells]
    assert "other" == clinic.read(others, "note")
    clinic.raw("UPDATE contact SET note = :t WHERE cell_id = :c", t=old, c=cells[0])
    with pytest.raises(KeyDestroyed):
        clinic.read(cells[0], "note")


def _text(clinic, cell):
    return clinic.raw("SELECT note FROM contact WHERE cell_id = :c", c=cell)[0][0]


def _resealed(clinic, session, record):
    table = clinic.keys.table(session.connection())
    cells = ModelCells(session, [clinic.Contact])
    return reseal(clinic.sealer.holding, table, cells, record, limit=2)


def test_find(clinic):
    """A search should give who has the value, however it is written."""
    cells = [clinic.add(phone=f"406-555-{n:04d}") for n in range(100, 112)]
    with clinic.session() as session:
        found = [
            [row.cell_id for row in find(session, clinic.Contact.phone, asked)]
            for asked in ("(406) 555-0107", "+14065550108", "406-555-0199")
        ]

    assert [[cells[7]], [cells[8]], []] == found


def test_find_follows(clinic):
    """A changed, emptied or deleted value should not be found any more."""
    cell = clinic.add()
    found = []
    for phone in ("406-555-0188", None, "406-555-0123", "gone"):
        with clinic.session() as session:
            row = session.scalars(sa.select(clinic.Contact)).one()
            if phone == "gone":
                session.delete(row)
            else:
                row.phone = phone
            session.commit()
            found.append(
                [r.cell_id for r in find(session, clinic.Contact.phone, "4065550123")]
            )

    assert [[], [], [cell], []] == found
    assert [(0,)] == clinic.raw("SELECT count(*) FROM fjcore_index")


def test_scan(clinic):
    """A field without an index should be searched by opening, where it may be."""
    cell = clinic.add(note="María Núñez-Stone")
    clinic.add(note="someone else", person_id=clinic.bea)
    with clinic.session() as session:
        found = [r.cell_id for r in find(session, clinic.Contact.note, "nunez")]
        with pytest.raises(IndexRefused):
            find(session, clinic.Contact.born, "1990-04-12")

    assert [cell] == found


def test_index_rotated(clinic, monkeypatch):
    """An index should move to its next key while both are read, and the old one go."""
    cells = [clinic.add(phone=f"406-555-{n:04d}") for n in range(100, 103)]
    field = clinic.Contact.phone
    monkeypatch.setattr(field, "index", (clinic.spec(2), clinic.spec(1)))
    cells.append(clinic.add(phone="406-555-0103"))
    asked = [f"406-555-{n:04d}" for n in range(100, 104)]
    with clinic.session() as session:
        both = [[r.cell_id for r in find(session, field, one)] for one in asked]
        done = rebuild_index(session, field, limit=3)
        rows = clinic.keys.rows(session)
        numbers = _numbers(clinic, 1), _numbers(clinic, 2)
        monkeypatch.setattr(field, "index", (clinic.spec(2),))
        dropped = rows.drop("clinic.phone", 1)
        session.commit()
        new = [[r.cell_id for r in find(session, field, one)] for one in asked]

    assert [[cell] for cell in cells] == both == new
    assert (4, 4) == (done, dropped)
    assert numbers[0] != numbers[1]


def _numbers(clinic, version):
    query = (
        "SELECT cell_id, number FROM fjcore_index WHERE version = :v ORDER BY cell_id"
    )
    return clinic.raw(query, v=version)


def test_erased(clinic):
    """An erased person's cells should open nowhere, and no index row of hers stay."""
    cell, other = clinic.add(), clinic.add(person_id=clinic.bea)
    with clinic.session() as session:
        certificate = erase(
            clinic.sealer.holding,
            clinic.keys.table(session.connection()),
            clinic.ann,
            approved_by=("k.lindqvist", "r.okafor"),
            wraps_until=clinic.clock.now() + timedelta(days=14),
            rows=[clinic.keys.rows(session)],
        )
        session.commit()

    assert 1 == certificate.index_rows
    assert [(other,)] == clinic.raw("SELECT cell_id FROM fjcore_index")
    assert "406-555-0123" == clinic.read(other)
    with pytest.raises((KeyDestroyed, KeyMissing)):
        clinic.read(cell)


def test_own_metadata():
    """The tables should be those of the application's own metadata."""

    class Own(DeclarativeBase):
        pass

    from fjcore_sqlalchemy import index_table, key_table

    key_table(Own.metadata, "our_keys")
    index_table(Own.metadata, "our_indexes")

    assert ["our_indexes", "our_keys"] == sorted(Own.metadata.tables)
