"""Finding the columns of a file by its header, which is told of by number only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from fjcore.errors import InputRefused, Problem
from fjcore.records.importing.layout import FileMap, Header
from fjcore.records.importing.report import ROW, refused


@frozen
class Columns:
    """Where each column of a file, and of those joined to it, stands in a row.

    ``width`` is how many cells a row of the file itself has; ``starts`` the files
    joined to it, each with the index of its first cell.
    """

    places: Mapping[str, int]
    width: int
    starts: tuple[tuple[str, int], ...]
    synthetic: tuple[int, ...]

    def spot(self, index: int, name: str) -> tuple[str, int]:
        """Give the file and the column, from 1 on, of a cell; 0 for the whole row."""
        if index < 0:
            return name, ROW
        for other, start in reversed(self.starts):
            if index >= start:
                return other, index - start + 1
        return name, index + 1

    def unread(self, read: Collection[int]) -> list[int]:
        """Give the columns of the file itself that nothing reads."""
        return [index for index in range(self.width) if index not in read]


def columns_of(
    header: list[str], said: FileMap, joined: Sequence[tuple[str, tuple[str, ...]]]
) -> Columns:
    """Find the columns of a file.

    Raises: InputRefused, by the number of a column that is not as the layout says.
    """
    where = said.name
    names = [cell.strip() for cell in header]
    if said.header is Header.STRICT:
        for place, (name, wanted) in enumerate(
            zip(header, said.columns, strict=False), 1
        ):
            if name != wanted:
                raise refused("header", file=where, row=1, column=place)
        if len(header) != len(said.columns):
            raise refused("header", file=where, row=1)
    places = {name: index for index, name in enumerate(names) if names.count(name) == 1}
    starts, start = [], len(names)
    for other, columns in joined:
        starts.append((other, start))
        places |= {f"{other}/{name}": start + i for i, name in enumerate(columns)}
        start += len(columns)
    _need(said, places, names)
    marks = [i for i, name in enumerate(names) if name and _mark(name, said)]
    return Columns(places, len(names), tuple(starts), tuple(marks))


def _mark(name: str, said: FileMap) -> bool:
    return name.casefold() == said.synthetic.casefold()


def _need(said: FileMap, places: Mapping[str, int], names: list[str]) -> None:
    wanted = [*said.key, *said.person, *said.skip_if_filled]
    wanted += [join.on for join in said.join]
    for record in said.record:
        wanted += [record.when.column] if record.when else []
        for field in record.field:
            wanted += field.read
            wanted += [field.only_if.column] if field.only_if else []
    # The layout's own names: nothing that stands in the file is told.
    row = f"{said.name}.row.1".strip(".")
    problems = tuple(
        Problem(f"{row}.{name}", "duplicate" if name in names else "header")
        for name in dict.fromkeys(wanted)
        if name not in places
    )
    if problems:
        raise InputRefused("import", problems=problems)
