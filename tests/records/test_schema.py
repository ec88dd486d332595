from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from records.damage import PIECES, damaged
from records.every import AllTypes, all_types, sorts
from records.plainest import fullest, plainest
from support.profiles import tried
from support.records import any_record

from fjcore.errors import Malformed, Problem
from fjcore.records import (
    CORE_RECORDS,
    RULES_BEYOND_SCHEMA,
    ContactPoint,
    HumanName,
    Incident,
    Note,
    Person,
    SafetyPlan,
    ServiceEncounter,
    json_schema,
    structure,
    unstructure,
)
from fjcore.records._patterns import SPACES, UNCLEAN, WORD
from fjcore.records._refusal import KINDS
from fjcore.records.checks import clean
from fjcore.records.record import declared, info_of, is_part, shape
from fjcore.values import PartialDate

ALL = (*CORE_RECORDS, AllTypes)
each = pytest.mark.parametrize("cls", ALL, ids=lambda cls: info_of(cls).name)


@cache
def validator(cls: type) -> Draft202012Validator:
    return Draft202012Validator(json_schema(cls))


@cache
def narrow(cls: type, name: str) -> Draft202012Validator:
    """Look at one field alone, where the others hold what is known to pass."""
    schema = json_schema(cls)
    others = dict.fromkeys(schema["properties"], True)
    kept = {**others, name: schema["properties"][name]}
    return Draft202012Validator({**schema, "properties": kept})


def accepted(payload: Any, cls: type, name: str = "") -> bool:
    found: bool = (narrow(cls, name) if name else validator(cls)).is_valid(payload)
    return found


def told(payload: Any, cls: type) -> tuple[Problem, ...]:
    """The faults that the codec finds in a payload."""
    try:
        structure(payload, cls)
    except Malformed as error:
        return error.problems
    return ()


# --- what may be beyond a schema ------------------------------------------------------


def at(payload: Any, path: str) -> Any:
    for step in path.split("."):
        payload = payload[int(step) if isinstance(payload, list) else step]
    return payload


def kind_at(cls: type, path: str) -> tuple[Any, int]:
    """The type of one value at a path, and how long a text may be there."""
    steps = [step for step in path.split(".") if not step.isdigit()]
    kind: Any = cls
    limit = 0
    for step in steps:
        attribute = getattr(attrs.fields(kind), step)
        kind, limit = shape(attribute.type)[0], declared(attribute).max_length
    return kind, limit


def rule_of(problem: Problem, payload: Any, cls: type) -> str:
    """The rule beyond the schema by which a problem was told, or an empty text."""
    if problem.code == "precondition":
        return "invariant"
    value, (kind, limit) = at(payload, problem.path), kind_at(cls, problem.path)
    if kind is int and problem.code == "type" and type(value) is float:
        return "whole_number" if value.is_integer() else ""
    if kind is str and problem.code == "length" and "\r\n" in value:
        return "line_ends" if limit < len(value) - value.count("\r\n") else ""
    if kind in (date, datetime, PartialDate) and problem.code == "format":
        digits = re.match(r"[0-9]{4}(-[0-9]{2}){0,2}", value)
        halves = value.split("/")
        if digits and kind is PartialDate and len(halves) == 2:
            bare = [told({"p": h}, _Half) for h in halves]
            return "calendar" if any(bare) else "order"
        return "calendar" if digits else ""
    return ""


@attrs.frozen
class _Half:
    p: PartialDate


def agree(payload: Any, cls: type, name: str = "") -> None:
    """Hold codec and schema against each other for one payload, or one field of it."""
    problems = told(payload, cls)
    if not problems:
        assert accepted(payload, cls, name)
    elif accepted(payload, cls, name):
        rules = {rule_of(problem, payload, cls) for problem in problems}

        assert rules <= set(RULES_BEYOND_SCHEMA)


# --- both ways ------------------------------------------------------------------------


@each
def test_a_schema_is_one(cls: type) -> None:
    """Every schema should be a schema of its draft, and hold plain JSON only."""
    schema = json_schema(cls)
    Draft202012Validator.check_schema(schema)

    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert schema == json.loads(json.dumps(schema).encode())


@each
def test_what_the_codec_takes_whole_the_schema_takes(cls: type) -> None:
    """A record of the least and one of every field should be taken by both."""
    for payload in (plainest(cls), fullest(cls)):
        assert () == told(payload, cls)
        assert accepted(payload, cls)
        assert accepted(unstructure(structure(payload, cls)), cls)


@tried(40, 150)
@given(any_record)
def test_every_record_is_accepted(record: Any) -> None:
    """What a record is written as should be taken by the schema of its type."""
    assert accepted(unstructure(record), type(record))


damages = damaged() | damaged((AllTypes,), all_types()) | damaged((Note, ContactPoint))


@tried(60, 150)
@given(damages)
def test_damaged_payloads_are_judged_alike(case: tuple[Any, type]) -> None:
    """A damaged payload should be judged alike, but for the rules that are listed."""
    agree(*case)


