"""What waits for staff, and what they record to take it off a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import attrs
import typer

from fjcore.cli import show
from fjcore.cli.files import named_text
from fjcore.cli.output import instant
from fjcore.consent import Amendment, Reviewable
from fjcore.records.checks import instant_text
from fjcore.vault import Worklists

amendment = typer.Typer(
    help="What a survivor wants put right in her file.", no_args_is_help=True
)

Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]
Request = Annotated[str, typer.Argument(help="id of the request")]
Text = Annotated[Path, typer.Option("--text", help="a file with the words, UTF-8")]

#: More than this is no request and no answer.
MAX_BYTES = 1 << 17

#: What each list is called, and what is said where it is empty.
_TITLES = {
    "ending": ("Releases that end within {days} days", "No release ends."),
    "of_age": ("Minors who come of age within {days} days", "Nobody comes of age."),
    "to_tell": ("Recipients to tell of a withdrawal", "Nobody is to be told."),
    "awaiting": ("Disclosures with something left to do", "Nothing is left to do."),
    "amendments": ("Requests for amendment to answer", "No request is open."),
    "unreviewed": (
        "Not reviewed by a lawyer, and accepted by nobody",
        "All is reviewed or accepted.",
    ),
}


def worklists(
    context: typer.Context,
    within: Annotated[int, typer.Option(help="how many days to look ahead")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="as data")] = False,
) -> None:
    """Show what waits: releases about to end, who is to be told, what is due."""
    with context.obj.vault() as (vault, actor):
        found = vault.worklists(actor=actor, within_days=within)
        tz = ZoneInfo(vault.site.holder().tz)
    if as_json:
        show.as_json(plain(found))
        return
    for line in lines(found, tz):
        print(line)


def plain(found: Worklists) -> dict[str, Any]:
    """Give all lists as plain data."""
    said: dict[str, Any] = {
        "at": instant_text(found.at),
        "within_days": found.within_days,
    }
    for name in _TITLES:
        said[name] = [_row(row) for row in getattr(found, name)]
    return said


def _row(row: Any) -> dict[str, Any]:
    return {
        key: instant_text(value) if isinstance(value, datetime) else value
        for key, value in attrs.asdict(row).items()
    }


def lines(found: Worklists, tz: ZoneInfo) -> Iterator[str]:
    """Say all lists as text, instants in a zone; an empty one says that it is."""
    for name, (title, empty) in _TITLES.items():
        rows = getattr(found, name)
        yield f"{title.format(days=found.within_days)}: {len(rows)}"
        said = _kinds(rows) if name == "unreviewed" else _each(name, rows, tz)
        yield from (f"  {show.plain(text)}" for text in said)
        if not rows:
            yield f"  {empty}"


def _kinds(rows: Iterable[Reviewable]) -> Iterator[str]:
    for kind, same in groupby(rows, lambda row: row.kind):
        yield f"{kind}: {', '.join(row.id for row in same)}"


def _each(name: str, rows: Iterable[Any], tz: ZoneInfo) -> Iterator[str]:
    return (_said(name, row, tz) for row in rows)


def _said(name: str, row: Any, tz: ZoneInfo) -> str:
    at = attrs.astuple(row)[0].astimezone(tz)
    said = f"{at:%Y-%m-%d %H:%M %z}  {row.subject}"
    if name == "ending":
        return f"{said}  release {row.release} to {', '.join(row.recipients)}"
    if name == "of_age":
        again = f"  to sign anew: {', '.join(row.releases)}" if row.releases else ""
        return f"{said}{again}"
    if name == "to_tell":
        return f"{said}  tell {row.recipient} ({row.release or 'everything'})"
    if name == "awaiting":
        return f"{said}  {row.obligation}, disclosure {row.disclosure}"
    late = "  OVERDUE" if row.overdue else ""
    return f"{said}  request {row.request}{late}"


def told(
    context: typer.Context,
    subject: Subject,
    recipient: Annotated[str, typer.Option(help="id of the agency that was told")],
) -> None:
    """Record that a recipient was told of every withdrawal up to now."""
    with context.obj.vault() as (vault, actor):
        vault.desk.tell(subject, recipient=recipient, actor=actor)
    print("recorded: told")


def discharge(
    context: typer.Context,
    subject: Subject,
    disclosure: Annotated[str, typer.Option(help="id of the disclosure")],
    obligation: Annotated[str, typer.Option(help="what was done")],
) -> None:
    """Record that what a disclosure left to be done was done."""
    with context.obj.vault() as (vault, actor):
        vault.desk.discharge(
            subject, disclosure=disclosure, obligation=obligation, actor=actor
        )
    print("recorded: done")


@amendment.command("ask")
def ask(
    context: typer.Context,
    subject: Subject,
    text: Text,
    at: Annotated[str, typer.Option(help="when it came, with offset; else now")] = "",
) -> None:
    """Take down a request for amendment, and say by when it wants an answer."""
    came, words = instant(at, "--at"), named_text(text, MAX_BYTES).strip()
    with context.obj.vault() as (vault, actor):
        request = vault.desk.request_amendment(
            subject, words, received_at=came, actor=actor
        )
        tz = ZoneInfo(vault.site.holder().tz)
        found = vault.desk.amendments(subject, actor=actor)
    (made,) = (one for one in found if one.request == request)
    print(f"request {request}: an answer is due before {_when(made.due_at, tz)}")


@amendment.command("extend")
def extend(
    context: typer.Context, subject: Subject, request: Request, text: Text
) -> None:
    """Record the letter that says why the answer takes up to 30 days longer."""
    words = named_text(text, MAX_BYTES).strip()
    with context.obj.vault() as (vault, actor):
        vault.desk.extend_amendment(subject, request, words, actor=actor)
    print("recorded: extended by 30 days, once")


@amendment.command("answer")
def answer(
    context: typer.Context,
    subject: Subject,
    request: Request,
    text: Text,
    deny: Annotated[str, typer.Option(help="the ground, if it is denied")] = "",
) -> None:
    """Record the written answer: accepted, or denied on one of four grounds."""
    words = named_text(text, MAX_BYTES).strip()
    with context.obj.vault() as (vault, actor):
        vault.desk.answer_amendment(subject, request, words, denial=deny, actor=actor)
    print(f"recorded: {'denied' if deny else 'accepted'}")


@amendment.command("dispute")
def dispute(
    context: typer.Context, subject: Subject, request: Request, text: Text
) -> None:
    """Record her statement of disagreement with a denial."""
    words = named_text(text, MAX_BYTES).strip()
    with context.obj.vault() as (vault, actor):
        vault.desk.dispute_amendment(subject, request, words, actor=actor)
    print("recorded: the statement stays with the record")


@amendment.command("list")
def list_amendments(
    context: typer.Context,
    subject: Subject,
    as_json: Annotated[
        bool, typer.Option("--json", help="as data, with texts")
    ] = False,
) -> None:
    """List a person's requests and how each stands; with texts as data only."""
    with context.obj.vault() as (vault, actor):
        found = vault.desk.amendments(subject, actor=actor)
        tz = ZoneInfo(vault.site.holder().tz)
    if as_json:
        show.as_json([_row(one) for one in found])
        return
    for one in found:
        print(_stands(one, tz))
    if not found:
        print("No request for amendment is on file.")


def _stands(one: Amendment, tz: ZoneInfo) -> str:
    if one.state == "open":
        return f"{one.request}  open, due before {_when(one.due_at, tz)}"
    ground = f" ({one.denial})" if one.denial else ""
    disagrees = "; she disagrees" if one.disagreement else ""
    return f"{one.request}  {one.state}{ground}{disagrees}"


def _when(at: datetime, tz: ZoneInfo) -> str:
    return f"{at.astimezone(tz):%Y-%m-%d %H:%M %z}"
