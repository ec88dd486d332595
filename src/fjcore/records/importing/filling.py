"""What fills one field of a record: a cell, several joined, or several codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from attrs import frozen

from fjcore.records.checks import Fault
from fjcore.records.importing.layout import Condition
from fjcore.records.importing.words import Convert

#: A row as its cells, those of joined rows after its own.
Cells = Sequence[str]

#: Index of a cell, and what is wrong with it; -1 is the row as a whole.
RowFault = tuple[int, str]

Check = Callable[[Cells], bool]


class Fill(Protocol):
    """Gives the value of one field, or every fault of its cells.

    A value is plain data; None where there is nothing to tell, and a ``dict`` for a
    reason why there is no answer.
    """

    @property
    def name(self) -> str:
        """The field."""

    def value(self, row: Cells) -> Any:
        """Give the value. Raises: Fault."""

    def faults(self, row: Cells) -> Iterator[RowFault]:
        """Give what is wrong with its cells."""


@frozen
class One:
    """One cell, and what must hold for it to be filled."""

    name: str
    index: int
    convert: Convert
    only_if: Check | None = None

    def value(self, row: Cells) -> Any:
        """Give the value of the cell. Raises: Fault."""
        cell = row[self.index]
        if not cell:
            return None
        if self.only_if is not None and cell.strip() and not self.only_if(row):
            raise Fault("precondition")
        return self.convert(cell)

    def faults(self, row: Cells) -> Iterator[RowFault]:
        """Give what is wrong with the cell."""
        yield from _fault(self.index, lambda: self.value(row))


@frozen
class Joined:
    """The texts of several cells with a blank between them."""

    name: str
    indexes: tuple[int, ...]
    convert: Convert

    def value(self, row: Cells) -> Any:
        """Give the texts joined, or a reason where there is none. Raises: Fault."""
        reason, texts = None, []
        for index in self.indexes:
            cell = row[index]
            if cell:
                value = self.convert(cell)
                if type(value) is str:
                    texts.append(value)
                elif value is not None:
                    reason = reason or value
        return " ".join(texts) if texts else reason

    def faults(self, row: Cells) -> Iterator[RowFault]:
        """Give what is wrong with each cell."""
        for index in self.indexes:
            yield from One(self.name, index, self.convert).faults(row)


@frozen
class Several:
    """The codes whose cells say yes, and the cells that say why there are none."""

    name: str
    flags: tuple[One, ...]
    reasons: tuple[One, ...]

    def value(self, row: Cells) -> Any:
        """Give the codes or the reason, never both. Raises: Fault."""
        codes: list[str] = []
        reason = None
        for flag in self.flags:
            found = flag.value(row)
            if type(found) is list:
                codes += found
            elif found is not None:
                reason = reason or found
        for one in self.reasons:
            said = one.value(row)
            if codes and row[one.index].strip():
                # Source: HUD, RaceNone is blank where any race is given.
                raise Fault("precondition")
            reason = said or reason
        if codes and reason is not None:
            raise Fault("precondition")
        return codes or reason

    def faults(self, row: Cells) -> Iterator[RowFault]:
        """Give what is wrong with each cell, or that they gainsay each other."""
        cells = (*self.flags, *self.reasons)
        found = [fault for one in cells for fault in one.faults(row)]
        yield from found or _fault(cells[-1].index, lambda: self.value(row))


@frozen
class Constant:
    """The same for each row."""

    name: str
    said: Any

    def value(self, _: Cells) -> Any:
        """Give it."""
        return self.said

    def faults(self, _: Cells) -> Iterator[RowFault]:
        """Give nothing: there is no cell."""
        return iter(())


def _fault(index: int, act: Callable[[], object]) -> Iterator[RowFault]:
    try:
        act()
    except Fault as fault:
        yield index, str(fault)


def condition(said: Condition | None, columns: Mapping[str, int]) -> Check | None:
    """Give the check of a condition, or None where there is none."""
    if said is None:
        return None
    index = columns[said.column]
    words = frozenset(word.casefold() for word in said.is_)
    if not words:
        return lambda row: bool(row[index].strip())
    return lambda row: row[index].strip().casefold() in words
