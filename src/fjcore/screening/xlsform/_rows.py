"""The rows of the sheets, read strictly: every fault by sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening.xlsform._names import COLUMNS, NEEDED, WORDED

#: Most rows of a sheet, columns of a row, and characters of a cell.
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 2000, 100, 8192
MAX_FAULTS = 500

_LANGUAGE = re.compile(r"(?:.*\()?([a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?)\)?")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,6})")


@define
class Found:
    """What was found wrong, and what was left out."""

    problems: list[Problem] = field(factory=list)
    warnings: list[Problem] = field(factory=list)

    def refuse(self, path: str, code: str) -> None:
        """Note a fault."""
        if len(self.problems) < MAX_FAULTS:
            self.problems.append(Problem(path, code))

    def done(self, where: str) -> None:
        """Go on only without a fault.

        Raises: ExchangeRefused.
        """
        if self.problems:
            problems = tuple(dict.fromkeys(self.problems))
            raise ExchangeRefused(where, problems=problems)


@define
class Row:
    """One row: its cells by column; a worded column as ``label`` and ``label::es``."""

    sheet: str
    number: int
    cells: dict[str, str]
    found: Found

    def path(self, column: str) -> str:
        """Name a cell of the row."""
        return f"{self.sheet}.{self.number}.{column}"

    def get(self, column: str) -> str | None:
        """Give the text of a cell, or None."""
        return self.cells.get(column)

    def refuse(self, column: str, code: str) -> None:
        """Note a fault in a cell."""
        self.found.refuse(self.path(column), code)

    def needed(self, column: str) -> str:
        """Give the text of a cell in which something must stand."""
        if column not in self.cells:
            self.refuse(column, "required")
        return self.cells.get(column, "")

    def number_in(self, column: str, *, needed: bool = False) -> int | None:
        """Give the whole number in a cell."""
        text = self.needed(column) if needed else self.get(column)
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            self.refuse(column, "format")
            return None
        return int(text)

    def yes(self, column: str) -> bool:
        """Whether a cell says yes; empty is no."""
        text = self.get(column)
        if text not in (None, "yes", "no"):
            self.refuse(column, "unknown_code")
        return text == "yes"

    def words(self, column: str) -> dict[str, str]:
        """Give the texts of a worded column by language; the form's own is empty."""
        found = {}
        for name, text in self.cells.items():
            first, _, lang = name.partition("::")
            if first == column:
                found[lang] = text
        return found


def language(text: str) -> str:
    """Give the tag of a language as an XLSForm names it: ``English (en)`` or ``en``."""
    found = _LANGUAGE.fullmatch(text.strip()[:80])
    return found[1] if found else ""


def rows_in(sheets: Any, found: Found) -> dict[str, list[Row]]:
    """Give the rows of every known sheet.

    Raises: ExchangeRefused, where there are no sheets at all.
    """
    if not isinstance(sheets, Mapping):
        found.refuse("sheets", "type")
        found.done("xlsform")
    for place, name in enumerate(sheets, 1):
        if type(name) is not str or name not in COLUMNS:
            found.refuse(f"sheet.{place}", "unknown_key")
    for name in NEEDED:
        if name not in sheets:
            found.refuse(name, "required")
    return {
        name: _sheet(name, sheets[name], found) if name in sheets else []
        for name in COLUMNS
    }


def _sheet(sheet: str, lines: Any, found: Found) -> list[Row]:
    if not isinstance(lines, (list, tuple)):
        found.refuse(sheet, "type")
        return []
    if len(lines) > MAX_ROWS:
        found.refuse(sheet, "too_big")
        return []
    rows: list[Row] = []
    heads: list[str] = []
    for number, line in enumerate(lines, 1):
        if not isinstance(line, (list, tuple)) or len(line) > MAX_COLUMNS:
            found.refuse(f"{sheet}.{number}", "type")
        elif number == 1:
            heads = _heads(sheet, line, found)
        else:
            row = _row(sheet, number, line, heads, found)
            rows += [row] if row.cells else []
    return rows


def _heads(sheet: str, line: Any, found: Found) -> list[str]:
    heads = []
    for place, value in enumerate(line, 1):
        name = value.strip() if type(value) is str else ""
        first, _, rest = name.partition("::")
        lang = language(rest)
        if first in WORDED.get(sheet, ()) and rest and lang:
            name = f"{first}::{lang}"
        elif name not in COLUMNS[sheet]:
            name = f"column.{place}"
        if name in heads:
            found.refuse(f"{sheet}.1.{name}", "duplicate")
        heads.append(name)
    return heads


def _row(sheet: str, number: int, line: Any, heads: list[str], found: Found) -> Row:
    row = Row(sheet, number, {}, found)
    for place, value in enumerate(line, 1):
        head = heads[place - 1] if place <= len(heads) else f"column.{place}"
        text = _text(value, head)
        if text is None:
            row.refuse(head, "type")
        elif not text:
            continue
        elif head.startswith("column."):
            row.refuse(head, "unknown_key")
        elif len(text) > MAX_CELL:
            row.refuse(head, "length")
        elif text.lstrip()[0] in "=＝":
            row.refuse(head, "formula_cell")
        elif any("\ud800" <= sign <= "\udfff" for sign in text):
            row.refuse(head, "format")
        elif type(value) is not str and head not in _NUMBERS:
            # A spreadsheet made a number of a name: 1 would come back as 1.0.
            row.refuse(head, "type")
        else:
            row.cells[head] = text
    return row


#: Columns in which a spreadsheet may hold numbers as such.
_NUMBERS = frozenset("score min max times min_answered".split())
#: Columns whose texts are kept as they stand; of names the blanks around are dropped.
_TEXTS = frozenset("label hint action source value".split())


def _text(value: Any, head: str) -> str | None:
    if value is None:
        return ""
    if type(value) is str:
        bare = value.strip()
        kept = head == "fj::label" or head.partition("::")[0] in _TEXTS
        return value if bare and kept else bare
    if type(value) is float and value.is_integer() and abs(value) < 1e7:
        return str(int(value))
    return str(value) if type(value) is int and abs(value) < 1e7 else None
