"""Reviewing a note before it is released: what goes, what is doubtful, what is left."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from attrs import frozen

from fjcore.cli import show
from fjcore.cli.files import named_text
from fjcore.cli.review_known import known_from
from fjcore.cli.review_shown import asked, plain, shown
from fjcore.cli.session import Settings
from fjcore.errors import InputRefused, OptionRefused, Problem
from fjcore.records.categories import CATEGORIES
from fjcore.redaction.narrative import (
    Addition,
    Known,
    RedactionProposal,
    apply,
    approve,
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

    What it prints or writes is a work paper: a vault takes no review from it. For a
    note that a vault holds, see fjcore notes.
    """
    found = known_from(context.obj, known, on=day(on))
    draft = _draft(named_text(note, MAX_BYTES), found, _hidden(hide or ()))
    if as_json:
        show.as_json(plain(draft.proposal))
    else:
        shown(draft.note, draft.proposal)
    cleared = set(clear or ())
    added = [_addition(said) for said in add or ()]
    if ask:
        cleared |= asked(draft.note, draft.proposal)
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


# --- what is read --------------------------------------------------------------------


def _hidden(said: Iterable[str]) -> frozenset[str]:
    found = frozenset(said)
    if not found <= CATEGORIES.keys():
        raise _refused("--hide", "unknown_category")
    return found or frozenset(CATEGORIES)


def day(text: str) -> date | None:
    """Read the day that a note was written; None where nothing was said.

    Raises: OptionRefused.
    """
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
