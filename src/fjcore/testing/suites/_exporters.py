"""What exporters must write."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any, ClassVar

from fjcore.disclosure import (
    DeidentifiedRow,
    Exportable,
    ExporterFactory,
    ExportKind,
    Table,
)
from fjcore.errors import PluginError
from fjcore.records import Person
from fjcore.records.person import HumanName
from fjcore.sdk._kept import is_exporter
from fjcore.sdk._lines import Line
from fjcore.sdk.exporting import CheckedStream, HeldExporter
from fjcore.testing.checks import check, must
from fjcore.testing.disclosures import AT, disclosure

#: What a spreadsheet would run, were it to begin a cell.
FORMULA = "=1+406555"

#: A count that no table of the kit has; whatever was left out must not become one.
_COUNTS = (("a", 4111), ("b", None), ("c", 0))


class ExporterSuite:
    """For exporters: name its maker and its settings; items, if it wants its own."""

    factory: ClassVar[ExporterFactory]
    config: ClassVar[Any] = None
    #: What it is to write; made up by the kit if left out.
    items: ClassVar[Sequence[Exportable] | None] = None

    @check("E01", since="0.1")
    def test_writes(self) -> None:
        """It writes what it accepts, all of it within the contract."""
        made = self.factory.make(self.config)
        must(is_exporter(made), "write(items, out, /)")
        must(self._written(self._items()), "nothing is written")

    @check("E02", since="0.1")
    def test_wrong_kind(self) -> None:
        """It refuses what it does not accept."""
        for kind in ExportKind:
            made, out = self.factory.make(self.config), CheckedStream()
            if kind is self.factory.accepts:
                continue
            refused = False
            try:
                made.write(tuple(samples(kind)), out)  # type: ignore[arg-type]
            except Exception:
                refused = True
            must(refused, f"it takes {kind}")

    @check("E03", since="0.1")
    def test_same_bytes(self) -> None:
        """The same items give the same bytes."""
        first, again = (self._written(self._items()) for _ in range(2))
        must(first == again, "the second time gives other bytes")

    @check("E04", since="0.1")
    def test_no_formula(self) -> None:
        """No cell of what it writes begins as a formula of a spreadsheet does."""
        raw = self._written([*self._items(), *_formulas(self.factory.accepts)])
        for text in _texts(raw):
            run = [cell for row in _rows(text) for cell in row if cell == FORMULA]
            must(not run, "a cell that a spreadsheet would run")

    @check("E05", since="0.1")
    def test_left_out(self) -> None:
        """A count that was left out is not there, nor anything put in its place."""
        if self.factory.accepts is not ExportKind.AGGREGATE:
            return  # no other kind has counts
        bare = self._written([_table(_COUNTS, None)])
        zero = self._written([_table((*_COUNTS[:1], ("b", 0), _COUNTS[2]), None)])
        if not bare:
            return  # what E01 tells
        must(bare != zero, "a count that was left out is written as zero")
        must(b"None" not in bare, "a count that was left out is written as a word")

    @check("E06", since="0.1")
    def test_writes_to_the_end(self) -> None:
        """A stream that fails is told: it does not end as though all were written."""
        if not self._written(self._items()):
            return  # what E01 tells
        made, out = self.factory.make(self.config), CheckedStream(8)
        raised = False
        try:
            made.write(tuple(self._items()), out)  # type: ignore[arg-type]
        except Exception:
            raised = True
        must(raised, "it ends well though nothing more could be written")

    def _items(self) -> Sequence[Exportable]:
        return samples(self.factory.accepts) if self.items is None else self.items

    def _written(self, items: Sequence[Exportable]) -> bytes:
        factory = self.factory
        line = Line(factory, self.config, "conformance")
        try:
            return HeldExporter(factory.id, factory.accepts, line).written(items)
        except PluginError:
            return b""


def samples(kind: ExportKind) -> list[Exportable]:
    """Give made-up items of a kind."""
    if kind is ExportKind.DISCLOSURE:
        return [disclosure()]
    if kind is ExportKind.AGGREGATE:
        return [_table(_COUNTS, None)]
    return [DeidentifiedRow(record="person", values={"age": "34", "state": "US-MT"})]


def _table(rows: Sequence[tuple[str, int | None]], total: int | None) -> Table:
    return Table(
        id="kit.table",
        title="People by answer",
        by="person.answer",
        rows=tuple(rows),
        labels={code: f"Answer {code}" for code, _ in rows},
        total=total,
        threshold=11,
        made_at=AT,
        holder="conformance",
    )


def _formulas(kind: ExportKind) -> list[Exportable]:
    if kind is ExportKind.AGGREGATE:
        return [_table([(FORMULA, 4111)], None)]
    if kind is ExportKind.DEIDENTIFIED:
        return [DeidentifiedRow(record="person", values={"state": FORMULA})]
    name = Person(
        names=(HumanName(text=FORMULA, use="legal"),), agency_ids=(), gov_ids=()
    )
    return [disclosure(records=[name], number=2)]


def _texts(raw: bytes) -> list[str]:
    """Give the texts of what was written, those in an archive too."""
    held = io.BytesIO(raw)
    parts = [raw]
    if zipfile.is_zipfile(held):
        with zipfile.ZipFile(held) as file:
            parts = [file.read(name) for name in file.namelist()]
    return [part.decode("utf-8", "replace") for part in parts]


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))
