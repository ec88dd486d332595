"""D1: deciding and cutting, against one call of Cedar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle

import attrs

from bench import plain, policies, unit
from bench.cedar import Cedar, cedar
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import same
from fjcore.consent import Plans, Question, decide, plan
from fjcore.records import structure
from fjcore.redaction import cut

#: Who asks in the timed rows, and what for; something is granted and most is not.
ASKING = ("billings.navigator", "safety_planning")
CATEGORY = "risk"
RECORDED = policies.NOW - timedelta(days=90)
#: As many instants, one after the other, so that no question is asked twice in a row.
INSTANTS = 64


@cache
def check() -> None:
    """Set every decision against Cedar's: each recipient, purpose, method, instant."""
    other = cedar(policies.policy(), policies.state())
    granted = withheld = limited = 0
    for question in policies.questions():
        asked = sorted(policies.ASKED)
        found = decide(policies.policy(), policies.state(), question)
        same(
            [name in found.allowed for name in asked],
            other.ask(other.requests(question, asked)),
        )
        granted += len(found.allowed)
        withheld += len(asked) - len(found.allowed)
        limited += sum(reason == "limited" for reason in found.reasons.values())
    if min(granted, withheld, limited) < 50:
        raise AssertionError("these questions do not tell the two apart")
    _same_cut()


def _same_cut() -> None:
    """Set what a known plan shows against a plan just made of a state just read."""
    act, record = disclosing(), structure(unit.payload(unit.unit()), Record)
    for question in (*asked(), *asked()):
        state = attrs.evolve(policies.state())
        made = plan(decide(policies.policy(), state, question))
        text = cut(
            record,
            made,
            recorded_at=RECORDED,
            now=question.at,
            revision=state.revision,
        )
        same(plain.canon(act()), plain.canon(text))


def asked(categories: frozenset[str] = policies.ASKED) -> tuple[Question, ...]:
    """Give one question at several instants, between two of which nothing changes."""
    minutes = [timedelta(minutes=turn) for turn in range(INSTANTS)]
    return tuple(
        policies.question(*ASKING, at=policies.NOW + after, categories=categories)
        for after in minutes
    )


def disclosing() -> Callable[[], object]:
    """Give what a disclosure does: decide, find the plan, check its span, cut."""
    policy, state, plans = policies.policy(), policies.state(), Plans()
    record = structure(unit.payload(unit.unit()), Record)
    turn = cycle(asked())

    def act() -> object:
        question = next(turn)
        made = plans.of(decide(policy, state, question))
        return cut(
            record,
            made,
            recorded_at=RECORDED,
            now=question.at,
            revision=state.revision,
            native=True,
        )

    return act


def deciding(categories: frozenset[str] = policies.ASKED) -> Callable[[], object]:
    """Give a decision that is not read: which releases answer, and until when."""
    policy, state, turn = policies.policy(), policies.state(), cycle(asked(categories))
    return lambda: decide(policy, state, next(turn))


def reading(categories: frozenset[str] = policies.ASKED) -> Callable[[], object]:
    """Give a decision of which every verdict is read."""
    act = deciding(categories)
    return lambda: act().verdicts  # type: ignore[attr-defined]


def first() -> object:
    """Decide on a state just read, and read every verdict."""
    state, at = attrs.evolve(policies.state()), policies.NOW
    return decide(policies.policy(), state, _at(at)).verdicts


def _at(at: datetime) -> Question:
    return policies.question(*ASKING, at=at)


def parsed() -> Cedar:
    """Give Cedar's side, parsed."""
    return cedar(policies.policy(), policies.state())


def row() -> Row:
    """Time a decision over 12 releases and 40 limits."""
    other, count = parsed(), len(policies.ASKED)
    one = frozenset({CATEGORY})
    request = other.requests(policies.question(*ASKING, categories=one), [CATEGORY])
    return Row(
        id="D1",
        what="decide / one cedarpy call with handles",
        inside="12 releases, 40 limits; Cedar answers for one category, its request "
        "is ready; the plan is known, a state asked before, the cut native",
        baseline=lambda: other.ask(request),
        candidates=[
            Candidate(
                name=f"decide {count} categories, plan, cut",
                act=disclosing(),
                goal=0.25,
            ),
            Candidate(name="decide alone", act=deciding()),
            Candidate(name=f"decide, {count} verdicts read", act=reading()),
            Candidate(name="decide, one verdict read", act=reading(one)),
            Candidate(name=f"state just read, {count} verdicts", act=first),
        ],
        check=check,
    )
