"""Legal grounds and her instructions: put on file, ended, listed; reports made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import attrs
import typer

from fjcore.cli import run, show
from fjcore.cli.output import instant
from fjcore.consent import BasisKind, Instruction, MandateRow
from fjcore.consent.evidence import evidence_from, evidence_to
from fjcore.errors import OptionRefused, Problem
from fjcore.records.checks import instant_text
from fjcore.vault import Filed, Report
from fjcore.vault.ask import PURPOSES
from fjcore.vault.mandates import REPORTS

evidence = typer.Typer(
    help="Papers on file that a disclosure rests on.", no_args_is_help=True
)

Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]
Ref = Annotated[str, typer.Option(help="the reference it is on file under")]
Many = list[str] | None


@evidence.command("add")
def add(
    context: typer.Context,
    subject: Subject,
    kind: Annotated[str, typer.Argument(help="the ground, such as court_order")],
    ref: Annotated[str, typer.Option(help="a reference, such as its number")] = "",
    category: Annotated[Many, typer.Option(help="what it lists; again")] = None,
    says: Annotated[
        Many, typer.Option(help="what was found of it, such as verified; again")
    ] = None,
    since: Annotated[str, typer.Option(help="an instant; else now")] = "",
    until: Annotated[str, typer.Option(help="an instant it ends at")] = "",
) -> None:
    """Put on file what you examined; what you do not say counts against it."""
    found = _evidence(kind, tuple(category or ()), tuple(says or ()))
    began, ends = instant(since, "--since"), instant(until, "--until")
    with context.obj.vault() as (vault, actor):
        name = vault.ledger.evidence(
            subject, found, ref=ref, since=began, until=ends, actor=actor
        )
    print(f"on file: {kind} {name}")


def _evidence(kind: str, categories: tuple[str, ...], says: tuple[str, ...]) -> Any:
    if kind not in set(BasisKind) or BasisKind(kind) in REPORTS:
        code = "only_from_pack" if kind in set(REPORTS) else "unknown_code"
        raise OptionRefused("KIND", problems=(Problem("KIND", code),))
    plain: dict[str, Any] = {"kind": kind, **dict.fromkeys(says, True)}
    if categories:
        plain["categories"] = list(categories)
    return evidence_from(plain)


@evidence.command("end")
def end(
    context: typer.Context,
    subject: Subject,
    ref: Ref,
    at: Annotated[str, typer.Option(help="since when; else now")] = "",
) -> None:
    """Record that a paper shows nothing more, such as an order that was lifted."""
    ended = instant(at, "--at")
    with context.obj.vault() as (vault, actor):
        vault.ledger.end_evidence(subject, ref, at=ended, actor=actor)
    print(f"ended: {ref}")


@evidence.command("list")
def list_evidence(
    context: typer.Context,
    subject: Subject,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """List papers, instructions and forms on file, and whether each holds now."""
    with context.obj.vault() as (vault, actor):
        found = vault.ledger.on_file(subject, actor=actor)
    said = plain(found)
    if as_json:
        show.as_json(said)
        return
    for row in said["evidence"]:
        print(show.plain(_line(row)))
    for row in said["instructions"]:
        print(show.plain(f"instruction {row['id']}: {_never(row)}"))
    for name, state in said["releases"].items():
        print(show.plain(f"release {name}: {state}"))
    if not any((said["evidence"], said["instructions"], said["releases"])):
        print("Nothing is on file.")


def plain(found: Filed) -> dict[str, Any]:
    """Give what is on file as plain data."""
    return {
        "at": instant_text(found.at),
        "evidence": [
            {
                "ref": ref,
                **evidence_to(exhibit.evidence),
                "since": instant_text(exhibit.since),
                "until": _when(exhibit.end),
                "holds": exhibit.at(found.at) is not None,
            }
            for ref, exhibit in found.evidence.items()
        ],
        "instructions": [
            {k: sorted(v) if type(v) is frozenset else v for k, v in row.items()}
            for row in map(attrs.asdict, found.instructions)
        ],
        "releases": found.releases,
    }


def _when(at: datetime | None) -> str:
    return "" if at is None else instant_text(at)


def _line(row: dict[str, Any]) -> str:
    says = [name for name, value in row.items() if value is True and name != "holds"]
    lists = [*row.get("categories", ()), *row.get("covered", ())]
    parts = [f"{row['kind']} {row['ref']}: {'holds' if row['holds'] else 'over'}"]
    parts += [", ".join(says)] if says else []
    parts += [f"lists {', '.join(lists)}"] if lists else []
    parts += [f"until {row['until']}"] if row["until"] else []
    return "; ".join(parts)


def _never(row: dict[str, Any]) -> str:
    said = [f"{k} {', '.join(v)}" for k, v in row.items() if k != "id" and v]
    return f"never {'; '.join(said)}" if said else "never anything to anybody"


def instruct(
    context: typer.Context,
    subject: Subject,
    name: Annotated[str, typer.Option("--id", help="what it is called, such as no-1")],
    to: Annotated[Many, typer.Option(help="an agency; again")] = None,
    kind: Annotated[Many, typer.Option(help="a kind of recipient; again")] = None,
    purpose: Annotated[Many, typer.Option(help="a purpose; again")] = None,
    category: Annotated[Many, typer.Option(help="a category; again")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="she took it back")] = False,
) -> None:
    """Put on file what she said must never be done; it outlives every form."""
    said = (to, kind, purpose, category)
    if lift and any(said):
        raise OptionRefused("--lift", problems=(Problem("--lift", "unknown_key"),))
    with context.obj.vault() as (vault, actor):
        if lift:
            vault.ledger.lift(subject, name, actor=actor)
        else:
            sets = [frozenset(one or ()) for one in said]
            made = Instruction(
                id=name,
                recipients=sets[0],
                recipient_kinds=sets[1],
                purposes=sets[2],
                categories=sets[3],
            )
            vault.ledger.instruct(subject, made, actor=actor)
    print(f"lifted: {name}" if lift else f"it holds from now on: {name}")


def report(
    context: typer.Context,
    subject: Subject,
    trigger: Annotated[str, typer.Option(help="what it is about: child_abuse, ...")],
    to: Annotated[str, typer.Option(help="id of the agency it goes to")],
    statute: Annotated[str, typer.Option(help="which, where several ask")] = "",
    conditions: Annotated[
        bool, typer.Option("--conditions", help="those of 164.512(c)(1)(iii) hold")
    ] = False,
    done: Annotated[
        Many, typer.Option(help="an obligation you have discharged; again")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask, send")] = False,
) -> None:
    """Make a mandated report: see the law, what would be told, and be asked."""
    with context.obj.vault() as (vault, actor):
        given = run.evidence(vault, tuple(done or ()), actor)
        made = vault.ledger.report(
            subject,
            to=to,
            trigger=trigger,
            statute=statute,
            conditions=conditions,
            actor=actor,
        )
        for line in lines(made):
            print(show.plain(line))
        show.before_sending(made.basis)
        sent = None
        try:
            if made.rows and not yes:
                typer.confirm("Send it?", abort=True)
            sent = vault.disclose(
                subject,
                to=to,
                purpose=PURPOSES[made.basis],
                basis=made.basis,
                ref=made.ref,
                evidence=given,
                actor=actor,
            )
        finally:
            if sent is None:  # a report that was not made must not lie about
                vault.ledger.end_evidence(subject, made.ref, actor=actor)
    print(f"sent: {sent.receipt.reference}")


def lines(made: Report) -> Iterator[str]:
    """Say the law of a report: rows, deadline, what is told and what is not."""
    if not made.rows:
        yield "No adopted pack names this report for your role and this recipient."
    for row in made.rows:
        yield from _row(row)
    if made.rows:
        yield f"Would be told: {', '.join(sorted(made.told)) or 'nothing'}"
        yield f"Not told: {', '.join(sorted(made.withheld))}"
    if made.needs_review:
        yield "Counsel has to look first (--done legal_review)."
    yield "Not legal advice."


def _row(row: MandateRow) -> Iterator[str]:
    duty = "must" if row.mandatory else "may"
    yield f"{row.statute} ({row.id}): this role {duty} report"
    yield f"  when: {row.deadline}; she is told: {row.told.replace('_', ' ')}"
    yield from (f"  not: {text}" for text in row.exceptions)
