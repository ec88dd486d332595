"""Counts and other formats: what plugins' reports count and their exporters write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import run, show
from fjcore.cli.keys import console
from fjcore.cli.output import absent, new_bytes, required
from fjcore.cli.session import watched
from fjcore.consent import Basis
from fjcore.disclosure import Table
from fjcore.records.checks import instant_text
from fjcore.vault.ask import Ask

exporters = typer.Typer(
    help="What plugins write into other formats: a disclosure, rows without a name.",
    no_args_is_help=True,
)
reports = typer.Typer(
    help="Counts of people, small cells left out.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="id of an exporter")]
Out = Annotated[Path, typer.Option("--out", help="a new file to write it to")]
Json = Annotated[bool, typer.Option("--json", help="for a machine to read")]


@exporters.command("list")
def list_exporters(context: typer.Context, as_json: Json = False) -> None:
    """List the exporters in use, and what each of them accepts."""
    found = watched(context.obj.load()).exporters
    if as_json:
        show.as_json(
            [{"id": name, "accepts": str(kind)} for name, kind in found.items()]
        )
        return
    for name, kind in found.items():
        console.print(f"{name}: {kind}", markup=False)
    if not found:
        console.print("none: no plugin in use brings one")


@exporters.command()
def rows(
    context: typer.Context,
    name: Name,
    record: Annotated[str, typer.Option(help="which records, by their type")],
    attested_by: Annotated[
        str, typer.Option(help="who attests that nobody is to be known by a row")
    ],
    out: Out,
) -> None:
    """Write what safe harbor leaves of all records of a type, under HIPAA."""
    absent(out)
    with context.obj.vault() as (vault, actor):
        raw = vault.exports.rows(record, to=name, attested_by=attested_by, actor=actor)
        _wrote(out, raw)


@exporters.command()
def disclosure(
    context: typer.Context,
    name: Name,
    subject: Annotated[str, typer.Option(help="id of the person, 32 hex digits")],
    to: Annotated[str, typer.Option(help="id of the recipient agency")],
    purpose: Annotated[str, typer.Option(help="what it is for")],
    out: Out,
    person: Annotated[str, typer.Option(help="a person named at the agency")] = "",
    basis: Annotated[str, typer.Option(help="the ground")] = "client_release",
    ref: Annotated[str, typer.Option(help="what is on file for that ground")] = "",
    done: Annotated[
        list[str] | None, typer.Option(help="an obligation you have discharged")
    ] = None,
) -> None:
    """Disclose to a partner as a file of this format, instead of by its connector."""
    absent(out)
    with context.obj.vault() as (vault, actor):
        ask = Ask(
            subject=subject,
            recipient=to,
            person=person or None,
            purpose=purpose,
            basis=Basis(basis).kind,
            ref=ref,
            actor=actor,
            evidence=run.evidence(vault, tuple(done or ()), actor),
        )
        sent, raw = vault.exports.disclosure(ask, to=name)
        _wrote(out, raw)
    show.disclosures(console, [sent.disclosure])


@reports.command("list")
def list_reports(context: typer.Context, as_json: Json = False) -> None:
    """List the reports that plugins in use bring."""
    found = watched(context.obj.load()).reports.values()
    if as_json:
        show.as_json(
            [_row(one.id, one.title["en"], one.record, one.by) for one in found]
        )
        return
    for one in found:
        text = f"{one.id}: {one.title['en']} ({one.record}.{one.by})"
        console.print(text, markup=False)
    if not found:
        console.print("none: no plugin in use brings one")


@reports.command("run")
def run_report(
    context: typer.Context,
    name: Annotated[list[str], typer.Argument(help="ids of reports")],
    exporter: Annotated[
        str, typer.Option(help="have this exporter write it, to --out")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="a new file to write it to")
    ] = None,
    as_json: Json = False,
) -> None:
    """Count a report now: what is too small to show is left out, and what tells it."""
    if bool(exporter) != (out is not None):
        raise required("--out" if exporter else "--exporter")
    if out is not None:
        absent(out)
    with context.obj.vault() as (vault, actor):
        if out is not None:
            _wrote(out, vault.exports.tables(name, to=exporter, actor=actor))
            return
        found = [vault.exports.report(one, actor=actor) for one in name]
    if as_json:
        show.as_json([_plain(table) for table in found])
    else:
        for table in found:
            _show(table)


def _row(name: str, title: str, record: str, by: str) -> dict[str, str]:
    return {"id": name, "title": title, "record": record, "by": by}


def _wrote(out: Path, raw: bytes) -> None:
    new_bytes(out, raw)
    console.print(f"wrote {out.name}: {len(raw)} bytes", markup=False)


def _plain(table: Table) -> dict[str, object]:
    return {
        "id": table.id,
        "title": table.title,
        "by": table.by,
        "counts": dict(table.rows),
        "labels": dict(table.labels),
        "total": table.total,
        "threshold": table.threshold,
        "made_at": instant_text(table.made_at),
        "holder": table.holder,
    }


def _show(table: Table) -> None:
    console.print(f"{table.title} ({table.by})", markup=False)
    for code, count in (*table.rows, ("total", table.total)):
        shown = "left out" if count is None else str(count)
        console.print(f"  {table.labels.get(code, code)}: {shown}", markup=False)
    note = f"Left out: counts below {table.threshold}, and what would tell them."
    console.print(note, markup=False)
