"""Workbooks written and read in memory (extra ``intake``)."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from fjcore.errors import InputRefused, MissingExtra
from fjcore.records._sheets import Found, sheets_in

#: The same sheets give the same bytes on any day.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
#: A written cell is what it is given: no text becomes a number, a formula or a link.
_PLAIN = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """Write sheets of text cells as an XLSX workbook.

    Raises: MissingExtra.
    """
    missing, out = False, BytesIO()
    try:
        import xlsxwriter

        made = xlsxwriter.Workbook(out, _PLAIN)
    except ImportError:
        missing = True
    if missing:
        raise MissingExtra("intake")
    made.set_properties({"created": _MADE})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text)
    made.close()
    return out.getvalue()


def sheets_of(raw: bytes, *, where: str) -> dict[str, list[list[Any]]]:
    """Read the sheets of a workbook that holds nothing but data.

    Raises: InputRefused; MissingExtra.
    """
    found = Found()
    sheets = sheets_in(raw, found, where=where)
    if sheets is None or found.problems:
        problems = tuple(found.problems)
        del raw, sheets
        raise InputRefused(where, problems=problems)
    return sheets
