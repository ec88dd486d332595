"""The rules of what is handed on or evaluated by core, and of what is asked (R12)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from fjcore.disclosure import ExporterFactory, ExportKind
from fjcore.records.importing.contract import ImporterFactory
from fjcore.screening import Instrument, WordingPack, instruments, languages
from fjcore.screening.lint import lint
from fjcore.screening.norms import NormRow, NormTable
from fjcore.sdk._kept import keeps
from fjcore.sdk._plain import is_plain_data
from fjcore.sdk.health import HealthCheck
from fjcore.sdk.manifest import Manifest
from fjcore.sdk.report import LEAST_SHOWN, ReportDefinition

_MOST = 10_000


def exporter(item: Any, manifest: Manifest) -> str:
    """Check a maker of exporters: its contract, its kind, the kind's permission."""
    if not keeps(item, ExporterFactory):
        return "signature (R11)"
    if type(item.accepts) is not ExportKind:
        return "kind (R12)"
    free = item.accepts is ExportKind.DISCLOSURE
    return (
        "" if free or str(item.accepts) in manifest.permissions else "permission (D5)"
    )


def report(item: Any, _: Manifest) -> str:
    """Check a report: its words, and a threshold that is core's or larger.

    Whether its record and field are there is looked at once every form is known.
    """
    if type(item) is not ReportDefinition or type(item.title) is not MappingProxyType:
        return "type (R9)"
    if not is_plain_data(item):
        return "type (R9)"
    texts = (item.record, item.by, *item.title, *item.title.values())
    if not all(type(text) is str and text.strip() for text in texts):
        return "type (R9)"
    if type(item.threshold) is not int or not LEAST_SHOWN <= item.threshold <= _MOST:
        return "threshold (R12)"
    return "" if "en" in item.title else "title (R12)"


def importer(item: Any, _: Manifest) -> str:
    """Check a maker of importers: its contract."""
    return "" if keeps(item, ImporterFactory) else "signature (R11)"


def health(item: Any, _: Manifest) -> str:
    """Check a health check: its contract."""
    return "" if keeps(item, HealthCheck) else "signature (R11)"


def instrument(item: Any, _: Manifest) -> str:
    """Check an instrument: one that was read strictly, with vectors that agree."""
    if type(item) is not Instrument or not is_plain_data(item):
        return "type (R9)"
    if item.id in instruments():
        return "id (R10)"
    if not item.tested or not item.document_hash or item.licence is None:
        return "vectors, licence (R12)"
    return "definition (R12)" if lint(item) else ""


def wording_pack(item: Any, _: Manifest) -> str:
    """Check a pack of words: of its type, and not of words that ship.

    Whether it covers its instrument is looked at once every instrument is known.
    """
    if type(item) is not WordingPack or not is_plain_data(item):
        return "type (R9)"
    ships = item.language in languages(item.instrument)
    return "id (R10)" if ships else ""


def norm(item: Any, _: Manifest) -> str:
    """Check a table of norms: it names whom it is of, and its rows stand in order."""
    if type(item) is not NormTable or type(item.rows) is not tuple or not item.rows:
        return "type (R9)"
    if not is_plain_data(item):
        return "type (R9)"
    if not all(type(row) is NormRow for row in item.rows):
        return "type (R9)"
    bounds = [end for row in item.rows for end in (row.low, row.high)]
    texts = (item.population, item.source, *(row.text for row in item.rows))
    if not all(type(end) is int for end in bounds):
        return "type (R9)"
    if not all(type(text) is str and text.strip() for text in texts):
        return "population, source (R12)"
    apart = all(
        row.high < after.low
        for row, after in zip(item.rows, item.rows[1:], strict=False)
    )
    ordered = apart and all(row.low <= row.high for row in item.rows)
    return "" if ordered else "rows (R12)"
