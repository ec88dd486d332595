"""What came of an import: counts, places and codes, and nothing that was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field, frozen

from fjcore.errors import InputRefused, Problem

#: So many row numbers are told for each kind of fault; all of them are counted.
MAX_ROWS_TOLD = 100

#: The column of a fault that is the whole row's.
ROW = 0


def refused(code: str, *, file: str = "", row: int = 0, column: int = 0) -> Any:
    """Give the error by which a file as a whole is refused.

    Shape: ``file`` is the layout's own name of it.
    """
    parts = [file, f"row.{row}" if row else "", f"column.{column}" if column else ""]
    path = ".".join(part for part in parts if part)
    return InputRefused("import", problems=(Problem(path or "file", code),))


@frozen(kw_only=True)
class Finding:
    """One kind of fault, or of reason to skip, at one column of one file.

    Units: ``column`` counts from 1, and 0 is the row as a whole; ``rows`` are the first
    row numbers, counted from 1 with the header row among them. ``codes`` is the id of
    the code list in which a code was looked for.
    """

    file: str
    column: int
    code: str
    count: int
    rows: tuple[int, ...] = ()
    codes: str = ""


@frozen(kw_only=True)
class ImportReport:
    """What came of an import: every row was kept, refused or skipped.

    Rows skipped were deleted where they come from, are not used, or stood in the
    vault already. ``unread_files`` counts what lies in the folder and is none of the
    layout's. It holds no cell, no header text and no name of a file.
    """

    layout: str
    version: int
    rows: int
    kept: int
    refused: int
    skipped: int
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Finding, ...] = ()
    unread_columns: tuple[tuple[str, int], ...] = ()
    unread_files: int = 0

    def plain(self) -> dict[str, Any]:
        """Give it as plain data for a file."""
        return {
            "layout": self.layout,
            "version": self.version,
            "rows": self.rows,
            "kept": self.kept,
            "refused": self.refused,
            "skipped": self.skipped,
            "findings": [_plain(one) for one in self.findings],
            "reasons": [_plain(one) for one in self.reasons],
            "unread_columns": [list(one) for one in self.unread_columns],
            "unread_files": self.unread_files,
        }


def _plain(one: Finding) -> dict[str, Any]:
    return {
        "file": one.file,
        "column": one.column,
        "code": one.code,
        "count": one.count,
        "rows": list(one.rows),
        **({"codes": one.codes} if one.codes else {}),
    }


#: Faults of a code, which are told with the list it was looked for in.
_CODED = frozenset({"unknown_code", "retired_code"})

#: File, column and code of one fault.
Spot = tuple[str, int, str]


@define
class _Count:
    count: int = 0
    rows: list[int] = field(factory=list)

    def add(self, row: int) -> None:
        self.count += 1
        if len(self.rows) < MAX_ROWS_TOLD and self.rows[-1:] != [row]:
            self.rows.append(row)


@define
class Tally:
    """Counts rows while they are read; what it holds does not grow with them."""

    kept: int = 0
    refused: int = 0
    skipped: int = 0
    _faults: dict[Spot, _Count] = field(factory=dict)
    _skips: dict[Spot, _Count] = field(factory=dict)
    unread: set[tuple[str, int]] = field(factory=set)
    unread_files: int = 0
    lists: dict[tuple[str, int], str] = field(factory=dict)

    def keep(self, rows: int = 1) -> None:
        """Count rows that were kept."""
        self.kept += rows

    def refuse(self, faults: Iterable[tuple[Spot, int]], *, rows: int = 1) -> None:
        """Count rows that were refused, with each fault and the row it stands in."""
        self.refused += rows
        for spot, row in faults:
            self._faults.setdefault(spot, _Count()).add(row)

    def note(self, spot: Spot, row: int) -> None:
        """Count something about a row that does not refuse it."""
        self._skips.setdefault(spot, _Count()).add(row)

    def skip(self, spot: Spot, row: int) -> None:
        """Count a row that was skipped, and why."""
        self.skipped += 1
        self.note(spot, row)

    def report(self, layout: str, version: int) -> ImportReport:
        """Give what was counted."""
        return ImportReport(
            layout=layout,
            version=version,
            rows=self.kept + self.refused + self.skipped,
            kept=self.kept,
            refused=self.refused,
            skipped=self.skipped,
            findings=_findings(self._faults, self.lists),
            reasons=_findings(self._skips, self.lists),
            unread_columns=tuple(sorted(self.unread)),
            unread_files=self.unread_files,
        )


def _findings(
    counts: dict[Spot, _Count], lists: Mapping[tuple[str, int], str]
) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            file=file,
            column=column,
            code=code,
            count=c.count,
            rows=tuple(c.rows),
            codes=lists.get((file, column), "") if code in _CODED else "",
        )
        for (file, column, code), c in sorted(counts.items())
    )
