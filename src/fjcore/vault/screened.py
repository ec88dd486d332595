"""A screening's result as a record like any other."""

from __future__ import annotations

from fjcore.errors import InputRefused, Problem
from fjcore.records import Alert, Answer, Assessment
from fjcore.records.safety import assessment_type
from fjcore.screening import Result, Status
from fjcore.values import Missing, Tri

#: Why an item has no answer, in the words of records; all else was not asked.
_WHY = {
    Status.DECLINED: Missing.ASKED_DECLINED,
    Status.UNKNOWN: Missing.ASKED_UNKNOWN,
    Status.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Status.UNSAFE_TO_ASK: Missing.UNSAFE_TO_ASK,
}


def assessment_of(result: Result) -> Assessment:
    """Give the record that keeps a result, pinned to the definition that scored it.

    The first score's bounds stand in whole points, widened to the next whole number
    where they are fractions.
    The record's type follows the category of the instrument.
    Raises: InputRefused, for an instrument that states no category.
    """
    if result.category is None:
        problem = Problem("instrument", "category")
        raise InputRefused("assessment", problems=(problem,))
    kind = assessment_type(result.category)
    found = result.evaluation
    score = next(iter(found.scores.values()), None)
    band = next(iter(found.bands.values()), None)
    return kind(
        instrument=result.instrument,
        version=result.version,
        logic_hash=result.logic_hash,
        administered_at=result.started_at,
        complete=found.complete,
        answers=tuple(
            Answer(
                item=item,
                status=str(status),
                value=result.answers[item]
                if status is Status.ANSWERED
                else _WHY.get(status, Missing.NOT_ASKED),
            )
            for item, status in result.statuses.items()
        ),
        alerts=tuple(
            Alert(
                trigger=alert.trigger,
                action=alert.action,
                severity=alert.severity,
                raised_at=alert.raised_at,
            )
            for alert in result.alerts
        ),
        flags_true=tuple(n for n, flag in found.flags.items() if flag is Tri.TRUE),
        flags_open=tuple(
            n for n, flag in found.flags.items() if flag is Tri.UNDETERMINED
        ),
        score_lower=Missing.NOT_APPLICABLE if score is None else int(score.lower // 1),
        score_upper=Missing.NOT_APPLICABLE
        if score is None
        else int(-(-score.upper // 1)),
        band=(band.band if band and band.band else Missing.NOT_COLLECTED),
        outcome=found.outcome or Missing.NOT_COLLECTED,
    )
