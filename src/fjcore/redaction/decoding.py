"""What is written in bytes about to leave, by their format: every escape undone."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from types import MappingProxyType
from xml.parsers import expat

from fjcore.errors import BadText, TooBig

#: The largest body that may leave at once, and the largest that it may unpack to.
MAX_BODY_BYTES = 16 << 20
MAX_UNPACKED_BYTES = 64 << 20

#: More members than this no workbook of ours has.
MAX_MEMBERS = 1000

#: How a workbook writes a character by its number (ECMA-376, ST_Xstring).
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

JSON, TEXT, HTML, CSV = "application/json", "text/plain", "text/html", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def texts_in(body: bytes, media_type: str) -> tuple[str, ...]:
    """Give every text that stands in a body, with all escapes of its format undone.

    Shape: a text that its format breaks up, as by the tags of a page or the runs of a
    cell, is given in one piece too.
    Raises: TooBig; BadText, for a format that is not known, or is not what it says.
    """
    if len(body) > MAX_BODY_BYTES:
        raise TooBig("body")
    found: tuple[str, ...] | None = None
    read = _READERS.get(media_type)
    try:
        if read is not None:
            found = tuple(read(body))
    except (ValueError, RecursionError, csv.Error, expat.ExpatError, KeyError):
        found = None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        found = None
    del body  # a traceback may print what its frames hold
    if found is None:
        raise BadText("body")
    return found


def _plain(body: bytes) -> str:
    return body.decode("utf-8-sig")


def _text(body: bytes) -> Iterator[str]:
    yield _plain(body)


def _json(body: bytes) -> Iterator[str]:
    # As pairs: of a key that stands twice, readers may take either value.
    yield from _walked(json.loads(_plain(body), object_pairs_hook=tuple))


def _walked(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for key, item in value:
            yield key
            yield from _walked(item)
    elif isinstance(value, list):
        for item in value:
            yield from _walked(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


class _Page(HTMLParser):
    """Collects the texts of a page: of elements, attributes, comments, the rest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.beside: list[str] = []

    def handle_data(self, data: str) -> None:
        self.inside.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.beside += [tag, *(part for pair in attrs for part in pair if part)]

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)

    def handle_decl(self, decl: str) -> None:
        self.beside.append(decl)

    def handle_pi(self, data: str) -> None:
        self.beside.append(data)

    def unknown_decl(self, data: str) -> None:
        self.beside.append(data)


def _html(body: bytes) -> Iterator[str]:
    page = _Page()
    page.feed(_plain(body))
    page.close()
    yield from page.beside
    # Tags can part a word, and can stand between two: it is read both ways.
    yield "".join(page.inside)
    yield "\n".join(page.inside)


def _csv(body: bytes) -> Iterator[str]:
    text = _plain(body)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BODY_BYTES))
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        yield from row
        yield " ".join(row)


def _xlsx(body: bytes) -> Iterator[str]:
    if not body.startswith(b"PK"):
        raise ValueError
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
            raise ValueError
        yield archive.comment.decode("utf-8", "replace")
        for member in members:
            yield member.filename
            yield (member.comment + member.extra).decode("utf-8", "replace")
            raw = archive.read(member)
            if member.filename.endswith((".xml", ".rels", ".vml")):
                yield from _xml(raw)
            else:
                yield raw.decode("utf-8", "replace")


def _xml(raw: bytes) -> Iterator[str]:
    """Give the texts of a part: of each element whole, of attributes, of comments."""
    found: list[str] = []
    open_texts: list[list[str]] = [[]]

    def start(name: str, attributes: dict[str, str]) -> None:
        found.extend((name, *attributes.values()))
        open_texts.append([])

    def data(text: str) -> None:
        open_texts[-1].append(text)

    def end(_: str) -> None:
        inside = "".join(open_texts.pop())
        found.append(inside)
        open_texts[-1].append(inside)

    def doctype(*_: object) -> None:
        raise ValueError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.CommentHandler = data, found.append
    parser.ProcessingInstructionHandler = lambda *parts: found.extend(parts)
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(raw, True)
    for text in found:
        yield text
        if "_x" in text:
            yield _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


_READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = MappingProxyType(
    {JSON: _json, TEXT: _text, HTML: _html, CSV: _csv, XLSX: _xlsx}
)
