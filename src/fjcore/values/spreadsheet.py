"""Texts as a comma-separated file that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

#: By these a spreadsheet takes a text for a formula; the wide forms are looked through.
_STARTS = ("=", "+", "-", "@", "|", "%")

#: What a spreadsheet may take for the end of a cell, wherever it stands: those of other
#: countries part cells by semicolons, and a text that was pasted is parted by tabs.
_PARTS = re.compile("([;\t\r\n\v\f\x85\u2028\u2029]+)")

_UNSEEN_STARTS = "\t\r\n\v\f\x85\u2028\u2029 "

#: Kinds of signs that show nothing before a start: spaces, controls, joiners.
_UNSEEN = ("Cf", "Cc", "Zs", "Zl", "Zp")


def _risky(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula, seen as it sees it."""
    seen = unicodedata.normalize("NFKC", text)
    bare = "".join(c for c in seen if unicodedata.category(c) not in _UNSEEN)
    return bare.lstrip("\"'").startswith(_STARTS)


def safe_cell(text: str) -> str:
    """Give a text that stays a text in a spreadsheet: with a mark before it if need be.

    Every part that a spreadsheet could take for a cell of its own is looked at, and
    what may hide a start is looked through: spaces, quotes, signs that show nothing.
    A control at the very start is one too.
    Source: OWASP ASVS 5.0, 1.2.10 (formula injection in CSV).
    """
    first = text.lstrip(_UNSEEN_STARTS)
    head = text[: len(text) - len(first)]
    start, *rest = _PARTS.split(first)
    marked = _risky(start) or unicodedata.category(text[:1] or " ") == "Cc"
    mark = "'" if marked else ""
    safe = "".join(f"'{part}" if _risky(part) else part for part in rest)
    return f"{mark}{head}{start}{safe}"


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Give rows of texts as CSV (RFC 4180), each cell safe and quoted, by CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()
