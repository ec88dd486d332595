"""IM: rows of a CSV file to records, against csv.DictReader and bare construction."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.records import (
    Address,
    ContactPoint,
    HumanName,
    Incident,
    Person,
    ServiceEncounter,
)
from fjcore.records.importing import Importer, shipped_layout
from fjcore.values import PartialDate

ZONE = ZoneInfo("America/Denver")
ROWS = 4000

#: The types as somebody makes them who leaves out what is not known.
MAKE: Any = SimpleNamespace(
    person=Person,
    name=HumanName,
    contact=ContactPoint,
    address=Address,
    incident=Incident,
    service=ServiceEncounter,
)

#: The crosswalks of the layout, as somebody would write them down in Python.
SERVICE = {"Individual Advocacy": "B4", "Medical Advocacy": "B1"}
OFFENSE = {"Stalking": "22", "Sexual Assault": "02"}


def _row(number: int) -> dict[str, str]:
    person = number // 2
    born = date(1960, 1, 1) + timedelta(days=37 * person % 15_000)
    served = date(2026, 1, 1) + timedelta(days=number % 90)
    return {
        "ServiceDetailOfClientID": f"S{number}",
        "ClientID": f"C{person}",
        "FirstName": f"Mirel{person}",
        "LastName": "Tavaroy",
        "DateOfBirth": f"{born.month}/{born.day}/{born.year}",
        "InterpreterNeeded": ("Yes", "No")[person % 2],
        "NumberOfChildren": str(person % 5),
        "Phone": f"406-555-01{person % 100:02d}",
        "Street": f"{1 + person} Cottonspark Ave",
        "CityOrTown": "Billings",
        "State": "MT",
        "ZipCode": "59101",
        "DateOfPrimaryOffense": f"{served.month}/{served.day}/2025",
        "PrimaryPresentingIssue": "Stalking;Sexual Assault",
        "ReportedToPolice": ("Yes", "No")[person % 2],
        "Service": ("Individual Advocacy", "Medical Advocacy")[number % 2],
        "ServiceDate": f"{served.month}/{served.day}/{served.year}",
        "ReceivedHours": ("0.5", "1.25")[number % 2],
        "HowProvided": "Phone",
        "StaffID": "r.okafor",
    }


def _written(path: Path) -> None:
    rows = [_row(number) for number in range(ROWS)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _bare(path: Path) -> Iterator[list[Any]]:
    """Read the file as simply as it can be read: nothing is looked for or refused."""
    met = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            made: list[Any] = []
            if row["ClientID"] not in met:
                met.add(row["ClientID"])
                made += _introduced(row)
            made.append(_served(row))
            yield made


def _day(text: str) -> PartialDate:
    month, day, year = text.split("/")
    return PartialDate.parse(f"{year}-{month:0>2}-{day:0>2}")


def _introduced(row: dict[str, str]) -> list[Any]:
    return [
        MAKE.person(
            names=(MAKE.name(text=f"{row['FirstName']} {row['LastName']}"),),
            birth_date=_day(row["DateOfBirth"]),
            interpreter_needed=row["InterpreterNeeded"] == "Yes",
            children_in_household=int(row["NumberOfChildren"]),
        ),
        MAKE.contact(kind="phone", value=row["Phone"]),
        MAKE.address(
            use="residence",
            line=(row["Street"],),
            city=row["CityOrTown"],
            state=row["State"],
            postal_code=row["ZipCode"],
        ),
        MAKE.incident(
            occurred_on=_day(row["DateOfPrimaryOffense"]),
            victimizations=tuple(
                OFFENSE[text] for text in row["PrimaryPresentingIssue"].split(";")
            ),
            reported_to_police=row["ReportedToPolice"] == "Yes",
        ),
    ]


def _served(row: dict[str, str]) -> Any:
    month, day, year = map(int, row["ServiceDate"].split("/"))
    return MAKE.service(
        service=SERVICE[row["Service"]],
        started_at=datetime(year, month, day, tzinfo=ZONE).astimezone(UTC),
        minutes=int(float(row["ReceivedHours"]) * 60),
        mode="phone",
        staff=row["StaffID"],
    )


def row() -> Row:
    """Time a pass through a file: read, check, structure; nothing is sealed."""
    folder = tempfile.TemporaryDirectory(prefix="fjcore-bench-")
    path = Path(folder.name) / "rows.csv"
    _written(path)
    importer = Importer(shipped_layout("infonet"), path, zone=ZONE.key)

    def ours() -> list[list[object]]:
        found = importer.drafts()
        return [[*draft.introducing, *draft.records] for draft in found]

    def bare() -> list[list[Any]]:
        return list(_bare(path))

    return Row(
        id="IM",
        what=f"{ROWS} CSV rows to records / csv.DictReader and bare construction",
        inside="reading the file; fjcore also finds faults, duplicates and formulas",
        baseline=bare,
        candidates=[Candidate(name="Importer.drafts", act=ours, goal=3.0)],
        check=lambda: same(ours(), bare()),
        close=folder.cleanup,
    )
