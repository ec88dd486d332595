"""Scoring a result again by another revision: a new result, beside the old one."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve

from fjcore.errors import AnswerRefused
from fjcore.screening._closing import TOTAL, remarks
from fjcore.screening.alerts import Alerts
from fjcore.screening.definition import Instrument
from fjcore.screening.evaluate import ENGINE, evaluate
from fjcore.screening.result import Result, Scored, Status
from fjcore.values import utc


def rescore(result: Result, instrument: Instrument, *, at: datetime) -> Result:
    """Give a new result of the same answers by another revision of the instrument.

    The old one stands as it was; the new one says from which it came, and the two are
    not compared. Judgments stay with the old one. Every alert stays, and what is true
    now and was not raised is raised. Answers that the revision does not take are not
    bent to fit.
    Raises: AnswerRefused, for another instrument, or an answer that it does not take.
    """
    if result.instrument != instrument.id:
        raise AnswerRefused(instrument.id)
    found = evaluate(
        instrument,
        result.answers,
        stated=frozenset(n for n, s in result.statuses.items() if s in _SKIPPED),
        context=result.context,
        profile=result.profile if result.profile in instrument.profiles else None,
        totals=result.totals,
    )
    asked = {item.id: Status.NOT_ASKED for item in instrument.asked}
    said = {n: s for n, s in result.statuses.items() if n in asked and s in _SAID}
    answers = {n: v for n, v in result.answers.items() if n not in found.ignored}
    shut = dict.fromkeys(found.not_applicable, Status.NOT_APPLICABLE)
    alerts = Alerts(instrument, result.session, None, before=result.alerts)
    new = alerts.update(found, utc(at), closing=True)
    return evolve(
        result,
        version=instrument.version,
        revision=instrument.revision,
        logic_hash=instrument.logic_hash,
        document_hash=instrument.document_hash,
        engine=ENGINE,
        category=instrument.category,
        limits=instrument.limits,
        profile=found.profile,
        statuses=asked | said | shut,
        answers=answers,
        taken={
            name: step
            for name, step in result.taken.items()
            if name in asked or name.startswith(TOTAL)
        },
        remarks=remarks(instrument, answers),
        evaluation=found,
        alerts=(*result.alerts, *new),
        changes=(*result.changes, *alerts.changes),
        overrides=(),
        rescored_from=Scored(
            version=result.version,
            revision=result.revision,
            logic_hash=result.logic_hash,
            engine=result.engine,
            at=utc(at),
        ),
    )


#: What somebody said of an item; a gate shut by the old revision says nothing.
_SAID = frozenset(Status) - {Status.NOT_APPLICABLE}
_SKIPPED = _SAID - {Status.ANSWERED, Status.NOT_ASKED}
