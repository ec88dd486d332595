"""Running files of envelope vectors: a line per vector, and a summary."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.agreement import agreement
from fjcore.cli.files import named_file
from fjcore.crypto.vectors import MAX_BYTES, Outcome, run_vectors
from fjcore.errors import InputRefused

Files = Annotated[list[Path], typer.Argument(help="files of vectors, JSON")]


def envelopes(
    files: Files,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Run files of envelope vectors: 0 all agree, 1 some do not, 2 unreadable."""
    found: list[Outcome] = []
    fault = None
    try:
        for path in files:
            found += run_vectors(named_file(path, MAX_BYTES), where=path.name)
    except InputRefused as error:
        fault = str(error)
    if fault is not None:
        print(f"error: {fault}", file=sys.stderr)
        raise typer.Exit(2)
    failed = [one for one in found if not one.passed]
    if as_json:
        show.as_json(agreement(len(found), len(failed), failed))
    else:
        for one in found:
            print(show.plain(one.line()))
        print(f"envelopes: {len(found) - len(failed)} of {len(found)} agree")
    if failed:
        raise typer.Exit(1)
