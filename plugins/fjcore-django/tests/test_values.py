"""What values a sealed field takes, and that no error repeats one."""

from __future__ import annotations

import traceback

import pytest
from django.db import connections
from django.db.models import F, Value
from django.db.models.functions import Upper
from fjcore_django.moving import seal_table

from fjcore.errors import (
    CryptoRefused,
    FjcoreError,
    NotCanonical,
    PlaintextRefused,
    ValueRefused,
)
from fjcore.values import new_id

MARK = "quo" + "kka"

JSONS = (
    *("", "text", "7", "null", '"quoted"', 0, 7, True, False, 1.5, -0.25),
    *([], {}, [None], {"a": None}, {"a": [1.5, {"b": "c"}]}),
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
        ("more", {"a": {MARK}}, NotCanonical),
        ("more", {7: MARK}, NotCanonical),
        ("more", [float("inf")], NotCanonical),
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


@pytest.mark.parametrize(
    "expression",
    [F("note"), Value(MARK), Upper(Value(MARK))],
    ids=["column", "value", "function"],
)
def test_no_expression(clinic, expression):
    """An update by an expression should be refused: the database knows no place."""
    cell = clinic.add(phone="406-555-0123", note="a note")
    with pytest.raises(PlaintextRefused) as caught:
        clinic.Contact.objects.update(phone=expression)

    assert MARK not in "".join(traceback.format_exception(caught.value))
    assert "406-555-0123" == clinic.read(cell)


def test_place_stays_unread(clinic):
    """A row whose ids were not read should not be moved to others by setting them."""
    cell = clinic.add(phone="406-555-0123")
    row = clinic.Contact.objects.only("id").get(cell_id=cell)
    row.person_id = new_id()
    with pytest.raises(CryptoRefused):
        row.save()
    row = clinic.Contact.objects.only("id").get(cell_id=cell)
    row.person_id = clinic.ann
    row.save()

    assert "406-555-0123" == clinic.read(cell)


def test_json_from_plain(clinic):
    """JSON of another writer, with nulls and fractions, should be sealed as it is."""
    cell = new_id()
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO contact (cell_id, person_id, more) VALUES (%s, %s, %s)",
            [cell, clinic.ann, '{"b": null, "a": 1.50}'],
        )
    done = seal_table(clinic.Contact)

    assert 1 == done
    assert {"a": 1.5, "b": None} == clinic.read(cell, "more")
