"""Importing fjcore, against a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
import time

from bench.harness import Row


def _run(code: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True
    )
    return done.stdout


def row() -> Row:
    """Time ``import fjcore`` in a fresh process; both sides start an interpreter."""

    def check() -> None:
        extras = "sqlalchemy typer rich psycopg cattrs pluggy cryptography attrs"
        code = (
            "import sys, fjcore; "
            f"print([m for m in {extras!r}.split() if m in sys.modules])"
        )
        if _run(code).strip() != "[]":
            raise AssertionError("import fjcore loads more than it must")

    return Row(
        name="import",
        what="import fjcore / a bare interpreter",
        margin=0.010,
        baseline=lambda: _run("pass"),
        candidate=lambda: _run("import fjcore"),
        check=check,
        clock=time.perf_counter,
    )
