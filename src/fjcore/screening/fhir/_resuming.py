"""The answers of a form, taken up as a session."""

from __future__ import annotations

from collections.abc import Callable

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening.alerts import Alert
from fjcore.screening.definition import Instrument
from fjcore.screening.response import Response
from fjcore.screening.result import Mode
from fjcore.screening.session import Session
from fjcore.values import Clock


def take_up(
    made: Instrument,
    response: Response,
    *,
    clock: Clock,
    mode: Mode | str = Mode.PROXY_OR_RECORD,
    on_alert: Callable[[Alert], None] | None = None,
    session_id: str | None = None,
) -> Session:
    """Give a session with the answers of a form, each taken as if it were given now.

    ``on_alert`` is told every alert that the answers raise.
    Raises: AnswerRefused; ExchangeRefused, for a form that was entered in error.
    """
    if response.status == "entered-in-error":
        problem = Problem("status", "forbidden")
        raise ExchangeRefused(made.id, problems=(problem,))
    session = Session.resume(
        made,
        response.steps,
        clock=clock,
        mode=mode,
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
