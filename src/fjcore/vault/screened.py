"""A screening's result as a record like any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import asdict

from fjcore.errors import InputRefused, Problem, UnknownRecord
from fjcore.records import (
    Advice,
    Alert,
    AlertChange,
    Answer,
    Assessment,
    Override,
    Rescored,
    Score,
    ScreeningWarning,
    Training,
    Wording,
)
from fjcore.records.safety import assessment_type
from fjcore.screening import Bounds, Mode, Result, Status
from fjcore.values import Missing, Tri
from fjcore.vault._facts import facts_of

#: Categories under which a holder of its own kind keeps what is risk data elsewhere.
HOLDERS = frozenset({"le_record", "medical"})

#: Before the name of a score of which the total alone was told.
TOTAL = "total:"

#: Why an item has no answer, in the words of records; all else was not asked.
_WHY = {
    Status.DECLINED: Missing.ASKED_DECLINED,
    Status.UNKNOWN: Missing.ASKED_UNKNOWN,
    Status.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Status.UNSAFE_TO_ASK: Missing.UNSAFE_TO_ASK,
}

#: How the questions were put, where records have another word for it.
MODES = {Mode.VIDEO: "virtual", Mode.SELF_DEVICE: "self"}


def assessment_of(result: Result, *, category: str | None = None) -> Assessment:
    """Give the record that keeps a result, with all that the result holds.

    Its type follows the category that the definition of the instrument names. To be
    told as ``category``: that of an instrument that names none, or ``le_record`` or
    ``medical`` by police or a medical holder. ``fjcore.vault.result_of`` gives the
    result back.
    Raises: InputRefused, where no category is known, they differ, or no record type
    keeps it.
    """
    kind = _type_of(result, category)
    if kind is None:
        problem = Problem("instrument", "category")
        raise InputRefused("assessment", problems=(problem,))
    staff = _staff(result)
    return kind(
        **_pins(result),
        **_asking(result, staff),
        **facts_of(result.context),
        **_found(result, staff),
        answers=tuple(_answer(result, item, staff) for item in result.statuses),
        alerts=tuple(
            Alert(
                trigger=alert.trigger,
                action=alert.action,
                severity=alert.severity,
                raised_at=alert.raised_at,
            )
            for alert in result.alerts
        ),
        advice=tuple(
            Advice(
                trigger=alert.trigger,
                action_code=_or(alert.action_code),
                source=_or(alert.source),
            )
            for alert in result.alerts
            if alert.action_code is not None or alert.source is not None
        ),
        changes=tuple(
            AlertChange(trigger=one.trigger, change=str(one.change), at=one.at)
            for one in result.changes
        ),
        overrides=tuple(
            Override(
                of=one.of,
                level=one.to,
                reason=one.reason,
                text=_or(one.text),
                by=staff[one.by],
                role=one.role,
                at=one.at,
            )
            for one in result.overrides
        ),
    )


def _or(value: Any) -> Any:
    """Give a value, or that there is none."""
    return Missing.NOT_COLLECTED if value is None else value


def _staff(result: Result) -> dict[str, int]:
    """Give the place of each who asked or judged, in the order in which they did."""
    asked = sorted(result.taken.values(), key=lambda step: step.at)
    names = [step.by for step in asked] + [one.by for one in result.overrides]
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _pins(result: Result) -> dict[str, Any]:
    """Give by what the result came about."""
    words, before = result.wording, result.rescored_from
    return {
        "session_id": result.session,
        "instrument": result.instrument,
        "version": result.version,
        "revision": result.revision,
        "logic_hash": result.logic_hash,
        "document_hash": result.document_hash,
        "engine": result.engine,
        "limits": result.limits,
        "profile": _or(result.profile),
        "entry_mode": result.entry_mode,
        "wording": _or(None if words is None else Wording(**asdict(words))),
        "rescored_from": _or(None if before is None else Rescored(**asdict(before))),
    }


def _asking(result: Result, staff: Mapping[str, int]) -> dict[str, Any]:
    """Give how, when, by whom and before whom it was asked."""
    training = result.training
    stated = None
    if training is not None:
        stated = Training(
            program=training.program,
            completed_on=training.completed_on,
            valid_until=_or(training.valid_until),
        )
    return {
        "administered_at": result.started_at,
        "finished_at": result.finished_at,
        "abandoned": result.abandoned,
        "mode": MODES.get(result.mode, str(result.mode)),
        "present": tuple(str(one) for one in result.present) or Missing.NOT_COLLECTED,
        "administered_by": next(iter(staff), Missing.NOT_COLLECTED),
        "staff": tuple(staff),
        "training": _or(stated),
        "untrained": result.untrained,
    }


def _answer(result: Result, item: str, staff: Mapping[str, int]) -> Answer:
    status, step = result.statuses[item], result.taken.get(item)
    held: dict[str, Any] = {}
    if status is Status.ANSWERED:
        free = item in result.remarks
        held["remark" if free else "value"] = result.answers[item]
    else:
        held["value"] = _WHY.get(status, Missing.NOT_ASKED)
    if step is not None:
        held |= {"at": step.at, "by": staff[step.by]}
        if step.status is not status:
            held["was"] = str(step.status)
    return Answer(item=item, status=str(status), **held)


def _found(result: Result, staff: Mapping[str, int]) -> dict[str, Any]:
    """Give what follows from the answers, as it was found."""
    found = result.evaluation
    flags = found.flags
    first = next(iter(found.scores.values()), None)
    band = next(iter(found.bands.values()), None)
    return {
        "complete": found.complete,
        "facts_defaulted": found.context_defaulted,
        "missing": found.missing,
        "may_apply": found.may_apply,
        "stale": found.ignored,
        "warnings": tuple(
            ScreeningWarning(warning=one.id, items=one.items, message=one.message)
            for one in found.warnings
        ),
        "flags": tuple(flags),
        "flags_true": tuple(n for n, flag in flags.items() if flag is Tri.TRUE),
        "flags_open": tuple(n for n, flag in flags.items() if flag is Tri.UNDETERMINED),
        "scores": tuple(
            _score(result, name, bounds, staff) for name, bounds in found.scores.items()
        ),
        **_whole(first),
        "band": _or(band and band.band),
        "outcome": _or(found.outcome),
        "outcomes": found.outcomes,
    }


def _whole(score: Bounds | None) -> dict[str, Any]:
    """Give bounds in whole points, widened to the next where they are fractions."""
    if score is None:
        return dict.fromkeys(("score_lower", "score_upper"), Missing.NOT_APPLICABLE)
    return {
        "score_lower": int(score.lower // 1),
        "score_upper": int(-(-score.upper // 1)),
    }


def _score(
    result: Result, name: str, bounds: Bounds, staff: Mapping[str, int]
) -> Score:
    banding = result.evaluation.bands.get(name)
    step = result.taken.get(f"{TOTAL}{name}") if name in result.totals else None
    told: dict[str, Any] = {"told": name in result.totals}
    if step is not None:
        told |= {"told_at": step.at, "told_by": staff[step.by]}
    return Score(
        score=name,
        lower=str(bounds.lower),
        upper=str(bounds.upper),
        value=_or(None if bounds.value is None else str(bounds.value)),
        prorated=bounds.prorated,
        bands=() if banding is None else banding.possible,
        **told,
    )


def _type_of(result: Result, told: str | None) -> type[Assessment] | None:
    """Give the record type of an instrument's category; None where it has none."""
    own = result.category
    if own is not None and told not in (None, own):
        if own != "risk" or told not in HOLDERS:
            return None
    try:
        return assessment_type(told or own or "")
    except UnknownRecord:
        return None
