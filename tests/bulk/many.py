"""Many forms of one instrument, and what is said of each of them alone."""

from __future__ import annotations

import random
from typing import Any

from fjcore.bulk import Responses, Scores, encode, score
from fjcore.screening import Instrument, evaluate

#: What a fact of a form may be; ages on both sides of every edge that ships.
FACTS: dict[str, tuple[Any, ...]] = {
    "pregnant": (True, False, None),
    "sex": ("male", "female", "other", None),
    "age": (7, 8, 16, 17, 21, 22, 64, 65, None),
}


def forms(made: Instrument, count: int, seed: int) -> list[dict[str, str | None]]:
    """Make forms up: some items are answered, some skipped, of some nothing is said."""
    draw = random.Random(seed)  # noqa: S311 - made-up answers
    found = []
    for _ in range(count):
        share, form = draw.choice((0.0, 0.3, 0.8, 1.0)), {}
        for item in made.asked:
            if draw.random() < share:
                form[item.id] = draw.choice([*item.points] or ["a remark"])
            elif draw.random() < 0.3:
                form[item.id] = None
        found.append(form)
    return found


def facts(count: int, seed: int) -> dict[str, list[Any]]:
    """Make up a fact of every kind for each form."""
    draw = random.Random(seed)  # noqa: S311 - made-up answers
    return {
        name: [draw.choice(values) for _ in range(count)]
        for name, values in FACTS.items()
    }


def agree(
    made: Instrument,
    said: list[dict[str, str | None]],
    *,
    context: dict[str, Any] | None = None,
    profile: str | None = None,
    of: Responses | None = None,
) -> Scores:
    """Hold every place of every column against the evaluation of that form."""
    found = score(made, of or encode(made, said), context=context, profile=profile)
    assert len(said) == len(found)
    for place, form in enumerate(said):
        told = {
            name: value[place] if isinstance(value, list) else value
            for name, value in (context or {}).items()
        }
        one = evaluate(
            made,
            {name: value for name, value in form.items() if value is not None},
            stated=frozenset(n for n, value in form.items() if value is None),
            context=told,
            profile=profile,
        )
        assert {
            "scores": dict(one.scores),
            "bands": dict(one.bands),
            "truths": one.truths,
            "outcomes": set(one.outcomes),
            "complete": one.complete,
            "missing": len(one.missing),
            "shut": set(one.not_applicable),
            "perhaps": set(one.may_apply),
            "warnings": {warned.id for warned in one.warnings},
            "profile": one.profile,
        } == read(found, place)
    return found


def read(found: Scores, place: int) -> dict[str, Any]:
    """Give what the columns say of one form."""
    return {
        "scores": {name: one.bounds(place) for name, one in found.scores.items()},
        "bands": {name: one.banding(place) for name, one in found.bands.items()},
        "truths": tuple(int(column[place]) for column in found.flags.values()),
        "outcomes": {name for name, one in found.outcomes.items() if one[place]},
        "complete": bool(found.complete[place]),
        "missing": int(found.missing[place]),
        "shut": {name for name, one in found.gates.items() if one[place] == 0},
        "perhaps": {name for name, one in found.gates.items() if one[place] == -1},
        "warnings": {name for name, one in found.warnings.items() if one[place]},
        "profile": found.profiles[int(found.cut[place])],
    }
