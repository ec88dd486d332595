"""Running files of safe harbor vectors: a line per vector, and a summary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli.agreement import judged
from fjcore.cli.files import named_file
from fjcore.redaction.safe_harbor_vectors import MAX_BYTES, Outcome, vectors_from

Files = Annotated[list[Path], typer.Argument(help="files of vectors, JSON")]


def safe_harbor(
    files: Files,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Run files of safe harbor vectors: 0 all agree, 1 some do not, 2 unreadable."""
    judged("safe-harbor", files, outcomes, as_json=as_json)


def outcomes(path: Path) -> list[Outcome]:
    """Run the vectors of a file.

    Raises: InputRefused.
    """
    raw = named_file(path, MAX_BYTES)
    return [vector.run() for vector in vectors_from(raw, where=path.name)]
