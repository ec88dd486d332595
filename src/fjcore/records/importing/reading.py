"""The rows of one file with what is joined to them: keys, faults, records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from attrs import frozen

from fjcore.records.catalog import Catalog
from fjcore.records.importing.building import Builder, RowRefused
from fjcore.records.importing.cells import NumericCell, formula_like
from fjcore.records.importing.columns import Columns, columns_of
from fjcore.records.importing.csvfile import CsvFile
from fjcore.records.importing.filling import RowFault
from fjcore.records.importing.joining import Joined
from fjcore.records.importing.layout import FileMap, Format, Header, Layout
from fjcore.records.importing.report import Tally
from fjcore.records.importing.workbook import Workbook
from fjcore.records.watermark import marks_id

#: Most characters of a key. Source: ids of the formats read have 32 at most.
MAX_KEY = 200

#: Keys in which nothing is to be looked for.
_PLAIN = re.compile(r"(?![Ss][Yy][Nn]-)[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}").fullmatch

_YES = frozenset({"1", "true", "yes", "y", "t"})


@frozen(kw_only=True, repr=False, eq=False)
class Row:
    """One row with its keys and the rows joined to it."""

    cells: list[str]
    key: str
    person: str
    places: tuple[tuple[str, int], ...]


@frozen
class Refusal:
    """Why a row is refused: indexes of cells, -1 for the row, and codes."""

    faults: tuple[RowFault, ...]


class FileReader:
    """Reads one file by its map. ``close`` it when done."""

    def __init__(
        self,
        said: FileMap,
        layout: Layout,
        catalog: Catalog,
        path: Callable[[FileMap], Path],
        tally: Tally,
        *,
        synthetic: bool = False,
    ) -> None:
        self._made_up = synthetic
        self._said, self._layout, self._catalog = said, layout, catalog
        self._tally = tally
        # Only a workbook tells a number from a text.
        self._typed = said.format is Format.XLSX
        others = {other.name: other for other in layout.file}
        self._file = _open(path(said), said)
        self.size = max(self._file.size, 1)
        self._joined: list[Joined] = []
        try:
            for join in said.join:
                other = others[join.file]
                self._joined.append(Joined(path(other), other, join, tally))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file and those joined to it."""
        self._file.close()
        for joined in self._joined:
            joined.close()

    @property
    def position(self) -> int:
        """How many bytes were read."""
        return self._file.position

    def rows(self) -> Iterator[Row]:
        """Give every row of data, after finding the columns.

        Raises: InputRefused, when the header is not as the layout says.
        """
        rows = self._file.rows()
        header: list[str] | None = None
        if self._said.header is not Header.NONE:
            _, header = next(rows, (0, []))
        first = next(rows, None)
        if header is None and first is not None:
            header = [f"#{number}" for number in range(1, len(first[1]) + 1)]
        joined = [(one.name, one.columns) for one in self._joined]
        self._columns = columns_of(header or [], self._said, joined)
        self._prepare(self._columns)
        blank: list[int] = []
        for index, cells in chain([] if first is None else [first], rows):
            if not cells:
                blank.append(index)
                continue
            while blank:
                self._tally.refuse([((self._said.name, 0, "required"), blank.pop(0))])
            row = self._row(index, cells)
            if row is not None:
                yield row
        for index in blank:
            self._tally.skip((self._said.name, 0, "blank"), index)

    def _prepare(self, columns: Columns) -> None:
        said, places = self._said, columns.places
        self._builders = [
            Builder(record, self._layout, self._catalog, places)
            for record in said.record
        ]
        for builder in self._builders:
            for index, listed in builder.lists.items():
                self._tally.lists[columns.spot(index, said.name)] = listed
        self._key = [places[name] for name in said.key]
        self._person = [places[name] for name in said.person] or self._key
        self._skip = [places[name] for name in said.skip_if_filled]
        self._synthetic = columns.synthetic
        self._keeps = [index for one in self._builders for index in one.keeps]
        self._on = [places[join.on] for join in said.join]
        self._tally.unread |= {
            (said.name, index + 1) for index in columns.unread(self._read(columns))
        }

    def _read(self, columns: Columns) -> set[int]:
        names = {name for join in self._said.join for name in (join.on,)}
        for record in self._said.record:
            names |= {record.when.column} if record.when else set()
            for field in record.field:
                names |= {*field.read}
                names |= {field.only_if.column} if field.only_if else set()
        found = {columns.places[name] for name in names}
        return found | {*self._key, *self._person, *self._skip, *self._synthetic}

    @property
    def key_index(self) -> int:
        """The cell that names the row."""
        return self._key[0]

    @property
    def person_index(self) -> int:
        """The cell that names the person."""
        return self._person[0]

    def _row(self, index: int, cells: list[str]) -> Row | None:
        """Give a row, unless it is skipped or none of this file at all."""
        name, wide = self._said.name, self._columns.width
        if len(cells) != wide or not any(map(str.strip, cells)):
            code = "cardinality" if len(cells) != wide else "required"
            self._tally.refuse([((name, 0, code), index)])
            return None
        for place in self._skip:
            if cells[place].strip():
                self._tally.skip((name, place + 1, "deleted"), index)
                for on, joined in zip(self._on, self._joined, strict=True):
                    joined.drop(cells[on].strip())
                return None
        places = [(name, index)]
        for on, joined in zip(self._on, self._joined, strict=True):
            row, beside = joined.find(cells[on].strip())
            cells = cells + beside
            places += [(joined.name, row)] if row else []
        pad = self._said.key_zero_pad
        return Row(
            cells=cells,
            key=_key(cells, self._key, pad),
            person=_key(cells, self._person, pad),
            places=tuple(places),
        )

    def refusal(self, row: Row) -> Refusal | None:
        """Give what is wrong with the keys of a row, or with whom it is about.

        That is somebody made up, or somebody who is not, in a vault of made-up people.
        """
        cells = row.cells
        plain = not (self._synthetic or self._typed or self._made_up)
        if plain and _PLAIN(row.key) and _PLAIN(row.person):
            return None
        keys = dict.fromkeys((*self._key, *self._person))
        faults = [*self._key_faults(cells, keys)]
        marks = [index for index in keys if marks_id(cells[index].strip())]
        marks += [i for i in self._synthetic if cells[i].strip().casefold() in _YES]
        if not self._made_up:
            faults += [(index, "forbidden") for index in marks]
        elif not marks:
            faults.append((self.person_index, "not_synthetic"))
        return Refusal(tuple(faults)) if faults else None

    def _key_faults(self, cells: list[str], keys: Iterable[int]) -> Iterator[RowFault]:
        for index in keys:
            cell = cells[index]
            said = cell.strip()
            if not said:
                yield index, "required"
            elif formula_like(cell):
                yield index, "formula_like"
            elif len(said) > MAX_KEY:
                yield index, "length"
            elif type(cell) is not str and not self._said.key_zero_pad:
                yield index, "type"
            elif not said.isprintable():
                yield index, "format"

    def build(
        self, row: Row, *, introducing: bool
    ) -> tuple[tuple[object, ...], tuple[object, ...]] | Refusal:
        """Make the records of a row: those made once, and all others."""
        made: tuple[list[object], list[object]] = ([], [])
        faults: list[RowFault] = []
        for builder in self._builders:
            if builder.once and not introducing:
                continue
            try:
                record = builder.build(row.cells)
            except RowRefused as refused:
                faults += refused.faults
            else:
                if record is not None:
                    made[not builder.once].append(record)
        if not faults and not (made[0] or made[1]):
            faults.append((-1, "required"))
        if faults:
            return Refusal(tuple(dict.fromkeys(faults)))
        for index in self._keeps:
            if formula_like(row.cells[index]):
                self._note(index, "formula_like", row)
        return tuple(made[0]), tuple(made[1])

    def refuse(self, row: Row, refusal: Refusal) -> None:
        """Count a refused row, and those joined to it, with each fault in its place."""
        rows = dict(row.places)
        faults = []
        for index, code in refusal.faults:
            name, column = self._columns.spot(index, self._said.name)
            faults.append(((name, column, code), rows.get(name, row.places[0][1])))
        self._tally.refuse(faults, rows=len(row.places))

    def _note(self, index: int, code: str, row: Row) -> None:
        name, column = self._columns.spot(index, self._said.name)
        number = dict(row.places).get(name, row.places[0][1])
        self._tally.note((name, column, code), number)

    def finish(self) -> None:
        """Count the rows of joined files that no row asked for."""
        for joined in self._joined:
            joined.finish()


def _key(cells: list[str], places: list[int], pad: int) -> str:
    if len(places) == 1 and not pad:
        return cells[places[0]].strip()
    return "\x1f".join([_whole(cells[place], pad) for place in places])


def _whole(cell: str, pad: int) -> str:
    said = cell.strip()
    return said.zfill(pad) if type(cell) is NumericCell else said


def _open(path: Path, said: FileMap) -> CsvFile | Workbook:
    if said.format is Format.XLSX:
        return Workbook(path, said)
    return CsvFile(path, said)
