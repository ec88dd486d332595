"""A kept screening as the result that it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import asdict

from fjcore.errors import InputRefused, Problem
from fjcore.records import Assessment, Score
from fjcore.records.record import leaves
from fjcore.screening import (
    Alert,
    AlertChange,
    Banding,
    Bounds,
    Change,
    Evaluation,
    Mode,
    Override,
    Presence,
    Result,
    Scored,
    Status,
    Step,
    Training,
    Warned,
    WordingPin,
)
from fjcore.screening.evaluation import Findings
from fjcore.values import Missing, Tri
from fjcore.vault._facts import context_of
from fjcore.vault.screened import HOLDERS, MODES, TOTAL

_MODES = {said: mode for mode, said in MODES.items()}
_NONE = Missing.NOT_COLLECTED
#: What a result cannot do without, and a record of an earlier version does not have.
_NEEDED = (
    "session_id",
    "revision",
    "document_hash",
    "engine",
    "entry_mode",
    "finished_at",
    "abandoned",
    "untrained",
    "mode",
)


def result_of(record: Assessment) -> Result:
    """Give the result that a record keeps: to present, hand on, judge or score again.

    Nothing is scored for it: bounds, bands and flags are those that were found then.
    Raises: InputRefused, for a record from before results were kept whole, or one of
    which parts are missing.
    """
    lacking = [n for n in _NEEDED if isinstance(getattr(record, n), Missing)]
    if lacking:
        problems = tuple(Problem(name, "required") for name in lacking)
        raise InputRefused("assessment", problems=problems)
    found: Result | None = None
    try:
        found = _result(record)
    except (ValueError, IndexError, KeyError, TypeError, ZeroDivisionError):
        # What the text of a record holds is none of an error's business.
        pass
    if found is None:
        raise InputRefused("assessment", problems=(Problem("assessment", "format"),))
    return found


def _result(record: Assessment) -> Result:
    held: Any = record
    return Result(
        session=held.session_id,
        instrument=held.instrument,
        version=held.version,
        revision=held.revision,
        logic_hash=held.logic_hash,
        document_hash=held.document_hash,
        engine=held.engine,
        category=_category(record),
        wording=_wording(held.wording),
        started_at=held.administered_at,
        finished_at=held.finished_at,
        mode=_MODES.get(held.mode) or Mode(held.mode),
        present=tuple(Presence(one) for one in _or(held.present) or ()),
        profile=_or(held.profile),
        entry_mode=held.entry_mode,
        abandoned=held.abandoned,
        untrained=held.untrained,
        limits=held.limits,
        statuses={one.item: Status(one.status) for one in record.answers},
        answers=dict(_answered(record)),
        totals={
            one.score: int(str(one.value)) for one in record.scores if one.told is True
        },
        taken=_taken(record),
        context=context_of(record),
        evaluation=_evaluation(record),
        alerts=_alerts(record),
        changes=tuple(
            AlertChange(trigger=one.trigger, change=Change(one.change), at=one.at)
            for one in record.changes
        ),
        overrides=tuple(_override(held, one) for one in held.overrides),
        rescored_from=_rescored(held.rescored_from),
        training=_training(held.training),
        remarks=frozenset(one.item for one in record.answers if _or(one.remark)),
    )


def _or(value: Any) -> Any:
    """Give a value, or None where there is none."""
    return None if isinstance(value, Missing) else value


def _category(record: Assessment) -> str:
    """Give the category of the instrument; a holder of another kind keeps risk data."""
    kept = {
        leaf.label.category
        for leaf in leaves(type(record))
        if leaf.path.endswith(".logic_hash") and leaf.path.count(".") < 4
    }
    (category,) = kept
    return "risk" if category in HOLDERS else category


def _answered(record: Assessment) -> Iterator[tuple[str, str]]:
    for one in record.answers:
        if one.status == Status.ANSWERED:
            said = _or(one.remark) or _or(one.value)
            if said is None:
                raise ValueError
            yield one.item, said


def _taken(record: Assessment) -> dict[str, Step]:
    rows = [
        (one.item, _or(one.was) or one.status, one.at, one.by) for one in record.answers
    ]
    rows += [
        (f"{TOTAL}{one.score}", Status.ANSWERED, one.told_at, one.told_by)
        for one in record.scores
    ]
    return {
        item: Step(
            item=item, status=Status(status), value=None, at=at, by=_who(record, by)
        )
        for item, status, at, by in rows
        if not isinstance(at, Missing)
    }


def _who(record: Assessment, place: Any) -> str:
    """Give who took an answer, or judged."""
    if type(place) is not int or place < 0:
        raise ValueError
    return record.staff[place]


def _evaluation(record: Assessment) -> Evaluation:
    true, still = set(record.flags_true), set(record.flags_open)
    return Evaluation(
        Findings(
            scores={one.score: _bounds(one) for one in record.scores},
            bands={
                one.score: Banding(possible=one.bands)
                for one in record.scores
                if one.bands
            },
            flags={
                name: Tri.TRUE
                if name in true
                else Tri.UNDETERMINED
                if name in still
                else Tri.FALSE
                for name in record.flags
            },
            outcomes=record.outcomes,
            complete=record.complete,
            missing=record.missing,
            not_applicable=tuple(
                one.item for one in record.answers if one.status == "not_applicable"
            ),
            may_apply=record.may_apply,
            ignored=record.stale,
            warnings=tuple(
                Warned(id=one.warning, items=one.items, message=one.message)
                for one in record.warnings
            ),
            context_defaulted=record.facts_defaulted,
            profile=_or(record.profile),
        )
    )


def _bounds(score: Score) -> Bounds:
    value = _or(score.value)
    return Bounds(
        lower=Fraction(score.lower),
        upper=Fraction(score.upper),
        value=None if value is None else Fraction(value),
        prorated=score.prorated is True,
    )


def _alerts(record: Any) -> tuple[Alert, ...]:
    advice = {one.trigger: one for one in record.advice}
    return tuple(
        Alert(
            session=record.session_id,
            trigger=one.trigger,
            action=one.action,
            severity=one.severity,
            raised_at=one.raised_at,
            action_code=_or(getattr(advice.get(one.trigger), "action_code", _NONE)),
            source=_or(getattr(advice.get(one.trigger), "source", _NONE)),
        )
        for one in record.alerts
    )


def _override(record: Assessment, held: Any) -> Override:
    whole = (held.of, held.by, held.role, held.at)
    if any(isinstance(part, Missing) for part in whole):
        raise ValueError
    return Override(
        of=held.of,
        to=held.level,
        reason=held.reason,
        text=_or(held.text),
        by=_who(record, held.by),
        role=held.role,
        at=held.at,
    )


def _wording(held: Any) -> WordingPin | None:
    if isinstance(held, Missing):
        return None
    return WordingPin(**asdict(held))


def _rescored(held: Any) -> Scored | None:
    if isinstance(held, Missing):
        return None
    return Scored(**asdict(held))


def _training(held: Any) -> Training | None:
    if isinstance(held, Missing):
        return None
    return Training(
        program=held.program,
        completed_on=held.completed_on,
        valid_until=_or(held.valid_until),
    )
