"""S1: scoring a form by the function written for it, against reading the rules."""

from __future__ import annotations

from bench import screen
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.screening import evaluate, load
from fjcore.screening.interpreting import interpret


def check() -> None:
    """Set every form of the unit, and what ships, against the interpreter."""
    made = screen.instrument()
    for form in screen.forms():
        same(evaluate(made, form), interpret(made, form))
    for name in ("da-20", "pcl-5", "cssrs-screener-recent"):
        same(evaluate(load(name), {}), interpret(load(name), {}))


def words(form: dict[str, str]) -> object:
    """Give bounds, bands and flags by their names."""
    found = evaluate(screen.instrument(), form)
    return found.scores, found.bands, found.flags


def row() -> Row:
    """Time the interpreter against the written function."""
    made, forms, whole = screen.instrument(), screen.forms(), screen.whole()
    return Row(
        id="S1",
        what="evaluate 1,000 forms of 20 items / interpreter of the same rules",
        inside="checking of every answer, bounds, flags; 3% of answers open",
        baseline=lambda: [interpret(made, form).truths for form in forms],
        candidates=[
            Candidate(
                name="evaluate, flags read",
                act=lambda: [evaluate(made, form).truths for form in forms],
                goal=0.5,
            ),
            Candidate(
                name="evaluate, bounds, bands, flags in words",
                act=lambda: [words(form) for form in forms],
                goal=0.5,
            ),
            Candidate(
                name=f"the {len(whole)} complete ones alone",
                act=lambda: [evaluate(made, form).truths for form in whole],
            ),
        ],
        check=check,
    )
