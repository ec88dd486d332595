"""Known answers of an instrument: what must follow, and what did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening import _shape as shape
from fjcore.screening._shape import BadShape
from fjcore.screening.definition import Instrument
from fjcore.screening.evaluate import evaluate
from fjcore.screening.evaluation import Evaluation

_STATUSES = "declined unknown not_asked not_answered unsafe_to_ask interrupted"
_BLOCKS = {"scores": "min max value", "bands": "band possible"}
_OUTCOME = "value possible at_least"
_NEARLY = Fraction(1, 10**9)
_ABSENT = object()
#: What stands for a name that an instrument does not have.
UNKNOWN = "unknown"


@frozen(kw_only=True)
class Vector:
    """Answers to an instrument, and what is stated to follow from them."""

    id: str
    instrument: str | None
    answers: Mapping[str, str] = field(repr=False)
    stated: frozenset[str] = field(repr=False)
    context: Mapping[str, Any] = field(repr=False)
    expected: Mapping[str, Any] = field(repr=False)
    profile: str | None = None
    totals: Mapping[str, int] = field(factory=dict, repr=False)

    def evaluated(self, made: Instrument) -> Evaluation:
        """Give what follows from the answers by a definition.

        Raises: AnswerRefused, where it does not take them.
        """
        return evaluate(
            made,
            self.answers,
            stated=self.stated,
            context=self.context,
            profile=self.profile,
            totals=self.totals,
        )


@frozen
class Difference:
    """One place at which an instrument does not say what a vector states."""

    path: str
    expected: Any = field(repr=False)
    got: Any = field(repr=False)


def vector(data: Any, path: str) -> Vector:
    """Read one vector.

    Raises: BadShape, with the path.
    """
    row = shape.table(
        data,
        path,
        "id answers expected",
        "instrument why basis context hand_checked profile totals",
    )
    for name in ("why", "basis"):
        if type(row.get(name, "")) is not str:
            raise BadShape(f"{path}.{name}")
    shape.flag(row.get("hand_checked", False), f"{path}.hand_checked")
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
        instrument=shape.maybe(row, "instrument", path),
        profile=shape.maybe(row, "profile", path),
        totals={
            name: shape.number(value, where)
            for where, name, value in shape.named(row.get("totals", {}), path)
        },
    )


def _expected(data: Any, path: str) -> dict[str, Any]:
    known = "complete outcome flags constraints profile " + " ".join(_BLOCKS)
    row = shape.table(data, path, "", known)
    shape.flag(row.get("complete", True), f"{path}.complete")
    shape.maybe(row, "profile", path)
    shape.texts(row.get("constraints", []), f"{path}.constraints")
    outcome = shape.table(row.get("outcome", {}), f"{path}.outcome", "", _OUTCOME)
    for key, value in outcome.items():
        _scalar(value, f"{path}.outcome.{key}")
    for where, name, value in shape.named(row.get("flags", {}), f"{path}.flags"):
        shape.ident(name, where)
        if value is not None:
            shape.flag(value, where)
    for block, keys in _BLOCKS.items():
        for where, name, value in shape.named(row.get(block, {}), f"{path}.{block}"):
            inner = shape.table(value, f"{path}.{shape.ident(name, where)}", "", keys)
            for key, one in inner.items():
                _scalar(one, f"{where}.{key}")
    return row


def _scalar(value: Any, path: str) -> None:
    """Refuse what can be neither a number, a name, a list of names nor nothing."""
    if type(value) is list:
        shape.texts(value, path)
    elif value is not None and type(value) not in (int, float):
        shape.text(value, path)


def differences(made: Instrument, one: Vector) -> tuple[Difference, ...]:
    """Give where an instrument does not say what a vector states, and only there.

    A name that the instrument lacks is a difference; so is an answer it does not take.
    """
    for name in (*one.answers, *sorted(one.stated)):
        item = made.by_id.get(name)
        if item is None:
            return (Difference(f"answers.{name}", "an item", UNKNOWN),)
        if name in one.answers and not item.takes(one.answers[name]):
            return (Difference(f"answers.{name}", "one of its options", UNKNOWN),)
    found = None
    try:
        found = one.evaluated(made)
    except AnswerRefused:
        pass
    if found is None:
        return (Difference("answers", "what the instrument takes", UNKNOWN),)
    got = dict(_flat(said(found)))
    return tuple(
        Difference(".".join(path), value, _plain(got.get(path, UNKNOWN)))
        for path, value in _flat(one.expected)
        if not _agree(got.get(path, _ABSENT), value)
    )


def _plain(value: Any) -> Any:
    """Give what was found as plain data, a fraction as a number."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value


def said(found: Evaluation) -> dict[str, Any]:
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
        "constraints": list(found.constraints),
        "profile": found.profile,
        "flags": {name: flag.known for name, flag in found.flags.items()},
        "outcome": {
            "value": found.outcome,
            "possible": list(found.outcomes),
            "at_least": found.outcome_at_least,
        },
    }


def _flat(
    row: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give each value with its path; a name may hold dots, so a path is no text."""
    for key, value in row.items():
        if type(value) is dict and len(path) < 2:
            yield from _flat(value, (*path, key))
        else:
            yield (*path, key), value


def _agree(got: Any, stated: Any) -> bool:
    if isinstance(got, Fraction) and type(stated) in (int, float):
        near = type(stated) is float and abs(stated) < 1e15
        return abs(got - Fraction(stated)) <= _NEARLY if near else got == stated
    return type(got) is type(stated) and bool(got == stated)
