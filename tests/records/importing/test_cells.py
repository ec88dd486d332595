"""What is made of a cell: text, code, reason, number, date; and when it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from records.importing.files import findings, put

from fjcore.records.importing import Importer, ImportReport, parse_layout
from fjcore.records.importing.cells import NumericCell, formula_like
from fjcore.values import Missing

HEAD = """
layout = "cells"
version = 1
zone = "America/Denver"
date_format = "M/D/YYYY"
[placeholders]
"unknown" = "asked_unknown"
"1/1/1900" = "not_collected"
"999-99-9999" = "not_collected"
"-1" = "not_asked"
[missing.hud]
"8" = "asked_unknown"
"9" = "asked_declined"
"99" = "not_collected"
[codes.kind]
"Home phone" = "phone"
"Mail" = "email"
"None" = "?not_applicable"
[codes.ja]
"si" = "yes"
"Nein" = "no"
[[file]]
key = ["id"]
[[file.record]]
type = "TYPE"
once = true
field = [
FIELDS
]
"""

PERSON = """
  {path = "names.0.text", column = "a", formula_like = "refuse"},
  {path = "birth_date", column = "b", transform = "date"},
  {path = "pregnancy_status", column = "c", transform = "yes_no", missing = ["hud"]},
  {path = "children_in_household", column = "d", transform = "number"},
"""
CONTACT = """
  {path = "kind", column = "a", transform = "code", codes = "kind"},
  {path = "value", column = "b", transform = "phone"},
  {path = "safety", column = "c", transform = "code"},
  {path = "allowed_methods", column = "d", transform = "codes", separator = "|"},
"""
SERVICE = """
  {path = "service", column = "a", transform = "code"},
  {path = "started_at", column = "b", transform = "instant"},
  {path = "minutes", column = "c", transform = "minutes"},
  {path = "mode", column = "d", transform = "code"},
