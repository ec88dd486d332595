"""A slow and obvious reader of the one layout, written from the rules alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from records.importing.files import Row

ZONE = ZoneInfo("America/Denver")

#: By column: cells that are in order, and cells that are not with the code of each.
GOOD: dict[str, tuple[str, ...]] = {
    "FirstName": ("Mirel", "O'Hara", " Núñez ", "", "unknown", 'Ana, "Mo" Li'),
    "LastName": ("Tavaroy", "", "'Quillmark"),
    "DateOfBirth": ("4/12/1990", "04/12/1990", "2/29/2024", "", "1/1/1900", "Unknown"),
    "InterpreterNeeded": ("Yes", "no", "Unknown", "", "refused"),
    "NumberOfChildren": ("0", "12", "", "not reported"),
    "Phone": ("406-555-0101", "(406) 555-0102", "+1 406 555 0103", "", "unknown"),
    "Street": ("1 Cottonspark Ave", ""),
    "CityOrTown": ("Billings", ""),
    "State": ("MT", ""),
    "ZipCode": ("59101", "59101-1234", "", "unknown"),
    "DateOfPrimaryOffense": ("2/9/2026", "", "refused"),
    "PrimaryPresentingIssue": ("Stalking", "stalking; Sexual Assault", "10", ""),
    "ReportedToPolice": ("Yes", "n", ""),
    "Service": ("Individual Advocacy", "medical advocacy", "C1"),
    "ServiceDate": ("3/8/2026", "11/1/2026", "7/4/2026"),
    "ReceivedHours": ("1.5", "0.25", "2", "", "unknown"),
    "HowProvided": ("Phone", "in person", "video", ""),
    "StaffID": ("r.okafor", ""),
}
BAD: dict[str, tuple[tuple[str, str], ...]] = {
    "FirstName": (("=1+1", "formula_like"), ("\t@x", "formula_like")),
    "LastName": (("+1", "formula_like"), ("Tava\x1broy", "format")),
    "DateOfBirth": (("2/30/2024", "format"), ("4/12/90", "format"), ("=1", "format")),
    "InterpreterNeeded": (("J", "unknown_code"), ("=1", "formula_like")),
    "NumberOfChildren": (
        ("two", "format"),
        ("=2", "formula_like"),
        ("-1", "precondition"),
    ),
    "Phone": (("555", "format"), ("=406555", "formula_like")),
    "Street": (("@home", "formula_like"),),
    "CityOrTown": (("B" * 51, "length"),),
    "State": (("Montana", "length"),),
    "ZipCode": (("5910", "format"), ("-59101", "formula_like")),
    "DateOfPrimaryOffense": (("13/1/2026", "format"),),
    "PrimaryPresentingIssue": (("Bullying", "unknown_code"), ("=1", "formula_like")),
    "ReportedToPolice": (("maybe", "unknown_code"),),
    "Service": (("", "required"), ("Quokka", "unknown_code"), ("unknown", "required")),
    "ServiceDate": (("", "required"), ("2/29/2026", "format"), ("refused", "required")),
    "ReceivedHours": (("1:30", "format"), ("0.333", "range")),
    "HowProvided": (("Carrier pigeon", "unknown_code"),),
    "StaffID": (("=cmd|x", "formula_like"),),
}

#: Columns of the records that only the first row of a person makes.
ONCE = tuple(GOOD)[:13]

WHY = {
    "unknown": "asked_unknown",
    "refused": "asked_declined",
    "not reported": "not_asked",
}
CODES = {
    "individual advocacy": "B4",
    "medical advocacy": "B1",
    "c1": "C1",
    "stalking": "22",
    "sexual assault": "02",
    "10": "10",
    "phone": "phone",
    "in person": "in_person",
    "video": "video",
}

Plain = dict[str, Any]


def judged(rows: Sequence[Row]) -> list[list[Plain] | set[tuple[str, str]]]:
    """Give for each row its records as plain data, or its faults by column."""
    met: set[str] = set()
    keys: set[str] = set()
    found: list[list[Plain] | set[tuple[str, str]]] = []
    for row in rows:
        key, person = row["ServiceDetailOfClientID"], row["ClientID"]
        if key in keys:
            found.append({("ServiceDetailOfClientID", "duplicate")})
            continue
        keys.add(key)
        columns = [c for c in GOOD if person not in met or c not in ONCE]
        faults = {
            (column, code)
            for column in columns
            for cell, code in BAD[column]
            if row[column] == cell
        }
        if faults:
            found.append(faults)
            continue
        first = _first(row) if person not in met else []
        met.add(person)
        found.append([*first, _service(row)])
    return found


def _why(cell: str) -> Any:
    said = WHY.get(cell.strip().lower())
    return {"?": said} if said else None


def _whole(**said: Any) -> Plain:
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _day(cell: str) -> Any:
    if not cell or cell == "1/1/1900":
        return None
    if _why(cell):
        return _why(cell)
    month, day, year = cell.split("/")
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _yes(cell: str) -> Any:
    return _why(cell) or {"y": True, "n": False}.get(cell[:1].lower())


def _number(cell: str) -> Any:
    return _why(cell) or (int(cell) if cell else None)


def _first(row: Row) -> list[Plain]:
    parts = [row[name].strip() for name in ("FirstName", "LastName")]
    text = " ".join(part for part in parts if part and not _why(part))
    made = [
        _whole(
            names=[{"text": text}] if text else [],
            birth_date=_day(row["DateOfBirth"]),
            interpreter_needed=_yes(row["InterpreterNeeded"]),
            children_in_household=_number(row["NumberOfChildren"]),
        )
    ]
    if row["Phone"] and not _why(row["Phone"]):
        made.append({"kind": "phone", "value": re.sub("[()]", "", row["Phone"])})
    place = _whole(
        line=[row["Street"]] if row["Street"] else [],
        city=row["CityOrTown"],
        state=row["State"],
        postal_code=_why(row["ZipCode"]) or row["ZipCode"],
    )
    if any(type(value) is not dict for value in place.values()):
        made.append({"use": "residence", **place})
    kinds = [part.strip().lower() for part in row["PrimaryPresentingIssue"].split(";")]
    event = _whole(
        occurred_on=_day(row["DateOfPrimaryOffense"]),
        victimizations=[CODES[kind] for kind in kinds if kind],
        reported_to_police=_yes(row["ReportedToPolice"]),
    )
    if any(type(value) is not dict for value in event.values()):
        made.append(event)
    return made


def _service(row: Row) -> Plain:
    month, day, year = map(int, row["ServiceDate"].split("/"))
    walls = [datetime(year, month, day, tzinfo=ZONE, fold=fold) for fold in (0, 1)]
    at = max(wall.astimezone(UTC) for wall in walls)
    hours = row["ReceivedHours"]
    minutes = None
    if hours and not _why(hours):
        minutes = timedelta(hours=float(hours)) // timedelta(minutes=1)
    return _whole(
        service=CODES[row["Service"].lower()],
        started_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        minutes=_why(hours) or minutes,
        mode=CODES.get(row["HowProvided"].lower()),
        staff=row["StaffID"],
    )
