"""Looking through a workbook before anything reads it, and refusing what is no data."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from xml.parsers import expat

from attrs import define, field, frozen

from fjcore.records.importing.cells import MAX_COLUMNS
from fjcore.records.importing.report import refused

#: Most bytes of a workbook unpacked, how far it may unpack, most files in it, and most
#: cells of the rectangle that a sheet spans.
MAX_UNPACKED, MAX_RATIO, MAX_ENTRIES, MAX_CELLS = 256 << 20, 200, 1000, 8_000_000

#: A file this small may unpack as far as it likes.
_SMALL = 64 << 10

_CHUNK = 64 << 10

#: Parts that hold no markup and are never opened.
_PICTURES = re.compile(
    r"xl/(media|printerSettings)/[^/]+|docProps/thumbnail\.[a-z]{3,4}", re.IGNORECASE
)

#: Parts that run something, or fetch something from elsewhere.
_MACROS = re.compile(
    r"vbaProject|vbaData|macrosheets/|dialogsheets/|activeX/|ctrlProps/|embeddings/",
    re.IGNORECASE,
)
_LINKS = re.compile(r"externalLinks/|connections\.xml|queryTables/", re.IGNORECASE)

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@define
class Part:
    """What was seen in one part of a workbook.

    ``rows`` counts the rows of a sheet in which a cell holds something.
    """

    root: str = ""
    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    sheets: list[tuple[str, str]] = field(factory=list)
    targets: dict[str, str] = field(factory=dict)


@frozen
class Scanned:
    """A workbook in which nothing but data was seen; its sheets in their order."""

    sheets: tuple[tuple[str, Part], ...]


class _Refusal(Exception):
    """A code on its way out of a parser."""


def scan(raw: bytes, *, where: str, forms: bool = False) -> Scanned:
    """Look through a workbook.

    Refused: document types and entities, formulas, macros, links to elsewhere, dates
    counted from 1904, and a file that unpacks to too much. What a sheet says of its own
    dimension is not believed. ``forms``: the smaller limits of a form.
    Raises: InputRefused, with a code.
    """
    code = "format"
    parts: dict[str, Part] = {}
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _weigh(archive, len(raw), forms)
            for entry in archive.infolist():
                if not entry.is_dir() and not _PICTURES.fullmatch(entry.filename):
                    parts[entry.filename] = _looked(archive, entry)
        return Scanned(_sheets(parts))
    except _Refusal as refusal:
        code = str(refusal)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        pass
    except (NotImplementedError, RuntimeError, KeyError, expat.ExpatError):
        pass
    raise refused(code, file=where)


def _weigh(archive: zipfile.ZipFile, size: int, forms: bool) -> None:
    most, ratio = (20 << 20, 100) if forms else (MAX_UNPACKED, MAX_RATIO)
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES or len(set(names)) != len(names):
        raise _Refusal("too_big" if len(entries) > MAX_ENTRIES else "duplicate")
    total = sum(entry.file_size for entry in entries)
    if total > most or total > max(_SMALL, ratio * size):
        raise _Refusal("too_big")
    for entry in entries:
        if entry.flag_bits & 1 or entry.compress_type not in (0, zipfile.ZIP_DEFLATED):
            raise _Refusal("format")
        if entry.file_size > max(_SMALL, ratio * entry.compress_size):
            raise _Refusal("too_big")
        if ".." in entry.filename or entry.filename.startswith(("/", "\\")):
            raise _Refusal("format")
        if _MACROS.search(entry.filename):
            raise _Refusal("macro")
        if _LINKS.search(entry.filename):
            raise _Refusal("external_link")


def _looked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    """Parse one part to its end; it must be markup, and no longer than it says."""
    watch = _Watch()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse("doctype")
    parser.EntityDeclHandler = _refuse("doctype")
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.text
    left = entry.file_size
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _Refusal("too_big")
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return watch.part


def _refuse(code: str) -> Callable[..., None]:
    def handler(*_: Any) -> None:
        raise _Refusal(code)

    return handler


class _Watch:
    """Sees the elements of one part go by."""

    def __init__(self) -> None:
        self.part = Part()
        self._row = self._column = 0
        self._holds = self._inside = False

    def start(self, name: str, said: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        part = self.part
        if not part.root:
            part.root = name
            if name in ("macrosheet", "dialogsheet"):
                raise _Refusal("macro")
        if part.root == "worksheet":
            self._sheet(name, said)
        elif name in ("Relationship", "Default", "Override"):
            _related(part, said)
        elif name == "sheet" and part.root == "workbook":
            ids = [v for k, v in said.items() if k.rpartition(" ")[2] == "id"]
            part.sheets.append((said.get("name", ""), ids[0] if ids else ""))
        elif name == "workbookPr" and said.get("date1904") not in (None, "0", "false"):
            raise _Refusal("date_1904")

    def _sheet(self, name: str, said: dict[str, str]) -> None:
        if name == "f":
            raise _Refusal("formula_cell")
        if name == "row":
            self._row = int(said.get("r", self._row + 1))
            self._column, self._holds = 0, False
            if self._row <= self.part.last_row:
                raise _Refusal("duplicate")
            self.part.last_row = self._row
        elif name == "c":
            self._column = _column(said.get("r"), self._row, self._column)
            self.part.last_column = max(self.part.last_column, self._column)
        elif name in ("v", "t"):
            self._inside = True
        if self.part.last_column > MAX_COLUMNS:
            raise _Refusal("cardinality")
        if self.part.last_row * self.part.last_column > MAX_CELLS:
            raise _Refusal("too_big")

    def text(self, _: str) -> None:
        if self._inside:
            self._holds = True

    def end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        if name in ("v", "t"):
            self._inside = False
        elif name == "row" and self._holds:
            self.part.rows += 1


def _column(ref: str | None, row: int, before: int) -> int:
    """Give the number of a cell's column; cells come in their order or not at all."""
    if ref is None:
        return before + 1
    found = _CELL.fullmatch(ref)
    if found is None or int(found[2]) != row:
        raise _Refusal("format")
    number = 0
    for letter in found[1]:
        number = 26 * number + ord(letter) - 64
    if number <= before:
        raise _Refusal("duplicate")
    return number


def _related(part: Part, said: dict[str, str]) -> None:
    if said.get("TargetMode", "").lower() == "external":
        raise _Refusal("external_link")
    if "macroenabled" in said.get("ContentType", "").lower():
        raise _Refusal("macro")
    if "Id" in said:
        part.targets[said["Id"]] = said.get("Target", "")


def _sheets(parts: dict[str, Part]) -> tuple[tuple[str, Part], ...]:
    book = parts.get("xl/workbook.xml")
    links = parts.get("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        raise _Refusal("format")
    return tuple(_named(book, links, parts))


def _named(
    book: Part, links: Part, parts: dict[str, Part]
) -> Iterator[tuple[str, Part]]:
    for name, link in book.sheets:
        target = links.targets.get(link, "")
        path = target[1:] if target.startswith("/") else f"xl/{target}"
        found = parts.get(path)
        if found is not None and found.root == "worksheet":
            yield name, found
