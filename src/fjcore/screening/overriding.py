"""Overrides: a professional's judgement beside the score, upward and with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from attrs import evolve

from fjcore.errors import OverrideRefused
from fjcore.screening import _shape as shape
from fjcore.screening.alerts import Alert, AlertChange, Change
from fjcore.screening.definition import Instrument
from fjcore.screening.result import Override, Result
from fjcore.values import Tri, utc

#: A judgement is a remark of this length at most.
MAX_TEXT = 4096


def override(
    result: Result,
    instrument: Instrument,
    *,
    of: str,
    to: str,
    reason: str,
    by: str,
    role: str,
    at: datetime,
    text: str | None = None,
    on_alert: Callable[[Alert], None] | None = None,
) -> Result:
    """Add a judgement to a result; the score and what it says stay as they are.

    ``of`` is a score, whose band ``to`` is; ``outcome``; or a trigger, and then ``to``
    is ``true`` and its alert is raised. Upward only, unless the definition says
    otherwise: above the lowest band that is possible, or the outcome that it is at
    least. ``on_alert`` is told; if it fails the judgement is not made.
    Raises: OverrideRefused, naming what it was of.
    """
    where = f"{instrument.id}.{of}" if _known(instrument, of) else instrument.id
    if (result.instrument, result.logic_hash) != (
        instrument.id,
        instrument.logic_hash,
    ):
        raise OverrideRefused(instrument.id)
    said = shape.is_line(by) and shape.is_line(role)
    told = text is None or (
        isinstance(text, str) and 0 < len(text) <= MAX_TEXT and shape.is_clean(text)
    )
    if not said or not told or reason not in instrument.override_reasons:
        raise OverrideRefused(where)
    if not _may(result, instrument, of, to):
        raise OverrideRefused(where)
    made = Override(
        of=of, to=to, reason=reason, text=text, by=by, role=role, at=utc(at)
    )
    kept = evolve(result, overrides=(*result.overrides, made))
    return _alerted(kept, instrument, made, on_alert)


def _known(made: Instrument, of: str) -> bool:
    triggers = {trigger.id for trigger in made.triggers}
    return of == "outcome" or of in triggers or of in made.banded


def _may(result: Result, made: Instrument, of: str, to: str) -> bool:
    """Whether a judgement goes where it may go."""
    ladder, at = _ladder(result, made, of)
    if made.override == "none" or to not in ladder:
        return False
    judged = [ladder.index(one.to) for one in result.overrides if one.of == of]
    return made.override == "both" or ladder.index(to) > max([at, *judged])


def _ladder(result: Result, made: Instrument, of: str) -> tuple[list[str], int]:
    """Give the steps from the least to the most severe, and where a result stands."""
    found = result.evaluation
    if of == "outcome":
        # The rows of the rule go from the most severe to the least.
        rows = list(dict.fromkeys(outcome for _, outcome in made.outcome_rule))[::-1]
        least = found.outcome_at_least
        return rows, rows.index(least) if least in rows else -1
    if of in made.banded:
        bands = [band.id for band in made.banded[of]]
        if made.scores_by_id[of].direction == "higher_is_better":
            bands.reverse()
        return bands, min(map(bands.index, found.bands[of].possible))
    if of in found.flags:
        return ["false", "true"], int(found.flags[of] is Tri.TRUE)
    return [], 0


def _alerted(
    result: Result,
    made: Instrument,
    judged: Override,
    on_alert: Callable[[Alert], None] | None,
) -> Result:
    """Raise the alert of a trigger that is judged to hold, unless it was raised."""
    trigger = next((t for t in made.triggers if t.id == judged.of), None)
    raised = {alert.trigger for alert in result.alerts}
    if trigger is None or judged.to != "true" or trigger.id in raised:
        return result
    alert = Alert(
        session=result.session,
        trigger=trigger.id,
        action=trigger.action,
        severity=trigger.severity,
        raised_at=judged.at,
        action_code=trigger.action_code,
        source=trigger.source,
    )
    if on_alert is not None:
        on_alert(alert)
    change = AlertChange(trigger=trigger.id, change=Change.RAISED, at=judged.at)
    return evolve(
        result, alerts=(*result.alerts, alert), changes=(*result.changes, change)
    )
