"""Recovery of keys: making a way back, trying it, and going it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.crypto import Drilled
from fjcore.errors import InputRefused, Problem
from fjcore.sdk import Registry
from fjcore.vault import RingState, restore_vault, ring_states

recovery = typer.Typer(
    help="A way back to the keys when their keyring is lost.", no_args_is_help=True
)

RecoveryFile = Annotated[Path, typer.Argument(help="the recovery file")]
RecoveryWords = Annotated[
    Path | None,
    typer.Option(
        "--recovery-passphrase-file", help="a file with the recovery passphrase"
    ),
]


@recovery.command("make")
def make(
    context: typer.Context, file: RecoveryFile, passphrase_file: RecoveryWords = None
) -> None:
    """Make a recovery file, and wrap every key of the holder's own for it."""
    if file.exists():
        raise InputRefused(file.name, problems=(Problem(file.name, "duplicate"),))
    words = context.obj.recovery(passphrase_file, new=True)
    with context.obj.vault() as (vault, actor):
        name = vault.custody.make_recovery(file, words, actor=actor)
    typer.echo(f"recovery key {name} made; every key is wrapped for it")
    typer.echo(
        "put the file and its passphrase in two places, away from this machine, "
        "then try it: fjcore keys drill --recovery FILE"
    )


@recovery.command("restore")
def restore(
    context: typer.Context, file: RecoveryFile, passphrase_file: RecoveryWords = None
) -> None:
    """Put the keyring of the site file in the place of one that is lost."""
    settings = context.obj
    site = settings.load()
    actor = settings.who(site)
    words = settings.recovery(passphrase_file)
    passphrase = settings.opening(site, second=True, new=True)
    done = restore_vault(site, (file, words), passphrase, actor=actor)
    typer.echo(f"{show.counted(done, 'key')} wrapped by {site.keys.keyring}")
    typer.echo("the vault opens again; make a copy of the keys folder")


def drill(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Option("--recovery", help="a recovery file to try too")
    ] = None,
    passphrase_file: RecoveryWords = None,
    as_json: Annotated[bool, typer.Option("--json", help="for a machine")] = False,
) -> None:
    """Open every key in each way alone, on a copy; end with 1 where one does not."""
    settings = context.obj
    tried = None if file is None else (file, settings.recovery(passphrase_file))
    with settings.vault(second=True) as (vault, actor):
        found = vault.custody.drill(actor=actor, recovery=tried)
        known = vault.custody.recovery()
    if as_json:
        show.as_json({"recovery": known, "ways": [_plain(one) for one in found]})
    else:
        _tell(found, known, tried is not None)
    if not all(one.passed for one in found):
        raise typer.Exit(1)


def rewrap(context: typer.Context) -> None:
    """Wrap the holder's own keys anew by the keyrings of the site file."""
    with context.obj.vault(second=True) as (vault, actor):
        done = vault.custody.rewrap(actor=actor)
        keys = vault.site.keys
    names = [name for name in (keys.keyring, keys.second) if name]
    typer.echo(f"{show.counted(done, 'key')} wrapped by {' and by '.join(names)}")


def keyrings(context: typer.Context, *, tell: bool = True) -> tuple[RingState, ...]:
    """Give the state of each keyring of the site, and say whether it answers."""
    settings = context.obj
    if not settings.site.exists():
        return ()
    site = settings.load()
    words = settings.quietly(site)
    found = ring_states(site, Registry.build(site), words)
    for one in found if tell else ():
        typer.echo(f"{one.place} {one.id}: {_said(one, words is None)}")
    return found


def _said(one: RingState, closed: bool) -> str:
    if not one.answers:
        return f"does not answer ({one.code})"
    if closed and one.id == "local":
        return "its file is there; not opened without the passphrase"
    return f"answers ({', '.join(one.caps)})"


def _tell(found: tuple[Drilled, ...], known: str, tried: bool) -> None:
    for one in found:
        state = "opens all" if one.passed else "DOES NOT OPEN ALL"
        own, data = show.counted(one.own, "own key"), show.counted(one.data, "data key")
        typer.echo(f"{one.way} alone: {state}: {own}, {data}")
        for fault in one.failed:
            name = fault.key_id.hex()
            typer.echo(f"  {fault.kind} key {name}: {fault.code}")
    if known and not tried:
        typer.echo(f"not tried: recovery key {known}; see --recovery")
    if not known and len(found) < 2:
        typer.echo("there is one way only: fjcore keys recovery make FILE")
    typer.echo("nothing was changed; the log says that this was tried")


def _plain(one: Drilled) -> dict[str, object]:
    return {
        "way": one.way,
        "passed": one.passed,
        "own": one.own,
        "data": one.data,
        "failed": [
            {"key_id": f.key_id.hex(), "kind": str(f.kind), "code": f.code}
            for f in one.failed
        ],
    }
