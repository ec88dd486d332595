"""Running files of envelope vectors: a line per vector, and a summary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli.agreement import judged
from fjcore.cli.files import named_file
from fjcore.crypto.vectors import MAX_BYTES, Outcome, run_vectors

Files = Annotated[list[Path], typer.Argument(help="files of vectors, JSON")]


def envelopes(
    files: Files,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Run files of envelope vectors: 0 all agree, 1 some do not, 2 unreadable."""
    judged("envelopes", files, outcomes, as_json=as_json)


def outcomes(path: Path) -> list[Outcome]:
    """Run the vectors of a file.

    Raises: InputRefused.
    """
    return list(run_vectors(named_file(path, MAX_BYTES), where=path.name))
