"""Searching stored bytes for what must never stand in clear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa

from fjcore.records.label import Identifying
from fjcore.redaction import normal, values
from fjcore.redaction.check import MIN_LENGTH
from fjcore.values import Missing
from fjcore.vault.tables import metadata


def sensitive(records: Iterable[object]) -> set[str]:
    """Give every sensitive value of some records.

    Those of directly identifying fields and of categories that a release must name,
    four characters or longer after normalising.
    """
    found = set()
    for record in records:
        for leaf, value in values(record):
            told = (
                leaf.label.identifying is Identifying.DIRECT
                or leaf.label.leaf.explicit_only
            )
            if not told or isinstance(value, (Missing, bool)):
                continue
            text = str(value)
            if len(normal(text)) >= MIN_LENGTH:
                found.add(text)
    return found


def forms_of(value: str) -> set[bytes]:
    """Give the byte forms in which a value could stand somewhere."""
    texts = {value, value.casefold(), normal(value)}
    wide = {text.encode("utf-16-le") for text in texts}
    return {text.encode() for text in texts} | wide


def hits(wanted: Iterable[str], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """Give the place of every value that stands in clear, and never the value.

    A short number inside a longer run of hexadecimal digits is chance, and is not told.
    """
    needles = [
        re.compile(_pattern(form)) for value in wanted for form in forms_of(value)
    ]
    found = []
    for name, raw in places:
        both = (raw, raw.lower())
        found += [name for form in needles if any(form.search(side) for side in both)]
    return found


def _pattern(form: bytes) -> bytes:
    digits = set(b"0123456789abcdef")
    if set(form) <= digits:
        return b"(?<![0-9a-f])" + form + b"(?![0-9a-f])"
    return re.escape(form)


def files_of(folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of every file in some folders, journals and hidden ones too."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.name, path.read_bytes()


def tables_of(engine: sa.Engine) -> Iterator[tuple[str, bytes]]:
    """Give every value of every table of a vault's database as bytes."""
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(sa.select(table)).all()
            cells = [
                bytes(cell)
                if isinstance(cell, (bytes, memoryview))
                else str(cell).encode()
                for row in rows
                for cell in row
            ]
            yield table.name, b"\x00".join(cells)
