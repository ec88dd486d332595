"""Reading other systems' files into drafts of records, by layouts that are data."""

from __future__ import annotations

from fjcore.records.importing.importer import Draft, Importer
from fjcore.records.importing.layout import (
    Layout,
    parse_layout,
    shipped_layout,
    shipped_layouts,
)
from fjcore.records.importing.report import Finding, ImportReport, Tally
from fjcore.records.importing.scan import Scanned, scan

__all__ = [
    "Draft",
    "Finding",
    "ImportReport",
    "Importer",
    "Layout",
    "Scanned",
    "Tally",
    "parse_layout",
    "scan",
    "shipped_layout",
    "shipped_layouts",
]
