"""R2: compiling the cutter of a plan, against cattrs making a converter for it."""

from __future__ import annotations

import linecache

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import cut
from fjcore.redaction import cutter


def _forget() -> None:
    for name in [name for name in linecache.cache if name.startswith("<fjcore cutter")]:
        del linecache.cache[name]


def row() -> Row:
    """Time the compilation of P1 for the work unit, never from the cache."""
    views = unit.plan(unit.P1)
    compile_cold = cutter.__wrapped__

    return Row(
        id="R2",
        what="plan compilation / cattrs with overrides",
        inside="cold: source, code object, function; no decision",
        baseline=lambda: plain.cutting(plain.converter(), dict(views)),
        candidates=[
            Candidate(
                name="cutter",
                act=lambda: compile_cold(Record, views),
                limit=1e-3,
            )
        ],
        check=cut.check,
        close=_forget,
    )
