"""The command line: ``fjcore --help``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; exit 1 with one clear error, 2 on a wrong command."""
    from fjcore.errors import FjcoreError, MissingExtra

    missing = False
    try:
        from fjcore.cli.app import app
    except ImportError as error:
        missing = (error.name or "").split(".")[0] in {"typer", "rich", "sqlalchemy"}
        if not missing:
            raise
    if missing:
        _fail(MissingExtra("cli"))
    try:
        app()
    except FjcoreError as error:
        fault = error
    else:
        return
    _fail(fault)


def _fail(error: Exception) -> None:
    print(f"error: {error}", file=sys.stderr)
    sys.exit(1)
