"""Sealed fields of real models keep values, and only in their own place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import models, transaction
from django.forms import modelform_factory
from django.test.utils import isolate_apps
from fjcore_django import keys
from fjcore_django.fields import SealedCell, SealedModel, SealedTextField

from fjcore.crypto import is_sealed
from fjcore.errors import CryptoRefused, KeyMismatch, PlaintextRefused, SealBroken
from fjcore.values import SecretBytes

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
    """A field that was never set should be NULL and None."""
    cell = clinic.add(note=None)

    assert [(None, None)] == clinic.raw("SELECT note, born FROM contact")
    assert clinic.read(cell, "note") is None
    assert 1 == clinic.Contact.objects.filter(note__isnull=True).count()


def test_stored(clinic):
    """The database should hold envelopes, another one for the same value each time."""
    for _ in range(3):
        clinic.add(note="406-555-0123")
    rows = clinic.raw("SELECT phone, note FROM contact")
    stored = [text for row in rows for text in row]

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
        clinic.raw("UPDATE contact SET phone = %s WHERE cell_id = %s", text, cell)

    for cell in (one, two):
        with pytest.raises(SealBroken):
            clinic.read(cell)


def test_moved_unread(clinic):
    """A swapped cell should not be saved again as if it were the row's own."""
    clinic.add(note="hello")
    clinic.raw("UPDATE contact SET note = phone")
    row = clinic.Contact.objects.get()

    with pytest.raises(SealBroken):
        row.save()


@pytest.mark.parametrize("name", ["person_id", "cell_id"])
def test_place_stays(clinic, name):
    """A row should not be given other ids: what it holds would open nowhere."""
    clinic.add()
    row = clinic.Contact.objects.get()
    setattr(row, name, clinic.bea)

    with pytest.raises(CryptoRefused):
        row.save(update_fields=[name])


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
    clinic.project.root = SecretBytes(bytes(32))
    keys.reset()

    with pytest.raises(KeyMismatch):
        clinic.read(cell)


@pytest.mark.parametrize(
    "act",
    [
        lambda c: c.objects.update(phone="406-555-0199"),
        lambda c: c.objects.bulk_update(_changed(c), ["phone"]),
    ],
    ids=["update", "bulk"],
)
def test_never_bound(clinic, act):
    """Plaintext should not reach the database past a row, nor any error's text."""
    cell = clinic.add()
    with pytest.raises(PlaintextRefused) as caught:
        act(clinic.Contact)

    assert "555-0199" not in str(caught.value)
    assert "406-555-0123" == clinic.read(cell)


def _changed(contact):
    row = contact.objects.get()
    row.phone = "406-555-0199"
    return [row]


@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__in"])
def test_never_looked_up(clinic, lookup):
    """A sealed field should be compared with nothing in the database."""
    with pytest.raises(FieldError):
        clinic.Contact.objects.filter(**{lookup: ["406-555-0199"]}).exists()


def test_bulk_create(clinic):
    """Rows made in bulk should each be sealed in their own place."""
    made = [
        clinic.Contact(person_id=clinic.ann, phone=f"406-555-010{n}") for n in range(3)
    ]
    clinic.Contact.objects.bulk_create(made)

    assert [f"406-555-010{n}" for n in range(3)] == [
        clinic.read(r.cell_id) for r in made
    ]


def test_selected(clinic):
    """A column that is selected by itself should show nothing of what it holds."""
    clinic.add()
    (cell,) = clinic.Contact.objects.values_list("phone", flat=True)

    assert isinstance(cell, SealedCell)
    assert "<sealed>" == repr(cell) == str(cell)


def test_deferred(clinic):
    """A field that was left out should be loaded and opened when it is read."""
    clinic.add(note="hello")
    row = clinic.Contact.objects.defer("note").get()

    assert "hello" == row.note
    assert "hello" == clinic.Contact.objects.only("note").get().note


def test_unread(clinic):
    """A row that is saved without being read should keep its cells as they are."""
    clinic.add(note="as it was")
    before = clinic.raw("SELECT phone, note FROM contact")
    row = clinic.Contact.objects.get()
    row.visits = 3
    row.save()

    assert before == clinic.raw("SELECT phone, note FROM contact")
    assert 3 == clinic.Contact.objects.get().visits


def test_refreshed(clinic):
    """A refreshed row should show what another wrote meanwhile."""
    clinic.add()
    row = clinic.Contact.objects.get()
    other = clinic.Contact.objects.get()
    other.phone = "406-555-0155"
    other.save()
    row.refresh_from_db()

    assert "406-555-0155" == row.phone


def test_fixture(clinic):
    """A fixture should hold no sealed field, open or not."""
    clinic.add()
    (found,) = serializers.serialize("python", clinic.Contact.objects.all())

    assert {"cell_id", "person_id"} == found["fields"].keys()


def test_form(clinic):
    """A form should take and show a field's value like any other's."""
    form_class = modelform_factory(
        clinic.Contact, fields=["person_id", "born", "visits"]
    )
    said = {"person_id": clinic.ann, "born": "1990-04-12", "visits": "4"}
    row = form_class(said).save()

    assert (date(1990, 4, 12), 4) == (
        clinic.read(row.cell_id, "born"),
        clinic.read(row.cell_id, "visits"),
    )
    assert 'value="1990-04-12"' in str(form_class(instance=row)["born"])


def test_rolled_back(clinic):
    """A key made in a savepoint that is rolled back should seal nothing afterwards."""
    with transaction.atomic():
        clinic.add(phone="406-555-0100")
        with pytest.raises(ZeroDivisionError):
            _add_and_fail(clinic)
        cell = clinic.add(person_id=clinic.bea, phone="406-555-0111")

    assert "406-555-0111" == clinic.read(cell)


@transaction.atomic
def _add_and_fail(clinic):
    clinic.add(person_id=clinic.bea, phone="406-555-0110")
    raise ZeroDivisionError


def test_reopened(clinic):
    """A key should be opened anew once the time of the cache is over."""
    cell = clinic.add()
    clinic.project.clock.advance(timedelta(minutes=6))

    assert "406-555-0123" == clinic.read(cell)


@isolate_apps()
def test_checked():
    """A model should be told what its sealed fields cannot be."""

    class Bad(models.Model):
        code = SealedTextField(compartment="general", unique=True)

        class Meta:
            app_label = "clinic"

    class Good(SealedModel):
        sealed_as = "clinic.good"
        code = SealedTextField(compartment="general", sealed_as="number")

        class Meta:
            app_label = "clinic"

    found = Bad._meta.get_field("code").check()

    assert {"fjcore.E001", "fjcore.E002"} <= {one.id for one in found}
    assert [] == Good._meta.get_field("code").check()
    _, path, _, options = Good._meta.get_field("code").deconstruct()
    assert "fjcore_django.fields.SealedTextField" == path
    assert {"compartment": "general", "sealed_as": "number"}.items() <= options.items()


@pytest.mark.parametrize(
    ("change", "where"),
    [({"wraps": "default"}, "FJCORE.wraps"), ({"vault": "x"}, "FJCORE")],
    ids=["same database", "unknown"],
)
def test_settings(settings_with, change, where):
    """Settings that are not whole, or keep wraps beside cells, should be refused."""
    with settings_with(change), pytest.raises(CryptoRefused) as caught:
        keys.settings_of()

    assert where == caught.value.where
