"""Scoring of many forms at once, by the same rules as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from fjcore.bulk._arrays import over_columns
from fjcore.bulk.responses import OPEN, Responses, encode
from fjcore.bulk.scores import BandColumn, Column, ScoreColumn, Scores
from fjcore.errors import AnswerRefused
from fjcore.screening import Instrument
from fjcore.screening._given import is_inside
from fjcore.screening.evaluation import OUTSIDE

#: So many forms are worked on at once: their columns stay near the processor.
PIECE = 1 << 15
_SCALARS = (str, int, bool)


def score(
    instrument: Instrument,
    forms: Responses | Iterable[Mapping[str, str | None]],
    *,
    context: Mapping[str, Any] | None = None,
    profile: str | None = None,
) -> Scores:
    """Score many forms at once; each comes out as ``evaluate`` would give it.

    ``context`` holds for each fact what is true of all forms, or a list with one for
    each; None is a fact that is not known. ``profile`` chooses the cut for all.
    Shape: columns as long as the forms are many, in their order.
    Raises: AnswerRefused, naming the item, the fact or the instrument.
    """
    found = forms if isinstance(forms, Responses) else encode(instrument, forms)
    if found.instrument.logic_hash != instrument.logic_hash:
        raise AnswerRefused(instrument.id)
    facts = _facts(instrument, context or {}, found.count)
    if profile is not None and profile not in instrument.profiles:
        raise AnswerRefused(f"{instrument.id}.profile")
    run = over_columns(instrument)
    pieces = [
        run(columns, (), facts_of, size)
        for columns, facts_of, size in _pieces(instrument, found, facts)
    ]
    return _scores(instrument, _joined(pieces), facts, profile, found.count)


def _facts(made: Instrument, context: Mapping[str, Any], count: int) -> dict[str, Any]:
    """Give facts, those of many forms as columns of what was told."""
    facts: dict[str, Any] = {}
    for name, told in context.items():
        listed = isinstance(told, list | tuple | np.ndarray)
        values = list(told) if listed else [told]
        known = all(value is None or type(value) in _SCALARS for value in values)
        if not known or (listed and len(values) != count):
            raise AnswerRefused(f"{made.id}.context")
        facts[name] = told
        if listed:
            facts[name] = np.empty(count, dtype=object)
            facts[name][:] = values
    return facts


def _pieces(
    made: Instrument, found: Responses, facts: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Column], dict[str, Any], int]]:
    """Give the columns and the facts of one piece after the other, one of none too."""
    for start in range(0, max(1, found.count), PIECE):
        size = min(PIECE, found.count - start)
        nothing = np.full(size, OPEN, dtype=np.int8)
        columns = {
            item.id: found.columns[item.id][start : start + size]
            if item.id in found.columns
            else nothing
            for item in made.asked
        }
        of = {
            name: told[start : start + size] if type(told) is np.ndarray else told
            for name, told in facts.items()
        }
        yield columns, of, size


def _joined(pieces: list[Any]) -> Any:
    """Put the pieces of every column end to end."""
    first = pieces[0]
    if isinstance(first, tuple):
        return tuple(_joined([one[n] for one in pieces]) for n in range(len(first)))
    if len(pieces) == 1 or np.ndim(first) == 0:
        return first
    return np.concatenate(pieces)


def _scores(
    made: Instrument, row: Any, facts: Mapping[str, Any], profile: Any, count: int
) -> Scores:
    bounds, flags, gates, missing, constraints, heard, means, chosen = row
    profiles, cut = _cut(made, chosen, profile, count)
    named = dict(zip((t.id for t in made.triggers), flags, strict=True))
    gated = (item.id for item in made.asked if item.applies_if)
    return Scores(
        instrument=made,
        count=count,
        scores=dict(_columns(made, bounds, means)),
        bands=dict(_bands(made, bounds)),
        flags=named,
        gates=dict(zip(gated, gates, strict=True)),
        outcomes=_outcomes(made, named, heard, profiles, cut),
        warnings=dict(_warnings(made, constraints, facts, count)),
        missing=missing,
        profiles=profiles,
        cut=cut,
    )


def _cut(
    made: Instrument, chosen: Any, profile: str | None, count: int
) -> tuple[tuple[str | None, ...], Column]:
    """Give the cuts, and which each form follows: the first choice that holds."""
    cut = np.zeros(count, dtype=np.int8)
    if profile is not None:
        return (profile,), cut
    for number in reversed(range(len(made.choices))):
        cut = np.where(chosen[number], np.int8(number + 1), cut)
    return (made.default_profile, *(c.profile for c in made.choices)), cut


def _columns(made: Instrument, bounds: Any, means: Any) -> Iterator[Any]:
    left = iter(means)
    for score_, (lower, upper) in zip(made.scores, bounds, strict=True):
        more: dict[str, Any] = {}
        if score_.kind == "scaled_mean":
            counted, points = next(left)
            scale = Fraction(score_.times, len(score_.items))
            more = {"scale": scale, "counted": counted, "points": points}
        yield score_.id, ScoreColumn(score=score_, lower=lower, upper=upper, **more)


def _bands(made: Instrument, bounds: Any) -> Iterator[Any]:
    at = {score_.id: number for number, score_ in enumerate(made.scores)}
    for name, bands in made.banded.items():
        lower, upper = bounds[at[name]]
        first = np.zeros(len(lower), dtype=np.int16)
        last = np.zeros(len(lower), dtype=np.int16)
        # Bands follow one another without a gap: each edge passed is one band higher.
        for band in bands[:-1]:
            first += lower > band.max
            last += upper > band.max
        names = tuple(band.id for band in bands)
        yield name, BandColumn(names=names, first=first, last=last)


def _outcomes(
    made: Instrument,
    flags: Mapping[str, Column],
    heard: Column,
    profiles: tuple[str | None, ...],
    cut: Column,
) -> dict[str, Column]:
    """Walk the rule for all forms: each stops at the first row that surely holds."""
    found = {name: np.zeros(len(cut), dtype=bool) for _, name in made.outcome_rule}
    left = np.ones(len(cut), dtype=bool)
    if made.outcome_if_nothing_answered is not None:
        left = heard
        found[made.outcome_if_nothing_answered] = ~heard
    cuts = {trigger.id: trigger.profile for trigger in made.triggers}
    for name, outcome in made.outcome_rule:
        if name is None:
            found[outcome] = found[outcome] | left
            break
        flag, wanted = flags[name], cuts[name]
        if wanted is not None:
            looked = [n for n, one in enumerate(profiles) if one in (None, wanted)]
            flag = np.where(np.isin(cut, looked), flag, np.int8(0))
        found[outcome] = found[outcome] | (left & (flag != 0))
        left = left & (flag != 1)
    return found


def _warnings(
    made: Instrument, constraints: Any, facts: Mapping[str, Any], count: int
) -> Iterator[tuple[str, Column]]:
    for row, true in zip(made.constraints, constraints, strict=True):
        yield row.id, np.broadcast_to(true, (count,))
    if made.age_min is None and made.age_max is None:
        return
    ages = facts.get("age")
    if type(ages) is np.ndarray:
        inside = [is_inside(made, {"age": age}) for age in ages]
        yield OUTSIDE, ~np.array(inside, dtype=bool)
    else:
        outside = not is_inside(made, facts)
        yield OUTSIDE, np.full(count, outside, dtype=bool)
