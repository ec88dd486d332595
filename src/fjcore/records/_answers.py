"""Where the answers to a form go: one payload per record, skipped ones left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from fjcore.errors import Problem
from fjcore.records import checks
from fjcore.records.record import is_part, shape

#: A record by its name, or with the name of a field a part of it.
Place = tuple[str, ...]


def split(target: str, kinds: Iterable[str]) -> tuple[Place, str]:
    """Give the record or part that a target lies in, and the name of its field."""
    # The longest name wins: a variant's begins with that of what it varies.
    name = max((k for k in kinds if target.startswith(k + ".")), key=len)
    *inside, field = target[len(name) + 1 :].split(".")
    return (name, *inside), field


def gathered(
    answers: Iterable[tuple[str, Any]],
    constants: Mapping[str, Any],
    kinds: Mapping[str, type],
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """Give the payload of each record for which something was said.

    Shape: answers as pairs of target and answer. A reason in place of an answer stays
    where the field can hold it. Where it cannot, the record or part is left out, if
    nothing else was answered for it; else what it lacks is a fault of reading it.
    """
    said, fixed = _by_place(answers, kinds), _by_place(constants.items(), kinds)
    for name, *inside in list(said):
        if inside:
            said.setdefault((name,), {})
    problems: list[Problem] = []
    for place in sorted(said, key=len, reverse=True):
        cls = part_at(kinds[place[0]], place[1:])
        left = _standing(cls, said[place], fixed.get(place, {}), place, problems)
        if left is None:
            del said[place]
        elif len(place) > 1:
            said[place[:1]][place[1]] = [left]
        else:
            said[place] = left
    return {place[0]: held for place, held in said.items() if len(place) == 1}, problems


def _by_place(
    pairs: Iterable[tuple[str, Any]], kinds: Mapping[str, type]
) -> dict[Place, dict[str, Any]]:
    found: dict[Place, dict[str, Any]] = {}
    for target, value in pairs:
        place, field = split(target, kinds)
        found.setdefault(place, {})[field] = value
    return found


def part_at(cls: type, inside: Place) -> type:
    """Give the part of a record type that lies in fields of these names."""
    for name in inside:
        inner, _ = shape(getattr(attrs.fields(cls), name).type)
        cls = inner
    return cls


def _standing(
    cls: type,
    said: dict[str, Any],
    fixed: Mapping[str, Any],
    place: Place,
    problems: list[Problem],
) -> dict[str, Any] | None:
    """Give what is said of a record or part; None when it cannot stand."""
    needed = {a.name for a in attrs.fields(cls) if a.default is attrs.NOTHING}
    skipped = {name for name, answer in said.items() if is_reason(answer)}
    for name in needed & skipped:
        fault = _fault(said[name])
        if fault is not None:
            path = ".".join((*place, name))
            problems.append(Problem(path, str(fault), fault.codes))
    left = {k: v for k, v in said.items() if k not in needed & skipped}
    rows = {a.name for a in attrs.fields(cls) if is_part(shape(a.type)[0])}
    lacks = not needed <= {*left, *fixed}
    if not (rows & left.keys()) and left.keys() <= skipped and (lacks or not left):
        return None
    return {**left, **fixed}


def is_reason(answer: Any) -> bool:
    """Whether an answer is a reason why there is none, or means to be."""
    return type(answer) is dict and "?" in answer


def _fault(answer: Any) -> checks.Fault | None:
    try:
        checks.reason(answer)
    except checks.Fault as fault:
        return fault
    return None
