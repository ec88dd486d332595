"""Running files of safe harbor vectors: a line per vector, and a summary."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.agreement import agreement
from fjcore.cli.files import named_file
from fjcore.errors import InputRefused
from fjcore.redaction.safe_harbor_vectors import MAX_BYTES, Outcome, vectors_from

Files = Annotated[list[Path], typer.Argument(help="files of vectors, JSON")]


def safe_harbor(
    files: Files,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Run files of safe harbor vectors: 0 all agree, 1 some do not, 2 unreadable."""
    found, fault = [], None
    try:
        found = [outcome for path in files for outcome in outcomes(path)]
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
        print(f"safe-harbor: {len(found) - len(failed)} of {len(found)} agree")
    if failed:
        raise typer.Exit(1)


def outcomes(path: Path) -> list[Outcome]:
    """Run the vectors of a file.

    Raises: InputRefused.
    """
    raw = named_file(path, MAX_BYTES)
    return [vector.run() for vector in vectors_from(raw, where=path.name)]