def long(piece: Any) -> bool:
    """Whether a piece has so many parts that a schema takes long to judge it."""
    return isinstance(piece, list) and len(piece) > 500


def judged_alike(cls: type, name: str, pieces: Iterable[Any]) -> None:
    many = shape(getattr(attrs.fields(cls), name).type)[1]
    plain = plainest(cls)
    for piece in pieces:
        for value in (piece, [piece]) if many else (piece,):
            agree({**plain, name: value}, cls, name)


@pytest.mark.parametrize(
    "field", sorts(), ids=lambda field: f"{info_of(field[0]).name}.{field[1]}"
)
def test_every_boundary_is_judged_alike(field: tuple[type, str]) -> None:
    """Each piece in each sort of field should be judged alike, alone and in a list."""
    judged_alike(*field, (piece for piece in PIECES if not long(piece)))


@pytest.mark.parametrize(
    "field", [(Person, "names"), (AllTypes, "counts"), (Incident, "weapons")]
)
def test_long_lists_are_judged_alike(field: tuple[type, str]) -> None:
    """A list of as many parts as may be, or one more, should be judged alike."""
    judged_alike(*field, filter(long, PIECES))


@pytest.mark.nightly
def test_long_lists_are_judged_alike_in_every_sort_of_field() -> None:
    """The same should hold of every sort of field."""
    for field in sorts():
        judged_alike(*field, filter(long, PIECES))


@pytest.mark.parametrize(
    ("cls", "payload"),
    [
        (Person, {"no_such": 1}),
        (Person, {"names": [{"text": "x", "no_such": 1}]}),
        (Person, {"names": [{}]}),
        (Person, {"gov_id": {"?": "masked"}}),
        (Person, {"gov_id": {"?": "error", "a": 1}}),
        (Person, {"names": {"?": "error"}}),
        (Person, {"names": [{"text": "x"}] * 1001}),
        (Person, {"gov_id": None}),
        (Person, {"gov_id": "a\u202eb"}),
        (Person, {"gov_id": "a\r\r\nb"}),
        (Person, {"interpreter_needed": 1}),
        (HumanName, {"text": "x", "use": {"?": None}}),
        (HumanName, {"text": {"?": "error"}}),
        (ContactPoint, {"kind": "phone"}),
        (ContactPoint, {"kind": "phone", "value": "406-555-0101\n"}),
        (ServiceEncounter, {"service": "A1", "started_at": "2026-03-02T24:00:00Z"}),
        (SafetyPlan, {"created_on": "2026-03-02\n"}),
    ],
)
def test_what_both_refuse(cls: type, payload: Any) -> None:
    """What breaks a rule that a schema can tell should be refused by both."""
    assert told(payload, cls)
    assert not accepted(payload, cls)


def test_what_is_no_object_both_refuse() -> None:
    """What is no object should be refused by both, for every type."""
    for cls, payload in product(ALL, (None, [], "x", 1, True)):
        assert told(payload, cls), cls
        assert not accepted(payload, cls), cls


#: A payload for each rule beyond the schema.
BEYOND: dict[str, tuple[type, Any]] = {
    "calendar": (SafetyPlan, {"created_on": "2026-02-30"}),
    "order": (SafetyPlan, {"created_on": "2026/2025"}),
    "line_ends": (Person, {"gov_id": "x\r\n" * 20 + "x" * 5}),
    "whole_number": (Person, {"children_in_household": 2.0}),
}


@pytest.mark.parametrize("rule", BEYOND)
def test_no_rule_is_listed_in_vain(rule: str) -> None:
    """Each rule should refuse what the schema takes, by the code that is listed."""
    cls, payload = BEYOND[rule]
    (problem,) = told(payload, cls)

    assert accepted(payload, cls)
    assert rule == rule_of(problem, payload, cls)
    assert RULES_BEYOND_SCHEMA[rule][0] == problem.code


def test_every_rule_is_shown() -> None:
    """Every rule but that of fields which must agree should have its payload."""
    assert set(RULES_BEYOND_SCHEMA) == {*BEYOND, "invariant"}


# --- patterns -------------------------------------------------------------------------


def test_space_is_what_the_codec_takes_for_it() -> None:
    """Space should be what Python takes for it, over all characters that there are."""
    every = [chr(code) for code in range(0x110000)]

    assert [c for c in every if not re.search(WORD, c)] == [
        c for c in every if c.isspace()
    ]
    assert not re.search(f"[^{SPACES}]", "".join(c for c in every if c.isspace()))


def test_unclean_is_what_the_codec_takes_for_it() -> None:
    """An unclean character should be one for both, over all that there are."""
    every = [chr(code) for code in range(0x110000)]

    assert [c for c in every if re.search(UNCLEAN, c)] == [
        c for c in every if not clean(c)
    ]


def test_every_type_that_a_field_may_have_has_a_schema() -> None:
    """No type of field should be left without a schema."""
    held = {shape(a.type)[0] for a in attrs.fields(AllTypes)}
    held |= {shape(a.type)[0] for cls in CORE_RECORDS for a in attrs.fields(cls)}

    assert set(KINDS) <= {kind for kind in held if not is_part(kind)}
