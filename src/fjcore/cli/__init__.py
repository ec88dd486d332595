"""The command line: ``fjcore --help``."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line.

    Ends with status 1 and one clear error, 2 on a wrong command, 130 when interrupted,
    70 when a rule of a plugin did not answer.
    """
    from fjcore.errors import FjcoreError

    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot show must not end a command half-way.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _run()
        sys.stdout.flush()
    except FjcoreError as error:
        _fail(f"error: {error}")
    except KeyboardInterrupt:
        _fail("interrupted; `fjcore account` and the log say what was done", 130)
    except OSError:
        # The reader went away, or its disk is full: what was done stands.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        _fail(
            "error: not everything could be shown. What was done is done; "
            "`fjcore account` says what was sent. [output]"
        )


def _run() -> None:
    from fjcore.errors import MissingExtra

    missing = False
    try:
        from fjcore.cli.app import app
    except ImportError as error:
        missing = (error.name or "").split(".")[0] in {"typer", "rich", "sqlalchemy"}
        if not missing:
            raise
    if missing:
        raise MissingExtra("fjcore[cli]")
    app()


def _fail(text: str, status: int = 1) -> None:
    print(text, file=sys.stderr)
    sys.exit(status)
