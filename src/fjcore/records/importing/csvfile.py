"""CSV, read strictly and row by row: dialect and encoding are declared, not guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from fjcore.errors import InputRefused, Problem
from fjcore.records.importing.cells import MAX_CELL, MAX_COLUMNS
from fjcore.records.importing.layout import FileMap
from fjcore.records.importing.report import refused

#: Most bytes of one row, and of one file.
MAX_ROW_BYTES, MAX_FILE_BYTES = 4 << 20, 8 << 30


class CsvFile:
    """One CSV file, open. Rows come as the number of the row and its cells.

    Raises: InputRefused, when the file cannot be read, is no such CSV or is too big; it
    names the row, and nothing that stands in it.
    """

    def __init__(self, path: Path, said: FileMap) -> None:
        self.name = said.name
        self._said = said
        self._encoding = said.encoding.value
        self._file = _opened(path)
        self.size = path.stat().st_size
        self._offset = self._since = 0
        if self.size > MAX_FILE_BYTES:
            self.close()
            raise refused("too_big", file=said.name)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def position(self) -> int:
        """How many bytes were read.

        Units: bytes.
        """
        return self._offset

    @property
    def row_offset(self) -> int:
        """Where the row stands that is read next."""
        return self._offset

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give every row from the first on."""
        self._file.seek(0)
        self._offset = self._since = 0
        index, code, reader = 0, "", self._reader(first=True)
        try:
            for row in reader:
                index += 1
                self._since = 0
                if len(row) > MAX_COLUMNS:
                    code = "cardinality"
                    break
                yield index, row
        except _TooBig:
            code = "too_big"
        except UnicodeError:
            code = "encoding"
        except csv.Error:
            code = "format"
        except OSError:
            code = "unreadable"
        if code:
            where, index = self.name, index + (code != "cardinality")
            raise refused(code, file=where, row=index)

    def row_at(self, offset: int) -> list[str]:
        """Read the one row that stands at an offset, as ``rows`` gave it before."""
        self._file.seek(offset)
        self._since = 0
        row: list[str] | None = None
        try:
            row = next(self._reader(first=offset == 0), None)
        except (_TooBig, csv.Error, UnicodeError, OSError):
            pass
        if row is None:
            where = self.name
            raise refused("unreadable", file=where)
        return row

    def _reader(self, *, first: bool) -> Iterator[list[str]]:
        return csv.reader(
            self._lines(first=first),
            delimiter=self._said.delimiter,
            quotechar=self._said.quote,
            doublequote=True,
            strict=True,
        )

    def _lines(self, *, first: bool) -> Iterator[str]:
        # A byte order mark stands at the very start or is part of a text.
        rest = "utf-8" if self._encoding == "utf-8-sig" else self._encoding
        encoding = self._encoding if first else rest
        read = self._file.readline
        cap = MAX_ROW_BYTES
        while line := read(cap + 1):
            size = len(line)
            self._offset += size
            self._since += size
            if self._since > cap:
                raise _TooBig
            yield line.decode(encoding)
            encoding = rest


class _TooBig(Exception):
    """A row is longer than any may be."""


def _opened(path: Path) -> IO[bytes]:
    if csv.field_size_limit() > MAX_CELL:
        # Another part of the process let fields grow beyond what is read here.
        csv.field_size_limit(MAX_CELL)
    try:
        return path.open("rb")
    except OSError:
        pass
    raise InputRefused(path.name, problems=(Problem(path.name, "unreadable"),))
