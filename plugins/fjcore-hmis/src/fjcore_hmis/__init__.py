"""HMIS CSV FY2026 for a comparable database: totals outward, rows to the holder."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import ExporterFactory, hookimpl
from fjcore_hmis.faults import CITATION, HMISRefused
from fjcore_hmis.makers import OwnFactory, TotalsFactory

__all__ = ["CITATION", "HMISRefused", "OwnFactory", "TotalsFactory"]


@hookimpl
def fjcore_exporters() -> Sequence[ExporterFactory]:
    """Give ``hmis.totals``, of counts, and ``hmis.own``, for the holder alone."""
    return (TotalsFactory(), OwnFactory())
