"""What must hold of every instrument and every partial set of answers."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from screening import rules
from screening.cases import (
    STATUSES,
    Case,
    asked,
    cases,
    read_once,
    values_of,
    whole_cases,
)
from screening.completions import completions
from screening.parts import draft

from fjcore.screening import Evaluation, Instrument, Session, evaluate
from fjcore.screening.interpreting import interpret
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"
TRUTHS = {
    rules.YES: Tri.TRUE,
    rules.NO: Tri.FALSE,
    rules.OPEN: Tri.UNDETERMINED,
}


def evaluated(case: Case, made: Instrument | None = None) -> Evaluation:
    """Evaluate a case with the engine."""
    return evaluate(
        made or draft(case.data),
        case.answers,
        stated=case.stated,
        context=case.context,
    )


def agrees_with_the_rules(case: Case, made: Instrument | None = None) -> None:
    """Every number, flag, band and list is the one that the rules give."""
    found = evaluated(case, made)
    told = rules.told(case)

    got = {
        "scores": {n: (b.lower, b.upper) for n, b in found.scores.items()},
        "values": {n: b.value for n, b in found.scores.items()},
        "bands": {n: list(b.possible) for n, b in found.bands.items()},
        "outcomes": list(found.outcomes),
        "missing": list(found.missing),
        "not_applicable": list(found.not_applicable),
        "ignored": list(found.ignored),
        "may_apply": list(found.may_apply),
        "profile": found.profile,
        "constraints": list(found.constraints),
        "warnings": [w.id for w in found.warnings if w.id not in found.constraints],
    }
    assert {name: TRUTHS[truth] for name, truth in told.pop("flags").items()} == dict(
        found.flags
    )
    assert told == got
    assert found.complete is (not told["missing"])


def says_what_the_interpreter_says(case: Case, made: Instrument | None = None) -> None:
    """The function that was written says all that reading rule by rule says."""
    made = made or draft(case.data)
    rest: dict[str, Any] = {"stated": case.stated, "context": case.context}
    for profile in (None, *sorted(made.profiles)):
        read = interpret(made, case.answers, profile=profile, **rest)
        found = evaluate(made, case.answers, profile=profile, **rest)
        bare = evaluate(made, case.answers, profile=profile, stated=case.stated)

        assert read == found
        assert read.truths == found.truths
        assert (
            interpret(made, case.answers, profile=profile, stated=case.stated) == bare
        )


def says_what_the_interpreter_says_of_whole_forms(case: Case) -> None:
    """The same holds where nothing is open, for which a function of its own is."""
    made = draft(case.data)

    assert len(case.answers) == len(made.asked)
    assert made.scorer.whole is not None
    says_what_the_interpreter_says(case, made)


def holds_every_completion(case: Case) -> None:
    """No completion falls outside what is said to be possible."""
    found = evaluated(case)
    silent = case.data.get("outcome_if_nothing_answered")

    for whole in completions(case):
        for name, score in whole.scores.items():
            assert found.scores[name].lower <= score <= found.scores[name].upper
        for name, band in whole.bands.items():
            assert band in found.bands[name].possible
        for name, flag in whole.flags.items():
            assert found.flags[name] in (Tri.of(flag), Tri.UNDETERMINED)
        if found.outcomes != (silent,):
            assert whole.outcome in (None, *found.outcomes)
        counted = whole.unanswered & {
            item["id"]
            for item in case.data["items"]
            if not item.get("optional")
            and any(o["score"] is not None for o in item["options"])
        }
        assert counted <= set(found.missing)


def is_exact_where_items_are_read_once(case: Case) -> None:
    """The bounds are those of the completions, and what all agree on is settled."""
    found = evaluated(case)
    whole = list(completions(case))

    for name, bounds in found.scores.items():
        scores = [one.scores[name] for one in whole]
        assert (min(scores), max(scores)) == (bounds.lower, bounds.upper)
    for name, flag in found.flags.items():
        truths = {one.flags[name] for one in whole}
        assert Tri.of(None if len(truths) > 1 else truths.pop()) is flag


def narrows_with_every_answer(case: Case, made: Instrument | None = None) -> None:
    """An answer more widens no bounds, adds no band, and turns no settled flag."""
    made = made or draft(case.data)
    before = evaluated(case, made)
    silent = case.data.get("outcome_if_nothing_answered")

    for item in asked(case.data):
        settled = item["id"] in case.answers or "default" in item
        for value in [] if settled else values_of(item):
            after = evaluated(case.with_answer(item["id"], value), made)
            for name, was in before.scores.items():
                assert was.lower <= after.scores[name].lower
                assert was.upper >= after.scores[name].upper
            for name, banding in before.bands.items():
                assert set(after.bands[name].possible) <= set(banding.possible)
            for name, flag in before.flags.items():
                assert flag in (after.flags[name], Tri.UNDETERMINED)
            if before.outcomes != (silent,):
                assert set(after.outcomes) <= set(before.outcomes)
            assert set(after.missing) <= set(before.missing)


def counts_every_reason_alike(case: Case) -> None:
    """Why an item was skipped changes no number and no flag; it is never a "no"."""
    found = [
        taken(draft(case.data), case, dict.fromkeys(case.skips, status)).evaluate()
        for status in STATUSES
    ]

    assert [found[0]] * len(found) == found
    assert evaluated(case) == found[0]


def taken(made: Instrument, case: Case, skips: dict[str, str]) -> Session:
    """Give a session in which a case was asked item by item."""
    session = Session(made, clock=FixedClock(NOON), context=case.context)
    for name, value in case.answers.items():
        session.answer(name, value, by=BY)
    for name, status in skips.items():
        session.skip(name, status, by=BY)
    return session


def ignores_what_a_shut_gate_hides(case: Case) -> None:
    """A stale answer changes nothing: without it all is the same but its own name."""
    found = evaluated(case)
    kept = {n: v for n, v in case.answers.items() if n not in found.ignored}
    gone = dict.fromkeys(found.ignored, "not_asked")
    clean = evaluated(
        Case(
            data=case.data,
            answers=kept,
            skips=case.skips | gone,
            context=case.context,
        )
    )

    assert clean.scores.keys() == found.scores.keys()
    assert [clean.bands, clean.flags, clean.outcomes, clean.missing] == [
        found.bands,
        found.flags,
        found.outcomes,
        found.missing,
    ]
    for name, bounds in found.scores.items():
        assert clean.scores[name] == bounds
        assert isinstance(bounds.lower, Fraction)


#: Each property by its name, with the cases that it must hold of.
PROPERTIES = {
    check.__name__: (of, check)
    for of, check in (
        (cases(), agrees_with_the_rules),
        (cases(), says_what_the_interpreter_says),
        (whole_cases(), says_what_the_interpreter_says_of_whole_forms),
        (cases(), holds_every_completion),
        (cases(read_once()), is_exact_where_items_are_read_once),
        (cases(), narrows_with_every_answer),
        (cases(), counts_every_reason_alike),
        (cases(), ignores_what_a_shut_gate_hides),
    )
}
