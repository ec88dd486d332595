"""S1r: scoring a complete form, against merely reading its twenty answers."""

from __future__ import annotations

from bench import screen
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.screening import evaluate
from fjcore.screening.interpreting import interpret


def check() -> None:
    """Set every complete form against the interpreter."""
    made = screen.instrument()
    for form in screen.whole():
        same(evaluate(made, form), interpret(made, form))


def words(form: dict[str, str]) -> object:
    """Give bounds, bands and flags by their names."""
    found = evaluate(screen.instrument(), form)
    return found.scores, found.bands, found.flags


def row() -> Row:
    """Time reading a complete form against evaluating it."""
    made, forms = screen.instrument(), screen.whole()
    names = tuple(item.id for item in made.asked)
    return Row(
        id="S1r",
        what="evaluate a complete form of 20 items / reading the 20 answers",
        inside="checking of every answer, bounds, flags; put into words when read",
        baseline=lambda: [[form[name] for name in names] for form in forms],
        candidates=[
            Candidate(
                name="evaluate, bounds and flags in numbers",
                act=lambda: [evaluate(made, form) for form in forms],
                goal=3.0,
            ),
            Candidate(
                name="evaluate, bounds, bands, flags in words",
                act=lambda: [words(form) for form in forms],
            ),
        ],
        check=check,
    )
