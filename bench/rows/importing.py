"""I1: importing fjcore, against a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
import time

from bench.harness import Candidate, Row

#: The four core dependencies, and what the extras bring.
HEAVY = "attrs cattrs pluggy cryptography sqlalchemy psycopg typer rich"

CORE = "import attrs, cattrs, pluggy, cryptography.hazmat.primitives.ciphers.aead"


def _run(code: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True
    )
    return done.stdout


def check() -> None:
    """Refuse to time an import that loads what it need not, or does not work."""
    code = (
        "import sys, fjcore; "
        f"print([m for m in {HEAVY!r}.split() if m in sys.modules]); "
        "print(fjcore.Interval.__name__)"
    )
    if _run(code).split() != ["[]", "Interval"]:
        raise AssertionError("import fjcore loads more than it must")


def row() -> Row:
    """Time ``import fjcore`` in a fresh process; every side starts an interpreter."""
    return Row(
        id="I1",
        what="import fjcore / a bare interpreter",
        inside="python -I -c in a fresh process, wall time",
        baseline=lambda: _run("pass"),
        candidates=[
            Candidate(
                name="import fjcore",
                act=lambda: _run("import fjcore"),
                margin=0.010,
            ),
            Candidate(name="the four dependencies", act=lambda: _run(CORE)),
        ],
        check=check,
        clock=time.perf_counter,
    )
