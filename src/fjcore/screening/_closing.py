"""What is made of the steps of a session: given answers, told totals, a result."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from fjcore.screening.definition import Instrument
from fjcore.screening.evaluate import ENGINE
from fjcore.screening.evaluation import Evaluation
from fjcore.screening.result import Result, Status, Step

if TYPE_CHECKING:
    from fjcore.screening.session import Session

#: Before the name of a score whose total alone was told; no item has such a name.
TOTAL = "total:"


#: A step while it is under way: item, status, value, instant, who.
Said = tuple[str, Status, str | None, datetime, str]


@define
class Given:
    """What was said last of each item: an answer, a skip, or the total of a form."""

    answers: dict[str, str] = field(factory=dict, repr=False)
    skipped: set[str] = field(factory=set, repr=False)
    totals: dict[str, int] = field(factory=dict, repr=False)

    def take(self, item: str, value: str | None) -> None:
        """Take an answer; a skip is none, and takes one away."""
        if value is None:
            self.skipped.add(item)
            self.answers.pop(item, None)
        elif item.startswith(TOTAL):
            self.totals[item.removeprefix(TOTAL)] = int(value)
        else:
            self.answers[item] = value
            self.skipped.discard(item)


def closed(
    session: Session,
    last: Mapping[str, Step],
    given: Given,
    evaluation: Evaluation,
    at: datetime,
    *,
    abandoned: bool,
) -> Result:
    """Give the result of a session that is over."""
    made, told = session.instrument, dict(given.totals)
    items = {name: step for name, step in last.items() if name in made.by_id}
    answers = {n: v for n, v in given.answers.items() if n not in evaluation.ignored}
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
        answers=answers,
        totals=told,
        taken={name: evolve(step, value=None) for name, step in last.items()},
        context=dict(session.context),
        evaluation=evaluation,
        alerts=session.alerts,
        changes=session.changes,
        training=session.training,
        remarks=remarks(made, answers),
    )


def remarks(made: Instrument, answered: Container[str]) -> frozenset[str]:
    """Give the items that were answered in free words."""
    return frozenset(
        item.id for item in made.asked if item.type == "text" and item.id in answered
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
