"""Cells that no spreadsheet takes for a formula, and that come back as they were."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import tried

from fjcore.values.spreadsheet import csv_text, safe_cell

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "|",
    "%",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u200b=",
)


@pytest.mark.parametrize("start", STARTS, ids=ascii)
def test_a_formula_is_made_a_text(start: str) -> None:
    """A cell that begins as a formula does should be marked as text."""
    assert f"'{start}1" == safe_cell(f"{start}1")


@pytest.mark.parametrize("text", ["", "Ann", "a=b", "1-2", "full", "billings.police"])
def test_a_plain_text_is_left_alone(text: str) -> None:
    """A cell that is plain should stay as it is."""
    assert text == safe_cell(text)


@tried(25, 60)
@given(st.lists(st.text(st.sampled_from("=+a,\"\n\r '@")), min_size=2, max_size=4))
def test_rows_come_back(row: list[str]) -> None:
    """A row should come back cell by cell, but for the marks."""
    (found,) = csv.reader(io.StringIO(csv_text([row]), newline=""))

    assert [safe_cell(cell) for cell in row] == found


def test_lines_end_as_the_format_says() -> None:
    """Every cell should be quoted, and every line end with CR LF."""
    assert '"a","b"\r\n"c","d"\r\n' == csv_text([["a", "b"], ["c", "d"]])


FORMULA = frozenset("=+-@|%")

#: What attackers write: starts, their wide forms, what hides them, what parts cells.
SIGNS = st.sampled_from(
    "=+-@|%\uff1d\uff0b\uff0d\uff20 \t\r\n;,'\"\0\u200b\ufeff\u00a0ab1!("
)


def seen(cell: str) -> str:
    """Give the first sign that a spreadsheet looks at, by rules written apart."""
    wide = {"\uff1d": "=", "\uff0b": "+", "\uff0d": "-", "\uff20": "@"}
    for sign in cell:
        if sign not in ' \t\r\n\0\u200b\ufeff\u00a0"':
            return wide.get(sign, sign)
    return ""


@tried(80, 300)
@given(st.lists(SIGNS, max_size=12).map("".join))
def test_no_text_becomes_a_formula(text: str) -> None:
    """No text should begin a cell with a formula, whatever a program parts cells by."""
    cell = safe_cell(text)
    # A text may begin with blanks; whatever follows what is seen first is parted.
    parts = re.split("[;\t\r\n]", cell.lstrip("'").lstrip(" \t\r\n"))[1:]

    assert seen(cell) not in FORMULA
    assert not [part for part in (*cell.split(";"), *parts) if seen(part) in FORMULA]
    assert cell.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        'x;=HYPERLINK("http://example.org")',
        "a\t=1+1",
        "a\n@SUM(1)",
        "\0=1",
        '"=1"',
        "\u00a0\uff1d1",
    ],
    ids=ascii,
)
def test_known_attacks_are_marked(text: str) -> None:
    """Known ways to run something from a cell should each be marked as text."""
    assert safe_cell(text) != text
    assert not [p for p in safe_cell(text).split(";") if seen(p) in FORMULA]


ROOT = Path(__file__).parents[2]
WRITERS = ("csv.writer", "DictWriter", "xlsxwriter", "openpyxl")


def test_there_is_one_writer() -> None:
    """Nothing else should write a table: it could forget the marks.

    But for workbooks of forms, whose cells are texts by their type.
    """
    sources = [*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")]
    found = {
        path.name
        for path in sources
        if any(word in path.read_text("utf-8") for word in WRITERS)
    }

    workbook = (ROOT / "src/fjcore/values/workbook.py").read_text("utf-8")

    assert {"spreadsheet.py", "workbook.py"} == found
    assert '"strings_to_formulas": False' in workbook
    assert "write_string" in workbook
    assert ".write(" not in workbook
