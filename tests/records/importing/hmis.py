"""A made-up HMIS CSV export: a folder of files as HUD lays them out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from fjcore.records.importing import shipped_layout

Rows = list[dict[str, str]]

PEOPLE: Rows = [
    {
        "PersonalID": "P1",
        "FirstName": "Mirel",
        "LastName": "Tavaroy",
        "NameDataQuality": "1",
        "SSN": "000-00-0000",
        "SSNDataQuality": "99",
        "DOB": "1990-04-12",
        "DOBDataQuality": "1",
        "Sex": "0",
        "White": "1",
        "Asian": "1",
        "VeteranStatus": "0",
    },
    {
        "PersonalID": "P2",
        "FirstName": "Sorel",
        "MiddleName": "Ana",
        "LastName": "Quillmark",
        "NameSuffix": "Jr",
        "DOB": "",
        "Sex": "9",
        "RaceNone": "8",
        "VeteranStatus": "99",
    },
    {"PersonalID": "P3", "FirstName": "Gone", "DateDeleted": "2026-01-01 08:00:00"},
]

ENROLLMENTS: Rows = [
    {
        "EnrollmentID": "E2",
        "PersonalID": "P2",
        "ProjectID": "J1",
        "EntryDate": "2026-02-01",
        "HouseholdID": "H2",
        "RelationshipToHoH": "1",
        "EnrollmentCoC": "MT-500",
        "LivingSituation": "435",
        "RentalSubsidyType": "433",
        "LengthOfStay": "10",
        "MoveInDate": "2026-02-10",
    },
    {
        "EnrollmentID": "E1",
        "PersonalID": "P1",
        "ProjectID": "J1",
        "EntryDate": "2026-01-15",
        "HouseholdID": "H1",
        "RelationshipToHoH": "1",
        "EnrollmentCoC": "MT-500",
        "LivingSituation": "116",
        "LengthOfStay": "8",
    },
]

HEALTH: Rows = [
    {
        "HealthAndDVID": "D1",
        "EnrollmentID": "E1",
        "PersonalID": "P1",
        "InformationDate": "2026-01-15",
        "DomesticViolenceSurvivor": "1",
        "WhenOccurred": "1",
        "CurrentlyFleeing": "1",
        "DataCollectionStage": "1",
    },
    {
        "HealthAndDVID": "D2",
        "EnrollmentID": "E1",
        "PersonalID": "P1",
        "InformationDate": "2026-02-15",
        "DomesticViolenceSurvivor": "1",
        "WhenOccurred": "2",
        "CurrentlyFleeing": "0",
        "DataCollectionStage": "2",
    },
    {
        "HealthAndDVID": "D3",
        "EnrollmentID": "E2",
        "PersonalID": "P2",
        "InformationDate": "2026-02-01",
        "DomesticViolenceSurvivor": "9",
        "DataCollectionStage": "1",
    },
]

SERVICES: Rows = [
    {
        "ServicesID": f"V{number}",
        "EnrollmentID": "E1",
        "PersonalID": "P1",
        "DateProvided": f"2026-03-{number + 1:02d}",
        "RecordType": "200",
        "TypeProvided": "200",
    }
    for number in range(3)
]

EXITS: Rows = [
    {
        "ExitID": "X1",
        "EnrollmentID": "E1",
        "PersonalID": "P1",
        "ExitDate": "2026-03-20",
        "Destination": "17",
        "OtherDestination": "with a neighbor",
    },
]

FILES = {
    "Exit.csv": EXITS,
    "Client.csv": PEOPLE,
    "Enrollment.csv": ENROLLMENTS,
    "HealthAndDV.csv": HEALTH,
    "Services.csv": SERVICES,
}


def columns(year: int, file: str) -> tuple[str, ...]:
    """Give the columns of a file of a year."""
    layout = shipped_layout(f"hmis_csv_{year}")
    return next(one.columns for one in layout.file if one.name == file)


def raw(year: int, file: str, rows: Rows) -> bytes:
    """Write the rows of a file as an export of a year does."""
    text = io.StringIO()
    head = columns(year, file)
    stamps = {"DateCreated": "2026-03-01 09:00:00", "UserID": "u1", "ExportID": "x1"}
    writer = csv.DictWriter(text, head, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**stamps, **row} for row in rows)
    return text.getvalue().encode()


def folder(place: Path, year: int, **edits: Rows) -> Path:
    """Write an export into a folder, with some of its files having other rows."""
    for file, rows in FILES.items():
        given = edits.get(file.removesuffix(".csv"), rows)
        (place / file).write_bytes(raw(year, file, given))
    return place
