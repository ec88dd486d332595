"""What may be given to be evaluated, and what of a definition it chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fjcore.errors import AnswerRefused
from fjcore.screening import _shape as shape
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Trigger
from fjcore.screening.evaluation import OUTSIDE, Warned

OUTSIDE_WARNING = Warned(
    id=OUTSIDE,
    items=(),
    message="made for another age, or the age is not known",
)


def check(
    instrument: Instrument,
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
    profile: str | None,
    totals: Mapping[str, Any],
) -> None:
    """Refuse what the definition cannot take, and never say what it was.

    Raises: AnswerRefused, naming the item, the score, the fact or the instrument.
    """
    for name, value in answers.items():
        item = instrument.by_id.get(name)
        if item is None:
            raise AnswerRefused(instrument.id)
        if not item.takes(value):
            raise AnswerRefused(f"{instrument.id}.{name}")
    if not all(_is_fact(name, value) for name, value in facts.items()):
        raise AnswerRefused(f"{instrument.id}.context")
    if profile is not None and profile not in instrument.profiles:
        raise AnswerRefused(f"{instrument.id}.profile")
    _check_totals(instrument, totals, answered=bool(answers))


def _is_fact(name: object, value: object) -> bool:
    """Whether a fact can be told, and kept: a line of text, a whole number, a truth."""
    if type(name) is not str or not shape.ID.fullmatch(name):
        return False
    if type(value) is int:
        return abs(value) <= shape.MAX_POINTS
    return value is None or type(value) is bool or shape.is_line(value)


def _check_totals(
    instrument: Instrument, sums: Mapping[str, Any], *, answered: bool
) -> None:
    if sums and (answered or "total_only" not in instrument.entry_modes):
        raise AnswerRefused(instrument.id)
    for name, value in sums.items():
        score = instrument.scores_by_id.get(name)
        if score is None or score.kind != "sum":
            raise AnswerRefused(instrument.id)
        if type(value) is not int or not score.min <= value <= score.max:
            raise AnswerRefused(f"{instrument.id}.{score.id}")


def looked_at(trigger: Trigger, profile: str | None) -> bool:
    """Whether a trigger may alert under a choice of cuts; without a choice, all may."""
    return profile is None or trigger.profile in (None, profile)


def is_inside(made: Instrument, facts: Mapping[str, Any]) -> bool:
    """Whether the tool was made for the age that is told, where it says for which."""
    low, high = made.age_min, made.age_max
    if low is None and high is None:
        return True
    age = facts.get("age", made.context.get("age"))
    if type(age) is not int:
        return False
    return (low is None or low <= age) and (high is None or age <= high)
