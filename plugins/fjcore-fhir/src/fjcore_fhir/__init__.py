"""A disclosure as a FHIR R4 Bundle, and a connector that puts it on a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fjcore.sdk import ConnectorFactory, ExporterFactory, hookimpl
from fjcore_fhir.bundle import bundle_of, to_bundle, to_bytes
from fjcore_fhir.config import Config, Partner
from fjcore_fhir.file import FileFactory
from fjcore_fhir.terms import NotFHIR

if TYPE_CHECKING:
    from fjcore_fhir.connector import FHIRConnector, FHIRFactory, NotDelivered

__all__ = [
    "Config",
    "FHIRConnector",
    "FHIRFactory",
    "FileFactory",
    "NotDelivered",
    "NotFHIR",
    "Partner",
    "bundle_of",
    "to_bundle",
    "to_bytes",
]


def __getattr__(name: str) -> object:
    """Load what speaks to servers on first use; the functions need no network."""
    if name in ("FHIRConnector", "FHIRFactory", "NotDelivered"):
        from fjcore_fhir import connector

        found: object = getattr(connector, name)
        return found
    raise AttributeError(name)


@hookimpl
def fjcore_connectors() -> Sequence[ConnectorFactory]:
    """Give the one connector, ``r4.bundle``."""
    from fjcore_fhir.connector import FHIRFactory

    return (FHIRFactory(),)


@hookimpl
def fjcore_exporters() -> Sequence[ExporterFactory]:
    """Give the one exporter, ``r4.json``: the same Bundle, as a file."""
    return (FileFactory(),)
