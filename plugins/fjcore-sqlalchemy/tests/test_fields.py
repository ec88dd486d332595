"""Sealed fields of real models keep values, and only in their own place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from fjcore_sqlalchemy import SealedCell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from fjcore.crypto import RootKeyring, Sealer, is_sealed
from fjcore.errors import (
    CryptoRefused,
    KeyMismatch,
    KeyUnavailable,
    PlaintextRefused,
    SealBroken,
    StoreRefused,
)
from fjcore.vault import open_key_store

VALUES = {
    "phone": "406-555-0123",
    "note": "",
    "born": date(1990, 4, 12),
    "visits": 0,
    "more": {"safe": False, "hours": ["9-12"]},
}


@pytest.mark.parametrize("name", VALUES)
def test_round_trip(clinic, name):
    """A value should come back as it was, an empty text and a zero too."""
    cell = clinic.add(**{name: VALUES[name]})

    assert VALUES[name] == clinic.read(cell, name)


def test_none(clinic):
    """A field that was never set, or set to None, should be NULL and None."""
    cell = clinic.add(note=None)
    stored = clinic.raw("SELECT note, born FROM contact")

    assert [(None, None)] == stored
    assert clinic.read(cell, "note") is None


def test_stored(clinic):
    """The database should hold envelopes, another one for the same value each time."""
    for _ in range(3):
        clinic.add(note="406-555-0123")
    stored = [
        text for row in clinic.raw("SELECT phone, note FROM contact") for text in row
    ]

    assert all(is_sealed(text) and "406-555-0123" not in text for text in stored)
    assert 6 == len(set(stored))


def test_key_counts(clinic):
    """A table's key should count by itself: the cell's place is not made of it."""
    cells = [clinic.add(), clinic.add()]
    clinic.raw("UPDATE contact SET id = id + 100")

    assert ["406-555-0123"] * 2 == [clinic.read(cell) for cell in cells]


@pytest.mark.parametrize("whose", ["same", "other"])
def test_moved(clinic, whose):
    """Two cells swapped in the database should both be refused."""
    one = clinic.add(phone="406-555-0101")
    other = clinic.bea if whose == "other" else clinic.ann
    two = clinic.add(phone="406-555-0102", person_id=other)
    texts = dict(clinic.raw("SELECT cell_id, phone FROM contact"))
    for cell, text in ((one, texts[two]), (two, texts[one])):
        clinic.raw("UPDATE contact SET phone = :t WHERE cell_id = :c", t=text, c=cell)

    for cell in (one, two):
        with pytest.raises(SealBroken):
            clinic.read(cell)


def test_other_field(clinic):
    """A cell put into another field of its own row should be refused."""
    cell = clinic.add(note="hello")
    clinic.raw("UPDATE contact SET note = phone")

    with pytest.raises(SealBroken):
        clinic.read(cell, "note")


def test_place_stays(clinic):
    """A row should not be given other ids: what it holds would open nowhere."""
    clinic.add()
    with clinic.session() as session:
        row = session.scalars(sa.select(clinic.Contact)).one()
        row.person_id = clinic.bea
        with pytest.raises(CryptoRefused):
            session.flush()


def test_keys_apart(clinic):
    """Each person and compartment should have a key of its own."""
    for person in (clinic.ann, clinic.bea):
        clinic.add(person_id=person, note="a note")
        clinic.add(person_id=person)
    found = clinic.raw(
        "SELECT subject_id, compartment FROM fjcore_key WHERE kind='data'"
    )
    wanted = [(p, c) for p in (clinic.ann, clinic.bea) for c in ("contact", "notes")]

    assert wanted == sorted(found)


def test_other_root(clinic):
    """Database and key store without the root key should open nothing."""
    cell = clinic.add()
    thief = Sealer(
        "aa" * 16,
        "clinic",
        keyring=RootKeyring(),
        store=clinic.store,
        clock=clinic.clock,
    )

    with pytest.raises(KeyMismatch):
        clinic.read(cell, sealer=thief)


@pytest.mark.parametrize(
    "act",
    [
        lambda c: sa.insert(c).values(cell_id="0c" * 16, phone_sealed="406-555-0199"),
        lambda c: sa.update(c).values(phone_sealed="406-555-0199"),
        lambda c: sa.select(c).where(c.phone_sealed == "406-555-0199"),
    ],
    ids=["insert", "update", "where"],
)
def test_never_bound(clinic, act):
    """Plaintext should not reach the database past the model, nor any error's text."""
    clinic.add()
    with (
        clinic.session() as session,
        pytest.raises(PlaintextRefused) as caught,
    ):
        session.execute(act(clinic.Contact))

    assert "plaintext_refused" == caught.value.code
    assert "555-0199" not in str(caught.value)
    assert [(1,)] == clinic.raw("SELECT count(*) FROM contact")


