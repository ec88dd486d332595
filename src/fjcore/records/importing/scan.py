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

#: What an entry of an archive's list begins with.
_ENTRY = b"PK\x01\x02"

#: Most bytes of one tag or comment; a cell holds 32,767 characters, and those are none.
_TOKEN = 1 << 20

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

_LETTERS = re.compile("[A-Z]{1,3}")


@define
class Part:
    """What was seen in one part of a workbook.

    ``rows`` counts the rows of a sheet in which a cell holds something, or refers to a
    text that may be empty; ``sure`` those of them where no such cell is needed.
    ``last_held`` is the last row with a value, be it an empty one.
    """

    root: str = ""
    rows: int = 0
    sure: int = 0
    last_held: int = 0
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
    if raw.count(_ENTRY) > 2 * MAX_ENTRIES:
        # Counted first: a list of very many parts takes very much memory.
        raise refused("too_big", file=where)
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
    parser = expat.ParserCreate(namespace_separator=" ")
    watch = _Watch()
    parser.StartDoctypeDeclHandler = _refuse("doctype")
    parser.EntityDeclHandler = _refuse("doctype")
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.text
    parser.buffer_text = True
    left = entry.file_size
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _Refusal("too_big")
            parser.Parse(chunk, False)
            # A tag or comment that does not end is read again with every chunk.
            if entry.file_size - left - parser.CurrentByteIndex > _TOKEN:
                raise _Refusal("too_big")
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
        self._digits = "0"
        self._holds = self._sure = self._inside = self._shared = False
        self._names: dict[str, str] = {}
        self._letters: dict[str, int] = {}

    def _local(self, name: str) -> str:
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = name.rpartition(" ")[2]
        return found

    def start(self, name: str, said: dict[str, str]) -> None:
        """See an element begin. Raises: _Refusal."""
        name = self._names.get(name) or self._local(name)
        if self.part.root == "worksheet":
            if name == "c":
                self._cell(said.get("r"))
                self._shared = said.get("t") == "s"
            elif name in ("v", "t"):
                self._inside = True
                self.part.last_held = self._row
            else:
                self._sheet(name, said)
        else:
            self._other(name, said)

    def _other(self, name: str, said: dict[str, str]) -> None:
        part = self.part
        if not part.root:
            part.root = name
            if name in ("macrosheet", "dialogsheet"):
                raise _Refusal("macro")
        if name in ("Relationship", "Default", "Override"):
            _related(part, said)
        elif name == "sheet" and part.root == "workbook":
            ids = [v for k, v in said.items() if k.rpartition(" ")[2] == "id"]
            part.sheets.append((said.get("name", ""), ids[0] if ids else ""))
        elif name == "workbookPr" and said.get("date1904") not in (None, "0", "false"):
            raise _Refusal("date_1904")

    def _sheet(self, name: str, said: dict[str, str]) -> None:
        if name == "f":
            raise _Refusal("formula_cell")
        if name != "row":
            return
        self._row = int(said.get("r", self._row + 1))
        self._digits = str(self._row)
        self._column, self._holds, self._sure = 0, False, False
        if self._row <= self.part.last_row:
            raise _Refusal("duplicate")
        self.part.last_row = self._row
        self._bounded()

    def _cell(self, ref: str | None) -> None:
        """See a cell; they come in their order or not at all."""
        number = self._column + 1
        if ref is not None:
            letters = ref.removesuffix(self._digits)
            known = self._letters.get(letters)
            if known is None:
                known = self._letters[letters] = _number(letters)
            if not known or letters == ref:
                raise _Refusal("format")
            if known < number:
                raise _Refusal("duplicate")
            number = known
        self._column = number
        if number > self.part.last_column:
            self.part.last_column = number
            self._bounded()

    def _bounded(self) -> None:
        if self.part.last_column > MAX_COLUMNS:
            raise _Refusal("cardinality")
        if self.part.last_row * self.part.last_column > MAX_CELLS:
            raise _Refusal("too_big")

    def text(self, _: str) -> None:
        """See text: within a value it makes the row one that holds something."""
        if self._inside:
            self._holds = True
            self._sure = self._sure or not self._shared

    def end(self, name: str) -> None:
        """See an element end."""
        name = self._names.get(name) or self._local(name)
        if name in ("v", "t"):
            self._inside = False
        elif name == "row" and self._holds:
            self.part.rows += 1
            self.part.sure += self._sure
            self._holds = self._sure = False


def _number(letters: str) -> int:
    """Give the number of a column; 0 for what names none."""
    number = 0
    if not _LETTERS.fullmatch(letters):
        return 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
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
