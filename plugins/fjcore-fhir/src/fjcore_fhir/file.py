"""A Bundle as a file, for a partner without a server of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from attrs import frozen

from fjcore.sdk import Disclosure, Exportable, Exporter, ExportKind
from fjcore_fhir.bundle import to_bundle, to_bytes
from fjcore_fhir.terms import NotFHIR


@frozen
class FileFactory:
    """Makes what writes one disclosure as one Bundle."""

    id: str = "r4.json"
    accepts: ExportKind = ExportKind.DISCLOSURE

    def make(self, config: Any, /) -> Exporter:  # noqa: ARG002 - the contract's
        """Give the exporter."""
        return BundleFile()


@frozen
class BundleFile:
    """Writes a disclosure as a Bundle in JSON."""

    accepts: ExportKind = ExportKind.DISCLOSURE

    def write(self, items: Iterable[Exportable], out: BinaryIO, /) -> None:
        """Write the one disclosure.

        Raises: NotFHIR, ``kind`` for anything but one disclosure; as ``to_bundle``.
        """
        held = tuple(items)
        if len(held) != 1 or not isinstance(held[0], Disclosure):
            raise NotFHIR("kind")
        out.write(to_bytes(to_bundle(held[0])))
