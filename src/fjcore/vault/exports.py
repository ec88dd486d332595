"""Counting people for a report, and having an exporter write what may leave."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

from attrs import frozen

from fjcore.disclosure import DeidentifiedRow, Exportable, ExportKind, Table
from fjcore.errors import OptionRefused, Problem, Refused
from fjcore.records.record import info_of
from fjcore.redaction.safe_harbor import shipped_rules
from fjcore.redaction.safe_harbor_records import deidentify, guarded
from fjcore.redaction.small_cells import protected
from fjcore.sdk import ReportDefinition
from fjcore.sdk.exporting import ExportLine, HeldExporter
from fjcore.sdk.report import counted_codes
from fjcore.sdk.status import lacking
from fjcore.values import Missing, zone
from fjcore.vault import disclosing
from fjcore.vault.ask import Ask
from fjcore.vault.core import Core, Tx
from fjcore.vault.erasing import erased
from fjcore.vault.results import Sent

#: The cell of those of whom nothing is known: why it is not would tell something.
NOT_KNOWN = "not_known"


@frozen(repr=False)
class Exports:
    """Reports, and what exporters write; each act names who acts, and is logged."""

    _core: Core

    def report(self, name: str, *, actor: str) -> Table:
        """Count a report now, small cells left out.

        Raises: MissingPlugin, BrokenPlugin, when none brings it; OptionRefused.
        """
        self._core.own(actor)

        def work(tx: Tx) -> Table:
            made = _counted(tx, name)
            tx.note("read", actor=actor, detail={"what": "report", "report": name})
            return made

        return self._core.run(work)

    def tables(self, names: Sequence[str], *, to: str, actor: str) -> bytes:
        """Have an exporter write reports; nothing is given on unless it is logged.

        Raises: as ``report``; HookError, PluginFault, as the exporter does.
        """
        kind = ExportKind.AGGREGATE
        return self._written(
            lambda tx: [_counted(tx, name) for name in names],
            self._exporter(to, kind),
            actor,
            {"reports": list(names)},
        )

    def rows(self, record: str, *, to: str, attested_by: str, actor: str) -> bytes:
        """Have an exporter write what safe harbor leaves of all records of a type.

        ``attested_by``: who attests that nobody is to be known by a row.
        Raises: Refused, for a holder that is not under HIPAA alone, and where no row
        is like enough others to be shown; HookError, PluginFault, MissingPlugin,
        UnknownRecord.
        """
        self._core.catalog.get(record)
        return self._written(
            lambda tx: _rows(tx, record, attested_by),
            self._exporter(to, ExportKind.DEIDENTIFIED),
            actor,
            {"record": record, "attested_by": attested_by},
        )

    def disclosure(self, ask: Ask, *, to: str) -> tuple[Sent, bytes]:
        """Disclose to a partner by what an exporter writes, instead of a connector.

        It is decided, cut, checked, logged and accounted for as any disclosure is.
        Raises: as ``Vault.disclose``; OptionRefused, for a partner with keys of its
        own, to whom nothing leaves in the clear.
        """
        exporter = self._exporter(to, ExportKind.DISCLOSURE)
        partner = self._core.site.partners.get(ask.recipient)
        if partner is not None and partner.receive_keys:
            problem = Problem("exporter", "conflict")
            raise OptionRefused("exporter", problems=(problem,))
        line = ExportLine(exporter, self._core.clock)
        sent = disclosing.disclose(self._core, ask, line=line)
        return sent, line.raw

    def _exporter(self, name: str, kind: ExportKind) -> HeldExporter:
        found = self._core.registry.exporter(name)
        if found.accepts is not kind:
            problem = Problem("exporter", "wrong_kind")
            raise OptionRefused("exporter", problems=(problem,))
        return found

    def _written(
        self,
        items: Callable[[Tx], Sequence[Exportable]],
        exporter: HeldExporter,
        actor: str,
        said: dict[str, object],
    ) -> bytes:
        self._core.own(actor)

        def work(tx: Tx) -> bytes:
            raw = exporter.written(items(tx))
            digest = hashlib.sha256(raw).hexdigest()
            detail = {**said, "exporter": exporter.id, "sha256": digest}
            tx.note("export", actor=actor, detail=detail)
            return raw

        return self._core.run(work)


def _counted(tx: Tx, name: str) -> Table:
    """Count each person once, by the newest record of the report's type."""
    core = tx.core
    report = core.registry.reports.get(name)
    if report is None:
        fault = lacking(name, core.registry.report)
        raise fault
    codes = counted_codes(report, core.catalog.types.values()) or {}
    found = Counter(_codes(tx, report))
    threshold = max(report.threshold, core.site.policy.min_cell)
    counts = {code: found[code] for code in (*codes, NOT_KNOWN)}
    shown = protected(counts, threshold=threshold)
    return Table(
        id=report.id,
        title=report.title["en"],
        by=f"{report.record}.{report.by}",
        rows=tuple(shown.cells.items()),
        labels={**codes, NOT_KNOWN: "Not known"},
        total=shown.total,
        threshold=threshold,
        made_at=core.clock.now(),
        holder=core.policy.holder.agency,
    )


def _codes(tx: Tx, report: ReportDefinition) -> list[str]:
    found = []
    for subject, _ in tx.rows.subjects():
        if erased(tx, subject):
            continue
        held = [
            one
            for one in tx.held(subject)
            if info_of(type(one.record)).name == report.record
        ]
        if held:
            newest = max(held, key=lambda one: one.recorded_at)
            value = getattr(newest.record, report.by)
            found.append(NOT_KNOWN if isinstance(value, Missing) else str(value))
    return found


def _rows(tx: Tx, record: str, attested_by: str) -> list[DeidentifiedRow]:
    core = tx.core
    records = [
        one.record
        for subject, _ in tx.rows.subjects()
        if not erased(tx, subject)
        for one in tx.held(subject)
        if info_of(type(one.record)).name == record
    ]
    holder = core.policy.holder
    rules = shipped_rules(core.clock.now().date(), zone(holder.tz))
    rows = deidentify(records, holder=holder, attested_by=attested_by, rules=rules)
    # Every field may point to somebody together with the others.
    order = sorted({name for row in rows for name in row})
    kept = guarded(rows, order)
    if not kept:
        problem = Problem("deidentified_rows", "small_cell")
        raise Refused("deidentified_rows", problems=(problem,))
    return [DeidentifiedRow(record=record, values=row) for row in kept]
