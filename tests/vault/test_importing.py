"""Keeping an import: each row once, a batch whole or not at all, all of it logged."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve
from records.importing.files import as_csv, importer, put, rows_of
from support import vaults

from fjcore.errors import InputRefused, OptionRefused, SealBroken
from fjcore.records.importing import Draft
from fjcore.vault import Fate, Vault
from fjcore.vault.importing import MAX_BATCH

LAYOUT = "infonet"


def drafts_of(folder: Path, count: int) -> list[Draft]:
    path = put(folder, as_csv(rows_of(LAYOUT, count)))
    return list(importer(LAYOUT, path).drafts())


def kept(vault: Vault, drafts: list[Draft], layout: str = LAYOUT) -> dict[Fate, int]:
    found = vault.import_records(drafts, layout=layout, actor=vaults.STAFF)
    return dict(Counter(found))


def table(folder: Path, name: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database:
        return database.execute(f"SELECT * FROM {name}").fetchall()


def test_an_import_should_be_kept_and_verified(tmp_path: Path) -> None:
    """Rows of several people should be kept with their records, facts and entries."""
    drafts = drafts_of(tmp_path, 6)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        fates = kept(vault, drafts)
        report = vault.verify()

    assert {Fate.KEPT: 6} == fates
    assert (3, 3 * 4 + 6, 3) == (report.subjects, report.records, report.entries)
    assert 3 == report.events
    assert 3 + 6 == len(table(tmp_path, "fjc_import"))


def test_the_same_rows_should_be_kept_once(tmp_path: Path) -> None:
    """Rows that were kept before should not be kept again, in whatever batches."""
    drafts = drafts_of(tmp_path, 8)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        first = kept(vault, drafts[:5])
        second = kept(vault, drafts)
        before = table(tmp_path, "fjc_record"), table(tmp_path, "fjc_audit_entry")
        third = [kept(vault, drafts[:3]), kept(vault, drafts[3:])]
        after = table(tmp_path, "fjc_record"), table(tmp_path, "fjc_audit_entry")
        report = vault.verify()

    assert ({Fate.KEPT: 5}, {Fate.KNOWN: 5, Fate.KEPT: 3}) == (first, second)
    assert [{Fate.KNOWN: 3}, {Fate.KNOWN: 5}] == third
    assert before == after
    assert (4, 4 * 4 + 8) == (report.subjects, report.records)


def test_a_further_row_should_be_filed_with_its_person(tmp_path: Path) -> None:
    """A new row about a person of an earlier import should be filed with her."""
    drafts = drafts_of(tmp_path, 4)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        kept(vault, [drafts[0]])
        alone = evolve(drafts[1], introducing=drafts[0].introducing, introduces=True)
        kept(vault, [alone])
        report = vault.verify()

    assert (1, 4 + 2) == (report.subjects, report.records)


def test_a_row_about_nobody_should_not_be_kept(tmp_path: Path) -> None:
    """A row about a person whom nothing introduced should be left out."""
    drafts = drafts_of(tmp_path, 4)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        fates = kept(vault, [drafts[1], *drafts[2:]])
        later = kept(vault, [drafts[0], drafts[1]])

    assert {Fate.UNKNOWN_PERSON: 1, Fate.KEPT: 2} == fates
    assert {Fate.KEPT: 2} == later


def test_another_layout_should_be_another_source(tmp_path: Path) -> None:
    """The same keys of another system should not be taken for the same people."""
    drafts = drafts_of(tmp_path, 2)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        kept(vault, drafts)
        fates = kept(vault, drafts, "other")
        report = vault.verify()

    assert {Fate.KEPT: 2} == fates
    assert 2 == report.subjects


def test_a_batch_should_be_whole_or_nothing(tmp_path: Path) -> None:
    """A batch with one draft that cannot be kept should leave nothing behind."""
    drafts = drafts_of(tmp_path, 4)
    spoiled = evolve(drafts[3], records=(object(),))
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        with pytest.raises(InputRefused):
            kept(vault, [*drafts[:3], spoiled])
        report = vault.verify()

    assert (0, 0, 0) == (report.subjects, report.records, report.entries)


def test_a_fault_within_should_undo_the_batch(tmp_path: Path) -> None:
    """A store that fails within a batch should leave none of it, tokens included."""
    drafts = drafts_of(tmp_path, 6)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        kept(vault, drafts[:2])
        before = {n: table(tmp_path, n) for n in ("fjc_import", "fjc_record")}
        with closing(sqlite3.connect(tmp_path / "store" / "vault.db")) as database:
            database.execute(
                "CREATE TRIGGER planted BEFORE INSERT ON fjc_subject "
                "WHEN (SELECT count(*) FROM fjc_subject) > 1 "
                "BEGIN SELECT RAISE(ABORT, 'planted'); END"
            )
            database.commit()
        with pytest.raises(Exception, match="store_") as fault:
            kept(vault, drafts)
        with closing(sqlite3.connect(tmp_path / "store" / "vault.db")) as database:
            database.execute("DROP TRIGGER planted")
            database.commit()
        after = {n: table(tmp_path, n) for n in ("fjc_import", "fjc_record")}
        fates = kept(vault, drafts)
        report = vault.verify()

    assert fault.value.__context__ is None
    assert before == after
    assert {Fate.KNOWN: 2, Fate.KEPT: 4} == fates
    assert 3 == report.subjects


def test_a_moved_token_should_be_found(tmp_path: Path) -> None:
    """A token moved to another person should be refused, not followed."""
    drafts = drafts_of(tmp_path, 4)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        kept(vault, drafts[:3])
        with closing(sqlite3.connect(tmp_path / "store" / "vault.db")) as database:
            one, other = database.execute(
                "SELECT subject_id FROM fjc_subject"
            ).fetchall()
            database.execute(
                "UPDATE fjc_import SET subject_id = CASE subject_id WHEN ? THEN ? "
                "ELSE ? END",
                (*one, *other, *one),
            )
            database.commit()

        with pytest.raises(SealBroken):
            kept(vault, drafts[3:])


def test_no_key_of_a_source_should_stand_in_clear(tmp_path: Path) -> None:
    """Neither a key of the source nor a cell should stand in any file of the vault."""
    rows = rows_of(LAYOUT, 2)
    for row in rows:
        row["ClientID"], row["LastName"] = "Qz7quokka-77", "Qz7quokka"
    path = put(tmp_path, as_csv(rows))
    drafts = list(importer(LAYOUT, path).drafts())
    path.unlink()
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        kept(vault, drafts)
    found = [
        p for p in tmp_path.rglob("*") if p.is_file() and b"Qz7quokka" in p.read_bytes()
    ]

    assert [] == found


def test_only_staff_of_the_unit_should_import(tmp_path: Path) -> None:
    """Somebody who does not work here should import nothing."""
    drafts = drafts_of(tmp_path, 1)
    vault = vaults.new_vault(tmp_path, synthetic=False)
    with vault, pytest.raises(OptionRefused):
        vault.import_records(drafts, layout=LAYOUT, actor="n.obody")


def test_a_batch_should_not_be_too_big(tmp_path: Path) -> None:
    """More drafts than one transaction takes should be refused at once."""
    (draft,) = drafts_of(tmp_path, 1)
    vault = vaults.new_vault(tmp_path, synthetic=False)
    with vault, pytest.raises(InputRefused):
        kept(vault, [draft] * (MAX_BATCH + 1))


def test_many_rows_of_one_person_should_be_kept(tmp_path: Path) -> None:
    """A person with more records than one entry names should have several entries."""
    (draft,) = drafts_of(tmp_path, 1)
    several = [
        evolve(draft, key=f"S{number}", records=draft.records * 3)
        for number in range(200)
    ]
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        fates = kept(vault, several)
        report = vault.verify()

    assert {Fate.KEPT: 200} == fates
    assert (1, 604, 2) == (report.subjects, report.records, report.entries)


def test_a_vault_made_before_imports_should_take_one(tmp_path: Path) -> None:
    """A vault without the table of tokens should get it with its first import."""
    drafts = drafts_of(tmp_path, 1)
    vaults.new_vault(tmp_path, synthetic=False).close()
    with closing(sqlite3.connect(tmp_path / "store" / "vault.db")) as database:
        database.execute("DROP TABLE fjc_import")
        database.commit()
    with vaults.reopened(tmp_path) as vault:
        fates = kept(vault, drafts)

    assert {Fate.KEPT: 1} == fates
