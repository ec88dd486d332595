"""One screening under way: every answer evaluated, every alert raised at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from fjcore.errors import AnswerRefused
from fjcore.screening import _shape as shape
from fjcore.screening._closing import TOTAL, Given, Said, closed
from fjcore.screening.alerts import Alert, AlertChange, Alerts
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item, Score
from fjcore.screening.evaluate import evaluate
from fjcore.screening.evaluation import Evaluation
from fjcore.screening.result import (
    Mode,
    Presence,
    Result,
    Status,
    Step,
    Training,
)
from fjcore.screening.wording import WordingPack
from fjcore.values import Clock, new_id, utc

_SKIPS = frozenset(Status) - {Status.ANSWERED, Status.NOT_APPLICABLE}
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,8}")


class Session:
    """Asks one instrument of one person; any item may be skipped.

    ``on_alert`` is told each alert as it is raised; if it fails, the alert stands in
    ``undelivered`` and the answer is taken all the same. ``profile`` chooses among an
    instrument's alternative cuts, against what the definition would choose.
    ``present`` says who else was there, ``wording`` which words were shown.
    Raises: AnswerRefused, for a fact, a mode or a profile that cannot be.
    """

    def __init__(
        self,
        instrument: Instrument,
        *,
        clock: Clock,
        context: Mapping[str, Any] | None = None,
        mode: Mode | str = Mode.IN_PERSON,
        present: Iterable[Presence | str] = (),
        profile: str | None = None,
        wording: WordingPack | None = None,
        training: Training | None = None,
        on_alert: Callable[[Alert], None] | None = None,
        session_id: str | None = None,
    ) -> None:
        self.instrument = instrument
        self.session_id = session_id or new_id()
        self.mode = _word(Mode, mode, f"{instrument.id}.mode")
        where = f"{instrument.id}.present"
        self.present = tuple(_word(Presence, one, where) for one in present)
        self.context = dict(context or {})
        self.profile = profile
        self.wording = wording
        self.training = training
        self.finished = False
        self._wiped = False
        self._clock = clock
        self._items = instrument.by_id
        self._alerts = Alerts(instrument, self.session_id, on_alert)
        self._steps: list[Said] = []
        self._given = Given()
        self._by: str | None = None
        self._started = utc(clock.now())
        if not shape.ID.fullmatch(self.session_id):
            raise AnswerRefused(f"{instrument.id}.session")
        if wording is not None and wording.instrument != instrument.id:
            raise AnswerRefused(f"{instrument.id}.wording")
        self.evaluate()

    @classmethod
    def resume(
        cls, instrument: Instrument, steps: Iterable[Step], *, clock: Clock, **rest: Any
    ) -> Session:
        """Take up a broken-off screening: the same steps give the same alerts.

        ``rest`` are the other arguments of a session; with its ``session_id`` alerts
        have their old ids. The alerts of the steps are in ``alerts`` and are not told
        again: who cannot be sure that they were told then tells them anew.
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
            session._keep(step.item, step.status, step.value, utc(step.at), step.by)
        session._alerts.receiver = told
        return session

    @property
    def started_at(self) -> datetime:
        """When the first question was put, or the session opened."""
        return self._started

    def __repr__(self) -> str:
        return f"<Session {self.instrument.id}, {len(self._steps)} steps>"

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every answer and skipping in order, changed ones too."""
        return tuple(
            Step(item=item, status=status, value=value, at=at, by=by)
            for item, status, value, at, by in self._steps
        )

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Every alert raised so far; none is ever taken away."""
        return self._alerts.raised

    @property
    def undelivered(self) -> tuple[Alert, ...]:
        """The alerts that ``on_alert`` has not taken."""
        return self._alerts.untold

    @property
    def changes(self) -> tuple[AlertChange, ...]:
        """What became of each alert, in order."""
        return self._alerts.changes

    def answer(self, item: str, value: str, *, by: str) -> tuple[Alert, ...]:
        """Take an answer and give the alerts that it raises, at once.

        Raises: AnswerRefused, naming the item and not the answer.
        """
        if not self._takes(item, value, by):
            self._check(item, value, by, skipped=False)
        return self._keep(item, Status.ANSWERED, value, utc(self._clock.now()), by)

    def skip(self, item: str, status: Status | str, *, by: str) -> tuple[Alert, ...]:
        """Record why an item has no answer.

        Raises: AnswerRefused.
        """
        self._check(item, status, by, skipped=True)
        return self._keep(item, Status(status), None, utc(self._clock.now()), by)

    def enter_total(self, score: str, total: int, *, by: str) -> tuple[Alert, ...]:
        """Take the total of a form that tells no single answer.

        Raises: AnswerRefused, where the instrument has no such form, or answers were
        given.
        """
        value: Any = str(total) if type(total) is int else total
        return self.answer(f"{TOTAL}{score}", value, by=by)

    def deliver(self) -> tuple[Alert, ...]:
        """Tell ``on_alert`` again what it has not taken; give what is still left."""
        self._alerts.tell(self.undelivered)
        return self.undelivered

    def evaluate(self) -> Evaluation:
        """Give all that follows from the answers so far.

        Raises: AnswerRefused, once the answers were wiped.
        """
        if self._wiped:
            raise AnswerRefused(self.instrument.id)
        return evaluate(
            self.instrument,
            self._given.answers,
            stated=self._given.skipped,
            context=self.context,
            profile=self.profile,
            totals=self._given.totals,
        )

    def open_items(self) -> tuple[Item, ...]:
        """Give the items to be asked yet: those whose gate is not shut.

        An item at which the form was interrupted is asked again.
        Raises: AnswerRefused, once the answers were wiped.
        """
        shut = set(self.evaluate().not_applicable)
        said = {
            name
            for name, step in self._last().items()
            if step.status is not Status.INTERRUPTED
        }
        return tuple(i for i in self.instrument.asked if i.id not in said | shut)

    def reopen(self, started_at: datetime, undelivered: Iterable[str]) -> None:
        """Take it that this session began earlier and owes these alerts to its hook."""
        self._started = utc(started_at)
        self._alerts.owe(undelivered)

    def finish(self) -> Result:
        """Close the form: answers behind a shut gate are dropped, alerts stay."""
        return self._close(abandoned=False)

    def abandon(self, *, wipe: bool = True) -> Result:
        """Break the form off; what is true already is raised all the same.

        ``wipe`` leaves no answer in this session: the result is then the one place
        that has them, and the alerts stay.
        """
        result = self._close(abandoned=True)
        if wipe:
            self._steps.clear()
            self._given = Given()
            self.context.clear()
            self._wiped = True
        return result

    def _close(self, *, abandoned: bool) -> Result:
        if self.finished:
            raise AnswerRefused(self.instrument.id)
        at = utc(self._clock.now())
        last = self._last()
        evaluation = self.evaluate()
        self.finished = True
        self._alerts.update(evaluation, at, closing=True)
        return closed(self, last, self._given, evaluation, at, abandoned=abandoned)

    def _check(self, item: Any, value: Any, by: Any, *, skipped: bool) -> None:
        """Refuse what the instrument cannot take, without saying what it was."""
        made = self.instrument
        if not isinstance(item, str) or self.finished:
            raise AnswerRefused(made.id)
        if item.startswith(TOTAL):
            self._check_total(item.removeprefix(TOTAL), value, by, skipped=skipped)
            return
        known = made.by_id.get(item)
        if known is None or self._given.totals:
            raise AnswerRefused(made.id)
        if skipped:
            fits = isinstance(value, str) and value in _SKIPS
        else:
            fits = type(value) is str and known.takes(value)
        if not fits or not shape.is_line(by):
            raise AnswerRefused(f"{made.id}.{known.id}")

    def _check_total(self, name: str, value: Any, by: Any, *, skipped: bool) -> None:
        made, score = self.instrument, self.instrument.scores_by_id.get(name)
        told = all(said[0].startswith(TOTAL) for said in self._steps)
        if score is None or not told or "total_only" not in made.entry_modes:
            raise AnswerRefused(made.id)
        if skipped or not _is_total(value, score) or not shape.is_line(by):
            raise AnswerRefused(f"{made.id}.{score.id}")

    def _takes(self, item: str, value: str, by: str) -> bool:
        """Whether an answer plainly fits; where it does not, ``_check`` says why."""
        known = self._items.get(item) if type(item) is str else None
        fits = known is not None and type(value) is str and known.takes(value)
        return fits and not self._over and type(by) is str and by == self._by

    @property
    def _over(self) -> bool:
        """Whether no single answer is taken any more."""
        return self.finished or bool(self._given.totals)

    def _keep(
        self, item: str, status: Status, value: str | None, at: datetime, by: str
    ) -> tuple[Alert, ...]:
        self._steps.append((item, status, value, at, by))
        self._by = by
        self._given.take(item, value)
        return self._alerts.update(self.evaluate(), at, closing=False)

    def _last(self) -> dict[str, Step]:
        return {step.item: step for step in self.steps}


def _is_total(value: Any, score: Score) -> bool:
    """Whether a text is a whole number that a sum can be."""
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        return False
    return score.kind == "sum" and score.min <= int(value) <= score.max


def _word(closed: Any, value: Any, where: str) -> Any:
    """Give a word of a closed list, which a text may stand for."""
    if isinstance(value, str) and value in frozenset(closed):
        return closed(value)
    raise AnswerRefused(where)
