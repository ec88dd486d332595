"""Reviewing a note before it is released: what goes, what is doubtful, what is left."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import frozen
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fjcore.cli import show
from fjcore.cli.files import named_text
from fjcore.cli.review_known import known_from
from fjcore.cli.session import Settings
from fjcore.errors import InputRefused, OptionRefused, Problem
from fjcore.records.categories import CATEGORIES
from fjcore.redaction.narrative import (
    Addition,
    Known,
    RedactionProposal,
    Span,
    apply,
    approve,
    marked,
    scrub,
)
from fjcore.values import SystemClock

#: A longer note is none: a field of a record holds no more.
MAX_BYTES = 1 << 18

_RANGE = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")


@frozen(kw_only=True)
class Draft:
    """A note under review, and all that its proposal rests on."""

    note: str
    known: Known
    hidden: frozenset[str]
    proposal: RedactionProposal


def review(
    context: typer.Context,
    note: Annotated[Path, typer.Argument(help="the note, a text file in UTF-8")],
    known: Annotated[Path, typer.Option(help="what is known: an intake or a list")],
    hide: Annotated[
        list[str] | None,
        typer.Option(help="a category that is hidden; all, if not said"),
    ] = None,
    on: Annotated[str, typer.Option(help="the day the note was written")] = "",
    clear: Annotated[
        list[int] | None, typer.Option(help="number of a flag that may stay")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option(help="START-END of more that must go")
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="ask about each flag")] = False,
    out: Annotated[
        Path | None, typer.Option(help="a new file for the text that is left")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Show what a note would lose before its release, side by side, and review it.

    What it prints or writes is a work paper: a vault takes no review from it.
    """
    found = known_from(context.obj, known, on=_day(on))
    draft = _draft(named_text(note, MAX_BYTES), found, _hidden(hide or ()))
    if as_json:
        show.as_json(_plain(draft))
    else:
        _shown(draft)
    cleared = set(clear or ())
    added = [_addition(said) for said in add or ()]
    if ask:
        cleared |= _asked(draft)
    if ask or out is not None or cleared or added:
        _written(_released(draft, _reviewer(context.obj), added, cleared), out)


def _reviewer(settings: Settings) -> str:
    if not settings.actor:
        raise _refused("--as", "required")
    return settings.actor


def _draft(text: str, known: Known, hidden: frozenset[str]) -> Draft:
    proposal = scrub(text, known, hidden)
    return Draft(note=text, known=known, hidden=hidden, proposal=proposal)


def _released(
    draft: Draft, by: str, added: list[Addition], cleared: Iterable[int]
) -> str:
    approval = approve(
        draft.proposal, by=by, at=SystemClock().now(), add=added, clear=cleared
    )
    left = apply(approval, draft.note, draft.known, draft.hidden)
    return left.text


def _written(text: str, out: Path | None) -> None:
    """Write the text that is left to a new file of its owner's; else print it."""
    if out is None:
        print(show.plain(text))
        return
    done = False
    try:
        handle = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        done = True
    except OSError:
        pass
    if not done:
        code = "duplicate" if out.exists() else "unreadable"
        raise InputRefused(out.name, problems=(Problem(out.name, code),))
    print(f"wrote {out.name}: a work paper, and no disclosure", file=sys.stderr)


# --- what is shown -------------------------------------------------------------------


def _shown(draft: Draft) -> None:
    wide = None if sys.stdout and sys.stdout.isatty() else 110
    console = Console(width=wide, markup=False, highlight=False, emoji=False)
    part = draft.proposal.parts[0]
    if part.whole:
        console.print(
            "the whole note is withheld: what stands in it must not even be known to "
            "exist"
        )
        return
    table = Table(show_lines=True, title_justify="left")
    table.add_column("the note: «goes» ‹number:doubtful›", ratio=1, overflow="fold")
    table.add_column("what is left", ratio=1, overflow="fold")
    left = Text(show.plain(marked(draft.note, part.spans, part.flags)))
    table.add_row(left, Text(show.plain(part.text)))
    console.print(table)
    for number, flag in enumerate(part.flags, start=1):
        console.print(f"  {number:>3} {_told(flag)}")
    console.print(
        f"{show.counted(len(part.spans), 'span')} removed, "
        f"{show.counted(len(part.flags), 'flag')} to look at; what is not cleared goes"
    )


def _told(flag: Span) -> str:
    return f"{flag.start}-{flag.end} {flag.why}: {', '.join(flag.categories)}"


def _plain(draft: Draft) -> dict[str, Any]:
    part = draft.proposal.parts[0]
    return {
        "whole": part.whole,
        "spans": [_span(one) for one in part.spans],
        "flags": [
            {"number": number, **_span(one)}
            for number, one in enumerate(part.flags, start=1)
        ],
        "text": part.text,
    }


def _span(one: Span) -> dict[str, Any]:
    return {
        "start": one.start,
        "end": one.end,
        "categories": list(one.categories),
        "why": one.why,
    }


def _asked(draft: Draft) -> set[int]:
    """Ask about each flag; what is not cleared goes."""
    cleared = set()
    for number, flag in enumerate(draft.proposal.flags, start=1):
        said = show.plain(draft.note[flag.start : flag.end])
        question = f"{number}: {said} ({flag.why}); may it stay?"
        if typer.confirm(question, default=False, err=True):
            cleared.add(number)
    return cleared


# --- what is read --------------------------------------------------------------------


def _hidden(said: Iterable[str]) -> frozenset[str]:
    found = frozenset(said)
    if not found <= CATEGORIES.keys():
        raise _refused("--hide", "unknown_category")
    return found or frozenset(CATEGORIES)


def _day(text: str) -> date | None:
    if not text:
        return None
    found = None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        pass
    if found is None:
        raise _refused("--on", "format")
    return found


def _addition(said: str) -> Addition:
    match = _RANGE.fullmatch(said)
    if match is None:
        raise _refused("--add", "format")
    return Addition(int(match[1]), int(match[2]))


def _refused(where: str, code: str) -> OptionRefused:
    return OptionRefused(where, problems=(Problem(where, code),))
