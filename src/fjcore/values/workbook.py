"""Sheets of texts as a workbook, written in memory (extra ``intake``)."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from fjcore.errors import MissingExtra

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
