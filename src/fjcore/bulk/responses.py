"""Answers of many forms as columns of small numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

import numpy as np
from attrs import field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening import Instrument, Item

#: Nothing was said of an item; a tick box then has its default.
OPEN = -1
#: It is on record that an item was skipped, for whatever reason.
SKIPPED = -2

#: Stands for an item that a form does not name; no answer equals it.
_NOTHING = object()

#: An item has fewer answers than this; their numbers fit in 16 bits.
_DTYPE = np.int16
Column = np.ndarray[Any, np.dtype[Any]]


@frozen(kw_only=True)
class Responses:
    """Answers to one instrument: a column for each item, a place for each form.

    A place holds the number of an option, in the order of the definition and from 0;
    ``OPEN`` where nothing was said, ``SKIPPED`` where a skip is on record. For a remark
    0 says that there is one. An item without a column was not asked of anyone.
    Raises: AnswerRefused, naming the item, for a column that is no such column.
    """

    instrument: Instrument = field(repr=False)
    columns: Mapping[str, Column] = field(repr=False)
    count: int = field()

    @columns.validator
    def _fits(self, _: Any, columns: Mapping[str, Column]) -> None:
        made = self.instrument
        if not columns.keys() <= made.by_id.keys():
            raise AnswerRefused(made.id)
        for name, column in columns.items():
            if not _is_column(column, len(made.by_id[name].options)):
                raise AnswerRefused(f"{made.id}.{name}")

    @count.validator
    def _counts(self, _: Any, count: int) -> None:
        for name, column in self.columns.items():
            if len(column) != count:
                raise AnswerRefused(f"{self.instrument.id}.{name}")

    def __len__(self) -> int:
        return self.count

    def part(self, start: int, stop: int) -> Responses:
        """Give the forms from one place up to another."""
        kept = {name: column[start:stop] for name, column in self.columns.items()}
        count = len(range(self.count)[start:stop])
        return Responses(instrument=self.instrument, columns=kept, count=count)

    def answers(self, place: int) -> tuple[dict[str, str], frozenset[str]]:
        """Give the answers of one form, and the items whose skip is on record."""
        made, found, skipped = self.instrument, {}, set()
        for name, column in self.columns.items():
            number, options = int(column[place]), made.by_id[name].options
            if number >= 0:
                found[name] = options[number].value if options else "(a remark)"
            elif number == SKIPPED:
                skipped.add(name)
        return found, frozenset(skipped)


def _is_column(column: Any, options: int) -> bool:
    if type(column) is not np.ndarray or column.ndim != 1 or column.dtype.kind != "i":
        return False
    if not len(column):
        return True
    return bool(column.min() >= SKIPPED and column.max() < max(1, options))


def encode(
    instrument: Instrument, forms: Iterable[Mapping[str, str | None]]
) -> Responses:
    """Give forms as columns: each is answers by item, None where a skip is on record.

    Units: about a tenth of a microsecond for each item; columns that are at hand are
    quicker.
    Raises: AnswerRefused, naming the item, for an answer that it does not take.
    """
    rows = [form if type(form) is dict else dict(form) for form in forms]
    columns, fits, none = {}, True, _NOTHING
    try:
        for item in instrument.asked:
            name, read = item.id, _numbers(item).__getitem__
            numbers = [read(row.get(name, none)) for row in rows]
            columns[name] = np.array(numbers, dtype=_DTYPE)
    except (KeyError, TypeError):
        # Looking an answer up is what checks it; what is wrong is then found out.
        fits = False
    known = columns.keys()
    if not fits or not all(row.keys() <= known for row in rows):
        _refuse(instrument, rows)
    return Responses(instrument=instrument, columns=columns, count=len(rows))


class _Remarks(dict[Any, int]):
    """Gives 0 for every remark that an item takes."""

    def __init__(self, item: Item) -> None:
        super().__init__({_NOTHING: OPEN, None: SKIPPED})
        self._takes = item.takes

    def __missing__(self, value: Any) -> int:
        if not self._takes(value):
            raise KeyError
        return 0


def _numbers(item: Item) -> dict[Any, int]:
    """Give the number of each answer of an item, and of none."""
    if not item.options:
        return _Remarks(item)
    numbers: dict[Any, int] = {one.value: n for n, one in enumerate(item.options)}
    return numbers | {_NOTHING: OPEN, None: SKIPPED}


def _refuse(instrument: Instrument, rows: Iterable[Mapping[Any, Any]]) -> NoReturn:
    """Name the first answer that does not fit.

    Raises: AnswerRefused.
    """
    for row in rows:
        for name, value in row.items():
            item = instrument.by_id.get(name)
            if item is None:
                raise AnswerRefused(instrument.id)
            if value is not None and not item.takes(value):
                raise AnswerRefused(f"{instrument.id}.{name}")
    raise AnswerRefused(instrument.id)
