"""Properties of decisions: how they are run, kept under their names, and compared.

``PROPERTIES`` holds each property, so that seeded faults can be shown to be noticed by
it; ``corpus`` gives it the same cases in every run.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from consent import oracle
from hypothesis import given, settings
from support.profiles import brief

from fjcore.consent import Decision, View, plan
from fjcore.testing.consent import (
    FAR,
    LONG_AGO,
    PARTS,
    TICK,
    Choose,
    Facts,
    answer_of,
    boundaries,
    case,
    pick,
    stream,
    withdrawal,
)
from fjcore.testing.strategies import built

#: What may vary where a case rests on releases alone.
SIGNED = tuple(part for part in PARTS if part not in ("basis", "grounds"))

Build = Callable[[Choose], Any]
Check = Callable[[Any], None]
PROPERTIES: dict[str, tuple[Build, Check]] = {}
#: On how many cases each is tried.
HOW: dict[str, settings] = {}
_KEPT: set[int] = set()
_ANSWERS: dict[int, tuple[Facts, dict[str, Any]]] = {}


def holds(of: Build, *, how: settings = brief) -> Callable[[Check], Callable[[], None]]:
    """Make a test of a property and keep the property under the test's name.

    A numbered property is tried on as many cases as ``usual`` says.
    """

    def wrap(check: Check) -> Callable[[], None]:
        PROPERTIES[check.__name__], HOW[check.__name__] = (of, check), how
        return how(given(built(of))(check))

    return wrap


@cache
def made(of: Build, seed: int) -> Any:
    """Give the case of a seed; nobody changes it."""
    found = of(stream(seed))
    _KEPT.add(id(found))
    return found


@cache
def focused(within: tuple[str, ...]) -> Build:
    """Give the build of cases in which some parts vary, and no others."""
    return lambda choose: case(choose, within, least=1)


def corpus(
    name: str, within: tuple[str, ...], count: int, first: int = 0
) -> Iterator[Any]:
    """Give the first cases of a property, the same in every run; one before all."""
    of = focused(within) if within else PROPERTIES[name][0]
    return (made(of, seed) for seed in (first, *range(count)))


# --- cases -------------------------------------------------------------------------


def any_case(choose: Choose) -> Facts:
    """Choose any case."""
    return case(choose)


def signed_case(choose: Choose) -> Facts:
    """Choose a case that rests on releases, and has one at least."""
    return case(choose, SIGNED, least=1)


def several_case(choose: Choose) -> Facts:
    """Choose a case of two releases or more, which often reach the same."""
    return case(choose, pick(choose, (SIGNED, ("several", "scope"))), least=2)


def withdrawn_case(choose: Choose) -> tuple[Facts, Facts]:
    """Choose a case that rests on releases, and one more withdrawal."""
    facts = signed_case(choose)
    return facts, withdrawal(choose, facts)


def with_withdrawal(facts: Facts, one: Facts) -> Facts:
    """Give the case with one more withdrawal."""
    return facts | {"withdrawals": [*facts["withdrawals"], one]}


def at_time(facts: Facts, at: datetime) -> Facts:
    """Give the same case asked about at another instant."""
    return facts | {"request": facts["request"] | {"at": at}}


def moments(facts: Facts) -> list[datetime]:
    """Every boundary of a case with the microseconds beside it."""
    steps = (-TICK, timedelta(), TICK)
    return [at + step for at in boundaries(facts) for step in steps]


def shortened(choose: Choose) -> tuple[Facts, Facts]:
    """Choose a case, and the same with an event that ends a release no later."""
    facts = signed_case(choose)
    less = copy.deepcopy(facts)
    release = pick(choose, less["releases"])
    asked = [facts["request"]["at"]]
    told = [release["event_occurred_at"], pick(choose, moments(facts) or asked)]
    release["event_occurred_at"] = min(at for at in told if at)
    return facts, less


def expected_of(facts: Facts) -> dict[str, Any]:
    """Give the oracle's answer, kept with its case where the case itself is."""
    if id(facts) not in _KEPT:
        return oracle.answer(facts)
    kept = _ANSWERS.get(id(facts))
    if kept is None:
        kept = _ANSWERS[id(facts)] = facts, oracle.answer(facts)
    return kept[1]


# --- what is compared --------------------------------------------------------------


def ages(facts: Facts) -> set[datetime]:
    """Ages of records round every signing of a case."""
    signed = {r["signed_at"] for r in facts["releases"] if r["signed_at"]}
    beside = {at + step for at in signed for step in (-TICK, timedelta(), TICK)}
    return {LONG_AGO, FAR, *beside}


def seen(decision: Decision, facts: Facts) -> dict[tuple[datetime, str], View]:
    """Every view of a decision, for records of every age of a case."""
    compiled = plan(decision)
    return {
        (age, name): view
        for age in ages(facts)
        for views in compiled.views_for(age)
        for name, view in views
    }


def raised(before: Facts, after: Facts) -> set[Any]:
    """What the second case shows more of than the first, in whatever records."""
    here = seen(answer_of(before), before)
    there = seen(answer_of(after), before)
    return {key for key, view in there.items() if view > here[key]}


def granted(decision: Decision) -> dict[str, frozenset[Any]]:
    """The grants of a decision, by category and by named field."""
    rows = (*decision.verdicts.items(), *decision.named.items())
    return {name: frozenset(verdict.grants) for name, verdict in rows}


def highest(verdicts: Any) -> dict[str, int]:
    """The highest view of each verdict, 0 for none."""
    return {
        name: int(max((grant.view for grant in verdict.grants), default=0))
        for name, verdict in verdicts.items()
    }


def said(decision: Decision) -> tuple[Any, ...]:
    """All that a decision says, but when and until when."""
    return (
        dict(decision.verdicts),
        dict(decision.named),
        dict(decision.records),
        decision.obligations,
        decision.redacted,
        decision.release_ids,
        decision.ends,
    )


def in_words(decision: Decision) -> dict[str, Any]:
    """A decision in the words of the oracle."""
    return {
        "views": highest(decision.verdicts),
        "reasons": {name: str(reason) for name, reason in decision.reasons.items()},
        "rules": {
            name: "" if verdict.reason == "limited" else verdict.rule
            for name, verdict in decision.verdicts.items()
        },
        "fields": highest(decision.named),
        "redacted": {name: set(cut) for name, cut in decision.redacted.items()},
        "obligations": {str(kind) for kind in decision.obligations},
        "records": dict(decision.records),
    }
