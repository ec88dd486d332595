"""CSV is read by its declared dialect and encoding, strictly, row by row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from records.importing.files import (
    as_csv,
    findings,
    importer,
    put,
    records_of,
    rehearsed,
    rows_of,
)

from fjcore.errors import InputRefused, Problem
from fjcore.records.importing import Layout, parse_layout

NAMES = """
layout = "names"
version = 1
[[file]]
HEAD
key = ["id"]
[[file.record]]
type = "person"
once = true
field = [{path = "names.0.text", column = "name"}]
"""


def layout(head: str = "") -> Layout:
    return parse_layout(NAMES.replace("HEAD", head))


def names(folder: Path, raw: bytes, head: str = "") -> list[str]:
    made = records_of(layout(head), put(folder, raw))
    return [one.names[0].text for row in made for one in row]  # type: ignore[attr-defined]


def refusal(folder: Path, raw: bytes, head: str = "") -> Problem:
    path = put(folder, raw)
    with pytest.raises(InputRefused) as refused:
        rehearsed(layout(head), path)
    assert refused.value.__context__ is None
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("raw", "head"),
    [
        ("id,name\n1,Évanne\n".encode(), ""),
        ("\ufeffid,name\n1,Évanne\n".encode(), ""),
        ("id,name\n1,Évanne\n".encode(), 'encoding = "utf-8"'),
        ("id,name\r\n1,Évanne\r\n".encode("cp1252"), 'encoding = "cp1252"'),
        ("id;name\n1;Évanne".encode(), 'delimiter = ";"'),
        ("id\tname\n1\tÉvanne\n".encode(), 'delimiter = "\\t"'),
        ("name,more,id\nÉvanne,,1\n".encode(), ""),
        ("id|name\n'1'|'Évanne'\n".encode(), "delimiter = '|'\nquote = \"'\""),
        ("id,name\n1,  Évanne \n".encode(), ""),
        ("id,name\n1,Évanne\n\n\n".encode(), ""),
        (
            '"id","name"\n"1","Évanne"\n'.encode(),
            'header="strict"\ncolumns=["id","name"]',
        ),
    ],
)
def test_a_file_should_be_read(tmp_path: Path, raw: bytes, head: str) -> None:
    """A file should be read by the encoding and the marks that its layout declares."""
    assert ["Évanne"] == names(tmp_path, raw, head)


def test_a_text_should_keep_its_marks(tmp_path: Path) -> None:
    """Quotes, delimiters, lines and apostrophes within a text should stay in it."""
    raw = b'id,name\n1,"O\'Hara, ""Mo""\nLi"\n2,\'Li\n'

    assert ['O\'Hara, "Mo"\nLi', "'Li"] == names(tmp_path, raw)


def test_a_file_without_a_header_should_be_read(tmp_path: Path) -> None:
    """Where there is no header the first row should be data, and columns numbers."""
    text = NAMES.replace("HEAD", 'header = "none"')
    said = parse_layout(text.replace('"id"', '"#1"').replace('"name"', '"#2"'))
    path = put(tmp_path, b"1,Mirel,x\n2,Sorel,y\n")

    assert 2 == rehearsed(said, path).kept
    assert (("", 3),) == rehearsed(said, path).unread_columns


@pytest.mark.parametrize(
    ("raw", "head", "problem"),
    [
        (b"", "", ("row.1.id", "header")),
        (b"id\n", "", ("row.1.name", "header")),
        (b"id,Zephyrine\n1,x\n", "", ("row.1.name", "header")),
        (b"id,name,name\n1,x,y\n", "", ("row.1.name", "duplicate")),
        (
            b"name,id\nx,1\n",
            'header="strict"\ncolumns=["id","name"]',
            ("row.1.column.1", "header"),
        ),
        (
            b"id,name,x\n1,x,y\n",
            'header="strict"\ncolumns=["id","name"]',
            ("row.1", "header"),
        ),
        (
            b"id, name\n1,x\n",
            'header="strict"\ncolumns=["id","name"]',
            ("row.1.column.2", "header"),
        ),
        (b'id,name\n1,"Zephyrine\n2,x\n', "", ("row.2", "format")),
        (b'id,name\n1,"Zephy"rine\n2,x\n', "", ("row.2", "format")),
        (b"id,name\n1,Zephyr\rine\n", "", ("row.2", "format")),
        (b"id,name\n1,Zeph\xff\n", "", ("row.2", "encoding")),
        (b"id,name\n1,Zeph\x81\n", 'encoding = "cp1252"', ("row.2", "encoding")),
        (b"id,name\n1,a\n2,b\n3,\xc3\n", "", ("row.4", "encoding")),
        ("id,name\n1,x\n".encode("utf-16"), "", ("row.1", "encoding")),
        (b"id,name\n1," + b"Z" * 131_073 + b"\n", "", ("row.2", "format")),
        (b'id,name\n1,"' + b"Z\n" * 3_000_000, "", ("row.2", "format")),
        (b"id,name\n1,x" + b",Z" * 2_200_000 + b"\n", "", ("row.2", "too_big")),
        (b"id,name\n1,x" + b",Z" * 1000 + b"\n", "", ("row.2", "cardinality")),
    ],
)
def test_a_broken_file_should_be_refused(
    tmp_path: Path, raw: bytes, head: str, problem: tuple[str, str]
) -> None:
    """A file that is not as declared should be refused as a whole, by its row."""
    assert problem == refusal(tmp_path, raw, head)


def test_a_file_that_is_not_there_should_be_named(tmp_path: Path) -> None:
    """A file that cannot be read should be named as it was given."""
    with pytest.raises(InputRefused) as refused:
        rehearsed(layout(), tmp_path / "absent.csv")

    assert (Problem("absent.csv", "unreadable"),) == refused.value.problems


Edit = Callable[[list[str]], object]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("4", "cardinality"),
        ("4,x,y", "cardinality"),
        (",", "required"),
        (" , ", "required"),
        ("", "required"),
        ('""', "cardinality"),
    ],
)
def test_a_ragged_row_should_be_refused(tmp_path: Path, line: str, code: str) -> None:
    """A row too short, too long or empty should be refused, and the others kept."""
    raw = f"id,name\n1,a\n{line}\n2,b\n".encode()
    found = rehearsed(layout(), put(tmp_path, raw))

    assert (3, 2, 1) == (found.rows, found.kept, found.refused)
    assert {("", 0, code): 1} == findings(found)
    assert (3,) == found.findings[0].rows


def test_blank_lines_at_the_end_should_be_skipped(tmp_path: Path) -> None:
    """Blank lines after the last row should be counted and refuse nothing."""
    found = rehearsed(layout(), put(tmp_path, b"id,name\n1,a\n\n\n"))

    assert (3, 1, 0, 2) == (found.rows, found.kept, found.refused, found.skipped)
    assert [("blank", (3, 4))] == [(one.code, one.rows) for one in found.reasons]


def test_a_raised_limit_should_be_taken_back(tmp_path: Path) -> None:
    """A limit that another part of the process raised should not hold here."""
    before = csv.field_size_limit(1 << 30)
    try:
        raw = b"id,name\n1," + b"Z" * 131_073 + b"\n"

        assert ("row.2", "format") == refusal(tmp_path, raw)
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("name", ["infonet", "apricot", "legacy"])
def test_the_order_of_columns_should_not_matter(tmp_path: Path, name: str) -> None:
    """A file whose columns are found by name should be read in any order of them."""
    rows = rows_of(name, 6)
    turned = [dict(sorted(row.items(), reverse=True)) for row in rows]
    one = put(tmp_path, as_csv(rows, name), "one.csv")
    other = put(tmp_path, as_csv(turned, name), "other.csv")

    assert records_of(name, one) == records_of(name, other)
    assert 6 == len(records_of(name, one))


def test_the_bytes_read_should_be_told(tmp_path: Path) -> None:
    """How far an import has come should grow from row to row up to the whole."""
    reading = importer("infonet", put(tmp_path, as_csv(rows_of("infonet", 50))))
    told = [reading.position for _ in reading.drafts()]

    assert sorted(told) == told
    assert 0 < told[0] < told[-1] <= reading.size == reading.position
