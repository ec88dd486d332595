"""S1a: an answer in a session, with its alerts, against evaluating the answers."""

from __future__ import annotations

from itertools import islice
from typing import Any

from bench import screen
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.screening import Session, evaluate
from fjcore.values import SystemClock

_BY = "advocate-1"


def prefixes() -> list[list[dict[str, str]]]:
    """Give what had been said at each answer of each of some forms."""
    return [
        [dict(islice(form.items(), count + 1)) for count in range(len(form))]
        for form in screen.forms()[:50]
    ]


def asked(form: dict[str, str], told: list[Any]) -> Session:
    """Give a session in which a form was asked."""
    session = Session(screen.instrument(), clock=SystemClock(), on_alert=told.append)
    for name, value in form.items():
        session.answer(name, value, by=_BY)
    return session


def check() -> None:
    """Set each session against an evaluation, and its alerts against the flags."""
    made = screen.instrument()
    for form in screen.forms()[:50]:
        told: list[Any] = []
        session, found = asked(form, told), evaluate(made, form)
        same(session.evaluate(), found)
        due = {t.id for t, f in zip(made.triggers, found.truths, strict=True) if f == 1}
        at_once = {t.id for t in made.triggers if t.timing == "immediate"}
        same({alert.trigger for alert in told}, due & at_once)


def told(form: dict[str, str]) -> object:
    """Give what is shown after an answer: the bounds, the bands and the flags."""
    found = evaluate(screen.instrument(), form)
    return found.scores, found.bands, found.flags


def row() -> Row:
    """Time evaluating after each answer against answering."""
    made, steps, forms = screen.instrument(), prefixes(), screen.forms()[:50]
    return Row(
        id="S1a",
        what="Session.answer with its alerts / evaluate what was said so far",
        inside="50 forms, answer by answer; a session is opened, asks the time, keeps "
        "each step and tells each alert; an evaluation is read",
        baseline=lambda: [told(one) for form in steps for one in form],
        candidates=[
            Candidate(
                name="answer",
                act=lambda: [asked(form, []) for form in forms],
                goal=1.5,
            ),
            Candidate(
                name="evaluate, and none of it read",
                act=lambda: [evaluate(made, one) for form in steps for one in form],
            ),
        ],
        check=check,
    )
