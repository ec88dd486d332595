"""A screening's result as a record like any other."""

from __future__ import annotations

from fjcore.errors import InputRefused, Problem, UnknownInstrument, UnknownRecord
from fjcore.records import Alert, Answer, Assessment
from fjcore.records.safety import assessment_type
from fjcore.screening import Mode, Result, Status, load
from fjcore.values import Missing, Tri

#: Categories under which a holder of its own kind keeps what is risk data elsewhere.
_HOLDERS = frozenset({"le_record", "medical"})

#: Why an item has no answer, in the words of records; all else was not asked.
_WHY = {
    Status.DECLINED: Missing.ASKED_DECLINED,
    Status.UNKNOWN: Missing.ASKED_UNKNOWN,
    Status.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Status.UNSAFE_TO_ASK: Missing.UNSAFE_TO_ASK,
}

#: How the questions were put, in the words of records; a record as source is none.
_MODES = {
    Mode.IN_PERSON: "in_person",
    Mode.STAFF_TABLET: "in_person",
    Mode.PHONE: "phone",
    Mode.VIDEO: "virtual",
    Mode.SELF_DEVICE: "self",
}


def assessment_of(result: Result, *, category: str | None = None) -> Assessment:
    """Give the record that keeps a result, pinned to the definition that scored it.

    Its type follows the category that the definition of the instrument names. To be
    told as ``category``: that of an instrument that does not ship, or ``le_record`` or
    ``medical`` by police or a medical holder. The first score's bounds stand in whole
    points, widened to the next whole number where they are fractions.
    Raises: InputRefused, where no category is known, they differ, or no record type
    keeps it.
    """
    kind = _type_of(result, category)
    if kind is None:
        problem = Problem("instrument", "category")
        raise InputRefused("assessment", problems=(problem,))
    found = result.evaluation
    score = next(iter(found.scores.values()), None)
    band = next(iter(found.bands.values()), None)
    return kind(
        instrument=result.instrument,
        version=result.version,
        logic_hash=result.logic_hash,
        administered_at=result.started_at,
        complete=found.complete,
        mode=_MODES.get(result.mode, Missing.NOT_COLLECTED),
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


def _type_of(result: Result, told: str | None) -> type[Assessment] | None:
    """Give the record type of an instrument's category; None where it has none."""
    own = None
    try:
        own = load(result.instrument).category
    except UnknownInstrument:
        pass
    if own is not None and told not in (None, own):
        if own != "risk" or told not in _HOLDERS:
            return None
    try:
        return assessment_type(told or own or "")
    except UnknownRecord:
        return None
