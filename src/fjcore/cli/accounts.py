"""What was sent, and papers about it: her account, notices, holdings, a packet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import attrs
import typer

from fjcore.cli import run, show
from fjcore.cli.consoles import console
from fjcore.cli.envelopes import disclosure
from fjcore.cli.output import instant, new_file
from fjcore.cli.reporting import Html, Json, Lang, Out, one_of, say, write
from fjcore.disclosure import AccountingRow, account_of
from fjcore.disclosure.accounts import account_csv, account_report
from fjcore.disclosure.holdings import Holding, holdings_report
from fjcore.disclosure.notices import notice_report
from fjcore.disclosure.packet import packet_report
from fjcore.disclosure.suspension import CITATION, suspended
from fjcore.records.checks import instant_text
from fjcore.values import zone
from fjcore.vault import suspensions

Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]
Csv = Annotated[bool, typer.Option("--csv", help="for a spreadsheet")]
Text = Annotated[bool, typer.Option("--text", help="hers, as plain text")]
HerHtml = Annotated[bool, typer.Option("--html", help="hers, as one page to print")]


def account(
    context: typer.Context,
    subject: Subject,
    as_json: Json = False,
    as_text: Text = False,
    as_html: HerHtml = False,
    as_csv: Csv = False,
    lang: Lang = "en",
    since: Annotated[str, typer.Option(help="from an instant, with offset")] = "",
    hipaa: Annotated[
        bool,
        typer.Option("--hipaa", help="leave out what 45 CFR 164.528 lets be left out"),
    ] = False,
    out: Out = None,
) -> None:
    """Show every disclosure of a person: when, to whom, why, what."""
    one_of(as_json, as_text, as_html, as_csv)
    start = instant(since, "--since")
    with context.obj.vault() as (vault, actor):
        rows = vault.account_of_disclosures(subject, actor=actor)
        kept = suspensions(vault, subject, actor=actor)
        at, tz = vault.clock.now(), zone(vault.site.holder().tz)
        covered = bool(vault.site.holder().family)
    at = max([at, *(row.at for row in rows)])

    def held_back(row: AccountingRow) -> bool:
        # Staff see every row; what is made for her waits until the suspension ends.
        return not as_json and suspended(row, kept, at=at, covered=covered)

    found = account_of(rows, at=at, since=start, whole=not hipaa, held_back=held_back)
    if as_json:
        write(show.json_text([run.row_plain(row) for row in found.rows]) + "\n", out)
    elif as_csv:
        write(account_csv(found), out)
    elif as_text or as_html:
        hers = account_report(found, lang=lang, tz=tz)
        write(hers.html() if as_html else show.plain(hers.text()), out)
    else:
        every = sorted((*found.rows, *found.held_back), key=lambda row: row.at)
        show.account(console, every)
    if found.held_back:
        count = show.counted(len(found.held_back), "row")
        print(f"{count} kept off hers for now: 45 CFR {CITATION}", file=sys.stderr)


@disclosure.command("notices")
def notices(
    context: typer.Context,
    subject: Subject,
    lang: Lang = "en",
    as_html: Html = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="a folder for a new file each")
    ] = None,
) -> None:
    """Write to those who got something: permission for it was taken back."""
    with context.obj.vault() as (vault, actor):
        found = vault.papers.notices(subject, actor=actor)
    for number, one in enumerate(found, 1):
        report = notice_report(one, lang)
        text = report.html() if as_html else show.plain(report.text())
        if out is None:
            print(text)
        else:
            ending = "html" if as_html else "txt"
            new_file(out / f"notice-{one.recipient}-{number}.{ending}", text)
    if not found:
        print("Nobody is to be told.")
        return
    names = sorted({one.recipient for one in found})
    typer.echo(
        f"once they are told, record it with fjcore told: {', '.join(names)}", err=True
    )


@disclosure.command("holders")
def holders(
    context: typer.Context,
    subject: Subject,
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Say who holds what of a person, by what was sent to each."""
    one_of(as_json, as_html)
    with context.obj.vault() as (vault, actor):
        found = vault.papers.holders(subject, actor=actor)
    _say(found, "", as_json, as_html, out)


@disclosure.command("breach")
def breach(
    context: typer.Context,
    agency: Annotated[str, typer.Argument(help="id of the agency")],
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Say what an agency holds of everybody, and what to do once it lost it."""
    one_of(as_json, as_html)
    with context.obj.vault() as (vault, actor):
        found = vault.papers.held_by(agency, actor=actor)
    _say(found, agency, as_json, as_html, out)


def _say(
    found: tuple[Holding, ...],
    agency: str,
    as_json: bool,
    as_html: bool,
    out: Path | None,
) -> None:
    report = holdings_report(found, breach=agency)
    say(report, lambda: [_plain(one) for one in found], as_json, as_html, out)


@disclosure.command("packet")
def packet(
    context: typer.Context,
    subject: Subject,
    to: Annotated[str, typer.Option(help="id of the court or agency that asks")],
    basis: Annotated[str, typer.Option(help="the demand's ground")] = "subpoena",
    ref: Annotated[str, typer.Option(help="what is on file for that ground")] = "",
    purpose: Annotated[str, typer.Option(help="what it is for")] = "civil_litigation",
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Gather what counsel needs to answer a demand: kinds, rules, duties; no values."""
    one_of(as_json, as_html)
    with context.obj.vault() as (vault, actor):
        found = vault.papers.packet(
            subject, to=to, basis=basis, ref=ref, purpose=purpose, actor=actor
        )
    say(packet_report(found), lambda: _plain(found), as_json, as_html, out)


def _plain(value: Any) -> dict[str, Any]:
    return attrs.asdict(
        value,
        value_serializer=lambda _, __, part: (
            instant_text(part) if hasattr(part, "utcoffset") else part
        ),
    )
