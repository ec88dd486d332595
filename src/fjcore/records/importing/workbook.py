"""XLSX by python-calamine, after a look through it (extra ``intake``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from fjcore.errors import InputRefused, MissingExtra, Problem
from fjcore.records.importing.cells import DateCell, NumericCell
from fjcore.records.importing.layout import FileMap
from fjcore.records.importing.report import refused
from fjcore.records.importing.scan import Part, scan

#: Most bytes of a workbook as it is stored.
MAX_STORED = 64 << 20

_NUMBER = re.compile(r"-?[0-9]+\.0")


class Workbook:
    """One sheet of a workbook, read whole; rows come as those of a CSV file do.

    Raises: InputRefused, with the code of what a workbook must not hold; MissingExtra.
    """

    def __init__(self, path: Path, said: FileMap, *, forms: bool = False) -> None:
        self.name = said.name
        raw = _read(path, said.name)
        self.size, self.position = len(raw), 0
        found = scan(raw, where=said.name, forms=forms).sheets
        names = [name for name, _ in found]
        wanted = said.sheet or (names[0] if names else "")
        if names.count(wanted) != 1:
            raise refused("sheet", file=said.name)
        self._part = found[names.index(wanted)][1]
        self._sheet = _opened(raw, wanted, said.name)

    def close(self) -> None:
        """Let go of the workbook."""
        self._sheet = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give every row of the sheet, as wide as the widest.

        Raises: InputRefused, when there are not as many rows as were seen before.
        """
        wide, counted = self._part.last_column, 0
        for index, row in enumerate(_values(self._sheet, self._part, self.name), 1):
            cells = [_text(value) for value in row]
            cells += [""] * (wide - len(cells))
            counted += any(cells)
            self.position = self.size * index // max(index, self._part.last_row)
            yield index, cells
        if not self._part.sure <= counted <= self._part.rows:
            where = self.name
            raise refused("row_count", file=where)


def _read(path: Path, name: str) -> bytes:
    raw = None
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_STORED + 1)
    except OSError:
        pass
    if raw is None:
        raise InputRefused(path.name, problems=(Problem(path.name, "unreadable"),))
    if len(raw) > MAX_STORED:
        raise refused("too_big", file=name)
    return raw


def _opened(raw: bytes, sheet: str, name: str) -> Any:
    missing, found = False, None
    try:
        from python_calamine import CalamineWorkbook

        found = CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_name(sheet)
    except ImportError:
        missing = True
    except BaseException as error:
        if not _own(error):
            raise
    if missing:
        raise MissingExtra("intake")
    if found is None:
        raise refused("format", file=name)
    return found


def _values(sheet: Any, part: Part, name: str) -> Iterator[list[Any]]:
    """Give the rows from the first of the sheet on, the empty ones too."""
    found = None
    try:
        found = sheet.to_python(skip_empty_area=False)
    except BaseException as error:
        if not _own(error):
            raise
    if found is None:
        raise refused("format", file=name)
    if len(found) != part.last_held:
        raise refused("row_count", file=name)
    yield from found


def _own(error: BaseException) -> bool:
    """Whether the reader of workbooks fell over; a panic of it is no Exception."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _text(value: Any) -> str:
    if type(value) is str:
        return value.replace("\r\n", "\n")
    if type(value) is bool:
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return DateCell(value.date().isoformat() if midnight else value.isoformat())
    if isinstance(value, (date, time)):
        return DateCell(value.isoformat())
    if isinstance(value, timedelta):
        return DateCell("P")  # a length of time is neither a date nor a text
    said = str(value)
    return NumericCell(said[:-2] if _NUMBER.fullmatch(said) else said)
