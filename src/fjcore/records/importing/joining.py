"""Rows of a further file, found by key while the first one is read."""

from __future__ import annotations

from pathlib import Path

from fjcore.records.importing.columns import columns_of
from fjcore.records.importing.csvfile import CsvFile
from fjcore.records.importing.filling import condition
from fjcore.records.importing.layout import FileMap, Join
from fjcore.records.importing.report import Tally
from fjcore.records.importing.seen import Places


class Joined:
    """A further file: one pass notes where its rows stand, and each is then read once.

    Neither its rows nor its keys are held, whatever its order.
    """

    def __init__(self, path: Path, said: FileMap, join: Join, tally: Tally) -> None:
        self.name = said.name
        self._said, self._tally = said, tally
        self._file = CsvFile(path, said)
        self._places = Places()
        try:
            self.columns = self._indexed(join)
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _indexed(self, join: Join) -> tuple[str, ...]:
        rows = self._file.rows()
        _, header = next(rows, (0, []))
        columns = columns_of(header, self._said, [])
        on = columns.places.get(join.on)
        places = {**columns.places}
        only = condition(join.only, places)
        skip = [places[name] for name in self._said.skip_if_filled]
        if on is None:
            return tuple(header)
        offset = self._file.row_offset
        for index, cells in rows:
            code = _skipped(cells, columns.width, skip)
            if not code and len(cells) != columns.width:
                self._refuse(0, "cardinality", index)
            elif not code and not cells[on].strip():
                self._refuse(on + 1, "required", index)
            elif code or (only is not None and not only(cells)):
                self._tally.skip((self.name, 0, code or "not_used"), index)
            elif not self._places.add(cells[on].strip(), offset, index):
                self._refuse(on + 1, "duplicate", index)
            offset = self._file.row_offset
        return tuple(cell.strip() for cell in header)

    def _refuse(self, column: int, code: str, row: int) -> None:
        self._tally.refuse([((self.name, column, code), row)])

    def find(self, key: str) -> tuple[int, list[str]]:
        """Give the number and the cells of the row of a key; 0 and blanks for none."""
        found = self._places.take(key)
        if found is None:
            return 0, [""] * len(self.columns)
        offset, row = found
        cells = self._file.row_at(offset)
        return row, cells

    def drop(self, key: str) -> None:
        """Skip the row of a key, since the row that it goes with was deleted."""
        found = self._places.take(key)
        if found is not None:
            self._tally.skip((self.name, 0, "deleted"), found[1])

    def finish(self) -> None:
        """Refuse the rows that no row of the first file asked for."""
        for row in self._places.left():
            self._refuse(0, "precondition", row)


def _skipped(cells: list[str], width: int, skip: list[int]) -> str:
    if not cells:
        return "blank"
    if len(cells) == width and any(cells[place].strip() for place in skip):
        return "deleted"
    return ""
