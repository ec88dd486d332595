"""One screening under way: every answer evaluated, every alert raised at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from attrs import evolve

from fjcore.errors import AnswerRefused
from fjcore.screening.definition import Instrument, Item
from fjcore.screening.evaluate import Evaluation, evaluate, looked_at
from fjcore.screening.result import Alert, AlertChange, Change, Result, Status, Step
from fjcore.values import Clock, Tri, utc

_SKIPS = frozenset(Status) - {Status.ANSWERED, Status.NOT_APPLICABLE}


class Session:
    """Asks one instrument of one person; any item may be skipped.

    ``on_alert`` is told each alert as it is raised; if it fails, the alert stands in
    ``undelivered`` and the answer is taken all the same. ``profile`` chooses among an
    instrument's alternative cuts; without a choice every one of them may alert.
    Raises: AnswerRefused, for a fact or a profile that the instrument cannot read.
    """

    def __init__(
        self,
        instrument: Instrument,
        *,
        clock: Clock,
        context: Mapping[str, Any] | None = None,
        mode: str = "in_person",
        profile: str | None = None,
        on_alert: Callable[[Alert], None] | None = None,
    ) -> None:
        self.instrument = instrument
        self.mode = mode
        self.context = dict(context or {})
        self.profile = profile
        self.finished = False
        self._clock = clock
        self._on_alert = on_alert
        self._alerts: list[Alert] = []
        self._undelivered: list[Alert] = []
        self._changes: list[AlertChange] = []
        self._steps: list[Step] = []
        self._started = utc(clock.now())
        self.evaluate()

    @classmethod
    def resume(
        cls, instrument: Instrument, steps: Iterable[Step], *, clock: Clock, **rest: Any
    ) -> Session:
        """Take up a broken-off screening: the same steps give the same alerts.

        ``rest`` are the other arguments of a session. The alerts of the steps are in
        ``alerts`` and are not told again: who cannot be sure that they were told then
        tells them anew.
        Raises: AnswerRefused, for a step that the instrument would not take.
        """
        told = rest.pop("on_alert", None)
        session = cls(instrument, clock=clock, **rest)
        for number, step in enumerate(steps):
            if number == 0:
                session._started = utc(step.at)
            skipped = step.value is None
            if (step.status is Status.ANSWERED) is skipped:
                raise AnswerRefused(instrument.id)
            value = step.status if skipped else step.value
            session._check(step.item, value, step.by, skipped=skipped)
            session._keep(evolve(step, at=utc(step.at)))
        session._on_alert = told
        return session

    def __repr__(self) -> str:
        return f"<Session {self.instrument.id}, {len(self._steps)} steps>"

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every answer and skipping in order, changed ones too."""
        return tuple(self._steps)

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Every alert raised so far; none is ever taken away."""
        return tuple(self._alerts)

    @property
    def undelivered(self) -> tuple[Alert, ...]:
        """The alerts that ``on_alert`` has not taken."""
        return tuple(self._undelivered)

    @property
    def changes(self) -> tuple[AlertChange, ...]:
        """What became of each alert, in order."""
        return tuple(self._changes)

    def answer(self, item: str, value: str, *, by: str) -> tuple[Alert, ...]:
        """Take an answer and give the alerts that it raises, at once.

        Raises: AnswerRefused, naming the item and not the answer.
        """
        self._check(item, value, by, skipped=False)
        return self._take(item, Status.ANSWERED, value, by)

    def skip(self, item: str, status: Status | str, *, by: str) -> tuple[Alert, ...]:
        """Record why an item has no answer.

        Raises: AnswerRefused.
        """
        self._check(item, status, by, skipped=True)
        return self._take(item, Status(status), None, by)

    def deliver(self) -> tuple[Alert, ...]:
        """Tell ``on_alert`` again what it has not taken; give what is still left."""
        self._tell(self.undelivered)
        return self.undelivered

    def evaluate(self) -> Evaluation:
        """Give all that follows from the answers so far."""
        last = self._last()
        return evaluate(
            self.instrument,
            {name: step.value for name, step in last.items() if step.value is not None},
            stated=frozenset(n for n, step in last.items() if step.value is None),
            context=self.context,
            profile=self.profile,
        )

    def open_items(self) -> tuple[Item, ...]:
        """Give the items to be asked yet: those whose gate is not shut.

        An item at which the form was interrupted is asked again.
        """
        shut = set(self.evaluate().not_applicable)
        said = {
            name
            for name, step in self._last().items()
            if step.status is not Status.INTERRUPTED
        }
        return tuple(i for i in self.instrument.asked if i.id not in said | shut)

    def finish(self) -> Result:
        """Close the form: answers behind a shut gate are dropped, alerts stay."""
        return self._close(abandoned=False)

    def abandon(self) -> Result:
        """Break the form off; what is true already is raised all the same."""
        return self._close(abandoned=True)

    def _close(self, *, abandoned: bool) -> Result:
        if self.finished:
            raise AnswerRefused(self.instrument.id)
        at = utc(self._clock.now())
        evaluation = self.evaluate()
        self.finished = True
        self._raise(evaluation, at, closing=True)
        statuses = {item.id: Status.NOT_ASKED for item in self.instrument.asked}
        last = self._last()
        statuses |= {name: step.status for name, step in last.items()}
        statuses |= dict.fromkeys(evaluation.not_applicable, Status.NOT_APPLICABLE)
        return Result(
            instrument=self.instrument.id,
            version=self.instrument.version,
            revision=self.instrument.revision,
            logic_hash=self.instrument.logic_hash,
            started_at=self._started,
            finished_at=at,
            mode=self.mode,
            profile=self.profile,
            abandoned=abandoned,
            statuses=statuses,
            answers={
                name: step.value
                for name, step in last.items()
                if step.value is not None and name not in evaluation.ignored
            },
            evaluation=evaluation,
            alerts=self.alerts,
            changes=self.changes,
        )

    def _check(self, item: Any, value: Any, by: Any, *, skipped: bool) -> None:
        """Refuse what the instrument cannot take, without saying what it was."""
        known = self.instrument.by_id.get(item) if isinstance(item, str) else None
        if known is None or self.finished:
            raise AnswerRefused(self.instrument.id)
        if skipped:
            fits = isinstance(value, str) and value in _SKIPS
        else:
            fits = known.takes(value)
        if not fits or not isinstance(by, str) or not by:
            raise AnswerRefused(f"{self.instrument.id}.{known.id}")

    def _take(
        self, item: str, status: Status, value: str | None, by: str
    ) -> tuple[Alert, ...]:
        at = utc(self._clock.now())
        return self._keep(Step(item=item, status=status, value=value, at=at, by=by))

    def _keep(self, step: Step) -> tuple[Alert, ...]:
        self._steps.append(step)
        return self._raise(self.evaluate(), step.at, closing=False)

    def _raise(
        self, found: Evaluation, at: datetime, *, closing: bool
    ) -> tuple[Alert, ...]:
        """Raise what is true and new, and write down what became of the older ones."""
        new = []
        for trigger in self.instrument.triggers:
            true = found.flags[trigger.id] is Tri.TRUE
            was = next(
                (c for c in self._changes[::-1] if c.trigger == trigger.id), None
            )
            due = closing or trigger.timing == "immediate"
            if was is None and true and due and looked_at(trigger, self.profile):
                alert = Alert(
                    trigger=trigger.id,
                    action=trigger.action,
                    severity=trigger.severity,
                    raised_at=at,
                )
                new.append(alert)
                self._note(trigger.id, Change.RAISED, at)
            elif was is not None and true and was.change is Change.SUPERSEDED:
                self._note(trigger.id, Change.REOPENED, at)
            elif was is not None and not true and was.change is not Change.SUPERSEDED:
                self._note(trigger.id, Change.SUPERSEDED, at)
        # An alert is on file, and counts as not told, before anyone is told of it.
        self._alerts += new
        if self._on_alert is not None:
            self._undelivered += new
        self._tell(new)
        return tuple(new)

    def _note(self, trigger: str, change: Change, at: datetime) -> None:
        self._changes.append(AlertChange(trigger=trigger, change=change, at=at))

    def _tell(self, alerts: Iterable[Alert]) -> None:
        if self._on_alert is None:
            return
        for alert in alerts:
            told = True
            try:
                self._on_alert(alert)
            except Exception:  # an alert that cannot be told never breaks an answer
                told = False
            if told:
                self._undelivered = [a for a in self._undelivered if a is not alert]

    def _last(self) -> dict[str, Step]:
        return {step.item: step for step in self._steps}
