"""Made-up files of other systems: rows by layout, as their makers write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from fjcore.records.importing import Importer, ImportReport, Layout, shipped_layout

ZONE = "America/Denver"

Row = dict[str, str]


def infonet(number: int) -> Row:
    """Give one service; every second one is a further one of the same person."""
    person = number // 2
    return {
        "ServiceDetailOfClientID": f"S{number}",
        "ClientID": f"C{person}",
        "FirstName": f"Mirel{person}",
        "LastName": "Tavaroy",
        "DateOfBirth": us_day(date(1960, 1, 1) + timedelta(days=person % 9000)),
        "InterpreterNeeded": ("Yes", "No", "Unknown", "")[person % 4],
        "NumberOfChildren": str(person % 5),
        "Phone": f"406-555-01{person % 100:02d}",
        "Street": f"{1 + person} Cottonspark Ave",
        "CityOrTown": "Billings",
        "State": "MT",
        "ZipCode": "59101",
        "DateOfPrimaryOffense": "2/9/2026",
        "PrimaryPresentingIssue": "Stalking; Sexual Assault",
        "ReportedToPolice": ("Yes", "No")[person % 2],
        "Service": ("Individual Advocacy", "Medical Advocacy")[number % 2],
        "ServiceDate": us_day(date(2026, 1, 1) + timedelta(days=number % 50)),
        "ReceivedHours": ("0.5", "1.25")[number % 2],
        "HowProvided": "Phone",
        "StaffID": "r.okafor",
    }


def apricot(number: int) -> Row:
    """Give one person of an intake form."""
    born = date(1970, 1, 1) + timedelta(days=number % 9000)
    return {
        "Record ID": f"A-{number}",
        "Name (First)": f"Sorel{number}",
        "Name (Middle)": "",
        "Name (Last)": "Quillmark",
        "Date of Birth": f"{born:%m/%d/%Y}",
        "Pronouns": "she/her",
        "Interpreter Needed": "No",
        "Tribal Affiliation": "",
        "Children in Household": "2",
        "Currently Pregnant": "declined to answer",
        "Phone Number": f"406-555-01{number % 100:02d}",
        "Phone Safety": "Safe with limits",
        "Contact Methods": "Call|Text",
        "OK to Leave Voicemail": "No",
        "Email": f"sorel{number}@example.org",
        "Address (Line 1)": f"{number} Larkhollow Rd",
        "Address (Line 2)": "Unit 2",
        "Address (City)": "Laurel",
        "Address (State)": "MT",
        "Address (Zip)": "59044",
        "Incident Date": "02/09/2026",
        "Victimization Type": "Stalking|Domestic Violence",
        "Incident Location": "a car park",
        "Strangled or Choked": "Yes",
        "Police Report Number": "BPD-26-00117",
        "Narrative": "She said that\nhe waited outside, twice.",
    }


def legacy(number: int) -> Row:
    """Give one visit in the columns of an older system."""
    return {
        "VISIT_NO": f"{number:06d}",
        "CASE_NO": f"K{number // 3}",
        "FNAME": f"Évanne{number // 3}",
        "LNAME": "Brannick",
        "BIRTHDT": f"19{60 + number // 3 % 40}0412",
        "INTERP": "N",
        "PREG": ("U", "X", "N")[number // 3 % 3],
        "TEL_1": f"(406) 555-01{number % 100:02d}",
        "MSG_OK": "Y",
        "STR": "12 Quillmark Way",
        "TOWN": "Hardin",
        "ST": "MT",
        "ZIP": "59034",
        "VISIT_DT": f"202603{number % 28 + 1:02d}",
        "VISIT_TYPE": ("ADV", "CRI", "LEG")[number % 3],
        "MINS": "45",
        "HOW": "T",
        "REMARKS": ("", "asked about the hearing")[number % 2],
    }


def us_day(day: date) -> str:
    """Write a day as a person in the United States does."""
    return f"{day.month}/{day.day}/{day.year}"


#: The layouts that read one CSV file, and what makes a row of each.
SINGLE = {"infonet": infonet, "apricot": apricot, "legacy": legacy}


def rows_of(name: str, count: int) -> list[Row]:
    """Give so many rows for a shipped layout."""
    return [SINGLE[name](number) for number in range(count)]


def as_csv(rows: Sequence[Mapping[str, str]], name: str = "infonet") -> bytes:
    """Write rows as the system of a layout would."""
    said = shipped_layout(name).file[0]
    text = io.StringIO()
    head = list(rows[0]) if rows else []
    writer = csv.DictWriter(text, head, delimiter=said.delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(said.encoding.value)


def as_xlsx(rows: Iterable[Sequence[Any]], **options: Any) -> bytes:
    """Write rows as a workbook; texts stay texts unless the options say otherwise."""
    raw = io.BytesIO()
    plain = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(raw, {**plain, **options}) as book:
        sheet = book.add_worksheet("rows")
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, dated)
                elif cell != "":
                    sheet.write(place, column, cell)
    return raw.getvalue()


def put(folder: Path, raw: bytes, name: str = "rows.csv") -> Path:
    """Write a file into a folder."""
    path = folder / name
    path.write_bytes(raw)
    return path


def importer(layout: Layout | str, path: Path) -> Importer:
    """Give the importer of a file in the zone of these tests."""
    said = shipped_layout(layout) if isinstance(layout, str) else layout
    return Importer(said, path, zone=ZONE)


def rehearsed(layout: Layout | str, path: Path) -> ImportReport:
    """Read a file and keep nothing."""
    return importer(layout, path).rehearse()


def records_of(layout: Layout | str, path: Path) -> list[list[object]]:
    """Give the records of each row in order."""
    drafts = importer(layout, path).drafts()
    return [[*draft.introducing, *draft.records] for draft in drafts]


def findings(report: ImportReport) -> dict[tuple[str, int, str], int]:
    """Give file, column and code of every fault with how often it stands there."""
    return {(one.file, one.column, one.code): one.count for one in report.findings}
