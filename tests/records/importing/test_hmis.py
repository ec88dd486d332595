"""HMIS CSV: headers to the letter, persons first, the answers about violence joined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from records.importing import hmis
from records.importing.files import findings, importer, rehearsed
from support import vaults

from fjcore.errors import InputRefused
from fjcore.records import unstructure
from fjcore.values import Missing

YEARS = (2024, 2026)


def name(year: int) -> str:
    return f"hmis_csv_{year}"


def made(year: int, place: Path) -> dict[str, Any]:
    found = importer(name(year), place).drafts()
    return {draft.key: (*draft.introducing, *draft.records)[0] for draft in found}


@pytest.mark.parametrize("year", YEARS)
def test_an_export_should_be_read(tmp_path: Path, year: int) -> None:
    """Every row of an export should be kept, deleted or of another stage."""
    found = rehearsed(name(year), hmis.folder(tmp_path, year))

    assert (12, 10, 0, 2) == (found.rows, found.kept, found.refused, found.skipped)
    assert {("Client.csv", "deleted"), ("HealthAndDV.csv", "not_used")} == {
        (one.file, one.code) for one in found.reasons
    }


@pytest.mark.parametrize("year", YEARS)
def test_an_exit_should_end_its_enrollment(tmp_path: Path, year: int) -> None:
    """The exit of an enrollment should be read with it, and no other have one."""
    found = made(year, hmis.folder(tmp_path, year))

    assert ("2026-03-20", "17", "with a neighbor") == (
        str(found["E1"].exit_date),
        found["E1"].destination,
        found["E1"].destination_text,
    )
    assert Missing.NOT_COLLECTED is found["E2"].exit_date


@pytest.mark.parametrize("year", YEARS)
def test_the_rest_of_an_export_should_be_counted(tmp_path: Path, year: int) -> None:
    """Files that the layout does not read should be counted, and not be named."""
    place = hmis.folder(tmp_path, year)
    (place / "Zephyrine.csv").write_bytes(b"ExportID\nx1\n")
    (place / "more").mkdir()
    found = rehearsed(name(year), place)

    assert 1 == found.unread_files == found.plain()["unread_files"]
    assert "Zephyrine" not in str(found)


@pytest.mark.parametrize("year", YEARS)
def test_a_client_should_become_a_person(tmp_path: Path, year: int) -> None:
    """Name, birth date, race and reasons of a client should become a person's."""
    found = made(year, hmis.folder(tmp_path, year))

    assert "Mirel Tavaroy" == found["P1"].names[0].text
    assert "Sorel Ana Quillmark Jr" == found["P2"].names[0].text
    assert "1990-04-12" == str(found["P1"].birth_date)
    assert Missing.NOT_COLLECTED is found["P2"].birth_date
    assert {"Asian", "White"} == set(found["P1"].race_ethnicity)
    assert Missing.ASKED_UNKNOWN is found["P2"].race_ethnicity
    assert (False, Missing.NOT_COLLECTED) == (
        found["P1"].veteran_status,
        found["P2"].veteran_status,
    )
    assert "000" not in str(unstructure(found["P1"]))


def test_the_sex_should_be_read_where_it_is_asked(tmp_path: Path) -> None:
    """FY2026 should give the sex, or the reason why there is none."""
    found = made(2026, hmis.folder(tmp_path, 2026))

    assert "0" == found["P1"].sex
    assert Missing.ASKED_DECLINED is found["P2"].sex


@pytest.mark.parametrize("year", YEARS)
def test_answers_about_violence_should_be_joined(tmp_path: Path, year: int) -> None:
    """The answers at entry should stand in the enrollment, those of later not."""
    found = made(year, hmis.folder(tmp_path, year))
    one, other = found["E1"], found["E2"]

    assert (True, "1", True) == (
        one.dv_survivor,
        one.dv_when_occurred,
        one.dv_currently_fleeing,
    )
    assert Missing.ASKED_DECLINED is other.dv_survivor
    assert ("435", "433", "10") == (
        other.prior_living_situation,
        other.rental_subsidy_type,
        other.length_of_stay,
    )
    assert Missing.ASKED_UNKNOWN is one.length_of_stay


