"""The commands. Each does one thing that a vault does, and says what it did."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import run, show
from fjcore.cli.consoles import console
from fjcore.cli.copying import As, free_for, given
from fjcore.cli.notes import Reviews, reviews_of
from fjcore.cli.output import instant
from fjcore.cli.policy import rehearse
from fjcore.cli.reporting import Lang, Out, words_of
from fjcore.consent.analyse import matrix_plain
from fjcore.records.checks import instant_text

audit = typer.Typer(help="The log of everything that happened.", no_args_is_help=True)

Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]
File = Annotated[Path, typer.Argument(help="an input file, JSON")]


def init(
    context: typer.Context,
    site_only: Annotated[
        bool,
        typer.Option(
            "--site-only", help="write or check the site file, and make no vault"
        ),
    ] = False,
) -> None:
    """Make a new vault, and a site file to start from where there is none."""
    for line in run.init(context.obj, site_only=site_only):
        console.print(line)


def keep(context: typer.Context, file: File) -> None:
    """Keep an intake: answers to local forms, records, facts.

    How the file is written: docs/reference/inputs.md, "An intake".
    """
    with context.obj.vault() as (vault, actor):
        kept = run.keep(vault, file, actor)
    console.print(f"kept {show.counted(len(kept.records), 'record')} of {kept.subject}")


def sign(
    context: typer.Context,
    file: File,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="tell what it would change, and stop"),
    ] = False,
    lang: Annotated[str, typer.Option(help="the language to tell it in")] = "en",
) -> None:
    """Put a signed release on file, and say what it gives and what it says in vain.

    How the file is written: docs/reference/inputs.md, "A release".
    """
    if dry_run:
        rehearse(context.obj, file, lang)
        return
    words = words_of(lang)
    with context.obj.vault() as (vault, actor):
        signing = run.sign(vault, file, actor)
    for line in show.signing(signing, words):
        console.print(line)


def withdraw(
    context: typer.Context,
    subject: Subject,
    release: Annotated[str, typer.Option(help="only this release")] = "",
    recipient: Annotated[
        list[str] | None, typer.Option(help="only for this agency; may be repeated")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="only this category; may be repeated")
    ] = None,
    told: Annotated[str, typer.Option(help="when she said so; else now")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Take permission back: everything, or one release, recipient or category."""
    when = instant(told, "--told")
    with context.obj.vault() as (vault, actor):
        done = vault.withdraw(
            subject,
            release=release or None,
            recipients=tuple(recipient or ()),
            categories=tuple(category or ()),
            told_at=when,
            actor=actor,
        )
    if done.still_active:
        ids = ", ".join(done.still_active)
        print(f"STILL ACTIVE, signed after she said so: {ids}", file=sys.stderr)
        print("to end one as well: fjcore withdraw --release ID", file=sys.stderr)
    if as_json:
        show.as_json(show.withdrawal(done))
        return
    since = f"since {instant_text(done.at)}" if told else "from this moment on"
    console.print(f"withdrawn, {since}")
    if done.late:
        console.print(f"sent something since she said so: {', '.join(done.late)}")
    if done.tell:
        console.print(f"tell those who were sent something: {', '.join(done.tell)}")


def who_sees(
    context: typer.Context,
    subject: Subject,
    at: Annotated[str, typer.Option(help="as of an instant, with offset")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Show who may see what of a person: recipients by categories."""
    when = instant(at, "--at")
    with context.obj.vault() as (vault, actor):
        found = vault.who_sees(subject, actor=actor, at=when)
    if as_json:
        show.as_json(matrix_plain(found))
    else:
        show.matrix(console, found)


def disclose(  # noqa: PLR0913, PLR0917 - each is an option of its own
    context: typer.Context,
    subject: Subject,
    to: Annotated[str, typer.Option(help="id of the recipient agency")],
    purpose: Annotated[str, typer.Option(help="what it is for")],
    person: Annotated[str, typer.Option(help="a person named at the agency")] = "",
    basis: Annotated[str, typer.Option(help="the ground")] = "client_release",
    ref: Annotated[str, typer.Option(help="what is on file for that ground")] = "",
    done: Annotated[
        list[str] | None,
        typer.Option(
            help="an obligation you have discharged, such as discovery_warning"
        ),
    ] = None,
    reviews: Reviews = None,
    form: As = None,
    lang: Lang = "en",
    out: Out = None,
) -> None:
    """Send a partner exactly what a release or a legal ground gives it."""
    free_for(form, out, lang)
    with context.obj.vault() as (vault, actor):
        show.before_sending(basis)
        sent = vault.disclose(
            subject,
            to=to,
            purpose=purpose,
            person=person or None,
            basis=basis,
            ref=ref,
            evidence=run.evidence(vault, tuple(done or ()), actor),
            reviews=reviews_of(vault, subject, reviews or (), actor),
            copy=None if form is None else (form, lang),
            actor=actor,
        )
    if form is not None:
        given(sent.copy, form, out)
        print(f"sent: {sent.receipt.reference}", file=sys.stderr)
        return
    show.disclosures(console, [sent.disclosure])
    console.print(f"sent: {sent.receipt.reference}")


def read(
    context: typer.Context,
    subject: Subject,
    purpose: Annotated[str, typer.Option(help="what it is for")],
    need_to_know: Annotated[str, typer.Option(help="why you need to, in your words")],
) -> None:
    """Read a person's file, as the program's own staff may."""
    with context.obj.vault() as (vault, actor):
        found = vault.read(
            subject, actor=actor, purpose=purpose, need_to_know=need_to_know
        )
    show.as_json(found.content()["records"])


@audit.command()
def verify(
    context: typer.Context,
    pin: Annotated[
        bool,
        typer.Option(
            "--pin", help="sign a head where none is kept outside, and log who did"
        ),
    ] = False,
) -> None:
    """Check the whole log against its rules and every sealed cell against its key."""
    with context.obj.vault() as (vault, actor):
        found = vault.custody.pin(actor=actor) if pin else vault.verify()
    show.report(console, found, pinning=pin)


def demo(
    out: Annotated[
        Path | None, typer.Option(help="leave everything in this new folder")
    ] = None,
    store: Annotated[str, typer.Option(help="postgresql://... instead of SQLite")] = "",
) -> None:
    """Run the main job on made-up people: intake, screening, release, disclosure."""
    from fjcore.cli.demo import run_demo

    run_demo(console, out=out, store=store)
