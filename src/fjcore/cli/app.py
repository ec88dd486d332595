"""The command line as a whole. What a command needs is imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore._version import __version__
from fjcore.cli.groups import COMMANDS
from fjcore.cli.lazily import lazily

app = typer.Typer(
    cls=lazily(COMMANDS),
    help="One agency's vault: keep, screen, sign, disclose, prove.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fjcore {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    site: Annotated[
        Path, typer.Option(envvar="FJCORE_SITE", help="the site file")
    ] = Path("fjcore.toml"),
    actor: Annotated[
        str, typer.Option("--as", envvar="FJCORE_STAFF", help="your staff id")
    ] = "",
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            help="a file with the passphrase; else FJCORE_PASSPHRASE, else asked for"
        ),
    ] = None,
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="say the version",
        ),
    ] = False,
) -> None:
    from fjcore.cli.session import Settings

    context.obj = Settings(site=site, actor=actor, passphrase_file=passphrase_file)
