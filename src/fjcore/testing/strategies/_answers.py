"""Strategies for answers to local forms: as a person might give them, rules kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.records import CORE_RECORDS, Form, unstructure
from fjcore.records._form import FormField
from fjcore.records._gates import opened
from fjcore.records.record import info_of, optional
from fjcore.testing.strategies._fields import value_of
from fjcore.testing.strategies._records import records
from fjcore.values import Missing, Tri


def answers(form: Form) -> SearchStrategy[dict[str, Any]]:
    """Give answers to a local form, as ``Form.read`` takes them.

    Shape: plain answers and reasons by the names of the questions; what a question
    leads to in core keeps core's rules. A question under a condition is asked where it
    holds. For a ``constraint`` of a form's own, take what fits of what is drawn.
    """
    kinds = [kind for kind in (*CORE_RECORDS, form.record_type) if _wanted(kind, form)]
    each = {info_of(kind).name: _of(kind, form) for kind in kinds}
    return st.fixed_dictionaries(each).map(lambda held: _answered(form, held))


def _answered(form: Form, made: Mapping[str, Any]) -> dict[str, Any]:
    held = {name: unstructure(one) for name, one in made.items()}
    found: dict[str, Any] = {}
    for question in form.fields:
        name, *path = _split(question.target, held)
        value = _within(held[name], path) if name else None
        said = _said(question, value)
        if said is not None:
            found[question.name] = said
    return _open(form, found)


def _said(question: FormField, value: Any) -> Any:
    """Give an answer in a question's own codes; None for one that it does not take."""
    if question.hidden or question.type == "note" or value is None:
        return None
    if question.read_only:
        return question.default
    if isinstance(value, dict) and set(value) == {"?"}:
        allowed = question.missing
        free = allowed is None and not question.required
        return (
            value if free or value["?"] in {str(one) for one in allowed or ()} else None
        )
    codes = {core: code for code, core in question.maps.items()}
    if not codes:
        return value
    if isinstance(value, list):
        return [codes[one] for one in value if one in codes]
    return codes.get(value)


def _open(form: Form, found: dict[str, Any]) -> dict[str, Any]:
    """Leave out answers to questions that are not asked, given the other answers."""
    sections = {one.name: one.when for one in form.sections}
    while True:
        gates, _ = opened(form.fields, sections, found, {})
        left = {
            name: one for name, one in found.items() if gates[name] is not Tri.FALSE
        }
        if left == found:
            return found
        found = left


def _wanted(kind: type[Any], form: Form) -> set[str]:
    """Give the fields of a type that a form's questions or constants lead to."""
    head = f"{info_of(kind).name}."
    targets = (*(one.target for one in form.fields), *form.constants)
    paths = (one.removeprefix(head) for one in targets if one.startswith(head))
    return {path.split(".")[0] for path in paths}


def _of(kind: type[Any], form: Form) -> SearchStrategy[Any]:
    """Give records of a type as the form would leave them: what it asks, and fixes."""
    wanted, head = _wanted(kind, form), f"{info_of(kind).name}."
    blank = st.just(Missing.NOT_COLLECTED)
    given: dict[str, SearchStrategy[Any]] = {
        one.name: blank
        for one in attrs.fields(kind)
        if one.name not in wanted and optional(one)
    }
    given |= {
        one.name: value_of(one, records)
        for one in attrs.fields(kind)
        if f"{head}{one.name}" in _required(form) and optional(one)
    }
    for path, value in form.constants.items():
        if path.startswith(head) and "." not in path.removeprefix(head):
            given[path.removeprefix(head)] = st.just(value)
    return records(kind, **given)


def _required(form: Form) -> set[str]:
    return {one.target for one in form.fields if one.required and one.missing is None}


def _split(target: str, held: Mapping[str, Any]) -> tuple[str, ...]:
    """Give a target's record type and the path within it, or nothing."""
    names = [name for name in held if target.startswith(f"{name}.")]
    if not names:
        return ("",)
    name = max(names, key=len)
    return (name, *target.removeprefix(f"{name}.").split("."))


def _within(held: Any, path: list[str]) -> Any:
    """Give what stands at a path of plain data; of a list, what its first holds."""
    for part in path:
        while isinstance(held, list):
            held = held[0] if held else None
        held = held.get(part) if isinstance(held, dict) else None
    return held
