"""What values a sealed field takes, and that no error repeats one."""

from __future__ import annotations

import pickle
import traceback
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from fjcore_sqlalchemy import DATE, JSON, NUMBER, PLAIN, SealedCell, find
from fjcore_sqlalchemy.moving import seal_table

from fjcore.crypto import ReadMode
from fjcore.errors import FjcoreError, NotCanonical, PlaintextRefused, ValueRefused
from fjcore.values import new_id

MARK = "quo" + "kka"
ANN = "0a" * 16

JSONS = (
    *("", "text", "7", "null", '"quoted"', "fjc1.", 0, 7, -1, True, False),
    *(1.5, -0.25, 1e300, [], {}, [None], {"a": None}, {"a": [1.5, {"b": "c"}]}),
)
TEXTS = ("", " ", "\0", "a\0b", "ñ\u0301", "fjc1.x", "x" * 20_000)


def test_read_back(clinic):
    """Each value should be read back as it was set, empty and odd ones too."""
    ids = [clinic.add(more=one) for one in JSONS] + [clinic.add(note=t) for t in TEXTS]
    found = [clinic.read(one, "more") for one in ids[: len(JSONS)]]
    texts = [clinic.read(one, "note") for one in ids[len(JSONS) :]]

    assert [(type(one), one) for one in JSONS] == [(type(one), one) for one in found]
    assert list(TEXTS) == texts


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("visits", MARK, ValueRefused),
        ("visits", 1.5, ValueRefused),
        ("born", MARK, ValueRefused),
        ("born", datetime(1990, 4, 12, tzinfo=UTC), ValueRefused),
        ("more", {"a": {MARK}}, NotCanonical),
        ("more", {7: MARK}, NotCanonical),
        ("more", [float("nan")], NotCanonical),
        ("more", 2**53, NotCanonical),
        ("more", datetime(1990, 4, 12, tzinfo=UTC), NotCanonical),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_not_taken(clinic, name, value, kind):
    """What a field cannot hold should be refused whole, and not repeated."""
    with pytest.raises(FjcoreError) as caught:
        clinic.add(**{name: value})
    error = caught.value

    assert kind is type(error)
    assert error.__context__ is error.__cause__ is None
    assert MARK not in "".join(traceback.format_exception(error))
    assert [] == clinic.raw("SELECT id FROM contact")


@pytest.mark.parametrize(("column", "name"), [("visits", "visits"), ("born", "born")])
def test_plain_that_is_none(clinic, column, name):
    """Plaintext that is no number or date should be refused by the field's name."""
    cell = new_id()
    clinic.raw(
        f"INSERT INTO contact (cell_id, person_id, {column}) VALUES (:c, :p, :v)",
        c=cell,
        p=ANN,
        v=MARK,
    )
    mode = ReadMode.migrating(datetime(2030, 1, 1, tzinfo=UTC), clock=clinic.clock)
    with pytest.raises(ValueRefused) as caught:
        clinic.read(cell, name, mode=mode)

    assert name == caught.value.where
    assert MARK not in "".join(traceback.format_exception(caught.value))


def test_json_from_plain(clinic):
    """JSON of another writer, with nulls and fractions, should be sealed as it is."""
    cell = new_id()
    clinic.raw(
        "INSERT INTO contact (cell_id, person_id, more) VALUES (:c, :p, :v)",
        c=cell,
        p=ANN,
        v='{"b": null, "a": 1.50}',
    )
    with clinic.session() as session:
        done = seal_table(session, clinic.Contact)

    assert 1 == done
    assert {"a": 1.5, "b": None} == clinic.read(cell, "more")


def test_not_compared(clinic):
    """A query that compares with a sealed field should be refused, not find nobody."""
    clinic.add(phone="406-555-0123")
    model = clinic.Contact
    for act in (
        lambda: sa.select(model).where(model.phone == "406-555-0123"),
        lambda: sa.select(model).where(model.phone != "406-555-0123"),
        lambda: sa.select(model).filter_by(phone="406-555-0123"),
    ):
        with pytest.raises(PlaintextRefused):
            act()
    with clinic.session() as session:
        (found,) = find(session, model.phone, "406-555-0123")

    assert "406-555-0123" == clinic.read(found.cell_id)
    assert 1 == len({model.phone, model.phone})


def test_not_pickled(clinic):
    """A value that waits to be sealed should not be pickled with its row."""
    row = clinic.Contact(person_id=ANN, phone="406-555-0123")
    with pytest.raises(TypeError, match="before it is sealed"):
        pickle.dumps(row)


def test_written_into_a_statement(clinic):
    """An envelope should stand in a statement as it is, whatever is in it."""
    model = clinic.Contact
    found = [
        str(
            sa.select(model.id)
            .where(model.phone_sealed == SealedCell(text))
            .compile(clinic.engine, compile_kwargs={"literal_binds": True})
        ).partition("phone = ")[2]
        for text in ("fjc1.abc", "x' OR 1=1")
    ]

    assert ["'fjc1.abc'", "'x'' OR 1=1'"] == found


@pytest.mark.parametrize(
    ("kind", "value"),
    [(DATE, date(1990, 4, 12)), (NUMBER, 7), (JSON, [1.5]), (PLAIN, "text")],
    ids=["date", "number", "json", "plain"],
)
def test_kinds(kind, value):
    """A kind should give back what it made of a value."""

    assert value == kind.opened(kind.sealed(value))
