"""Three readings of the rules agree: the engine, a naive oracle, and Cedar."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from consent.agreement import batches, differing
from consent.faults import Fault, planted
from consent.oracle_cedar import allowed
from support.profiles import FULL

from fjcore.testing.consent import CLINIC, LEGAL, SIGNED_AT, TICK, USUAL, Facts, plain

FIRST, CHUNK = 20_000, 1_000
#: Of how many statements a small world is made at most.
SMALL = 3 if FULL else 2


@pytest.mark.parametrize("chunk", range(20 if FULL else 1))
def test_three_readings_agree(chunk: int) -> None:
    """Engine, naive oracle and Cedar should agree on 1,000 cases; at full on 20,000."""
    start = FIRST + chunk * CHUNK

    differ = [d for few in batches(range(start, start + CHUNK)) for d in differing(few)]

    assert differ == []


@pytest.mark.nightly
@pytest.mark.parametrize("chunk", range(10))
def test_three_readings_agree_on_a_hundred_thousand_more(chunk: int) -> None:
    """Engine, naive oracle and Cedar should say the same of 100,000 other cases."""
    start = 1_000_000 + chunk * 10 * CHUNK

    seeds = range(start, start + 10 * CHUNK)
    differ = [d for few in batches(seeds) for d in differing(few)]

    assert differ == []


def test_a_fault_of_the_engine_is_seen_by_both_others() -> None:
    """A case of which a faulty engine says more should be told by both, and by name."""
    elsewhere = plain(request={"purpose": "safety_planning"})
    fault = Fault(
        "the purpose is ignored",
        "judge.matches",
        "question.purpose not in release.purpose",
        "False",
        "differing",
    )

    with planted(fault):
        found = differing([("one", elsewhere), ("two", plain())])

    assert [("naive", "one"), ("cedar", "one")] == found
    assert [] == differing([("one", elsewhere), ("two", plain())])


# --- small worlds, all of them -----------------------------------------------------

EARLY, MIDDLE, LATE = (SIGNED_AT + timedelta(days=n) for n in (0, 5, 10))
TIMES = (EARLY - TICK, EARLY, MIDDLE, LATE - TICK, LATE)
ASKING = {LEGAL: "civil_legal_representation", CLINIC: "medical_treatment"}
FIELDS = ("identity.name", "incident", "sud")


def release(number: int, **said: Any) -> tuple[str, Facts]:
    """A statement: one release."""
    good = plain()["releases"][0] | {"duration_days": None, "expires_at": LATE}
    return "releases", good | {"id": f"{number:032x}"} | said


def taken(**said: Any) -> tuple[str, Facts]:
    """A statement: something is taken back in the middle."""
    whole = {"release": "", "recipients": (), "categories": ()}
    return "withdrawals", {"at": MIDDLE, **whole, **said}


def limit(cap: int, **said: Any) -> tuple[str, Facts]:
    """A statement: a limit."""
    every = dict.fromkeys(("kinds", "recipients", "purposes", "categories"), ())
    return "limits", {"id": f"l.{cap}", "cap": cap, "acp_only": False, **every, **said}


STATEMENTS = (
    release(1, scope=("identity", "incident")),
    release(2, recipients=(CLINIC,), purpose=(ASKING[CLINIC],), scope=("sud",)),
    release(
        3,
        recipients=(LEGAL, CLINIC),
        purpose=tuple(ASKING.values()),
        scope=("identity.name", "sud"),
        views={"identity.name": 4},
        effective_at=MIDDLE,
    ),
    release(
        4, scope=("identity", "sud"), exclude=("identity.name",), expires_at=MIDDLE
    ),
    taken(),
    taken(recipients=(LEGAL,)),
    taken(categories=("identity",)),
    limit(2, categories=("identity",)),
    limit(0, purposes=(ASKING[CLINIC],)),
    (
        "instructions",
        {"kinds": (USUAL[LEGAL],), "categories": ("incident",)}
        | {"id": "never", "since": MIDDLE, "until": LATE - TICK},
    ),
)


def small_world(statements: tuple[Any, ...], to: str, purpose: str, at: Any) -> Facts:
    """A world of a few statements, and one question."""
    asked = {"recipient": to, "recipient_type": USUAL[to], "purpose": purpose, "at": at}
    lists: Facts = {"releases": [], "withdrawals": [], "limits": [], "instructions": []}
    for key, said in statements:
        lists[key].append(said)
    return plain(request=asked | {"categories": FIELDS}) | lists


def test_what_cedar_lets_be_seen_falls_with_the_step() -> None:
    """Cedar should let a finer view be seen only where it lets every coarser one."""
    asker, at = (LEGAL, ASKING[LEGAL]), LATE - TICK
    pairs = itertools.combinations(STATEMENTS, 2)
    worlds = [small_world(few, *asker, at) for few in pairs]
    asked = [(f, c, c, k, None) for f in worlds for c in FIELDS for k in range(1, 9)]

    answers = allowed(asked)

    runs = [answers[at : at + 8] for at in range(0, len(answers), 8)]
    assert all(run == sorted(run, reverse=True) for run in runs)
    assert {0, 2, 4, 8} == {sum(run) for run in runs}


@pytest.mark.parametrize("to", ASKING)
@pytest.mark.parametrize("purpose", ASKING.values())
def test_three_readings_agree_on_every_small_world(to: str, purpose: str) -> None:
    """All worlds of so few statements should be read alike at all five times."""
    worlds = [
        (f"{[STATEMENTS.index(one) for one in few]} at {TIMES.index(at)}", few, at)
        for count in range(SMALL + 1)
        for few in itertools.combinations(STATEMENTS, count)
        for at in TIMES
    ]

    differ = []
    for start in range(0, len(worlds), 100):
        differ += differing(
            (name, small_world(few, to, purpose, at))
            for name, few, at in worlds[start : start + 100]
        )

    assert differ == []
    assert len(worlds) == (176 if FULL else 56) * 5
