"""A workbook that would unpack, or be read, for too long is refused before it is."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from records.importing import books
from records.importing.test_workbook import code_of

from fjcore.errors import InputRefused
from fjcore.records.importing import scan


def bomb(size: int) -> bytes:
    """Give a workbook with a part of so many blanks."""
    parts = books.good()
    blank = " " * size
    books.swapped(books.SHEET, "<sheetData>", f"{blank}<sheetData>")(parts)
    return books.packed(parts)


@pytest.mark.parametrize("size", [1 << 20, 8 << 20])
def test_a_bomb_should_be_refused(tmp_path: Path, size: int) -> None:
    """A part that unpacks to far more than it takes should not be unpacked."""
    assert "too_big" == code_of(tmp_path, bomb(size))


def test_a_form_should_be_smaller() -> None:
    """A form should be refused where a file of data would still be read."""
    parts = books.good()
    text = f"<!--{'x' * 60_000}-->" * 360
    books.swapped(books.SHEET, "<sheetData>", f"{text}<sheetData>")(parts)
    raw = books.packed(parts, pressed=False)

    assert 1 == len(scan(raw, where="data").sheets)
    with pytest.raises(InputRefused) as refused:
        scan(raw, where="form", forms=True)
    assert "too_big" == refused.value.problems[0].code


@pytest.mark.parametrize("token", ["<!--{}-->", "<x a='{}'/>", "<?x {}?>"])
def test_a_tag_without_end_should_be_refused(tmp_path: Path, token: str) -> None:
    """One tag or comment of very many bytes should not be read again and again."""
    parts = books.good()
    long = token.format("x" * (3 << 20))
    books.swapped(books.SHEET, "<sheetData>", f"{long}<sheetData>")(parts)
    raw = books.packed(parts, pressed=False)

    assert "too_big" == code_of(tmp_path, raw)


def test_a_lie_about_size_should_be_found(tmp_path: Path) -> None:
    """A part that is longer than the archive says should be refused unread."""
    parts = books.good()
    books.swapped(books.SHEET, "<sheetData>", " " * 60_000 + "<sheetData>")(parts)
    raw = bytearray(books.packed(parts))
    size = len(parts[books.SHEET])
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = raw.rindex(mark)
        assert struct.unpack_from("<I", raw, start + at)[0] == size
        struct.pack_into("<I", raw, start + at, 200)

    assert code_of(tmp_path, bytes(raw)) in ("format", "too_big")


def test_many_parts_should_be_refused(tmp_path: Path) -> None:
    """An archive of very many parts should be refused before one is opened."""
    parts = {**books.good(), **{f"xl/p{n}.xml": "<x/>" for n in range(1000)}}

    assert "too_big" == code_of(tmp_path, books.packed(parts))


def test_very_many_entries_should_not_even_be_listed(tmp_path: Path) -> None:
    """A list of very many parts should be refused before it is read."""
    raw = books.packed(books.good())
    start = raw.index(b"PK\x01\x02")

    assert "too_big" == code_of(tmp_path, raw[:start] + raw[start:] * 500)


def test_parts_of_one_name_should_be_refused(tmp_path: Path) -> None:
    """Two parts of one name, in any case, should be refused: which one counts?"""
    parts = {**books.good(), "XL/worksheets/SHEET1.xml": books.sheet("")}

    assert "duplicate" == code_of(tmp_path, books.packed(parts))
