"""R2: compiling a plan and its cutter, against cattrs making a converter for it."""

from __future__ import annotations

import linecache
from collections.abc import Callable

from bench import plain, policies, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import cut, decide
from fjcore.consent import Plans
from fjcore.consent import decide as decide_once
from fjcore.records import structure
from fjcore.redaction import cutter, shape_of, source, view_under


def _forget() -> None:
    for name in [name for name in linecache.cache if name.startswith("<fjcore cutter")]:
        del linecache.cache[name]


def cold(*, native: bool, warm: int = source.WARM) -> Callable[[], object]:
    """Give the compilation of P1's cutter for the work unit, never from a cache."""
    views, compile_cold = unit.plan(unit.P1), cutter.__wrapped__

    def act() -> object:
        source.code.cache_clear()
        return compile_cold(Record, views, native=native, warm=warm)

    return act


def first(*, native: bool) -> Callable[[], object]:
    """Give a new plan's cutter of P1 together with what it shows of one record."""
    views, compile_cold = unit.plan(unit.P1), cutter.__wrapped__
    record = structure(unit.payload(unit.unit()), Record)
    return lambda: compile_cold(Record, views, native=native)(record)


def planning(*, whole: bool) -> Callable[[], object]:
    """Give a plan made of a decision not yet read; ``whole``: with views and cutter."""
    policy, state, compile_cold = (
        policies.policy(),
        policies.state(),
        cutter.__wrapped__,
    )
    question = policies.question(*decide.ASKING)

    def act() -> object:
        made = Plans().of(decide_once(policy, state, question))
        if not whole:
            return made
        source.code.cache_clear()
        views = shape_of(Record, view_under(made, decide.RECORDED))
        return compile_cold(Record, views, native=True)

    return act


def row() -> Row:
    """Time the compilation of a plan, never from the cache."""
    views = unit.plan(unit.P1)
    return Row(
        id="R2",
        what="plan compilation / cattrs with overrides",
        inside="cold; a cutter's code is written at its 8th record, which is shown "
        "below; a plan is made of a decision with its verdicts",
        baseline=lambda: plain.cutting(plain.converter(), dict(views)),
        candidates=[
            Candidate(name="cutter of P1, native", act=cold(native=True), limit=1e-3),
            Candidate(name="cutter of P1, text", act=cold(native=False), limit=1e-3),
            Candidate(name="P1, and its first record", act=first(native=False)),
            Candidate(name="P1, code and all", act=cold(native=True, warm=0)),
            Candidate(name="decide and plan", act=planning(whole=False), limit=1e-3),
            Candidate(name="decide, plan and cutter", act=planning(whole=True)),
        ],
        check=cut.check,
        close=_forget,
    )
