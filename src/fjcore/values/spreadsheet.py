"""Texts as a comma-separated file that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

#: By these a spreadsheet takes a text for a formula, the wide forms included.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe_cell(text: str) -> str:
    """Give a text that stays a text in a spreadsheet: with a mark before it if need be.

    What may hide a start is looked through: spaces, and signs that show nothing.
    """
    seen = unicodedata.normalize("NFKC", text)
    bare = "".join(c for c in seen if unicodedata.category(c) not in ("Cf", "Zs"))
    return f"'{text}" if bare.startswith(_STARTS) or seen[:1] in _STARTS else text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Give rows of texts as CSV (RFC 4180), each cell safe, lines ended by CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()
