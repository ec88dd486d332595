"""The sheets of a workbook that holds a form, row by row, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from attrs import define, field, frozen

from fjcore.errors import InputRefused, MissingExtra, Problem
from fjcore.records.importing import scan

#: Most rows of a sheet of a form, and most characters of a cell.
MAX_ROWS, MAX_CELL = 5000, 4096


@frozen
class Row:
    """One row of a sheet; its cells by column, those without a text left out."""

    sheet: str
    number: int
    cells: dict[str, Any]

    def path(self, column: str) -> str:
        """Name one cell of the row."""
        return f"{self.sheet}.{self.number}.{column}"


@define
class Found:
    """What was found wrong, and what is to be looked at."""

    problems: list[Problem] = field(factory=list)
    warnings: list[Problem] = field(factory=list)

    def refuse(self, path: str, code: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(path, code))

    def text(self, row: Row, column: str) -> str:
        """Give the text of a cell; a number that a spreadsheet made of one is none."""
        value = row.cells.get(column, "")
        if type(value) is not str:
            self.refuse(row.path(column), "type")
            return ""
        return value


def sheets_in(
    raw: bytes, found: Found, *, where: str
) -> dict[str, list[list[Any]]] | None:
    """Read every sheet of a workbook, once nothing but data was seen in it.

    None, and the code of it noted, when it holds what a workbook must not hold.
    Raises: MissingExtra.
    """
    sheets, missing = None, False
    try:
        names = [name for name, _ in scan(raw, where=where, forms=True).sheets]
        sheets = _opened(raw, names)
    except InputRefused as fault:
        found.refuse(where, fault.problems[0].code)
        return None
    except ImportError:
        missing = True
    except BaseException as error:
        # A panic of the reader of workbooks is no Exception.
        panic = type(error).__name__ == "PanicException"
        if not isinstance(error, Exception) and not panic:
            raise
    if missing:
        del raw
        raise MissingExtra("intake")
    if sheets is None:
        found.refuse(where, "format")
    return sheets


def _opened(raw: bytes, names: list[str]) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(raw))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in names
    }


def rows_of(
    sheet: str,
    cells: list[list[Any]],
    known: dict[str, str],
    found: Found,
) -> Iterator[Row]:
    """Give the rows of a sheet that hold something, with their columns by name.

    Shape: ``known`` gives for a column's heading what it is called, and an empty text
    for one that is refused wherever it holds something.
    """
    head = [_clean(value) for value in cells[0]] if cells else []
    names = [known.get(name, "") if type(name) is str else "" for name in head]
    shown = [
        known[name] or name
        if type(name) is str and name in known
        else f"column.{place}"
        for place, name in enumerate(head, 1)
    ]
    used = [name for name in names if name]
    if len(set(used)) != len(used):
        found.refuse(f"{sheet}.1", "duplicate")
    if len(cells) > MAX_ROWS:
        found.refuse(sheet, "too_big")
    for number, line in enumerate(cells[1:MAX_ROWS], 2):
        row = Row(sheet, number, {})
        values = map(_clean, line)
        for name, heading, value in zip(names, shown, values, strict=False):
            if value == "" and type(value) is str:
                continue
            if not name:
                found.refuse(row.path(heading), "unknown_key")
            elif type(value) is str and len(value) > MAX_CELL:
                found.refuse(row.path(heading), "length")
            else:
                row.cells[name] = value
        if row.cells:
            yield row


def _clean(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if type(value) is str else value
