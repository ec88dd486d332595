"""A session put aside and taken up again, as plain data that a vault can seal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from fjcore.errors import AnswerRefused
from fjcore.screening import _shape as shape
from fjcore.screening._shape import BadShape
from fjcore.screening.alerts import Alert
from fjcore.screening.definition import Instrument
from fjcore.screening.result import Status, Step, Training
from fjcore.screening.session import Session
from fjcore.screening.wording import WordingPack
from fjcore.values import Clock, utc

_KEYS = (
    "session instrument logic_hash started_at mode present profile context steps "
    "undelivered"
)
#: What was not put aside by earlier versions.
_LATER = "training"


def save(session: Session) -> dict[str, Any]:
    """Give a session as plain data: as sensitive as its answers, and to be sealed.

    Shape: what JSON can hold; ``restore`` takes it back.
    Raises: AnswerRefused, once the session is over.
    """
    if session.finished:
        raise AnswerRefused(session.instrument.id)
    training = session.training
    stated = {} if training is None else {"training": _stated(training)}
    return {
        **stated,
        "session": session.session_id,
        "instrument": session.instrument.id,
        "logic_hash": session.instrument.logic_hash,
        "started_at": session.started_at.isoformat(),
        "mode": str(session.mode),
        "present": [str(one) for one in session.present],
        "profile": session.profile,
        "context": dict(session.context),
        "steps": [
            [step.item, str(step.status), step.value, step.at.isoformat(), step.by]
            for step in session.steps
        ],
        "undelivered": [alert.trigger for alert in session.undelivered],
    }


def restore(
    instrument: Instrument,
    data: Any,
    *,
    clock: Clock,
    wording: WordingPack | None = None,
    training: Training | None = None,
    on_alert: Callable[[Alert], None] | None = None,
) -> Session:
    """Take up what was put aside: the same answers, alerts and ids of alerts.

    The training is the one that was stated then, unless another is stated now. An
    alert that had not been told is told when ``deliver`` is called.
    Raises: AnswerRefused, for what is no saved session of this very logic.
    """
    row = None
    try:
        row = _row(data)
    except BadShape:
        pass
    pins = (instrument.id, instrument.logic_hash)
    if row is None or (row["instrument"], row["logic_hash"]) != pins:
        raise AnswerRefused(instrument.id)
    session = Session.resume(
        instrument,
        row["steps"],
        clock=clock,
        session_id=row["session"],
        mode=row["mode"],
        present=row["present"],
        profile=row["profile"],
        context=row["context"],
        wording=wording,
        training=training or row["training"],
        on_alert=on_alert,
    )
    session.reopen(row["started_at"], row["undelivered"])
    return session


def _row(data: Any) -> dict[str, Any]:
    row = shape.table(data, "keys", _KEYS, _LATER)
    return {
        "session": shape.ident(row["session"], "session"),
        "instrument": shape.ident(row["instrument"], "instrument"),
        "logic_hash": shape.text(row["logic_hash"], "logic_hash"),
        "started_at": _instant(row["started_at"], "started_at"),
        "mode": shape.text(row["mode"], "mode"),
        "present": shape.texts(row["present"], "present"),
        "profile": shape.maybe(row, "profile", ""),
        "context": {
            name: None if value is None else shape.fact(value, path)
            for path, name, value in shape.named(row["context"], "context")
        },
        "steps": shape.each(_step, row["steps"], "steps"),
        "undelivered": shape.texts(row["undelivered"], "undelivered"),
        "training": _training(row["training"]) if "training" in row else None,
    }


def _stated(training: Training) -> list[str | None]:
    until = training.valid_until
    ends = None if until is None else until.isoformat()
    return [training.program, training.completed_on.isoformat(), ends]


def _training(data: Any) -> Training:
    if type(data) is not list or len(data) != 3:
        raise BadShape("training")
    program, done, ends = data
    if not shape.is_line(program):
        raise BadShape("training")
    return Training(
        program=program,
        completed_on=date.fromisoformat(shape.day(done, "training")),
        valid_until=None
        if ends is None
        else date.fromisoformat(shape.day(ends, "training")),
    )


def _step(data: Any, path: str) -> Step:
    if type(data) is not list or len(data) != 5:
        raise BadShape(path)
    item, status, value, at, by = data
    return Step(
        item=shape.text(item, path),
        status=Status(shape.word(status, path, " ".join(Status))),
        value=None if value is None else shape.text(value, path),
        at=_instant(at, path),
        by=shape.text(by, path),
    )


def _instant(value: Any, path: str) -> datetime:
    text = shape.text(value, path)
    found = None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        pass
    if found is None or found.tzinfo is None:
        raise BadShape(path)
    return utc(found)
