"""Workbooks are read as data, and refused when they are anything else."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from records.importing import books
from records.importing.files import as_xlsx, findings, put, records_of, rehearsed

from fjcore.errors import InputRefused, MissingExtra
from fjcore.records import Person
from fjcore.records.importing import Layout, parse_layout, scan

NAMES = """
layout = "book"
version = 1
[[file]]
format = "xlsx"
key = ["id"]
key_zero_pad = 1
[[file.record]]
type = "person"
once = true
always = true
field = [
    {path = "names.0.text", column = "name"},
    MORE
]
"""

BORN = '{path = "birth_date", column = "born", transform = "date"},'
KIDS = '{path = "children_in_household", column = "kids", transform = "number"},'
SERVED = '{path = "interpreter_needed", column = "help", transform = "yes_no"},'


def layout(more: str = "") -> Layout:
    return parse_layout(NAMES.replace("MORE", more))


def read(folder: Path, rows: list[list[Any]], more: str = "") -> list[Any]:
    path = put(folder, as_xlsx(rows), "book.xlsx")
    return [record for made in records_of(layout(more), path) for record in made]


def code_of(folder: Path, raw: bytes) -> str:
    path = put(folder, raw, "book.xlsx")
    with pytest.raises(InputRefused) as refused:
        rehearsed(layout(), path)
    assert refused.value.__context__ is None
    return refused.value.problems[0].code


def test_a_sheet_should_be_read(tmp_path: Path) -> None:
    """Texts, dates, numbers and truths of a sheet should become what they are."""
    more = BORN + KIDS + SERVED
    rows = [
        ["id", "name", "born", "kids", "help"],
        ["1", "Mirel", date(1990, 4, 12), 2, True],
        ["2", "Nuñez & <Li>", "1991-05-13", "-0", "no"],
    ]
    found = read(tmp_path, rows, more)

    assert ["Mirel", "Nuñez & <Li>"] == [one.names[0].text for one in found]
    assert ["1990-04-12", "1991-05-13"] == [one.birth_date.text for one in found]
    assert [2, 0] == [one.children_in_household for one in found]
    assert [True, False] == [one.interpreter_needed for one in found]


@pytest.mark.parametrize("case", books.PROBES)
def test_a_probe_should_be_refused(tmp_path: Path, case: str) -> None:
    """A workbook that holds more than data should be refused by what it holds."""
    edit, code = books.PROBES[case]
    parts = books.good()
    edit(parts)

    assert code == code_of(tmp_path, books.packed(parts))


def test_the_sound_one_should_pass(tmp_path: Path) -> None:
    """The workbook that the probes were made of should be read."""
    path = put(tmp_path, books.packed(books.good()), "book.xlsx")

    assert 1 == rehearsed(layout(), path).kept


def test_formulas_of_a_writer_should_be_refused(tmp_path: Path) -> None:
    """A formula that a real writer made should be refused, whatever value it shows."""
    raw = as_xlsx([["id", "name"], ["1", "=1+1"]], strings_to_formulas=True)

    assert "formula_cell" == code_of(tmp_path, raw)


def test_links_of_a_writer_should_be_refused(tmp_path: Path) -> None:
    """A link to elsewhere that a real writer made should be refused."""
    rows = [["id", "name"], ["1", "https://example.org"]]

    assert "external_link" == code_of(tmp_path, as_xlsx(rows, strings_to_urls=True))


@pytest.mark.parametrize("said", ["A1", "A1:B1", "A1:XFD1048576", "C3:D4"])
def test_the_dimension_should_not_be_believed(tmp_path: Path, said: str) -> None:
    """What a sheet says of its own size should hide no row and make none."""
    rows = "".join(books.cells(f"{n}", f"Mirel{n}", row=n + 1) for n in range(1, 8))
    parts = books.good(books.cells("id", "name", row=1) + rows)
    before = f'<dimension ref="{said}"/>'
    edit = books.swapped(books.SHEET, "<sheetData>", f"{before}<sheetData>")
    edit(parts)
    path = put(tmp_path, books.packed(parts), "book.xlsx")

    assert (7, 7) == (rehearsed(layout(), path).rows, rehearsed(layout(), path).kept)


def test_cells_without_places_should_be_read(tmp_path: Path) -> None:
    """Rows and cells that do not say where they stand should stand in order."""
    rows = books.cells("id", "name", row=1) + books.cells("7", "Mirel", row=2)
    for place in ("A1", "B1", "A2", "B2", "1", "2"):
        rows = rows.replace(f' r="{place}"', "")
    path = put(tmp_path, books.packed(books.good(rows)), "book.xlsx")

    assert [[Person]] == [list(map(type, made)) for made in records_of(layout(), path)]


def test_rows_of_empty_texts_should_be_counted(tmp_path: Path) -> None:
    """Rows whose cells hold empty texts should be refused, and hide no other row."""
    empty = '<row r="{n}"><c r="A{n}" t="{kind}"><v>{said}</v></c></row>'
    head, one = books.cells("id", "name", row=1), books.cells("1", "Mirel", row=4)
    rows = empty.format(n=2, kind="str", said="") + empty.format(
        n=3, kind="s", said="0"
    )
    parts = books.good(head + rows + one + empty.format(n=5, kind="str", said=""))
    books.shared(parts, "")
    path = put(tmp_path, books.packed(parts), "book.xlsx")
    found = rehearsed(layout(), path)

    assert (4, 1, 3) == (found.rows, found.kept, found.refused)
    assert (2, 3, 5) == found.findings[0].rows


@pytest.mark.parametrize(
    "raw", [b"", b"PK", b"id,name\n1,Mirel\n", b"\xd0\xcf\x11\xe0"]
)
def test_no_workbook_should_be_refused(tmp_path: Path, raw: bytes) -> None:
    """Bytes that are no workbook should be refused as such."""
    assert "format" == code_of(tmp_path, raw)


def test_an_encrypted_part_should_be_refused(tmp_path: Path) -> None:
    """A part that says it is encrypted should be refused."""
    raw = bytearray(books.packed(books.good()))
    start = raw.index(b"PK\x01\x02")
    raw[start + 8] |= 1

    assert "format" == code_of(tmp_path, bytes(raw))


def test_another_sheet_should_be_asked_for_by_name(tmp_path: Path) -> None:
    """A sheet that is not there should be refused."""
    path = put(tmp_path, as_xlsx([["id", "name"]]), "book.xlsx")
    said = parse_layout(
        NAMES.replace("MORE", "").replace("[[file]]", '[[file]]\nsheet="x"')
    )
    with pytest.raises(InputRefused) as refused:
        rehearsed(said, path)

    assert "sheet" == refused.value.problems[0].code


ZIP = """
layout = "zips"
version = 1
[[file]]
format = "xlsx"
key = ["id"]
PAD
[[file.record]]
type = "address"
once = true
field = [
    {path = "use", constant = "residence", transform = "code"},
    {path = "postal_code", column = "zip", FIELD},
]
"""


def zips(folder: Path, cell: object, key: object, pad: str, field: str) -> Any:
    said = parse_layout(ZIP.replace("PAD", pad).replace("FIELD", field))
    path = put(folder, as_xlsx([["id", "zip"], [key, cell]]), "book.xlsx")
    return rehearsed(said, path), records_of(said, path)


def test_a_number_should_not_become_a_text(tmp_path: Path) -> None:
    """A number where a text belongs should be refused: it has lost its zeros."""
    found, _ = zips(tmp_path, 601, "a", "", 'transform = "text"')

    assert {("", 2, "type"): 1} == findings(found)


def test_a_number_should_be_padded_where_it_is_said(tmp_path: Path) -> None:
    """A number should become a text of the width that the layout gives."""
    _, made = zips(tmp_path, 601, "a", "", "zero_pad = 5")

    assert "00601" == made[0][0].postal_code  # type: ignore[attr-defined]


@pytest.mark.parametrize("cell", [600601, 6.5, -7, 1e20, datetime(2026, 1, 1)])  # noqa: DTZ001
def test_a_number_that_cannot_be_padded(tmp_path: Path, cell: object) -> None:
    """A number too wide, negative or broken should not become a text."""
    found, _ = zips(tmp_path, cell, "a", "", "zero_pad = 5")

    assert 1 == found.refused


def test_a_key_that_is_a_number_should_be_refused(tmp_path: Path) -> None:
    """A key that a workbook holds as a number should need a declared width."""
    refused, _ = zips(tmp_path, "00601", 7, "", 'transform = "text"')
    taken, _ = zips(tmp_path, "00601", 7, "key_zero_pad = 4", 'transform = "text"')

    assert {("", 1, "type"): 1} == findings(refused)
    assert 1 == taken.kept


def test_without_the_extra_it_should_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the reader is not installed the extra should be named."""
    path = put(tmp_path, as_xlsx([["id", "name"]]), "book.xlsx")
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtra) as missing:
        rehearsed(layout(), path)

    assert "intake" == missing.value.where


def test_rows_should_be_counted_twice() -> None:
    """The look through a workbook should count the rows that hold something."""
    rows = [["id", "name"], ["1", "Mirel"], ["", ""], ["2", "Sorel"]]
    found = scan(as_xlsx(rows), where="data")

    assert [("rows", 3)] == [(name, part.rows) for name, part in found.sheets]
    assert zipfile.is_zipfile(BytesIO(as_xlsx(rows)))
