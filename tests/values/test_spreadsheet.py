"""Cells that no spreadsheet takes for a formula, and that come back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.sampled_from("=+a,\"\n\r '@")), min_size=2, max_size=4))
def test_rows_come_back(row: list[str]) -> None:
    """A row should come back cell by cell, but for the marks."""
    (found,) = csv.reader(io.StringIO(csv_text([row]), newline=""))

    assert [safe_cell(cell) for cell in row] == found


def test_lines_end_as_the_format_says() -> None:
    """Every line should end with CR LF."""
    assert "a,b\r\nc,d\r\n" == csv_text([["a", "b"], ["c", "d"]])
