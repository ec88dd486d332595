"""Screening at the desk: an interview in the terminal, or a file of answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import evolve

from fjcore.cli import run, show
from fjcore.cli.available import beside, registry_of
from fjcore.cli.files import named_file
from fjcore.cli.interview import Ending, Interview, Opening
from fjcore.cli.interview_opening import Beginning, again
from fjcore.cli.interview_totals import Totals, by_totals, takes_totals
from fjcore.cli.interview_view import View
from fjcore.cli.screening_kept import bare, done_with, keep, put_aside
from fjcore.cli.screening_said import (
    Chosen,
    facts_of,
    mode_of,
    present_of,
    refused,
    training_of,
    words_of,
)
from fjcore.cli.session import Settings
from fjcore.errors import FjcoreError, InputRefused, Problem
from fjcore.screening import Instrument, Session, instruments, restore
from fjcore.sdk import Alerting
from fjcore.values import SystemClock
from fjcore.vault import Vault
from fjcore.vault.set_aside import MAX_BYTES

Totalled = Annotated[
    bool, typer.Option("--totals", help="the form tells its totals alone")
]
Trained = Annotated[
    str, typer.Option(help="the program in which whoever asks was trained")
]
TrainedOn = Annotated[str, typer.Option(help="the day: YYYY-MM-DD")]
TrainedUntil = Annotated[
    str, typer.Option(help="until when it holds, if it ends: YYYY-MM-DD")
]


def screen(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(help="id of an instrument, or a file of answers")
    ] = "",
    subject: Annotated[
        str, typer.Option("--for", help="id of the person; else nothing is kept")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="the words' language")] = "",
    profile: Annotated[str, typer.Option(help="the cut that alerts follow")] = "",
    fact: Annotated[
        list[str] | None,
        typer.Option(help="NAME=VALUE, such as pregnant=yes; may be repeated"),
    ] = None,
    mode: Annotated[str, typer.Option(help="how the questions are put")] = "",
    present: Annotated[
        list[str] | None, typer.Option(help="who else is there; may be repeated")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="a new file to put it aside in, sealed")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(help="take up what was put aside in this file")
    ] = None,
    totals: Totalled = False,
    trained: Trained = "",
    trained_on: TrainedOn = "",
    trained_until: TrainedUntil = "",
) -> None:
    """Ask a screening in the terminal, or score a file of answers.

    Alerts come at the answer that raises them. Ends with 0 when it was finished, put
    aside or stopped.

    How a file of answers is written: docs/reference/inputs.md, "A screening".
    """
    chosen = Chosen(
        subject=subject,
        lang=lang,
        profile=profile,
        facts=tuple(fact or ()),
        mode=mode,
        present=tuple(present or ()),
        save=save,
        settings=context.obj,
        totals=totals,
        training=training_of(trained, trained_on, trained_until),
    )
    if resume is not None:
        _resumed(chosen, resume)
    elif what in instruments() or (what and not _is_file(what)):
        _asked(chosen, registry_of(context.obj).instrument(what))
    elif what:
        _scored(context.obj, Path(what))
    else:
        raise refused("INSTRUMENT", "required")


def _is_file(said: str) -> bool:
    return said.endswith(".json") or Path(said).exists()


def _scored(settings: Settings, file: Path) -> None:
    """Score a file of answers."""
    with settings.vault() as (vault, actor):
        told = False
        try:
            for line in run.screen(vault, file, actor):
                print(show.plain(line))
                told = True
        except FjcoreError:
            if told:
                print("nothing was kept of these answers; the alerts stand")
            raise


def _asked(chosen: Chosen, made: Instrument) -> None:
    """Ask an instrument; with a person on file, in her vault."""
    mode = mode_of(chosen.mode)
    facts = facts_of(made, chosen.facts)
    opening = Opening(
        made=made,
        words=words_of(made, chosen.lang, registry_of(chosen.settings)),
        facts=facts,
        profile=chosen.profile or None,
        mode=mode,
        present=present_of(chosen.present),
        training=chosen.training,
    )
    if chosen.totals and not takes_totals(made):
        raise refused("--totals", "forbidden")
    with _desk(chosen, made) as (vault, actor, alerting):
        clock = vault.clock if vault is not None else SystemClock()
        view = View(by=actor, kept=vault is not None)
        session, cut_off = None, False
        try:
            beginning = Beginning(view, opening)
            session = beginning.opened(clock=clock, on_alert=alerting)
        except EOFError:
            cut_off = True
        if cut_off:
            print("stopped; nothing was asked", file=sys.stderr)
            raise typer.Exit(1)
        if session is not None:
            _held(chosen, session, view, vault, actor, chosen.subject)


def _resumed(chosen: Chosen, file: Path) -> None:
    """Take up a session that was put aside."""
    raw = named_file(file, MAX_BYTES)
    with chosen.settings.vault() as (vault, actor):
        subject, saved, language = vault.paused.open(raw, actor=actor, where=file.name)
        made = vault.registry.instrument(_instrument(saved, file.name))
        words = words_of(made, chosen.lang or language or "", vault.registry)
        with _telling(vault, made, actor) as alerting:
            session = restore(
                made,
                saved,
                clock=vault.clock,
                wording=words,
                training=chosen.training,
                on_alert=alerting,
            )
            view = View(by=actor, kept=True)
            session.deliver()
            again(view, session)
            _held(
                evolve(chosen, resumed=file),
                session,
                view,
                vault,
                actor,
                subject,
            )


def _instrument(saved: Any, where: str) -> str:
    name = saved.get("instrument") if type(saved) is dict else None
    if type(name) is not str:
        raise InputRefused(where, problems=(Problem(where, "format"),))
    return name


@contextmanager
def _desk(
    chosen: Chosen, made: Instrument
) -> Iterator[tuple[Vault | None, str, Alerting | None]]:
    """Open the vault where there is a person on file; else nothing is opened."""
    if not chosen.subject:
        yield None, chosen.settings.actor or "staff", None
        return
    with ExitStack() as stack:
        vault, actor = stack.enter_context(chosen.settings.vault())
        # Nobody is to be asked what could not be kept.
        vault.paused.begun(chosen.subject, actor=actor)
        yield vault, actor, stack.enter_context(_telling(vault, made, actor))


@contextmanager
def _telling(vault: Vault, made: Instrument, actor: str) -> Iterator[Alerting]:
    """Open the channels on which staff are told, and name those that failed."""
    telling = vault.registry.alerting(vault.site, instrument=made.id, asked_by=actor)
    with telling as alerting:
        yield alerting
    for fault in dict.fromkeys(map(str, telling.faults)):
        print(f"warning: an alert was not told: {fault}", file=sys.stderr)


def _held(
    chosen: Chosen,
    session: Session,
    view: View,
    vault: Vault | None,
    actor: str,
    subject: str,
) -> None:
    """Hold the interview, and keep what it is to be kept."""
    ending = None
    try:
        if chosen.totals or by_totals(session):
            ending = Totals(session, view).hold()
        else:
            ending = Interview(session, view).hold()
    except (KeyboardInterrupt, EOFError):
        pass
    if ending is None:
        result = session.abandon()
        view.cut_off(result)
        keep(vault, subject, bare(result, session.instrument), actor)
        session.deliver()
        raise KeyboardInterrupt
    if ending is Ending.PUT_ASIDE and vault is not None:
        put_aside(chosen, session, vault, actor, subject)
        return
    result = session.finish() if ending is Ending.FINISHED else session.abandon()
    session.deliver()
    if ending is Ending.WIPED:
        keep(vault, subject, bare(result, session.instrument), actor)
        done_with(chosen)
        view.wiped(result)
        return
    view.told(result, session.instrument)
    held = vault.registry if vault is not None else registry_of(chosen.settings)
    for line in beside(held, result):
        view.say(line)
    keep(vault, subject, result, actor)
    done_with(chosen)
    view.kept_or_not()
