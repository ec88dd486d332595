"""What may be said to the questions of a form, and what its rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from fjcore.errors import Problem
from fjcore.records import checks
from fjcore.records._answers import is_reason
from fjcore.records._form import FormField
from fjcore.records._formtypes import SHAPED
from fjcore.records._gates import Values, opened
from fjcore.records.expression import SELF, Expression
from fjcore.values import Missing, Tri

Gates = Mapping[str, Expression | None]

#: In place of an answer: there is none.
NOTHING: Any = object()


@define
class Asked:
    """What the rules of a form make of answers.

    ``placed`` goes where it belongs. ``closed`` are fields of core whose question was
    not applicable: they say so where their record stands for another reason.
    """

    placed: list[tuple[str, Any]] = field(factory=list)
    closed: dict[str, Any] = field(factory=dict)
    problems: list[Problem] = field(factory=list)


def asked(
    items: tuple[FormField, ...], sections: Gates, answers: Mapping[str, Any], own: str
) -> Asked:
    """Judge answers by the rules of a form whose own fields begin with ``own``.

    A question whose gate is false is not applicable, and no answer to it stands; one
    whose gate is undetermined is asked.
    """
    found = Asked()
    gates, values = opened(items, sections, answers, {})
    for item in items:
        given = answers.get(item.name, NOTHING)
        left = _ruled(item, given, gates[item.name], values, item.target, found)
        if left is NOTHING:
            continue
        if gates[item.name] is Tri.FALSE and not item.target.startswith(own):
            if item.kind.optional:
                found.closed[item.target] = left
            continue
        found.placed.append((item.target, in_core(item, left, found.problems)))
    return found


def unruled(items: tuple[FormField, ...], answers: Mapping[str, Any]) -> Asked:
    """Take answers as they were given under an earlier version's rules."""
    found = Asked()
    by_name = {item.name: item for item in items}
    for name, answer in answers.items():
        item = by_name[name]
        _shaped(item, answer, item.target, found)
        found.placed.append((item.target, in_core(item, answer, found.problems)))
    return found


def _ruled(
    item: FormField, given: Any, gate: Tri, values: Values, path: str, found: Asked
) -> Any:
    """Give what is left of an answer; every rule it breaks is a problem at its path."""
    code = ""
    if item.type == "note" or item.hidden:
        code = "forbidden" if given is not NOTHING else ""
        given = NOTHING
    elif gate is Tri.FALSE:
        code = "forbidden" if not (given is NOTHING or is_reason(given)) else ""
        given = given if _no_reason(given) else {"?": Missing.NOT_APPLICABLE.value}
    elif given is NOTHING:
        code = "required" if item.required else ""
    elif is_reason(given):
        code = _reason_fault(item, given)
    elif item.holds:
        return _inside(item, given, values, path, found)
    else:
        _shaped(item, given, path, found)
        code = _value_fault(item, given, values)
    if code:
        found.problems.append(Problem(path, code))
    return given


def _no_reason(given: Any) -> bool:
    """Whether something is meant as a reason and is none."""
    if given is NOTHING or not is_reason(given):
        return False
    try:
        checks.reason(given)
    except checks.Fault:
        return True
    return False


def _reason_fault(item: FormField, given: Any) -> str:
    allowed = item.missing
    if allowed is None:
        return "required" if item.required else ""
    if given.get("?") in {one.value for one in allowed}:
        return ""
    return "forbidden" if allowed or not item.required else "required"


def _value_fault(item: FormField, given: Any, values: Values) -> str:
    if item.read_only and (type(given), given) != (type(item.default), item.default):
        return "forbidden"
    rule = item.constraint
    if rule and rule.truth({**values, SELF: item.kind.seen(given)}) is Tri.FALSE:
        return "precondition"
    return ""


def _shaped(item: FormField, given: Any, path: str, found: Asked) -> None:
    """Hold the shape of what the record keeps as a plain text."""
    if item.type in SHAPED and type(given) is str and (code := item.kind.fault(given)):
        found.problems.append(Problem(path, code))
    rows = given if type(given) is list else [given]
    for index, row in enumerate(rows if item.holds else ()):
        here = f"{path}.{index}" if type(given) is list else path
        for one in item.fields:
            if type(row) is dict and one.name in row:
                _shaped(one, row[one.name], f"{here}.{one.name}", found)


def _inside(
    item: FormField, given: Any, values: Values, path: str, found: Asked
) -> Any:
    """Judge the rows of a repeat, or the one part; what is none is left as it is."""
    if item.type == "part":
        return _row(item, given, values, path, found)
    if type(given) is not list:
        return given
    return [
        _row(item, row, values, f"{path}.{index}", found)
        for index, row in enumerate(given)
    ]


def _row(item: FormField, row: Any, outer: Values, path: str, found: Asked) -> Any:
    if type(row) is not dict:
        return row
    gates, values = opened(item.fields, {}, row, outer)
    left = dict(row)
    for one in item.fields:
        given, here = row.get(one.name, NOTHING), f"{path}.{one.name}"
        said = _ruled(one, given, gates[one.name], values, here, found)
        if said is not NOTHING:
            left[one.name] = said
    return left


def in_core(item: FormField, given: Any, problems: list[Problem]) -> Any:
    """Give an answer in the codes that core keeps, where the question has its own."""
    if not item.maps:
        return given
    many = type(given) is list
    for index, code in enumerate(given if many else [given]):
        if type(code) is str and code not in item.maps:
            path = f"{item.target}.{index}" if many else item.target
            listed = item.codes.id if item.codes else ""
            problems.append(Problem(path, "unknown_code", listed))
    if many:
        return [_core_code(item, code) for code in given]
    return _core_code(item, given)


def _core_code(item: FormField, code: Any) -> Any:
    return item.maps.get(code, code) if type(code) is str else code
