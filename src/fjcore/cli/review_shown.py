"""A proposal as it is shown to who reviews it: the note, what goes, what is left."""

from __future__ import annotations

import re
import sys
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fjcore.cli import show
from fjcore.redaction.narrative import Addition, RedactionProposal, Span, marked


def shown(note: str, proposal: RedactionProposal) -> None:
    """Print a note and what would be left of it side by side, and number its flags."""
    wide = None if sys.stdout and sys.stdout.isatty() else 110
    console = Console(width=wide, markup=False, highlight=False, emoji=False)
    part = proposal.parts[0]
    if part.whole:
        console.print(
            "the whole note is withheld: what stands in it must not even be known to "
            "exist"
        )
        return
    table = Table(show_lines=True, title_justify="left")
    table.add_column("the note: «goes» ‹number:doubtful›", ratio=1, overflow="fold")
    table.add_column("what is left", ratio=1, overflow="fold")
    left = Text(show.plain(marked(note, part.spans, part.flags)))
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


def plain(proposal: RedactionProposal) -> dict[str, Any]:
    """Give a proposal of a whole note as plain data."""
    part = proposal.parts[0]
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


def asked(note: str, proposal: RedactionProposal) -> set[int]:
    """Ask about each flag; what is not cleared goes."""
    cleared = set()
    for number, flag in enumerate(proposal.flags, start=1):
        said = show.plain(note[flag.start : flag.end])
        question = f"{number}: {said} ({flag.why}); may it stay?"
        if typer.confirm(question, default=False, err=True):
            cleared.add(number)
    return cleared


def more(note: str, proposal: RedactionProposal) -> list[Addition]:
    """Ask for words that must go as well, as the note writes them; each place goes."""
    found: list[Addition] = []
    while words := _words():
        places = [match.span() for match in re.finditer(re.escape(words), note)]
        told = show.counted(len(places), "place")
        print(f"  {told}" if places else "  it does not stand there", file=sys.stderr)
        found += [Addition(start, end) for start, end in places]
    return [] if proposal.parts[0].whole else found


def _words() -> str:
    said = typer.prompt(
        "more words that must go, or nothing", default="", show_default=False, err=True
    )
    return str(said).strip()