"""


def read(folder: Path, kind: str, fields: str, *cells: str) -> Any:
    """Read one row; give its record, or its faults by column."""
    said = parse_layout(HEAD.replace("TYPE", kind).replace("FIELDS", fields))
    quoted = ",".join(f'"{cell}"' for cell in ("1", *cells))
    path = put(folder, f"id,a,b,c,d\n{quoted}\n".encode())
    reading = Importer(said, path)
    made = [draft.introducing for draft in reading.drafts()]
    if made:
        (record,) = made[0]
        return record
    report: ImportReport = reading.report()
    return {(column, code) for _, column, code in findings(report)}


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("7/19/1990", "1990-07-19"),
        ("12/31/1999", "1999-12-31"),
        ("07/09/1990", "1990-07-09"),
        (" 7/19/1990 ", "1990-07-19"),
    ],
)
def test_a_date_should_be_read(tmp_path: Path, cell: str, wanted: str) -> None:
    """A date should be read in the order that the layout declares."""
    found = read(tmp_path, "person", PERSON, "Mirel", cell, "", "")

    assert wanted == found.birth_date.text


@pytest.mark.parametrize(
    "cell",
    ["19/7/1990", "7/19/90", "1990-07-19", "2/29/2023", "7-19-1990", "July 1990"],
)
def test_another_date_should_be_refused(tmp_path: Path, cell: str) -> None:
    """A date in another order, of two-digit years or that never was is no date."""
    assert {(3, "format")} == read(tmp_path, "person", PERSON, "Mirel", cell, "", "")


@pytest.mark.parametrize(
    ("cells", "field", "wanted"),
    [
        (("Mirel", "unknown", "", ""), "birth_date", Missing.ASKED_UNKNOWN),
        (("Mirel", "UNKNOWN", "", ""), "birth_date", Missing.ASKED_UNKNOWN),
        (("Mirel", "1/1/1900", "", ""), "birth_date", Missing.NOT_COLLECTED),
        (("Mirel", "", "8", ""), "pregnancy_status", Missing.ASKED_UNKNOWN),
        (("Mirel", "", "9", ""), "pregnancy_status", Missing.ASKED_DECLINED),
        (("Mirel", "", "99", ""), "pregnancy_status", Missing.NOT_COLLECTED),
        (("Mirel", "", "", ""), "pregnancy_status", Missing.NOT_COLLECTED),
        (("Mirel", "", "1", ""), "pregnancy_status", True),
        (("Mirel", "", "No", ""), "pregnancy_status", False),
        (("Mirel", "", "", "-1"), "children_in_household", Missing.NOT_ASKED),
        (("Mirel", "", "", "0"), "children_in_household", 0),
        (("Mirel", "", "", "8"), "children_in_household", 8),
    ],
)
def test_a_reason_should_be_told_from_an_answer(
    tmp_path: Path, cells: tuple[str, ...], field: str, wanted: object
) -> None:
    """A text that stands for no answer should become its reason, only where it may."""
    assert wanted == getattr(read(tmp_path, "person", PERSON, *cells), field)


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("Mirel", "", "maybe", ""), {(4, "unknown_code")}),
        (("Mirel", "", "", "two"), {(5, "format")}),
        (("Mirel", "", "", "2.5"), {(5, "format")}),
        (("Mirel", "", "", "-5"), {(5, "precondition")}),
        (("Mirel", "", "", "9999999999"), {(5, "format")}),
        (("Mirel" * 60, "", "", ""), {(2, "length")}),
        (("Mi\x07rel", "", "", ""), {(2, "format")}),
        (
            ("=1+1", "x", "q", "z"),
            {(2, "formula_like"), (3, "format"), (4, "unknown_code"), (5, "format")},
        ),
        (
            ("=1", "=1", "=1", "=1"),
            {
                (2, "formula_like"),
                (3, "format"),
                (4, "formula_like"),
                (5, "formula_like"),
            },
        ),
    ],
)
def test_every_fault_of_a_row_should_be_told(
    tmp_path: Path, cells: tuple[str, ...], wanted: set[tuple[int, str]]
) -> None:
    """Every cell that cannot be read should be told by its column and a code."""
    found = read(tmp_path, "person", PERSON, *cells)

    assert wanted == {
        (column, code.replace("formula_like", "formula_like")) for column, code in found
    }


@pytest.mark.parametrize(
    ("cells", "field", "wanted"),
    [
        (("Home phone", "406-555-0101", "", ""), "kind", "phone"),
        (("HOME PHONE", "406-555-0101", "", ""), "kind", "phone"),
        (("email", "mirel@example.org", "", ""), "kind", "email"),
        (("phone", "(406) 555-0101", "", ""), "value", "406 555-0101"),
        (("phone", "+1 406 555 0101", "", ""), "value", "+1 406 555 0101"),
        (("phone", "406-555-0101", "unknown", ""), "safety", "unknown"),
        (
            ("phone", "406-555-0101", "", "text|call"),
            "allowed_methods",
            ("text", "call"),
        ),
        (("phone", "406-555-0101", "", " text | text "), "allowed_methods", ("text",)),
        (
            ("phone", "406-555-0101", "", "Unknown"),
            "allowed_methods",
            Missing.ASKED_UNKNOWN,
        ),
        (("phone", "406-555-0101", "", "|"), "allowed_methods", Missing.NOT_COLLECTED),
    ],
)
def test_codes_should_be_crossed(
    tmp_path: Path, cells: tuple[str, ...], field: str, wanted: object
) -> None:
    """A code should come of the layout's crosswalk, or be one of the list itself."""
    assert wanted == getattr(read(tmp_path, "contact_point", CONTACT, *cells), field)


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("Fax", "406-555-0101", "", ""), {(2, "unknown_code")}),
        (("Phone", "406-555-0101", "", ""), {(2, "unknown_code")}),
        (("None", "406-555-0101", "", ""), {(2, "required")}),
        (("phone", "555", "", ""), {(3, "format")}),
        (("phone", "=406555", "", ""), {(3, "formula_like")}),
        (("phone", "-406-555-0101", "", ""), {(3, "formula_like")}),
        (("phone", "+cmd|x", "", ""), {(3, "formula_like")}),
        (("@x", "406-555-0101", "", ""), {(2, "formula_like")}),
        (("phone", "406-555-0101", "", "text|fax"), {(5, "unknown_code")}),
        (("phone", "406-555-0101", "", "text;call"), {(5, "unknown_code")}),
        (("phone", "406-555-0101", "", "text|unknown"), {(5, "precondition")}),
    ],
)
def test_other_codes_should_be_refused(
    tmp_path: Path, cells: tuple[str, ...], wanted: set[tuple[int, str]]
) -> None:
    """A code that no crosswalk has should be refused, never taken as it is."""
    assert wanted == read(tmp_path, "contact_point", CONTACT, *cells)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("3/2/2026", "2026-03-02T07:00:00+00:00"),
        ("7/2/2026", "2026-07-02T06:00:00+00:00"),
    ],
)
def test_a_local_day_should_become_an_instant(
    tmp_path: Path, cell: str, wanted: str
) -> None:
    """A day should begin when it begins in the zone of the layout."""
    found = read(tmp_path, "service_encounter", SERVICE, "B4", cell, "1.5", "phone")

    assert wanted == found.started_at.isoformat()
    assert 90 == found.minutes


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1", "＋1", "－1", "＠x", "\n=1"],
)
def test_a_formula_should_be_known(text: str) -> None:
    """A text that a spreadsheet would run should be known, blanks before it or not."""
    assert formula_like(text)
    assert not formula_like(f"x{text}")
    assert not formula_like(NumericCell(""))
