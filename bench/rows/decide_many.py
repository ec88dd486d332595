"""D4: deciding for a person with very many releases."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from bench import policies
from bench.harness import Candidate, Row
from bench.rows import decide, same
from fjcore.consent import SubjectState
from fjcore.consent import decide as decide_once

#: So many releases are decided on, all at once or by so many persons.
WHOLE = 1000


def over(count: int, *, read: bool) -> Callable[[], object]:
    """Give decisions over all releases, with so many of them in one state.

    ``read``: on states just read, with every verdict; else on states asked before.
    """
    policy, question = policies.policy(), policies.question(*decide.ASKING)
    states = [policies.many(count) for _ in range(WHOLE // count)]

    def fresh(state: SubjectState) -> object:
        return decide_once(policy, attrs.evolve(state), question).verdicts

    def again(state: SubjectState) -> object:
        return decide_once(policy, state, question)

    act = fresh if read else again
    return lambda: [act(state) for state in states]


def check() -> None:
    """Set what many releases allow against what the twelve do, which they repeat."""
    policy, question = policies.policy(), policies.question(*decide.ASKING)
    twelve = decide_once(policy, policies.state(), question)
    many = decide_once(policy, policies.many(WHOLE), question)
    same(many.allowed, twelve.allowed)
    same(many.reasons, twelve.reasons)


def row() -> Row:
    """Time 1,000 releases in one state against 1,000 in states of ten."""
    return Row(
        id="D4",
        what="decide over 1,000 releases / 100 times over 10",
        inside="time per release is a thousandth; states just read and every verdict, "
        "or asked before",
        baseline=over(10, read=True),
        candidates=[
            Candidate(name="1,000 at once", act=over(1000, read=True), goal=1.2),
            Candidate(name="10 times 100", act=over(100, read=True)),
            Candidate(name="asked before, 100 times 10", act=over(10, read=False)),
            Candidate(name="asked before, 10 times 100", act=over(100, read=False)),
            Candidate(name="asked before, 1,000 at once", act=over(1000, read=False)),
        ],
        check=check,
    )
