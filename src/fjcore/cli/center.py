"""A center that is still being planned, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.output import new_file
from fjcore.cli.reporting import Html, Json, Out, one_of, write
from fjcore.consent.center import (
    MAX_CENTER_BYTES,
    center_from,
    center_plain,
    center_report,
    example_text,
    plan_center,
)
from fjcore.errors import CenterRefused, Problem
from fjcore.values.files import read_text

center = typer.Typer(
    help="A center that is still being planned: from a list of agencies alone.",
    no_args_is_help=True,
)


@center.command("plan")
def plan(
    file: Annotated[Path, typer.Argument(help="a file of agencies, TOML")],
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Say who could ever see what, where walls must stand, and what is needed first."""
    one_of(as_json, as_html)
    found = plan_center(center_from(_text(file), where=file.name))
    if as_json:
        write(show.json_text(center_plain(found)) + "\n", out)
        return
    report = center_report(found)
    write(report.html() if as_html else show.plain(report.text()), out)


@center.command("example")
def example(out: Out = None) -> None:
    """Print a file of agencies to start from: a made-up center in Billings, Montana."""
    if out is None:
        print(example_text(), end="")
    else:
        new_file(out, example_text())


def _text(path: Path) -> str:
    """Read a file of agencies.

    Raises: CenterRefused, naming it.
    """
    text, code = read_text(path, MAX_CENTER_BYTES)
    if text is None:
        code = "too_big" if code == "too_big" else "unreadable"
        raise CenterRefused(path.name, problems=(Problem(path.name, code),))
    return text