def test_selected(clinic):
    """A column that is selected by itself should show nothing of what it holds."""
    clinic.add()
    with clinic.session() as session:
        (cell,) = session.scalars(sa.select(clinic.Contact.phone_sealed))

    assert isinstance(cell, SealedCell)
    assert "<sealed>" == repr(cell) == str(cell)


def test_waiting(clinic):
    """A value that is set should be read before the flush, and be in no repr."""
    row = clinic.Contact(person_id=clinic.ann, phone="406-555-0123")

    assert "406-555-0123" == row.phone
    assert "555-0123" not in repr(vars(row))


def test_no_keys(clinic):
    """A session that was told of no keys should neither seal nor open."""
    cell = clinic.add()
    with Session(clinic.engine) as session:
        row = session.scalars(sa.select(clinic.Contact)).one()
        with pytest.raises(KeyUnavailable):
            _ = row.phone
        row.phone = "406-555-0177"
        with pytest.raises(KeyUnavailable):
            session.flush()

    assert "406-555-0123" == clinic.read(cell)


def test_rolled_back(clinic):
    """A key made in a savepoint that is rolled back should seal nothing afterwards."""
    with clinic.session() as session:
        with session.begin_nested() as inner:
            session.add(clinic.Contact(person_id=clinic.bea, phone="406-555-0110"))
            session.flush()
            inner.rollback()
        row = clinic.Contact(person_id=clinic.bea, phone="406-555-0111")
        session.add(row)
        session.commit()
        cell = row.cell_id

    assert "406-555-0111" == clinic.read(cell)


def test_changed(clinic):
    """A value that is set anew should be sealed anew, and the others left alone."""
    cell = clinic.add(note="as it was")
    before = clinic.raw("SELECT phone, note FROM contact")[0]
    with clinic.session() as session:
        session.scalars(sa.select(clinic.Contact)).one().phone = "406-555-0155"
        session.commit()
    after = clinic.raw("SELECT phone, note FROM contact")[0]

    assert "406-555-0155" == clinic.read(cell)
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_reopened(clinic):
    """A key should be opened anew once the time of the cache is over."""
    cell = clinic.add()
    clinic.clock.advance(timedelta(minutes=6))

    assert "406-555-0123" == clinic.read(cell)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text(clinic, text):
    """Any text should come back as it was."""
    cell = clinic.add(note=text)

    assert text == clinic.read(cell, "note")


def test_kept_apart(clinic, tmp_path):
    """The wraps should lie in a database of their own, and open again from there."""
    made = open_key_store("sqlite:keys.db", tmp_path, create=True)
    cell = clinic.add()
    for key_id, wraps in clinic.store.wraps.items():
        made.put_many((key_id, wrap) for wrap in wraps)
    made.engine.dispose()
    store = open_key_store("sqlite:keys.db", tmp_path)
    sealer = Sealer(
        "aa" * 16, "clinic", keyring=clinic.keyring, store=store, clock=clinic.clock
    )

    assert "406-555-0123" == clinic.read(cell, sealer=sealer)
    for create in (True, False):
        folder = tmp_path if create else tmp_path / "nowhere"
        with pytest.raises(StoreRefused):
            open_key_store("sqlite:keys.db", folder, create=create)
