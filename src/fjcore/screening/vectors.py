"""Known answers of an instrument: what must follow, and what did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from fjcore.errors import Problem
from fjcore.screening import _shape as shape
from fjcore.screening.definition import Instrument
from fjcore.screening.evaluate import Evaluation, evaluate

_STATUSES = "declined unknown not_asked not_answered unsafe_to_ask interrupted"
_BLOCKS = {"scores": "min max value", "bands": "band possible"}
_OUTCOME = "value possible at_least"
_NEARLY = Fraction(1, 10**9)
_ABSENT = object()


@frozen(kw_only=True)
class Vector:
    """Answers to an instrument, and what is stated to follow from them."""

    id: str
    answers: Mapping[str, str] = field(repr=False)
    stated: frozenset[str] = field(repr=False)
    context: Mapping[str, Any] = field(repr=False)
    expected: Mapping[str, Any] = field(repr=False)


def vector(data: Any, path: str) -> Vector:
    """Read one vector.

    Raises: BadShape, with the path.
    """
    row = shape.table(
        data, path, "id answers expected", "instrument why basis context hand_checked"
    )
    answers, stated = {}, set()
    for where, name, value in shape.named(row["answers"], f"{path}.answers"):
        if type(value) is str:
            answers[name] = value
            continue
        skipped = shape.table(value, where, "status")
        shape.word(skipped["status"], where, _STATUSES)
        stated.add(name)
    context = {
        name: None if value is None else shape.fact(value, where)
        for where, name, value in shape.named(row.get("context", {}), path)
    }
    return Vector(
        id=shape.text(row["id"], path),
        answers=answers,
        stated=frozenset(stated),
        context=context,
        expected=_expected(row["expected"], f"{path}.expected"),
    )


def _expected(data: Any, path: str) -> dict[str, Any]:
    row = shape.table(data, path, "", "complete outcome flags " + " ".join(_BLOCKS))
    shape.flag(row.get("complete", True), f"{path}.complete")
    shape.table(row.get("outcome", {}), f"{path}.outcome", "", _OUTCOME)
    for where, name, value in shape.named(row.get("flags", {}), f"{path}.flags"):
        shape.ident(name, where)
        if value is not None:
            shape.flag(value, where)
    for block, keys in _BLOCKS.items():
        for where, name, value in shape.named(row.get(block, {}), f"{path}.{block}"):
            shape.table(value, f"{path}.{shape.ident(name, where)}", "", keys)
    return row


def differences(made: Instrument, one: Vector) -> tuple[Problem, ...]:
    """Give where an instrument does not say what a vector states, and only there.

    A name that the instrument lacks is a difference; so is an answer it does not take.
    """
    takes = (
        name in made.by_id and made.by_id[name].takes(value)
        for name, value in one.answers.items()
    )
    if not all(takes) or not one.stated <= made.by_id.keys():
        return (Problem("answers", "vector"),)
    found = evaluate(made, one.answers, stated=one.stated, context=one.context)
    got = dict(_flat(_said(found), ""))
    return tuple(
        Problem(path, "vector")
        for path, value in _flat(one.expected, "")
        if not _agree(got.get(path, _ABSENT), value)
    )


def _said(found: Evaluation) -> dict[str, Any]:
    """Put an evaluation in the form that vectors use."""
    return {
        "complete": found.complete,
        "scores": {
            name: {"min": score.lower, "max": score.upper, "value": score.value}
            for name, score in found.scores.items()
        },
        "bands": {
            name: {"band": banding.band, "possible": list(banding.possible)}
            for name, banding in found.bands.items()
        },
        "flags": {name: flag.known for name, flag in found.flags.items()},
        "outcome": {
            "value": found.outcome,
            "possible": list(found.outcomes),
            "at_least": found.outcome_at_least,
        },
    }


def _flat(row: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        where = f"{path}.{key}".lstrip(".")
        if type(value) is dict and where.count(".") < 2:
            yield from _flat(value, where)
        else:
            yield where, value


def _agree(got: Any, stated: Any) -> bool:
    if isinstance(got, Fraction) and type(stated) in (int, float):
        near = type(stated) is float and abs(stated) < 1e15
        return abs(got - Fraction(stated)) <= _NEARLY if near else got == stated
    return type(got) is type(stated) and bool(got == stated)
