"""From plaintext to sealed columns: read meanwhile, counted, and over in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from fjcore_sqlalchemy import find, give_ids, seal_step, seal_table

from fjcore.crypto import ReadMode, is_sealed
from fjcore.errors import NotAnEnvelope, PlaintextRefused

COUNT = 7


@pytest.fixture
def plain(clinic):
    """Give the ids of rows that were written before anything was sealed."""
    ids = [f"{n:032x}" for n in range(COUNT)]
    for n, cell in enumerate(ids):
        clinic.raw(
            "INSERT INTO contact (cell_id, person_id, phone, note, born, visits, more) "
            "VALUES (:c, :p, :t, '', '1990-04-12', '3', :m)",
            c=cell,
            p=clinic.ann,
            t=f"406-555-010{n}",
            m='{"safe":true}',
        )
    return ids


def migrating(clinic, days=1, **more):
    until = clinic.clock.now() + timedelta(days=days)
    return ReadMode.migrating(until, clock=clinic.clock, **more)


def test_tolerated(clinic, plain):
    """Plaintext should be read while that is asked for, counted and told each time."""
    told = []
    mode = migrating(clinic, told=told.append)
    names = ("phone", "note", "born", "visits", "more")
    found = [clinic.read(plain[1], name, mode=mode) for name in names]

    assert ["406-555-0101", "", date(1990, 4, 12), 3, {"safe": True}] == found
    assert 5 == mode.plain_reads
    assert [plain[1]] * 5 == [where.record_id for where in told]


def test_over(clinic, plain):
    """Plaintext should be refused without the mode, and when its time is over."""
    mode = migrating(clinic)
    clinic.clock.advance(timedelta(days=1))

    for changes in ({}, {"mode": mode}):
        with pytest.raises(PlaintextRefused) as caught:
            clinic.read(plain[0], **changes)
        assert plain[0] == caught.value.where
    assert 0 == mode.plain_reads


def test_looks_like(clinic, plain):
    """What only looks like an envelope should never be taken for plaintext."""
    clinic.raw("UPDATE contact SET phone = 'fjc1.406-555-0101'")

    with pytest.raises(NotAnEnvelope):
        clinic.read(plain[0], mode=migrating(clinic))


def test_sealed(clinic, plain):
    """Every plaintext should be sealed, indexed, and read by the strict mode then."""
    told = []
    with clinic.session() as session:
        done = seal_table(session, clinic.Contact, limit=3, progress=told.append)
        again = seal_table(session, clinic.Contact)
        found = [r.cell_id for r in find(session, clinic.Contact.phone, "4065550104")]
    stored = clinic.raw("SELECT phone, note, born, visits, more FROM contact")

    assert (5 * COUNT, 0) == (done, again)
    assert [3, 6, 7] == told
    assert all(is_sealed(text) for row in stored for text in row)
    assert [plain[4]] == found
    assert date(1990, 4, 12) == clinic.read(plain[2], "born")


def test_interrupted(clinic, plain):
    """A stop between two batches should leave every row readable, and go on after."""
    mode = migrating(clinic)
    with clinic.session() as session:
        step = seal_step(session, clinic.Contact, limit=3)
        session.commit()
    with clinic.session() as session:
        seal_step(session, clinic.Contact, after=step.after, limit=3)
        session.rollback()
    read = [clinic.read(cell, mode=mode) for cell in plain]
    with clinic.session() as session:
        done = seal_table(session, clinic.Contact)

    assert [f"406-555-010{n}" for n in range(COUNT)] == read
    assert 4 == mode.plain_reads
    assert 5 * 4 == done


def test_written_meanwhile(clinic, plain):
    """A row saved while others are moved should be sealed, and not be overwritten."""
    with clinic.session(mode=migrating(clinic)) as session:
        query = sa.select(clinic.Contact).filter_by(cell_id=plain[0])
        session.scalars(query).one().phone = "406-555-0166"
        session.commit()
        seal_table(session, clinic.Contact)

    assert "406-555-0166" == clinic.read(plain[0])


def test_give_ids(clinic):
    """Rows that are older than the column of ids should each get one."""
    meta = sa.MetaData()
    old = sa.Table(
        "visit",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("cell_id", sa.String(32)),
    )
    with clinic.engine.begin() as connection:
        meta.create_all(connection)
        connection.execute(old.insert(), [{"cell_id": None} for _ in range(5)])
        done = give_ids(connection, old, limit=2)
        ids = list(connection.execute(sa.select(old.c.cell_id)).scalars())

    assert 5 == done == len(set(ids))
    assert all(len(one) == 32 for one in ids)
