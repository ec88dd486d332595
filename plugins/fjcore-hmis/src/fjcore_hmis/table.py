"""The 24 files, and how a row of one is written: strictly, and never as a formula."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from fjcore_hmis.faults import HMISRefused

#: A value of a column: bare when it is a number, a code or a date, else a text.
Cell = int | str | None
Row = Mapping[str, Cell]

#: Columns of free text; all others hold numbers, codes, ids and dates.
TEXTS = frozenset(
    {
        "Code",
        "CountedBy",
        "FirstName",
        "ImplementationID",
        "LastName",
        "MiddleName",
        "NameSuffix",
        "OrganizationName",
        "OtherDestination",
        "Report",
        "SoftwareName",
        "SourceName",
        "Title",
    }
)

#: The most characters of a column. Source: HMIS CSV FY2026 (reviewed: false).
_LONGEST = {"OrganizationName": 200, "EnrollmentCoC": 6, "Title": 500}
_USUAL, _ID = 50, 32

#: What a spreadsheet takes for the beginning of a formula, also after a space.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

#: The counts that go along, in a file that HMIS does not know.
TOTALS = ("Report", "Title", "CountedBy", "Code", "Count", "Threshold", "MadeAt")

#: The earliest time that a ZIP file can tell: the same content is the same bytes.
_WHEN = (1980, 1, 1, 0, 0, 0)


@cache
def headers() -> Mapping[str, tuple[str, ...]]:
    """Give the columns of each file, in order, by the file's name."""
    text = files("fjcore_hmis").joinpath("data/headers.toml").read_text("utf-8")
    held = tomllib.loads(text)["files"]
    return MappingProxyType({name: tuple(row.split()) for name, row in held.items()})


def csv_of(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Give a file: its header, then its rows; a text is quoted, a blank is empty.

    Raises: HMISRefused, for a text that a spreadsheet would run, or one too long.
    """
    lines = [",".join(columns)]
    lines += [",".join(_cell(name, row.get(name)) for name in columns) for row in rows]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _cell(place: str, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return str(value)
    if value.lstrip(" \xa0\u3000\n").startswith(_FORMULA):
        raise HMISRefused("formula_like", place)
    if len(value) > _longest(place):
        raise HMISRefused("too_long", place)
    quoted = value.replace('"', '""')
    bare = place not in TEXTS and not set(value) & set('",\r\n')
    return value if bare else f'"{quoted}"'


def _longest(column: str) -> int:
    usual = _ID if column.endswith("ID") else _USUAL
    return _LONGEST.get(column, usual)


def packed(rows: Mapping[str, Sequence[Row]], totals: Sequence[Row] = ()) -> bytes:
    """Give all 24 files in one ZIP file, empty but for the header where no row is.

    ``totals`` go along as ``Totals.csv``. The same rows are the same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns in headers().items():
            _put(archive, f"{name}.csv", csv_of(columns, rows.get(name, ())))
        if totals:
            _put(archive, "Totals.csv", csv_of(TOTALS, totals))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, raw: bytes) -> None:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, raw)
