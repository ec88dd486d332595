"""Running files of screening vectors: a line per vector, and a summary."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli import show
from fjcore.cli.agreement import agreement
from fjcore.cli.files import named_file
from fjcore.errors import FjcoreError
from fjcore.screening.running import (
    MAX_BYTES,
    Failure,
    Report,
    definitions_from,
    run,
    shipped,
)


def screening(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="files of vectors; those that ship if none is named"),
    ] = None,
    instruments: Annotated[
        Path | None,
        typer.Option("--instruments", help="a file of definitions, for core's own"),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--id", help="this vector; may be repeated")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Run files of screening vectors: 0 all agree, 1 some do not, 2 unreadable."""
    report, fault = None, ""
    try:
        known = None
        if instruments is not None:
            known = definitions_from(
                named_file(instruments, MAX_BYTES), where=instruments.name
            )
        named = [(path.name, named_file(path, MAX_BYTES)) for path in files or []]
        report = run(named or shipped(), known=known, only=only or ())
    except FjcoreError as error:
        fault = str(error)
    if report is None:
        print(f"error: {fault}", file=sys.stderr)
        raise typer.Exit(2)
    for line in report.warnings:
        print(f"warning: {show.plain(line)}", file=sys.stderr)
    if report.unasserted:
        print(f"unasserted: {', '.join(report.unasserted)}", file=sys.stderr)
    if as_json:
        show.as_json(agreement(report.total, report.failed, report.failures))
    else:
        for line in _lines(report):
            print(show.plain(line))
    if report.failures:
        raise typer.Exit(1)


def _lines(report: Report) -> list[str]:
    by_id: dict[str, list[Failure]] = {}
    for one in report.failures:
        by_id.setdefault(one.id, []).append(one)
    lines = []
    for name in report.ids:
        if name not in by_id:
            lines.append(f"ok {name}")
        lines += [
            f"FAIL {name} {one.field} expected={_short(one.expected)} "
            f"got={_short(one.got)}"
            for one in by_id.get(name, [])
        ]
    agree = report.total - report.failed
    return [*lines, f"screening: {agree} of {report.total} agree"]


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
