"""The two exporters, each of one kind, and what neither ever writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from attrs import frozen

from fjcore.sdk import Disclosure, Exportable, Exporter, ExportKind, Table
from fjcore_hmis import client
from fjcore_hmis.faults import HMISRefused
from fjcore_hmis.sheets import export_row, made_id, moment, organization
from fjcore_hmis.table import Row, packed

#: No count above zero that is smaller leaves, whatever a table says of itself.
LEAST = 11


@frozen
class TotalsFactory:
    """Makes what writes counts: no row of it is about one person."""

    id: str = "hmis.totals"
    accepts: ExportKind = ExportKind.AGGREGATE

    def make(self, config: Any, /) -> Exporter:  # noqa: ARG002 - the contract's
        """Give the exporter."""
        return Totals()


@frozen
class Totals:
    """Writes reports as ``Totals.csv`` beside the 24 files, which hold no person."""

    accepts: ExportKind = ExportKind.AGGREGATE

    def write(self, items: Iterable[Exportable], out: BinaryIO, /) -> None:
        """Write the counts, blank where one was left out.

        Raises: HMISRefused, ``wrong_kind`` for anything else, ``hmis_prohibited`` for
        a disclosure, ``small_cell`` for a count that should have been left out.
        """
        held = tuple(items)
        tables = [one for one in held if isinstance(one, Table)]
        if len(tables) != len(held) or not tables:
            prohibited = any(isinstance(one, Disclosure) for one in held)
            raise HMISRefused("hmis_prohibited" if prohibited else "wrong_kind")
        first = tables[0]
        export = made_id("totals", first.holder, first.made_at.isoformat())
        out.write(
            packed(
                {
                    "Export": [export_row(export, first.holder, first.made_at)],
                    "Organization": [organization(export, first.holder, first.made_at)],
                },
                [row for table in tables for row in _counts(table)],
            )
        )


def _counts(table: Table) -> list[Row]:
    small = [n for _, n in table.rows if n is not None and 0 < n < LEAST]
    alone = table.total is not None and [n for _, n in table.rows].count(None) == 1
    if small or alone or table.threshold < LEAST:
        raise HMISRefused("small_cell", table.id)
    about: Row = {
        "Report": table.id,
        "Title": table.title,
        "CountedBy": table.by,
        "Threshold": table.threshold,
        "MadeAt": moment(table.made_at),
    }
    rows = [*table.rows, ("total", table.total)]
    return [{**about, "Code": name, "Count": count} for name, count in rows]


@frozen
class OwnFactory:
    """Makes what writes one person's rows, for the holder's own database alone."""

    id: str = "hmis.own"
    accepts: ExportKind = ExportKind.DISCLOSURE

    def make(self, config: Any, /) -> Exporter:  # noqa: ARG002 - the contract's
        """Give the exporter."""
        return Own()


@frozen
class Own:
    """Writes a disclosure of the holder to itself as rows of a comparable database."""

    accepts: ExportKind = ExportKind.DISCLOSURE

    def write(self, items: Iterable[Exportable], out: BinaryIO, /) -> None:
        """Write the rows, without a name, a number of hers or an address.

        Raises: HMISRefused, ``hmis_prohibited`` for a disclosure to anybody but the
        holder itself, on whatever ground; ``wrong_kind``, ``sealed``, ``too_many``.
        """
        held = tuple(items)
        if len(held) != 1 or not isinstance(held[0], Disclosure):
            raise HMISRefused("wrong_kind")
        disclosure = held[0]
        # No release cures it, and the basis does not matter.
        if disclosure.recipient != disclosure.holder:
            raise HMISRefused("hmis_prohibited")
        if disclosure.sealed:
            raise HMISRefused("sealed")
        out.write(packed(_rows(disclosure)))


def _rows(disclosure: Disclosure) -> dict[str, Sequence[Row]]:
    content, at = disclosure.content(), disclosure.decided_at
    export, holder = client.export_id(content), disclosure.holder
    person = client.one(content, "person")
    rows: dict[str, list[Row]] = {
        "Export": [export_row(export, holder, at)],
        "Organization": [organization(export, holder, at)],
        "Client": [client.client(content, person, at, export)],
    }
    for number, held in enumerate(content["records"].get("enrollment", [])):
        found = client.enrollment(content, number, held, person, at)
        for name, row in found.items():
            rows.setdefault(name, []).append(row)
    return dict(rows)
