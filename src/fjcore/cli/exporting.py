"""Taking a person's file out, sealed to a key of the holder's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli.keys import console
from fjcore.cli.output import new_bytes
from fjcore.errors import InputRefused, OptionRefused, Problem


def export(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="id of the person, 32 hex digits")],
    to_key: Annotated[
        str, typer.Option(help="your own public key, X25519, 64 hex digits")
    ],
    need_to_know: Annotated[str, typer.Option(help="what it is for, in your words")],
    out: Annotated[Path, typer.Option(help="write the bundle to this new file")],
) -> None:
    """Write what staff may read of a person to a file that only your key opens."""
    raw = b""
    try:
        raw = bytes.fromhex(to_key)
    except ValueError:
        pass
    if len(raw) != 32:
        raise OptionRefused("--to-key", problems=(Problem("--to-key", "format"),))
    if out.exists():
        raise InputRefused(out.name, problems=(Problem(out.name, "duplicate"),))
    with context.obj.vault() as (vault, actor):
        sealed = vault.key_desk.export(
            subject, to_key=raw, actor=actor, need_to_know=need_to_know
        )
    new_bytes(out, sealed)
    console.print(f"wrote {out.name}: {len(sealed)} bytes that your key alone opens")
