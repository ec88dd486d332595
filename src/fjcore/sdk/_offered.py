"""The rules of what is handed on or evaluated by core: exporters and reports (R12)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from fjcore.disclosure import ExporterFactory, ExportKind
from fjcore.sdk._kept import keeps
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
    texts = (item.record, item.by, *item.title, *item.title.values())
    if not all(type(text) is str and text.strip() for text in texts):
        return "type (R9)"
    if type(item.threshold) is not int or not LEAST_SHOWN <= item.threshold <= _MOST:
        return "threshold (R12)"
    return "" if "en" in item.title else "title (R12)"
