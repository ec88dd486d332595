"""A whole form answered item by item, in two orders."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from attrs import frozen
from hypothesis import strategies as st
from screening.cases import FACT, asked, definitions, values_of
from screening.checks import BY, NOON
from screening.parts import draft

from fjcore.screening import Evaluation, Instrument, Session, evaluate
from fjcore.values import FixedClock, Tri


@frozen(kw_only=True)
class Walk:
    """An answer to every item, the facts, and another order of the same answers."""

    data: dict[str, Any]
    answers: dict[str, str]
    other: tuple[str, ...]
    context: dict[str, Any]


@st.composite
def walks(draw: Any, of: Any = None) -> Walk:
    """Make a definition and an answer to all of it but its tick boxes."""
    data = draw(definitions() if of is None else of)
    # To tick a box changes an answer that stood already, and narrows nothing.
    items = [item for item in asked(data) if "default" not in item]
    said = {
        item["id"]: draw(st.sampled_from(values_of(item) or ["a remark"]))
        for item in items
    }
    order = draw(st.permutations(sorted(said)))
    context = draw(st.sampled_from(({}, {FACT: True}, {FACT: None})))
    return Walk(
        data=data,
        answers={name: said[name] for name in order},
        other=tuple(draw(st.permutations(sorted(said)))),
        context=context,
    )


def walk_over(walk: Walk, made: Instrument | None = None) -> None:
    """Each step lies in the one before, the end in all, and no order matters."""
    made = made or draft(walk.data)
    silent = walk.data.get("outcome_if_nothing_answered")
    said: dict[str, str] = {}
    steps = [evaluate(made, {}, context=walk.context)]
    for name, value in walk.answers.items():
        said[name] = value
        steps.append(evaluate(made, said, context=walk.context))
    end = steps[-1]

    for before, after in pairwise(steps):
        narrows(before, after, silent)
    for step in steps:
        narrows(step, end, silent)
    assert end == ended(walk, made, tuple(walk.answers))[0]
    assert ended(walk, made, tuple(walk.answers)) == ended(walk, made, walk.other)


def narrows(before: Evaluation, after: Evaluation, silent: str | None) -> None:
    """Nothing is possible after that was not possible before."""
    for name, was in before.scores.items():
        assert was.lower <= after.scores[name].lower
        assert after.scores[name].upper <= was.upper
    for name, banding in before.bands.items():
        assert set(after.bands[name].possible) <= set(banding.possible)
    for name, flag in before.flags.items():
        assert flag in (after.flags[name], Tri.UNDETERMINED)
    if before.outcomes != (silent,):
        assert set(after.outcomes) <= set(before.outcomes)
    assert set(after.missing) <= set(before.missing)


def ended(walk: Walk, made: Instrument, order: tuple[str, ...]) -> Any:
    """Give the evaluation and the alerts of an interview in an order."""
    session = Session(made, clock=FixedClock(NOON), context=walk.context)
    for name in order:
        session.answer(name, walk.answers[name], by=BY)
    result = session.finish()
    return result.evaluation, {alert.trigger for alert in result.alerts}


WALKS = {walk_over.__name__: (walks(), walk_over)}
