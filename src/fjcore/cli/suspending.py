"""Suspensions of the right to an account: put on file, listed, lifted."""

from __future__ import annotations

from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.output import instant
from fjcore.disclosure.suspension import Suspension
from fjcore.records.checks import instant_text
from fjcore.vault import Vault, lift_suspension, suspend_account, suspensions

suspension = typer.Typer(
    help="Agencies that asked that what they got stay off an account for a time.",
    no_args_is_help=True,
)

Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]


@suspension.command("add")
def add(
    context: typer.Context,
    subject: Subject,
    agency: Annotated[str, typer.Option(help="id of the agency that asked")],
    official: Annotated[str, typer.Option(help="who said so, and of which office")],
    written: Annotated[
        bool, typer.Option("--written/--oral", help="how it was said")
    ] = True,
    until: Annotated[
        str, typer.Option(help="its end, with offset; of an oral one 30 days at most")
    ] = "",
    stated: Annotated[str, typer.Option(help="when it was said; else now")] = "",
    counsel: Annotated[
        str, typer.Option(help="the lawyer who said that it binds this agency")
    ] = "",
) -> None:
    """Put on file that an agency asked for it, as 45 CFR 164.528(a)(2) has it."""
    ends, said = instant(until, "--until"), instant(stated, "--stated")
    with context.obj.vault() as (vault, actor):
        made = suspend_account(
            vault,
            subject,
            agency=agency,
            official=official,
            written=written,
            until=ends,
            stated_at=said,
            counsel=counsel,
            actor=actor,
        )
        print(f"on file: {_told(vault, made)}")


@suspension.command("list")
def list_suspensions(context: typer.Context, subject: Subject) -> None:
    """List what was asked, how it stands, and whether it is applied."""
    with context.obj.vault() as (vault, actor):
        found = suspensions(vault, subject, actor=actor)
        for one in found:
            print(_told(vault, one))
    if not found:
        print("No suspension is on file.")


@suspension.command("lift")
def lift(
    context: typer.Context,
    subject: Subject,
    name: Annotated[str, typer.Argument(help="id of the suspension")],
) -> None:
    """Record that one ends now, before its time."""
    with context.obj.vault() as (vault, actor):
        lift_suspension(vault, subject, name, actor=actor)
    print("recorded: lifted")


def _told(vault: Vault, one: Suspension) -> str:
    how = "written" if one.written else "oral"
    said = f"{one.id} {one.agency}, {how}, until {instant_text(one.until)}"
    if not one.holds(max(vault.clock.now(), one.since)):
        stands = "over"
    elif one.binds(bool(vault.site.holder().family)):
        stands = "applied"
    else:
        stands = "not applied: 34 U.S.C. 12291(b)(2) covers this file, ask counsel"
    return f"{said}: {stands} (by {show.plain(one.official)})"
