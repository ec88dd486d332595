"""Cells as a file gives them: text, and what a workbook tells of it besides."""

from __future__ import annotations

#: By these a spreadsheet takes a text for a formula, the wide forms included.
#: Source: OWASP, CSV injection.
LEADS = frozenset("=+-@\t\r＝＋－＠")

#: Most characters of one cell. Source: design, field cap of 128 KiB.
MAX_CELL = 128 << 10

#: Most columns of one file.
MAX_COLUMNS = 1000


class NumericCell(str):
    """A number of a workbook as text: what zeros it began with is not known."""

    __slots__ = ()


class DateCell(str):
    """A date, or a date and a time, of a workbook, written as ISO 8601."""

    __slots__ = ()


def formula_like(cell: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    if not cell:
        return False
    return cell[0] in LEADS or cell.strip()[:1] in LEADS
