"""Alerts: raised at the answer that causes them, once, and never taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from fjcore.screening._given import looked_at
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Trigger
from fjcore.screening.evaluation import Evaluation


@frozen(kw_only=True)
class Alert:
    """What is to be done for a survivor now; it stays, whatever becomes of the form.

    ``source`` is where the advice comes from. The same trigger of the same session is
    the same alert, by ``id``, however often it is told.
    """

    session: str
    trigger: str
    action: str
    severity: str
    raised_at: datetime
    action_code: str | None = None
    source: str | None = None

    @property
    def id(self) -> str:
        """The id of the alert: its session and its trigger."""
        return f"{self.session}/{self.trigger}"


class Change(StrEnum):
    """What became of an alert; none of it takes the alert away."""

    RAISED = "raised"
    SUPERSEDED = "superseded"
    REOPENED = "reopened"


@frozen(kw_only=True)
class AlertChange:
    """An alert raised, or its condition ended or come back by a changed answer."""

    trigger: str
    change: Change
    at: datetime


class Alerts:
    """The alerts of one session, told to ``receiver`` once each."""

    def __init__(
        self,
        instrument: Instrument,
        session: str,
        receiver: Callable[[Alert], None] | None,
        *,
        before: Iterable[Alert] = (),
    ) -> None:
        self.receiver = receiver
        self._instrument = instrument
        self._session = session
        self._raised: list[Alert] = []
        self._untold: list[Alert] = []
        self._changes: list[AlertChange] = []
        self._last = {alert.trigger: Change.RAISED for alert in before}
        self._truths: tuple[int, ...] = ()

    @property
    def raised(self) -> tuple[Alert, ...]:
        """Every alert raised so far, in order."""
        return tuple(self._raised)

    @property
    def untold(self) -> tuple[Alert, ...]:
        """Those that the receiver has not taken."""
        return tuple(self._untold)

    @property
    def changes(self) -> tuple[AlertChange, ...]:
        """What became of each alert, in order."""
        return tuple(self._changes)

    def update(
        self, found: Evaluation, at: datetime, *, closing: bool
    ) -> tuple[Alert, ...]:
        """Raise what is true and new, and write down what became of the older ones."""
        if found.truths == self._truths and not closing:
            return ()
        self._truths = found.truths
        new = []
        for trigger, truth in zip(self._instrument.triggers, self._truths, strict=True):
            true, was = truth == 1, self._last.get(trigger.id)
            due = closing or trigger.timing == "immediate"
            if was is None and true and due and looked_at(trigger, found.profile):
                new.append(self._alert(trigger, at))
                self._note(trigger.id, Change.RAISED, at)
            elif was is Change.SUPERSEDED and true:
                self._note(trigger.id, Change.REOPENED, at)
            elif was in (Change.RAISED, Change.REOPENED) and not true:
                self._note(trigger.id, Change.SUPERSEDED, at)
        # An alert is on file, and counts as not told, before anyone is told of it.
        self._raised += new
        if self.receiver is not None:
            self._untold += new
        self.tell(new)
        return tuple(new)

    def owe(self, triggers: Iterable[str]) -> None:
        """Take it that these were raised before and not told to anyone."""
        owed = set(triggers)
        self._untold = [alert for alert in self._raised if alert.trigger in owed]

    def tell(self, alerts: Iterable[Alert]) -> None:
        """Tell the receiver; what it does not take is still to be told."""
        if self.receiver is None:
            return
        for alert in tuple(alerts):
            told = True
            try:
                self.receiver(alert)
            except Exception:  # an alert that cannot be told never breaks an answer
                told = False
            if told:
                self._untold = [one for one in self._untold if one is not alert]

    def _alert(self, trigger: Trigger, at: datetime) -> Alert:
        return Alert(
            session=self._session,
            trigger=trigger.id,
            action=trigger.action,
            severity=trigger.severity,
            raised_at=at,
            action_code=trigger.action_code,
            source=trigger.source,
        )

    def _note(self, trigger: str, change: Change, at: datetime) -> None:
        self._last[trigger] = change
        self._changes.append(AlertChange(trigger=trigger, change=change, at=at))
