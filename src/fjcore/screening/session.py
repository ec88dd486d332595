"""One screening under way: every answer evaluated, every alert raised at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening.definition import Instrument, Item, Trigger
from fjcore.screening.evaluate import Evaluation, evaluate
from fjcore.values import Clock, Tri, utc


class Status(StrEnum):
    """Why an item has no answer; all count alike, and the difference is kept."""

    ANSWERED = "answered"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    UNSAFE_TO_ASK = "unsafe_to_ask"
    INTERRUPTED = "interrupted"


@frozen(kw_only=True)
class Alert:
    """What is to be done for a survivor now; it stays, whatever becomes of the form."""

    trigger: str
    action: str
    severity: str
    raised_at: datetime


@frozen(kw_only=True)
class Step:
    """One answer or skipping, in the order given."""

    item: str
    status: Status
    value: str | None = field(repr=False)
    at: datetime
    by: str


@frozen(kw_only=True)
class Result:
    """A finished screening, pinned to the exact definition that scored it."""

    instrument: str
    version: str
    logic_hash: str
    started_at: datetime
    finished_at: datetime
    mode: str
    abandoned: bool
    statuses: Mapping[str, Status] = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)
    evaluation: Evaluation = field(repr=False)
    alerts: tuple[Alert, ...] = field(repr=False)


class Session:
    """Asks one instrument of one person; any item may be skipped.

    ``on_alert`` is told each alert as it is raised; if it fails, the alert stands in
    ``undelivered`` and the answer is taken all the same.
    """

    def __init__(
        self,
        instrument: Instrument,
        *,
        clock: Clock,
        context: Mapping[str, Any] | None = None,
        mode: str = "in_person",
        on_alert: Callable[[Alert], None] | None = None,
    ) -> None:
        self.instrument = instrument
        self.mode = mode
        self.context = dict(context or {})
        self.alerts: list[Alert] = []
        self.undelivered: list[Alert] = []
        self.steps: list[Step] = []
        self.finished = False
        self._clock = clock
        self._on_alert = on_alert
        self._started = utc(clock.now())

    def __repr__(self) -> str:
        return f"<Session {self.instrument.id}, {len(self.steps)} steps>"

    def answer(self, item: str, value: str, *, by: str) -> tuple[Alert, ...]:
        """Take an answer and give the alerts that it raises, at once.

        Raises: AnswerRefused, naming the item and not the answer.
        """
        known = self._item(item)
        where = f"{self.instrument.id}.{item}"
        if type(value) is not str or len(value) > 4096:
            raise AnswerRefused(where)
        options = {option.value for option in known.options}
        if known.type == "choice" and value not in options:
            raise AnswerRefused(where)
        return self._take(item, Status.ANSWERED, value, by)

    def skip(self, item: str, status: Status | str, *, by: str) -> tuple[Alert, ...]:
        """Record why an item has no answer.

        Raises: AnswerRefused.
        """
        self._item(item)
        if status not in set(Status) - {Status.ANSWERED}:
            raise AnswerRefused(f"{self.instrument.id}.{item}")
        return self._take(item, Status(status), None, by)

    def evaluate(self) -> Evaluation:
        """Give all that follows from the answers so far."""
        statuses = self._statuses()
        return evaluate(
            self.instrument,
            self._answers(),
            stated=frozenset(
                name for name, status in statuses.items() if status != Status.ANSWERED
            ),
            context=self.context,
        )

    def open_items(self) -> tuple[Item, ...]:
        """Give the items to be asked yet: those whose gate is not shut."""
        said = self._statuses()
        shut = set(self._shut())
        return tuple(
            item
            for item in self.instrument.items
            if item.id not in said and item.id not in shut
        )

    def finish(self) -> Result:
        """Close the form: answers behind a shut gate are dropped, alerts stay."""
        return self._close(abandoned=False)

    def abandon(self) -> Result:
        """Break the form off; what is true already is raised all the same."""
        return self._close(abandoned=True)

    def _close(self, *, abandoned: bool) -> Result:
        if self.finished:
            raise AnswerRefused(self.instrument.id)
        evaluation = self.evaluate()
        self._raise(evaluation, ("immediate", "end"))
        self.finished = True
        dropped = set(evaluation.ignored)
        return Result(
            instrument=self.instrument.id,
            version=self.instrument.version,
            logic_hash=self.instrument.logic_hash,
            started_at=self._started,
            finished_at=utc(self._clock.now()),
            mode=self.mode,
            abandoned=abandoned,
            statuses={
                item.id: self._statuses().get(item.id, Status.NOT_ASKED)
                for item in self.instrument.items
                if item.id not in dropped
            },
            answers={n: v for n, v in self._answers().items() if n not in dropped},
            evaluation=evaluation,
            alerts=tuple(self.alerts),
        )

    def _take(
        self, item: str, status: Status, value: str | None, by: str
    ) -> tuple[Alert, ...]:
        if self.finished:
            raise AnswerRefused(self.instrument.id)
        at = utc(self._clock.now())
        self.steps.append(Step(item=item, status=status, value=value, at=at, by=by))
        return self._raise(self.evaluate(), ("immediate",))

    def _raise(
        self, evaluation: Evaluation, timings: tuple[str, ...]
    ) -> tuple[Alert, ...]:
        raised = {alert.trigger for alert in self.alerts}
        new = [
            self._alert(trigger)
            for trigger in self.instrument.triggers
            if trigger.timing in timings
            and trigger.id not in raised
            and evaluation.flags[trigger.id] is Tri.TRUE
        ]
        self.alerts += new
        for alert in new:
            self._tell(alert)
        return tuple(new)

    def _alert(self, trigger: Trigger) -> Alert:
        return Alert(
            trigger=trigger.id,
            action=trigger.action,
            severity=trigger.severity,
            raised_at=utc(self._clock.now()),
        )

    def _tell(self, alert: Alert) -> None:
        if self._on_alert is None:
            return
        try:
            self._on_alert(alert)
        except Exception:  # an alert that cannot be told never breaks an answer
            self.undelivered.append(alert)

    def _item(self, name: str) -> Item:
        found = self.instrument.by_id.get(name)
        if found is None:
            raise AnswerRefused(self.instrument.id)
        return found

    def _statuses(self) -> dict[str, Status]:
        return {step.item: step.status for step in self.steps}

    def _answers(self) -> dict[str, str]:
        last = {step.item: step for step in self.steps}
        return {
            name: step.value for name, step in last.items() if step.value is not None
        }

    def _shut(self) -> list[str]:
        evaluation = self.evaluate()
        asked = set(evaluation.missing) | set(self._answers())
        gated = [item.id for item in self.instrument.items if item.applies_if]
        return [name for name in gated if name not in asked]
