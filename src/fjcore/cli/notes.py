"""Notes on their way to a partner: proposed, reviewed, and sent with the reviews."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli import show
from fjcore.cli.files import named_file
from fjcore.cli.output import new_bytes, wrote
from fjcore.cli.review import day
from fjcore.cli.review_shown import asked, more, plain, shown
from fjcore.errors import OptionRefused, Problem
from fjcore.redaction.narrative import Addition, Review
from fjcore.vault import (
    Proposed,
    Request,
    Vault,
    open_reviews,
    propose,
    seal_reviews,
)
from fjcore.vault.set_aside import MAX_BYTES

notes = typer.Typer(
    help="Notes for a partner: what would go out of each, and to review it.",
    no_args_is_help=True,
)

Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]
To = Annotated[str, typer.Option(help="id of the recipient agency")]
Purpose = Annotated[str, typer.Option(help="what it is for")]
Person = Annotated[str, typer.Option(help="a person named at the agency")]
Ground = Annotated[str, typer.Option("--basis", help="the ground")]
Ref = Annotated[str, typer.Option(help="what is on file for that ground")]
On = Annotated[str, typer.Option(help="the day they were written, for ages")]
Reviews = Annotated[
    list[Path] | None,
    typer.Option("--reviews", help="a file of fjcore notes review; may be said again"),
]

#: A flag of a note, or a span of it; the note's number may be left out of the only one.
_FLAG = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4})")
_SPAN = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,7})-([0-9]{1,7})")


@notes.command("propose")
def propose_notes(
    context: typer.Context,
    subject: Subject,
    to: To,
    purpose: Purpose,
    person: Person = "",
    basis: Ground = "client_release",
    ref: Ref = "",
    on: On = "",
    as_json: Annotated[bool, typer.Option("--json", help="as data")] = False,
) -> None:
    """Show each note that a partner would be given, and what would be taken out.

    It is logged as a reading; nothing leaves by it.
    """
    request = Request(
        to=to, purpose=purpose, person=person or None, basis=basis, ref=ref
    )
    with context.obj.vault() as (vault, actor):
        found = _proposed(vault, subject, request, actor, on)
    if as_json:
        show.as_json([_plain(number, one) for number, one in enumerate(found, 1)])
        return
    _shown(found)


@notes.command("review")
def review_notes(  # noqa: PLR0913, PLR0917 - each is an option of its own
    context: typer.Context,
    subject: Subject,
    to: To,
    purpose: Purpose,
    out: Annotated[Path, typer.Option(help="a new file for the reviews, sealed")],
    person: Person = "",
    basis: Ground = "client_release",
    ref: Ref = "",
    on: On = "",
    only: Annotated[
        list[int] | None, typer.Option(help="number of a note; all, if not said")
    ] = None,
    clear: Annotated[
        list[str] | None, typer.Option(help="NOTE:FLAG that may stay")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option(help="NOTE:START-END of more that must go")
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="ask about each flag, and for more words")
    ] = False,
) -> None:
    """Approve notes for one partner, in your name, and keep what you said in a file.

    Neither a note nor what is left of it stands in the file; this vault alone opens it.
    """
    request = Request(
        to=to, purpose=purpose, person=person or None, basis=basis, ref=ref
    )
    with context.obj.vault() as (vault, actor):
        found = _proposed(vault, subject, request, actor, on)
        numbers = _chosen(only or (), found)
        cleared, added = _flags(clear or (), numbers), _spans(add or (), numbers)
        _shown(found)
        reviews = []
        for number in numbers:
            one = found[number - 1]
            if ask:
                print(f"note {number}, {one.path}", file=sys.stderr)
                cleared[number] |= asked(one.note, one.proposal)
                added[number] += more(one.note, one.proposal)
            reviews.append(_reviewed(vault, actor, one, added[number], cleared[number]))
        raw = seal_reviews(vault, subject, request, reviews, actor=actor)
        new_bytes(out, raw)
    print(f"reviewed by {actor}: {show.counted(len(reviews), 'note')}")
    wrote(out)


def reviews_of(
    vault: Vault, subject: str, files: Sequence[Path], actor: str
) -> tuple[Review, ...]:
    """Read the reviews that a disclosure is to go with.

    Raises: InputRefused, SealBroken, StaleProposal; what ``propose`` raises.
    """
    return tuple(
        review
        for path in files
        for review in open_reviews(
            vault,
            named_file(path, MAX_BYTES),
            subject=subject,
            actor=actor,
            where=path.name,
        )
    )


def _proposed(
    vault: Vault, subject: str, request: Request, actor: str, on: str
) -> tuple[Proposed, ...]:
    return propose(
        vault,
        subject,
        to=request.to,
        purpose=request.purpose,
        person=request.person,
        basis=request.basis,
        ref=request.ref,
        actor=actor,
        on=day(on),
    )


def _shown(found: Sequence[Proposed]) -> None:
    for number, one in enumerate(found, 1):
        print(f"note {number}, {one.path}, on the ground of {one.ground}")
        shown(one.note, one.proposal)
    if not found:
        print("no note that anything on file gives this partner; see fjcore explain")


def _plain(number: int, one: Proposed) -> dict[str, Any]:
    return {
        "note": number,
        "path": one.path,
        "ground": one.ground,
        "source": one.note,
        **plain(one.proposal),
    }


def _reviewed(
    vault: Vault,
    actor: str,
    one: Proposed,
    added: Iterable[Addition],
    cleared: Iterable[int],
) -> Review:
    return one.reviewed(by=actor, at=vault.clock.now(), add=added, clear=cleared)


def _chosen(only: Iterable[int], found: Sequence[Proposed]) -> list[int]:
    """Give the numbers of the notes that are reviewed.

    Raises: OptionRefused, for a number that no note has, and where there is no note.
    """
    numbers = sorted(set(only)) or list(range(1, len(found) + 1))
    if not numbers:
        raise _refused("--purpose", "no_note")
    if not set(numbers) <= set(range(1, len(found) + 1)):
        raise _refused("--only", "range")
    return numbers


def _flags(said: Iterable[str], numbers: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {number: set() for number in numbers}
    for text in said:
        match = _FLAG.fullmatch(text)
        if match is None:
            raise _refused("--clear", "format")
        found[_note(match[1], numbers, "--clear")].add(int(match[2]))
    return found


def _spans(said: Iterable[str], numbers: Sequence[int]) -> dict[int, list[Addition]]:
    found: dict[int, list[Addition]] = {number: [] for number in numbers}
    for text in said:
        match = _SPAN.fullmatch(text)
        if match is None:
            raise _refused("--add", "format")
        note = _note(match[1], numbers, "--add")
        found[note].append(Addition(int(match[2]), int(match[3])))
    return found


def _note(said: str | None, numbers: Sequence[int], where: str) -> int:
    """Give the note that an edit is of."""
    if said is None and len(numbers) == 1:
        return numbers[0]
    if said is None:
        raise _refused(where, "required")
    if int(said) not in numbers:
        raise _refused(where, "range")
    return int(said)


def _refused(where: str, code: str) -> OptionRefused:
    return OptionRefused(where, problems=(Problem(where, code),))
