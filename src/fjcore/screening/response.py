"""The answers of one form as they stand, to be handed on in another format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

from attrs import evolve, field, frozen

from fjcore.errors import AnswerRefused, ExchangeRefused, Problem
from fjcore.screening._closing import TOTAL
from fjcore.screening.alerts import Alert
from fjcore.screening.definition import Instrument
from fjcore.screening.result import Mode, Presence, Result, Status, Step, WordingPin
from fjcore.screening.session import Session
from fjcore.screening.wording import WordingPack
from fjcore.values import Clock

#: How far a form has come. Source: FHIR R4, ValueSet questionnaire-answers-status.
STATUSES = ("in-progress", "completed", "amended", "entered-in-error", "stopped")


@frozen(kw_only=True)
class Response:
    """The answers of one form as they stand: the last that was said of each item.

    ``steps`` are in the order in which they were given; an item of which nothing was
    said, and one behind a shut gate, is not among them. ``problems`` are what an
    import did not use.
    """

    instrument: str
    status: str
    authored: datetime | None = None
    steps: tuple[Step, ...] = field(default=(), repr=False)
    context: Mapping[str, Any] = field(factory=dict, repr=False)
    profile: str | None = None
    mode: Mode | None = None
    present: tuple[Presence, ...] = ()
    wording: WordingPin | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by item; a skip is no answer."""
        return {
            step.item: step.value
            for step in self.steps
            if step.value is not None and not step.item.startswith(TOTAL)
        }

    @property
    def stated(self) -> frozenset[str]:
        """The items whose skipping was recorded."""
        return frozenset(step.item for step in self.steps if step.value is None)

    @property
    def totals(self) -> dict[str, int]:
        """The totals that were told, by their scores."""
        return {
            step.item.removeprefix(TOTAL): int(step.value)
            for step in self.steps
            if step.value is not None and step.item.startswith(TOTAL)
        }


def responded(made: Instrument, source: Session | Result) -> Response:
    """Give the answers of a screening under way, or of one that is over.

    Answers from before a gate shut are not among them.
    Raises: ExchangeRefused, for a screening with another instrument; AnswerRefused,
    once the answers of a session were wiped.
    """
    if isinstance(source, Session):
        return _under_way(made, source)
    if (source.instrument, source.logic_hash) != (made.id, made.logic_hash):
        refuse_other(made)
    shut = Status.NOT_APPLICABLE
    steps = [
        evolve(step, value=source.answers.get(name))
        for name, step in source.taken.items()
        if name in source.statuses and source.statuses[name] is not shut
    ]
    told = [
        evolve(source.taken[f"{TOTAL}{name}"], value=str(total))
        for name, total in source.totals.items()
    ]
    return Response(
        instrument=made.id,
        status="stopped" if source.abandoned else "completed",
        authored=source.finished_at,
        steps=(*sorted(steps, key=lambda step: step.at), *told),
        context=dict(source.context),
        profile=source.profile,
        mode=source.mode,
        present=source.present,
        wording=source.wording,
    )


def _under_way(made: Instrument, session: Session) -> Response:
    if session.instrument.logic_hash != made.logic_hash:
        refuse_other(made)
    shut = session.evaluate().not_applicable
    last = {step.item: number for number, step in enumerate(session.steps)}
    steps = [session.steps[number] for number in sorted(last.values())]
    return Response(
        instrument=made.id,
        status="completed" if session.finished else "in-progress",
        authored=steps[-1].at if steps else session.started_at,
        steps=tuple(step for step in steps if step.item not in shut),
        context=dict(session.context),
        profile=session.profile,
        mode=session.mode,
        present=session.present,
        wording=None if session.wording is None else session.wording.pin,
    )


def refuse_other(made: Instrument) -> NoReturn:
    """Say that answers are to another instrument.

    Raises: ExchangeRefused.
    """
    problem = Problem("instrument", "other")
    raise ExchangeRefused(made.id, problems=(problem,))


def take_up(
    made: Instrument,
    response: Response,
    *,
    clock: Clock,
    mode: Mode | str | None = None,
    wording: WordingPack | None = None,
    on_alert: Callable[[Alert], None] | None = None,
    session_id: str | None = None,
) -> Session:
    """Give a session with the answers of a form, each taken as if it were given now.

    ``on_alert`` is told every alert that the answers raise. ``mode`` is what the form
    says, and a record where it says nothing; ``wording`` are the words it was asked in.
    Raises: AnswerRefused, for words of another pack than the form names too;
    ExchangeRefused, for a form that was entered in error.
    """
    if response.status == "entered-in-error":
        problem = Problem("status", "forbidden")
        raise ExchangeRefused(made.id, problems=(problem,))
    pin = response.wording
    if wording is not None and pin not in (None, wording.pin):
        raise AnswerRefused(f"{made.id}.wording")
    session = Session.resume(
        made,
        response.steps,
        clock=clock,
        mode=mode or response.mode or Mode.PROXY_OR_RECORD,
        present=response.present,
        wording=wording,
        context=dict(response.context),
        profile=response.profile,
        on_alert=on_alert,
        session_id=session_id,
    )
    if on_alert is not None:
        raised = [alert.trigger for alert in session.alerts]
        session.reopen(session.started_at, raised)
        session.deliver()
    return session
