"""From plaintext to sealed fields: read meanwhile, counted, and over in time."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections, models
from django.test.utils import isolate_apps
from fjcore_django import keys
from fjcore_django.fields import SealedModel, SealedTextField
from fjcore_django.moving import give_ids, seal_step, seal_table
from fjcore_django.search import find

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
            "VALUES (%s, %s, %s, '', '1990-04-12', '3', %s)",
            *(cell, clinic.ann, f"406-555-010{n}", '{"safe":true}'),
        )
    return ids


def migrating(clinic, **more):
    """Tolerate plaintext for a day."""
    clock = clinic.project.clock
    until = clock.now() + timedelta(days=1)
    clinic.project.mode = ReadMode.migrating(until, clock=clock, **more)
    keys.read_mode.cache_clear()
    return clinic.project.mode


def test_tolerated(clinic, plain):
    """Plaintext should be read while that is asked for, counted and told each time."""
    told = []
    mode = migrating(clinic, told=told.append)
    names = ("phone", "note", "born", "visits", "more")
    found = [clinic.read(plain[1], name) for name in names]

    assert ["406-555-0101", "", date(1990, 4, 12), 3, {"safe": True}] == found
    assert 5 == mode.plain_reads
    assert [plain[1]] * 5 == [where.record_id for where in told]


def test_over(clinic, plain):
    """Plaintext should be refused without the mode, and when its time is over."""
    with pytest.raises(PlaintextRefused):
        clinic.read(plain[0])
    mode = migrating(clinic)
    clinic.project.clock.advance(timedelta(days=1))

    with pytest.raises(PlaintextRefused) as caught:
        clinic.read(plain[0])
    assert plain[0] == caught.value.where
    assert 0 == mode.plain_reads


def test_looks_like(clinic, plain):
    """What only looks like an envelope should never be taken for plaintext."""
    clinic.raw("UPDATE contact SET phone = 'fjc1.406-555-0101'")
    migrating(clinic)

    with pytest.raises(NotAnEnvelope):
        clinic.read(plain[0])


def test_sealed(clinic, plain):
    """Every plaintext should be sealed, indexed, and read by the strict mode then."""
    told = []
    done = seal_table(clinic.Contact, limit=3, progress=told.append)
    stored = clinic.raw("SELECT phone, note, born, visits, more FROM contact")
    found = find(clinic.Contact, "phone", "4065550104")

    assert (5 * COUNT, 0) == (done, seal_table(clinic.Contact))
    assert [3, 6, 7] == told
    assert all(is_sealed(text) for row in stored for text in row)
    assert [plain[4]] == [row.cell_id for row in found]
    assert date(1990, 4, 12) == clinic.read(plain[2], "born")


def test_interrupted(clinic, plain):
    """A stop between two batches should leave every row readable, and go on after."""
    mode = migrating(clinic)
    step = seal_step(clinic.Contact, limit=3)
    read = [clinic.read(cell) for cell in plain]

    assert plain[2] == step.after
    assert [f"406-555-010{n}" for n in range(COUNT)] == read
    assert 4 == mode.plain_reads
    assert 5 * 4 == seal_table(clinic.Contact)


def test_saved(clinic, plain):
    """A row that is saved meanwhile should be sealed with all it has."""
    migrating(clinic)
    clinic.Contact.objects.get(cell_id=plain[0]).save()
    (row,) = clinic.raw(
        "SELECT phone, note, born, visits, more FROM contact WHERE cell_id = %s",
        plain[0],
    )

    assert all(map(is_sealed, row))
    assert [plain[0]] == [
        r.cell_id for r in find(clinic.Contact, "phone", "406-555-0100")
    ]


def test_altered(clinic):
    """A column of an old table should become a sealed one, its rows all kept."""
    with isolate_apps():

        class Before(models.Model):
            name = models.CharField(max_length=40)

            class Meta:
                app_label = "clinic"
                db_table = "visit"

        class Between(models.Model):
            name = models.CharField(max_length=40)
            cell_id = models.CharField(max_length=32, null=True)

            class Meta:
                app_label = "clinic"
                db_table = "visit"

        class After(SealedModel):
            sealed_as = "clinic.visit"
            name = SealedTextField(compartment="general")

            class Meta:
                app_label = "clinic"
                db_table = "visit"

    with connections["default"].schema_editor() as editor:
        editor.create_model(Before)
    Before.objects.bulk_create([Before(name=f"Ann {n}") for n in range(3)])
    with connections["default"].schema_editor() as editor:
        editor.add_field(Before, Between._meta.get_field("cell_id"))
    done = give_ids(Between, "default", limit=2)
    person = models.CharField(max_length=32, default=clinic.ann)
    person.set_attributes_from_name("person_id")
    with connections["default"].schema_editor() as editor:
        editor.alter_field(
            Between, Between._meta.get_field("name"), After._meta.get_field("name")
        )
        editor.add_field(Between, person)
    sealed = seal_table(After)
    names = [row.name for row in After.objects.all()]

    assert 3 == done == sealed
    assert ["Ann 0", "Ann 1", "Ann 2"] == sorted(names)


def test_command(clinic, plain):
    """The command should seal the tables it is given, and say how much that was."""
    out = StringIO()
    call_command("fjcore_seal", "clinic.Contact", stdout=out)

    assert f"clinic.Contact: {5 * COUNT} values sealed\n" == out.getvalue()
