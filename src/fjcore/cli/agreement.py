"""What the runners of vector files share: saying what differs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

import typer

from fjcore.cli import show
from fjcore.errors import InputRefused


class Differing(Protocol):
    """A vector whose answer is not the one expected, and in which field."""

    @property
    def id(self) -> str:
        """Names the vector."""
        ...

    @property
    def field(self) -> str:
        """Names what differs."""
        ...

    @property
    def expected(self) -> Any:
        """Give what the vector says."""
        ...

    @property
    def got(self) -> Any:
        """Give what this version says."""
        ...


class Judged(Differing, Protocol):
    """A vector that was run, whether it differs or not."""

    @property
    def passed(self) -> bool:
        """Whether the answer is the one expected."""
        ...

    def line(self) -> str:
        """Say so in a line."""
        ...


def agreement(total: int, failed: int, found: Iterable[Differing]) -> dict[str, Any]:
    """Give a run as plain data, the same for every kind of vector."""
    return {
        "total": total,
        "passed": total - failed,
        "failed": failed,
        "failures": [
            {"id": d.id, "field": d.field, "expected": d.expected, "got": d.got}
            for d in found
        ],
    }


def judged(
    name: str,
    files: Iterable[Path],
    run: Callable[[Path], Iterable[Judged]],
    *,
    as_json: bool,
) -> None:
    """Run files of vectors, print a line per vector and a summary, or a report.

    Ends with 1 where some do not agree, with 2 where a file cannot be read.
    """
    found, fault = [], None
    try:
        found = [one for path in files for one in run(path)]
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
        print(f"{name}: {len(found) - len(failed)} of {len(found)} agree")
    if failed:
        raise typer.Exit(1)
