"""What an earlier version of a record type sealed is opened as it is now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from crypto.worlds import NOW, World
from hypothesis import given, settings
from records.versioned import First, Second, Third, any_version, today
from support import vaults

from fjcore.crypto import CellAddress, Codec, Seals
from fjcore.errors import Malformed, NewerSchema, TooBig
from fjcore.records import (
    CORE_RECORDS,
    Catalog,
    SafetyPlan,
    labelled,
    packer,
    record,
    unstructure,
)
from fjcore.records.record import compartments, info_of
from fjcore.values import Missing, PartialDate, canonical
from fjcore.vault import Intake, Vault
from fjcore.vault.cells import GENERAL, SHEET, StoredRecord, open_record, seal_record

SUBJECT, ID = "0a" * 16, "cc" * 16
CATALOG = Catalog((*CORE_RECORDS, Third))

usual = settings(max_examples=60, deadline=None)


def sealed(seals: Seals, held: object) -> StoredRecord:
    cells = seal_record(
        seals, held, subject_id=SUBJECT, record_id=ID, revision=1, recorded_at=NOW
    )
    return StoredRecord(ID, 1, cells)


def opened(seals: Seals, stored: StoredRecord, catalog: Catalog = CATALOG) -> Any:
    found = open_record(seals, stored, subject_id=SUBJECT, catalog=catalog)
    assert found is not None
    return found.record


def reads(seals: Seals, stored: StoredRecord) -> Any:
    """What the general cell of a record holds."""
    address = CellAddress(SUBJECT, GENERAL, SHEET, ID, 1)
    return canonical.loads(seals.open(address, stored.cells[GENERAL]).payload)


def rewritten(seals: Seals, stored: StoredRecord, **head: Any) -> StoredRecord:
    """The same record with another head, as another version could have sealed it."""
    sheet = reads(seals, stored)
    sheet["head"].update(head)
    address = CellAddress(SUBJECT, GENERAL, SHEET, ID, 1)
    cell = seals.seal(address, canonical.dumps(sheet), codec=Codec.JSON, schema=1)
    return evolve(stored, cells={**stored.cells, GENERAL: cell})


@usual
@given(any_version)
def test_any_version_should_open_as_it_is_now(held: Any) -> None:
    """A record sealed at any version should be opened as what it is at the present."""
    seals = World().seals

    assert today(held) == opened(seals, sealed(seals, held))


@usual
@given(any_version)
def test_each_cell_should_hold_its_one_form(held: Any) -> None:
    """What is sealed should be canonical: the same record, and so the same bytes."""
    seals = World().seals
    stored = sealed(seals, held)
    for place, cell in stored.cells.items():
        kind = SHEET if place == GENERAL else info_of(type(held)).name
        payload = seals.open(CellAddress(SUBJECT, place, kind, ID, 1), cell).payload

        assert canonical.dumps(canonical.loads(payload)) == payload


def test_too_large_a_part_should_not_be_sealed() -> None:
    """A record of which a part is above the limit of any reader should be refused."""
    seals = World().seals
    plan = SafetyPlan(created_on=PartialDate.parse("2026"), warning_signs=("x",))
    (place,) = set(sealed(seals, plan).cells) - {GENERAL}
    room = canonical.MAX_BYTES - len(packer(SafetyPlan).pack(plan)[place])
    # What is sealed is padded, in steps of 4 KiB at this size.
    fits = evolve(plan, warning_signs=("x" * (room - 4096),))
    over = evolve(plan, warning_signs=("x" * (room + 2),))

    assert {GENERAL, place} == set(sealed(seals, fits).cells)
    with pytest.raises(TooBig) as caught:
        sealed(seals, over)
    assert "safety_plan" == caught.value.where


def test_a_vault_should_open_what_it_kept_before(tmp_path: Path) -> None:
    """A vault should open records that it kept when their type was another."""
    older = [
        First(given="Maeve", family="O'Connor", place="1420", race=("White",)),
        Second(name=Missing.ASKED_DECLINED, place="the mill"),
        Third(name="Orla"),
    ]
    with vaults.new_vault(tmp_path) as vault:
        core = vault._core
        assert core is not None
        subject = None
        for held in older:
            vault._core = evolve(core, catalog=Catalog((*CORE_RECORDS, type(held))))
            intake = Intake(records=(held,), subject=subject)
            subject = vault.keep(intake, actor=vaults.STAFF).subject
        vault._core = evolve(core, catalog=CATALOG)
        found = kept_in(vault, subject)

    assert sorted(map(canonical_of, map(today, older))) == sorted(
        map(canonical_of, found)
    )


def kept_in(vault: Vault, subject: Any) -> list[object]:
    core = vault._core
    assert core is not None
    return core.run(lambda tx: [held.record for held in tx.held(subject)])


def canonical_of(held: object) -> bytes:
    return canonical.dumps([info_of(type(held)).version, unstructure(held)])


def test_a_newer_version_should_be_refused() -> None:
    """A record that a newer version sealed should be refused by its id."""
    seals = World().seals
    stored = sealed(seals, Third(name="Maeve"))
    catalog = Catalog((*CORE_RECORDS, Second))
    with pytest.raises(NewerSchema) as caught:
        opened(seals, stored, catalog)

    assert ID == caught.value.where


def test_a_record_should_name_the_versions_of_its_lists() -> None:
    """A sealed record should name its lists of several versions, and no other."""
    seals = World().seals
    told = reads(seals, sealed(seals, Third(race=("White",))))

    assert {"hud.race": "2026"} == told["head"]["lists"]
    assert "lists" not in reads(seals, sealed(seals, Plain(ill=True)))["head"]


@record("x_made.plain", 1)
class Plain:
    ill: bool | Missing = labelled("risk")


def test_a_retired_code_should_not_be_sealed() -> None:
    """A new record with a retired code should be refused before anything is sealed."""
    with pytest.raises(Malformed) as caught:
        sealed(World().seals, Third(race=("White", "HispanicLatinaeo")))

    assert (("x_made.watch.race.1", "retired_code"),) == caught.value.problems


def test_a_stored_record_should_be_checked_against_its_own_lists() -> None:
    """A code should be opened that its list had then, and none that came later."""
    seals = World().seals
    stored = sealed(seals, Third(race=("HispanicLatinao",)))
    older = rewritten(seals, stored, lists={"hud.race": "2024"})
    newer = rewritten(seals, stored, lists={"hud.race": "2099"})

    assert Third(race=("HispanicLatinao",)) == opened(seals, stored)
    with pytest.raises(Malformed):
        opened(seals, older)
    with pytest.raises(NewerSchema):
        opened(seals, newer)


def test_a_stored_retired_code_should_be_opened() -> None:
    """A code that was sealed before it was retired should be opened as it is."""
    seals = World().seals
    stored = sealed(seals, Third(race=("White",)))
    where = compartments(Third)["race"]
    address = (
        CellAddress(SUBJECT, GENERAL, SHEET, ID, 1)
        if where == GENERAL
        else CellAddress(SUBJECT, where, "x_made.watch", ID, 1)
    )
    sheet = canonical.loads(seals.open(address, stored.cells[where]).payload)
    sheet.get("fields", sheet)["race"] = ["HispanicLatinaeo"]
    if where == GENERAL:
        sheet["head"]["lists"] = {"hud.race": "2024"}
    cell = seals.seal(address, canonical.dumps(sheet), codec=Codec.JSON, schema=3)

    changed = evolve(stored, cells={**stored.cells, where: cell})
    assert Third(race=("HispanicLatinaeo",)) == opened(seals, changed)
