"""Finding people by what is sealed, and moving it to other keys and indexes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from fjcore.cli import show
from fjcore.cli.keys import console, keys
from fjcore.errors import OptionRefused, Problem
from fjcore.vault import intake_from, read_file


def find(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            help="name, name_sound, birth_date, gov_id, phone, email or case"
        ),
    ],
    value: Annotated[
        str, typer.Argument(help="what is asked for; asked for, if not said")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="as data")] = False,
) -> None:
    """Find people by a name, a date or a number; their ids come out."""
    asked = value or _asked(kind)
    with context.obj.vault() as (vault, actor):
        found = vault.register.find(kind, asked, actor=actor)
    _told(found, as_json)


def known(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="an intake, JSON")],
    as_json: Annotated[bool, typer.Option("--json", help="as data")] = False,
) -> None:
    """Say who of an intake may be on file already; nothing is kept."""
    with context.obj.vault() as (vault, actor):
        forms, catalog = vault.registry.forms, vault.registry.catalog()
        said = read_file(file)
        intake = intake_from(said, forms=forms, catalog=catalog, where=file.name)
        found = vault.register.known(intake, actor=actor)
    _told(found, as_json)


def _asked(kind: str) -> str:
    # What is typed here stands in no history of a shell.
    if not sys.stdin.isatty():
        found = sys.stdin.readline().strip("\r\n")
    else:
        found = str(typer.prompt(kind, err=True))
    if not found:
        raise OptionRefused("value", problems=(Problem("value", "required"),))
    return found


def _told(found: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        show.as_json(list(found))
        return
    for subject in found:
        console.print(subject)
    if not found:
        console.print("nobody")


@keys.command("reindex")
def reindex(context: typer.Context) -> None:
    """Write every index that the site turns on, and drop those it does not."""
    bar = Progress(console=Console(stderr=True), transient=True)
    with context.obj.vault() as (vault, actor), bar:
        task = bar.add_task("people", total=None)
        done = vault.register.reindex(
            actor=actor, progress=lambda count: bar.update(task, completed=count)
        )
    for name in done.versions:
        console.print(f"{name}: complete, {done.people} people")
    for name in done.dropped:
        console.print(f"{name}: dropped")
    if not done.versions:
        console.print("no index: each person is opened instead")


@keys.command("reseal")
def reseal(
    context: typer.Context,
    subject: Annotated[str, typer.Option(help="only the keys of this person")] = "",
    every: Annotated[bool, typer.Option("--all", help="the keys of everybody")] = False,
    finish: Annotated[
        bool,
        typer.Option("--finish", help="make no new key: go on with what was begun"),
    ] = False,
) -> None:
    """Move what is sealed to new data keys; without options, only where it is due."""
    bar = Progress(console=Console(stderr=True), transient=True)
    with context.obj.vault() as (vault, actor), bar:
        task = bar.add_task("cells sealed anew", total=None)
        done = vault.key_desk.reseal(
            actor=actor,
            subject=subject or None,
            every=every,
            new_key=not finish,
            progress=lambda count: bar.update(task, completed=count),
        )
    console.print(f"{show.counted(done.made, 'data key')} put in use")
    if done.accounts:
        console.print(
            f"{show.counted(done.accounts, 'key')} of the accounts put in use; earlier "
            "accounts stay as they are"
        )
    console.print(f"{show.counted(done.cells, 'cell')} sealed anew")
    console.print(f"{show.counted(done.destroyed, 'earlier key')} destroyed")
    if done.waiting:
        console.print(
            f"{show.counted(done.waiting, 'earlier key')} to be destroyed by a later "
            "run, a minute or more from now: fjcore keys reseal --finish"
        )
