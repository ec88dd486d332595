"""D1: deciding and cutting, against one call of Cedar."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from bench import policies, unit
from bench.cedar import Cedar, cedar
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import same
from fjcore.consent import Question, decide, plan
from fjcore.records import structure
from fjcore.redaction import cutter, shape_of, view_under

#: Who asks in the timed rows, and what for; something is granted and most is not.
ASKING = ("billings.navigator", "safety_planning")
CATEGORY = "risk"


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


def disclosing(question: Question) -> Callable[[], object]:
    """Give what a disclosure does: decide, plan, views, the warm cutter, the cut."""
    policy, state = policies.policy(), policies.state()
    record = structure(unit.payload(unit.unit()), Record)

    def act() -> object:
        made = plan(decide(policy, state, question))
        views = shape_of(Record, view_under(made, question.at))
        return cutter(Record, views)(record)

    return act


def parsed() -> Cedar:
    """Give Cedar's side, parsed."""
    return cedar(policies.policy(), policies.state())


def row() -> Row:
    """Time a decision over 12 releases and 40 limits."""
    policy, state, other = policies.policy(), policies.state(), parsed()
    whole = policies.question(*ASKING)
    one = policies.question(*ASKING, categories=frozenset({CATEGORY}))
    request = other.requests(one, [CATEGORY])
    return Row(
        id="D1",
        what="decide / one cedarpy call with handles",
        inside="12 releases, 40 limits; Cedar answers for one category, its request "
        "is ready; fjcore gives reasons, duties and an end besides",
        baseline=lambda: other.ask(request),
        candidates=[
            Candidate(
                name=f"decide {len(policies.ASKED)} categories, plan, cut",
                act=disclosing(whole),
                goal=0.25,
            ),
            Candidate(
                name=f"decide {len(policies.ASKED)} categories",
                act=lambda: decide(policy, state, whole),
            ),
            Candidate(
                name="decide one category", act=lambda: decide(policy, state, one)
            ),
        ],
        check=check,
    )
