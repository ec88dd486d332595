"""Keys and indexes are rotated under real models, and people erased."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from fjcore_django import keys
from fjcore_django.cells import ModelCells
from fjcore_django.moving import rebuild_index
from fjcore_django.search import ModelIndexRows, find

from fjcore.crypto import KeyKind, erase, finish, flip, reseal
from fjcore.errors import IndexRefused, KeyDestroyed, KeyMissing


def rotated(clinic):
    """Rotate by the command, twice: the second time what was before can go."""
    said = []
    for _ in range(2):
        out = StringIO()
        call_command("fjcore_keys", "rotate", stdout=out)
        said.append(out.getvalue().splitlines())
        clinic.project.clock.advance(timedelta(minutes=2))
    return said


def test_rotated(clinic):
    """After a rotation a value should be the value, never what is stored."""
    cells = [clinic.add(person_id=f"{n:032x}") for n in range(3)]
    first, second = rotated(clinic)

    assert ["custody key of epoch 2 in use", "data keys wrapped anew: 3"] == first
    assert "custody key of epoch 1 destroyed" in second
    assert ["406-555-0123"] * 3 == [clinic.read(cell) for cell in cells]


def test_saved_after(clinic):
    """A row saved after a rotation should not be sealed twice."""
    cell = clinic.add(note="before")
    rotated(clinic)
    row = clinic.Contact.objects.get()
    row.note += " and after"
    row.save()

    assert "before and after" == clinic.read(cell, "note")
    assert "406-555-0123" == clinic.read(cell)


def test_reseal(clinic):
    """Cells should move to a new data key, and the old one then open nothing."""
    cells = [clinic.add(note=f"note {n}") for n in range(3)]
    other = clinic.add(person_id=clinic.bea, note="other")
    old = clinic.raw("SELECT note FROM contact WHERE cell_id = %s", cells[0])[0][0]
    models, holding = ModelCells([clinic.Contact]), keys.sealer().holding
    with transaction.atomic():
        table = keys.key_table()
        record = table.active(KeyKind.DATA, clinic.ann, "notes")
        flip(holding, table, record)
    left = [reseal(holding, keys.key_table(), models, record, limit=2) for _ in "ab"]
    clinic.project.clock.advance(timedelta(minutes=2))
    finish(holding, keys.key_table(), models, record)

    assert [1, 0] == left
    assert [f"note {n}" for n in range(3)] == [clinic.read(c, "note") for c in cells]
    assert "other" == clinic.read(other, "note")
    clinic.raw("UPDATE contact SET note = %s WHERE cell_id = %s", old, cells[0])
    with pytest.raises(KeyDestroyed):
        clinic.read(cells[0], "note")


def test_find(clinic):
    """A search should give who has the value, however it is written."""
    cells = [clinic.add(phone=f"406-555-{n:04d}") for n in range(100, 112)]
    asked = ("(406) 555-0107", "+14065550108", "406-555-0199")
    found = [[r.cell_id for r in find(clinic.Contact, "phone", one)] for one in asked]

    assert [[cells[7]], [cells[8]], []] == found


def test_find_follows(clinic):
    """A changed, emptied or deleted value should not be found any more."""
    cell = clinic.add()
    found = []
    for phone in ("406-555-0188", None, "406-555-0123", "gone"):
        row = clinic.Contact.objects.get()
        if phone == "gone":
            row.delete()
        else:
            row.phone = phone
            row.save()
        rows = find(clinic.Contact.objects, "phone", "4065550123")
        found.append([row.cell_id for row in rows])

    assert [[], [], [cell], []] == found
    assert [(0,)] == clinic.raw("SELECT count(*) FROM fjcore_index")


def test_scan(clinic):
    """A field without an index should be searched by opening, where it may be."""
    cell = clinic.add(note="María Núñez-Stone")
    clinic.add(note="someone else", person_id=clinic.bea)
    hers = clinic.Contact.objects.filter(person_id=clinic.bea)

    assert [cell] == [row.cell_id for row in find(clinic.Contact, "note", "nunez")]
    assert [] == find(hers, "note", "nunez")
    with pytest.raises(IndexRefused):
        find(clinic.Contact, "born", "1990-04-12")


def test_index_rotated(clinic, monkeypatch):
    """An index should move to its next key while both are read, and the old one go."""
    phones = [f"406-555-{n:04d}" for n in range(100, 104)]
    cells = [clinic.add(phone=phone) for phone in phones[:-1]]
    field = clinic.Contact._meta.get_field("phone")

    def found():
        return [[r.cell_id for r in find(clinic.Contact, "phone", p)] for p in phones]

    monkeypatch.setattr(field, "index", (clinic.spec(2), clinic.spec(1)))
    cells.append(clinic.add(phone=phones[-1]))
    both = found()
    done = rebuild_index(clinic.Contact, "phone", limit=3)
    numbers = _numbers(clinic, 1), _numbers(clinic, 2)
    monkeypatch.setattr(field, "index", (clinic.spec(2),))
    dropped = ModelIndexRows().drop("clinic.phone", 1)

    assert [[cell] for cell in cells] == both == found()
    assert (4, 4) == (done, dropped)
    assert numbers[0] != numbers[1]


def _numbers(clinic, version):
    query = "SELECT cell_id, number FROM fjcore_index WHERE version = %s ORDER BY 1"
    return clinic.raw(query, version)


def test_erased(clinic):
    """An erased person's cells should open nowhere, and no index row of hers stay."""
    cell, other = clinic.add(), clinic.add(person_id=clinic.bea)
    certificate = erase(
        keys.sealer().holding,
        keys.key_table(),
        clinic.ann,
        approved_by=("k.lindqvist", "r.okafor"),
        wraps_until=clinic.project.clock.now() + timedelta(days=14),
        rows=[ModelIndexRows()],
    )

    assert 1 == certificate.index_rows
    assert [(other,)] == clinic.raw("SELECT cell_id FROM fjcore_index")
    assert "406-555-0123" == clinic.read(other)
    with pytest.raises((KeyDestroyed, KeyMissing)):
        clinic.read(cell)


def test_durable(clinic):
    """A wrap should not be put where a rollback could take it away again."""
    alias = keys.settings_of().wraps
    with (
        pytest.raises(RuntimeError, match="durable"),
        transaction.atomic(using=alias),
    ):
        clinic.add(person_id=clinic.bea)
