"""One form on file with what happened to it, and the answer for the usual question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from fjcore.consent import (
    Decision,
    Event,
    FactsRecorded,
    Signed,
    State,
    decide,
    release_state,
    state_at,
)
from fjcore.testing.consent import (
    ANN,
    DOE,
    LONG_AGO,
    SIGNED_AT,
    Facts,
    facts_of,
    policy_of,
    question_of,
    release_of,
)

NAME = "1" * 32
AT = SIGNED_AT + timedelta(days=1)
KID = {"birth_date": SIGNED_AT.date().replace(year=2012)}
MOTHER = {"id": "mother", "kind": "parent", "abuser": "no"} | {
    **{"abuser_of_other_parent": False, "from": None, "until": None},
    "abuser_known_at": None,
}


def when(at: Any = SIGNED_AT) -> dict[str, Any]:
    """The two times and the actor of an event."""
    return {"effective_at": at, "recorded_at": at, "actor": DOE}


def log(facts: Facts, *events: Any, form: type = Signed) -> list[Event]:
    """The facts, one form, and some events of it."""
    on_file = FactsRecorded(facts=facts_of(facts), **when(LONG_AGO))
    release = release_of(facts["releases"][0])
    return [on_file, form(release=release, **when()), *events]


def state_of(facts: Facts, *events: Any, at: Any = AT, form: type = Signed) -> State:
    """The state of the one form on file."""
    found = state_at(log(facts, *events, form=form), at, at)
    (file,) = found.releases
    return release_state(file, policy_of(facts), found.facts, ANN, at)


def answered(facts: Facts, *events: Any, at: Any = AT, form: type = Signed) -> Decision:
    """The answer for the usual question."""
    state = state_at(log(facts, *events, form=form), at, at)
    question = attrs.evolve(question_of(facts), at=at)
    return decide(policy_of(facts), state, question)


def of(kind: Any, at: Any = AT, **said: Any) -> Any:
    """One event of the release."""
    return kind(release_id=NAME, **said, **when(at))