#: A row changed, and the file, column and code by which that is refused.
MUTANTS: dict[str, tuple[str, int, dict[str, str], tuple[str, str, str]]] = {
    "race and none": ("Client", 0, {"RaceNone": "99"}, ("Client.csv", "RaceNone", "")),
    "race of no kind": (
        "Client",
        0,
        {"White": "2"},
        ("Client.csv", "White", "unknown_code"),
    ),
    "no id": (
        "Client",
        0,
        {"PersonalID": ""},
        ("Client.csv", "PersonalID", "required"),
    ),
    "same id": (
        "Client",
        1,
        {"PersonalID": "P1"},
        ("Client.csv", "PersonalID", "duplicate"),
    ),
    "id of the made up": (
        "Client",
        0,
        {"PersonalID": "SYN-1"},
        ("Client.csv", "PersonalID", "forbidden"),
    ),
    "date the other way": (
        "Client",
        0,
        {"DOB": "04/12/1990"},
        ("Client.csv", "DOB", "format"),
    ),
    "veteran of no kind": (
        "Client",
        0,
        {"VeteranStatus": "7"},
        ("Client.csv", "VeteranStatus", "unknown_code"),
    ),
    "formula for a name": (
        "Client",
        0,
        {"FirstName": "=1+1"},
        ("Client.csv", "FirstName", "formula_like"),
    ),
    "no entry": (
        "Enrollment",
        0,
        {"EntryDate": ""},
        ("Enrollment.csv", "EntryDate", "required"),
    ),
    "entry of no day": (
        "Enrollment",
        0,
        {"EntryDate": "2026-02-30"},
        ("Enrollment.csv", "EntryDate", "format"),
    ),
    "head of no kind": (
        "Enrollment",
        0,
        {"RelationshipToHoH": "7"},
        ("Enrollment.csv", "RelationshipToHoH", "unknown_code"),
    ),
    "subsidy without housing": (
        "Enrollment",
        1,
        {"RentalSubsidyType": "433"},
        ("Enrollment.csv", "RentalSubsidyType", "precondition"),
    ),
    "stay of no kind": (
        "Enrollment",
        0,
        {"LengthOfStay": "1"},
        ("Enrollment.csv", "LengthOfStay", "unknown_code"),
    ),
    "nobody's enrollment": (
        "Enrollment",
        0,
        {"PersonalID": "P9"},
        ("Enrollment.csv", "PersonalID", "precondition"),
    ),
    "enrollment of one deleted": (
        "Enrollment",
        0,
        {"PersonalID": "P3"},
        ("Enrollment.csv", "PersonalID", "precondition"),
    ),
    "when without violence": (
        "HealthAndDV",
        0,
        {"DomesticViolenceSurvivor": "0"},
        ("HealthAndDV.csv", "WhenOccurred", "precondition"),
    ),
    "never when": (
        "HealthAndDV",
        0,
        {"WhenOccurred": "0"},
        ("HealthAndDV.csv", "WhenOccurred", "unknown_code"),
    ),
    "fleeing of no kind": (
        "HealthAndDV",
        0,
        {"CurrentlyFleeing": "2"},
        ("HealthAndDV.csv", "CurrentlyFleeing", "unknown_code"),
    ),
    "two at entry": (
        "HealthAndDV",
        1,
        {"DataCollectionStage": "1"},
        ("HealthAndDV.csv", "EnrollmentID", "duplicate"),
    ),
    "of no enrollment": (
        "HealthAndDV",
        2,
        {"EnrollmentID": "E9"},
        ("HealthAndDV.csv", "", "precondition"),
    ),
    "service of no kind": (
        "Services",
        0,
        {"RecordType": "210"},
        ("Services.csv", "RecordType", "unknown_code"),
    ),
    "service of no day": (
        "Services",
        0,
        {"DateProvided": ""},
        ("Services.csv", "DateProvided", "required"),
    ),
    "service twice": (
        "Services",
        1,
        {"ServicesID": "V0"},
        ("Services.csv", "ServicesID", "duplicate"),
    ),
}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("case", MUTANTS)
def test_a_mutant_should_be_refused(tmp_path: Path, year: int, case: str) -> None:
    """A row against the rules of HMIS should be refused in the column that shows it."""
    file, number, change, (where, column, code) = MUTANTS[case]
    rows = [dict(row) for row in hmis.FILES[f"{file}.csv"]]
    rows[number] |= change
    found = rehearsed(name(year), hmis.folder(tmp_path, year, **{file: rows}))
    place = hmis.columns(year, where).index(column) + 1 if column else 0

    assert found.refused >= 1
    assert (where, place, code or "precondition") in findings(found)
    assert found.rows == found.kept + found.refused + found.skipped


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("file", hmis.FILES)
def test_headers_should_be_to_the_letter(tmp_path: Path, year: int, file: str) -> None:
    """A header with two columns changed about, or one more, should be refused."""
    place = hmis.folder(tmp_path, year)
    sound = (place / file).read_bytes()
    head, _, rest = sound.partition(b"\r\n")
    words = head.split(b",")
    for changed in ([words[1], words[0], *words[2:]], [*words, b"More"], words[:-1]):
        (place / file).write_bytes(b",".join(changed) + b"\r\n" + rest)
        with pytest.raises(InputRefused) as refused:
            rehearsed(name(year), place)
        assert "header" == refused.value.problems[0].code


def test_the_other_year_should_be_refused(tmp_path: Path) -> None:
    """An export of one year should not be read by the layout of another."""
    with pytest.raises(InputRefused):
        rehearsed(name(2024), hmis.folder(tmp_path, 2026))


def test_an_export_should_be_kept(tmp_path: Path) -> None:
    """The rows of all files should be filed with their persons, and only once."""
    place = tmp_path / "export"
    place.mkdir()
    drafts = list(importer(name(2026), hmis.folder(place, 2026)).drafts())
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        for _ in range(2):
            vault.import_records(drafts, layout=name(2026), actor=vaults.STAFF)
        report = vault.verify()

    assert (2, 2 + 2 + 3) == (report.subjects, report.records)
