"""What is made of the steps of a session: given answers, told totals, a result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import evolve

from fjcore.screening.evaluate import ENGINE
from fjcore.screening.evaluation import Evaluation
from fjcore.screening.result import Result, Status, Step

if TYPE_CHECKING:
    from fjcore.screening.session import Session

#: Before the name of a score whose total alone was told; no item has such a name.
TOTAL = "total:"


def answers(last: Mapping[str, Step]) -> dict[str, str]:
    """Give what was answered last, item by item; a skip is no answer."""
    return {
        name: step.value
        for name, step in last.items()
        if step.value is not None and not name.startswith(TOTAL)
    }


def totals(last: Mapping[str, Step]) -> dict[str, int]:
    """Give the totals that were told, by their scores."""
    return {
        name.removeprefix(TOTAL): int(step.value)
        for name, step in last.items()
        if step.value is not None and name.startswith(TOTAL)
    }


def closed(
    session: Session,
    last: Mapping[str, Step],
    evaluation: Evaluation,
    at: datetime,
    *,
    abandoned: bool,
) -> Result:
    """Give the result of a session that is over."""
    made, told = session.instrument, totals(last)
    items = {name: step for name, step in last.items() if name in made.by_id}
    asked = {item.id: Status.NOT_ASKED for item in made.asked}
    shut = dict.fromkeys(evaluation.not_applicable, Status.NOT_APPLICABLE)
    return Result(
        session=session.session_id,
        **_pins(session),
        started_at=session.started_at,
        finished_at=at,
        mode=session.mode,
        present=session.present,
        profile=evaluation.profile,
        entry_mode="total_only" if told else "itemised",
        abandoned=abandoned,
        untrained=_untrained(session, at),
        statuses=asked | {name: step.status for name, step in items.items()} | shut,
        answers={
            name: value
            for name, value in answers(last).items()
            if name not in evaluation.ignored
        },
        totals=told,
        taken={name: evolve(step, value=None) for name, step in items.items()},
        context=dict(session.context),
        evaluation=evaluation,
        alerts=session.alerts,
        changes=session.changes,
    )


def _pins(session: Session) -> dict[str, Any]:
    """Give the exact edition, words and rules by which a result came about."""
    made, words = session.instrument, session.wording
    return {
        "instrument": made.id,
        "version": made.version,
        "revision": made.revision,
        "logic_hash": made.logic_hash,
        "document_hash": made.document_hash,
        "engine": ENGINE,
        "category": made.category,
        "limits": made.limits,
        "wording": None if words is None else words.pin,
    }


def _untrained(session: Session, at: datetime) -> bool:
    licence, training = session.instrument.licence, session.training
    needed = licence is not None and licence.training_required
    return needed and (training is None or not training.holds(at.date()))
