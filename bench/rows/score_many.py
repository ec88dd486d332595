"""S2: a million forms at once, against scoring them one by one."""

from __future__ import annotations

import numpy as np

from bench import screen
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.bulk import Responses, Scores, encode, score
from fjcore.screening import evaluate

#: So many forms are timed one by one, and as many times over at once.
TIMES = 1_000
_ONE = np.int8


def columns() -> Responses:
    """Give the seeded forms many times over, as columns."""
    made = screen.instrument()
    few = encode(made, screen.forms())
    return Responses(
        instrument=made,
        columns={
            name: np.tile(column.astype(_ONE), TIMES)
            for name, column in few.columns.items()
        },
        count=len(few) * TIMES,
    )


def scored(said: Responses) -> Scores:
    """Score the columns: bounds, bands, flags, what is missing."""
    return score(screen.instrument(), said)


def check() -> None:
    """Set every form, and the first and last of the many, against one by one."""
    made, found = screen.instrument(), scored(columns())
    for start in (0, len(found) - screen.FORMS):
        for place, form in enumerate(screen.forms(), start=start):
            one = evaluate(made, form)
            same(found.scores["total"].bounds(place), one.scores["total"])
            same(found.bands["total"].banding(place), one.bands["total"])
            flags = tuple(int(column[place]) for column in found.flags.values())
            same(flags, tuple(map(int, one.truths)))
            same(int(found.missing[place]), len(one.missing))


def words(form: dict[str, str]) -> object:
    """Give what the columns hold: bounds, band and flags."""
    found = evaluate(screen.instrument(), form)
    return found.scores, found.bands, found.truths


def row() -> Row:
    """Time a million at once against a thousandth of them one by one."""
    said, forms = columns(), screen.forms()
    made = screen.instrument()
    return Row(
        id="S2",
        what="a million forms of 20 items at once / 1,000 one by one",
        inside="bounds, bands, flags, what is missing; columns at hand; a ratio of 20 "
        "is 50 times as fast, form by form",
        baseline=lambda: [words(form) for form in forms],
        candidates=[
            Candidate(name="score, a million", act=lambda: scored(said), goal=20.0),
            Candidate(name="encode 1,000", act=lambda: encode(made, forms)),
            Candidate(
                name="evaluate 1,000, flags alone read",
                act=lambda: [evaluate(made, form).truths for form in forms],
            ),
        ],
        check=check,
    )
