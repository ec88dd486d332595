"""A layout: which column of a foreign file goes where in a record, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from fjcore.errors import InputRefused, Malformed, Problem
from fjcore.records.codec import structure_settings

#: A layout is written by hand; more than this is no layout.
MAX_LAYOUT_BYTES = 256 << 10


class Format(StrEnum):
    """What kind of file it is."""

    CSV = "csv"
    XLSX = "xlsx"


class Encoding(StrEnum):
    """How the bytes of a CSV file are read; it is declared and never guessed."""

    UTF_8 = "utf-8"
    UTF_8_SIG = "utf-8-sig"
    CP1252 = "cp1252"


class Header(StrEnum):
    """How columns are found.

    ``strict``: names and order are exactly those of ``columns``. ``named``: by name,
    in any order, further columns left unread. ``none``: there is no header row, and a
    column is called ``#1``, ``#2`` and so on.
    """

    STRICT = "strict"
    NAMED = "named"
    NONE = "none"


class Transform(StrEnum):
    """What is made of a cell; the list is closed, and nothing is ever evaluated."""

    TEXT = "text"
    PHONE = "phone"
    E164 = "e164"
    CODE = "code"
    CODES = "codes"
    FLAG = "flag"
    REASON = "reason"
    YES_NO = "yes_no"
    NUMBER = "number"
    DECIMAL = "decimal"
    MINUTES = "minutes"
    DATE = "date"
    INSTANT = "instant"


def _sealed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


@frozen(kw_only=True)
class Condition:
    """Holds when a column holds one of the texts; any text, when none is named."""

    column: str
    is_: tuple[str, ...] = field(default=(), alias="is_")


@frozen(kw_only=True)
class FieldMap:
    """One field of a record: where its value comes from and what is made of it.

    Shape: ``path`` within the record, with the number of the item for a field that
    holds several, as in ``names.0.text``. Either ``column``, ``columns`` (joined by a
    blank) or ``constant``. ``codes`` and ``missing`` name tables of the layout.
    ``region`` is where a phone number without a country code is from, for ``e164``.
    """

    path: str
    column: str = ""
    columns: tuple[str, ...] = ()
    constant: str = ""
    transform: Transform = field(default=Transform.TEXT, converter=Transform)
    codes: str = ""
    code: str = ""
    missing: tuple[str, ...] = ()
    date_format: str = ""
    separator: str = ""
    zero_pad: int = 0
    region: str = "US"
    formula_like: str = "refuse"
    only_if: Condition | None = None

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that the field reads."""
        return self.columns or ((self.column,) if self.column else ())


@frozen(kw_only=True)
class RecordMap:
    """One record made of a row.

    ``once``: only the row that introduces a person makes it. ``always``: it is made
    even if no column of it holds anything.
    """

    type: str
    field: tuple[FieldMap, ...]
    once: bool = False
    always: bool = False
    when: Condition | None = None


@frozen(kw_only=True)
class Join:
    """A further file, one row of which goes with each row of this one.

    Its columns are called ``NAME/COLUMN``. Rows that ``only`` does not hold for are
    left out and counted.
    """

    file: str
    on: str
    only: Condition | None = None


@frozen(kw_only=True)
class FileMap:
    """One file: its form, its columns, its keys and the records of each row.

    ``key`` names a row and ``person`` whom it is about, each once or together with
    others. Rows of a file that has records made ``once`` introduce persons; rows of
    any other file are about persons introduced before. ``key_zero_pad``: how wide a key
    is that a workbook holds as a number; without it such a key is refused.
    """

    name: str = ""
    format: Format = field(default=Format.CSV, converter=Format)
    encoding: Encoding = field(default=Encoding.UTF_8_SIG, converter=Encoding)
    delimiter: str = ","
    quote: str = '"'
    sheet: str = ""
    header: Header = field(default=Header.NAMED, converter=Header)
    columns: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    key_zero_pad: int = 0
    synthetic: str = "synthetic"
    skip_if_filled: tuple[str, ...] = ()
    join: tuple[Join, ...] = ()
    record: tuple[RecordMap, ...] = ()

    @property
    def introduces(self) -> bool:
        """Whether its rows introduce persons."""
        return any(record.once for record in self.record)


@frozen(kw_only=True)
class Layout:
    """How the files of one system are read.

    ``placeholders`` are texts that stand for no answer in any field; ``missing`` are
    named tables of such texts for the fields that name them; both give the reason.
    """

    layout: str
    version: int
    title: str = ""
    source: str = ""
    reviewed: bool = False
    zone: str = ""
    date_format: str = "YYYY-MM-DD"
    placeholders: Mapping[str, str] = field(factory=dict, converter=_sealed)
    missing: Mapping[str, Mapping[str, str]] = field(factory=dict, converter=_sealed)
    codes: Mapping[str, Mapping[str, str]] = field(factory=dict, converter=_sealed)
    file: tuple[FileMap, ...]

    @property
    def folder(self) -> bool:
        """Whether it reads several files of one folder rather than a file."""
        return len(self.file) > 1 or any(one.join for one in self.file)


def parse_layout(text: str, *, where: str = "layout") -> Layout:
    """Read a layout from TOML.

    Raises: InputRefused, with the path and code of every fault; paths name tables and
    keys of the layout, and never what stands in it.
    """
    data = None
    problems: tuple[Problem, ...] = (Problem("", "format"),)
    try:
        data = tomllib.loads(text) if len(text) <= MAX_LAYOUT_BYTES else None
    except (tomllib.TOMLDecodeError, RecursionError):
        pass
    if data is not None:
        try:
            return structure_settings(_renamed(data), Layout, where="")
        except Malformed as error:
            problems = error.problems
    raise InputRefused(where, problems=problems)


def _renamed(data: Any) -> Any:
    """Call ``is`` by the name that it can have in Python."""
    if isinstance(data, dict):
        return {("is_" if k == "is" else k): _renamed(v) for k, v in data.items()}
    return [_renamed(item) for item in data] if isinstance(data, list) else data


def shipped_layouts() -> tuple[str, ...]:
    """Give the names of the layouts that come with fjcore, sorted."""
    folder = files("fjcore.records.importing").joinpath("layouts")
    return tuple(
        sorted(
            one.name.removesuffix(".toml")
            for one in folder.iterdir()
            if one.name.endswith(".toml")
        )
    )


@cache
def shipped_layout(name: str) -> Layout:
    """Give a layout that comes with fjcore.

    Raises: InputRefused, when there is none of this name.
    """
    if name not in shipped_layouts():
        raise InputRefused("layout", problems=(Problem("layout", "unreadable"),))
    folder = files("fjcore.records.importing").joinpath("layouts")
    return parse_layout(folder.joinpath(f"{name}.toml").read_text("utf-8"))
