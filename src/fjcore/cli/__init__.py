"""The command line: ``fjcore --help``."""

from __future__ import annotations

import os
import sys

# The reader went away, or its disk is full: what was done stands.
_UNSHOWN = (
    "error: not everything could be shown. What was done is done; "
    "`fjcore account` says what was sent. [output]"
)
_UNUSED = (
    "error: a file or folder could not be used. Check its disk and rights. "
    "What was done is done; `fjcore account` says what was sent. [files]"
)


def main() -> None:
    """Run the command line.

    Ends with status 1 and one clear error, 2 on a wrong command, 130 when interrupted,
    70 when a rule of a plugin did not answer.
    """
    from fjcore.cli.shown import noticing

    before = sys.stdout, sys.stderr
    for stream in before:
        # A name that the terminal cannot show must not end a command half-way.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    watched = noticing(before[0]), noticing(before[1])
    sys.stdout, sys.stderr = watched
    try:
        _ended()
    finally:
        out, sys.stderr = before
        # What could not be written is not to be tried once more at the very end.
        lost = getattr(watched[0], "broken", False)
        sys.stdout = open(os.devnull, "w", encoding="utf-8") if lost else out  # noqa: SIM115


def _ended() -> None:
    """Run the command that was said, and tell how it ended where it failed."""
    from fjcore.cli.shown import unshown
    from fjcore.errors import FjcoreError

    try:
        _run()
        sys.stdout.flush()
    except FjcoreError as error:
        _fail(f"error: {error}")
    except KeyboardInterrupt:
        _fail("interrupted; `fjcore account` and the log say what was done", 130)
    except SystemExit as ended:
        # Where the reader went away, typer ends with 1 and no word.
        if ended.code != 1 or not unshown():
            raise
        _fail(_UNSHOWN)
    except OSError:
        _fail(_UNSHOWN if unshown() else _UNUSED)


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
