"""D3: finding the plan for the next record of a person, against a dict."""

from __future__ import annotations

from bench import policies
from bench.harness import Candidate, Row
from bench.rows import decide, same
from fjcore.consent import Plans, plan
from fjcore.consent import decide as decide_once


def row() -> Row:
    """Time the lookup of a plan by its decision."""
    policy, state, plans = policies.policy(), policies.state(), Plans()
    one, *others = decide.asked()
    first, found = (
        decide_once(policy, state, one),
        decide_once(policy, state, others[0]),
    )
    made = plans.of(first)
    key = (
        policy.hash,
        one.subject,
        one.recipient,
        one.person,
        one.purpose,
        one.basis.kind,
        state.revision,
    )
    known = {key: made}

    def check() -> None:
        same(plans.of(found) is made, True)
        same(made, plan(found))
        same(known[key], made)

    return Row(
        id="D3",
        what="plan known / dict lookup of a 7-tuple",
        inside="key, span, revision, state and policy compared; the decision is made",
        baseline=lambda: known[key],
        candidates=[
            Candidate(
                name="plan of the next decision", act=lambda: plans.of(found), goal=4
            ),
            Candidate(
                name="and its span checked anew",
                act=lambda: plans.of(found).check(others[0].at, state.revision),
            ),
        ],
        check=check,
    )
