from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.damage import CANARY, PIECES, damaged
from records.every import AllTypes, all_types, sorts
from records.oracle import faults
from records.plainest import plainest
from support.frames import traced
from support.profiles import tried
from support.records import any_record

from fjcore.errors import Malformed
from fjcore.records import (
    CORE_RECORDS,
    ContactPoint,
    Incident,
    Note,
    Person,
    ServiceEncounter,
    structure,
    unstructure,
)
from fjcore.records.checks import FAULTS
from fjcore.records.codec import _converter, _fast_reader
from fjcore.records.record import info_of, shape
from fjcore.values import Missing, canonical

usual = tried(40, 150)
each = pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)


cases = st.one_of(
    damaged(),
    damaged((ContactPoint, ServiceEncounter, Note)),
    damaged((AllTypes,), all_types()),
)


# --- there and back -----------------------------------------------------------------


@usual
@given(any_record)
def test_round_trip(record: Any) -> None:
    """A record should come back equal from the bytes it was written to."""
    payload = canonical.loads(canonical.dumps(unstructure(record)))

    assert record == structure(payload, type(record))
    assert payload == unstructure(structure(payload, type(record)))


def test_every_type_of_field_goes_there_and_back() -> None:
    """Every type of field should be read as its own type, and be written the same."""
    got = structure(all_types(), AllTypes)
    again = unstructure(got)

    assert date(2026, 3, 2) == got.day
    assert (datetime(2026, 3, 2, 17, 0, 0, 250_000, tzinfo=UTC),) == got.times[1:]  # type: ignore[index]
    assert "2026-03-02T17:00:00.250000Z" == again["times"][1]
    assert got == structure(again, AllTypes)


@each
def test_every_reason_in_every_optional_field(cls: type) -> None:
    """Each reason for a missing answer should come back as the same reason."""
    plain = plainest(cls)
    names = [a.name for a in attrs.fields(cls) if "Missing" in str(a.type)]
    for name, reason in product(names, Missing):
        got = structure({**plain, name: {"?": reason.value}}, cls)

        assert getattr(got, name) is reason
        shown = unstructure(got).get(name)
        assert shown == (
            None if reason is Missing.NOT_COLLECTED else {"?": reason.value}
        )


def test_absent_is_not_collected() -> None:
    """A key left out should be not collected, and stay out when written."""
    person = structure({}, Person)

    assert person.birth_date is Missing.NOT_COLLECTED
    assert unstructure(person) == {}


def test_an_empty_list_is_an_answer() -> None:
    """That none apply should not be taken for a question that was not asked."""
    said = {"weapons": [], "place": {"?": "asked_declined"}}
    incident = structure(said, Incident)

    assert () == incident.weapons
    assert said == unstructure(incident)


def test_what_is_written_is_nobodys_to_share() -> None:
    """Changing what was written should change no record, nor what is written next."""
    said: Any = {"weapons": ["knife"], "place": {"?": "withheld"}}
    incident = structure(said, Incident)
    for _ in range(2):
        shown = unstructure(incident)
        assert said == shown
        shown["weapons"].append("other")
        shown["place"]["?"] = "error"


def test_lines_end_alike() -> None:
    """A text from a system with other line ends should be read as the same text."""
    note = {"kind": "case", "written_at": "2026-03-02T10:00:00Z"}

    assert structure({**note, "text": "a\r\nb"}, Note) == structure(
        {**note, "text": "a\nb"}, Note
    )


# --- what is refused ----------------------------------------------------------------


@tried(80, 200)
@given(cases)
def test_faults_are_those_of_the_rules(case: tuple[Any, type]) -> None:
    """Every fault should be told at once, by path and code, and nothing else be."""
    payload, cls = case
    before = copy.deepcopy(payload)
    told: Any = ()
    try:
        structure(payload, cls)
    except Malformed as error:
        told = error.problems

    assert faults(payload, cls) == {(p.path, p.code) for p in told}
    assert list(told) == sorted(set(told))
    assert {p.code for p in told} <= FAULTS
    assert before == payload


@tried(40, 150)
@given(cases)
def test_both_passes_refuse_the_same(case: tuple[Any, type]) -> None:
    """What the fast pass takes the slow one should take, and read the same."""
    payload, cls = case
    read = []
    for passed in (_fast_reader(cls), lambda p: _converter().structure(p, cls)):
        try:
            read.append(passed(payload))
        except Exception:
            read.append(None)

    assert read[0] == read[1]
    assert (read[0] is None) == bool(faults(payload, cls))


def _marked(piece: Any) -> Any:
    """Leave a piece of a thousand parts in every sort of field to the night."""
    long = isinstance(piece, list) and len(piece) > 500
    return pytest.param(piece, marks=pytest.mark.nightly) if long else piece


def _judged(piece: Any, cls: type, name: str) -> None:
    """Hold a piece in a field against the rules, alone and in a list."""
    _, many = shape(getattr(attrs.fields(cls), name).type)
    for value in (piece, [piece]) if many else (piece,):
        payload = {name: value, "no_such": 1}
        with pytest.raises(Malformed) as caught:
            structure(payload, cls)
        told = {(p.path, p.code) for p in caught.value.problems}

        assert faults(payload, cls) == told


@pytest.mark.parametrize(
    "piece", [_marked(piece) for piece in PIECES], ids=lambda piece: repr(piece)[:30]
)
def test_both_passes_at_every_boundary(piece: Any) -> None:
    """Each piece in each sort of field should be judged by the rules."""
    for cls, name in sorts():
        _judged(piece, cls, name)


@pytest.mark.nightly
def test_both_passes_at_every_boundary_of_every_field() -> None:
    """Each piece in each field of each type should be judged by the rules."""
    for cls in (*CORE_RECORDS, AllTypes):
        for attribute in attrs.fields(cls):
            for piece in PIECES:
                _judged(piece, cls, attribute.name)


@usual
@given(damaged())
def test_nothing_is_repeated(case: tuple[Any, type]) -> None:
    """A refusal should repeat no value and no key, by whatever way it is printed."""
    payload, cls = case
    payload[CANARY] = [CANARY, {CANARY: CANARY}]
    for attribute in attrs.fields(cls):
        payload.setdefault(attribute.name, {CANARY: CANARY})
    with pytest.raises(Malformed) as caught:
        structure(payload, cls, where="vault")

    assert "canary" not in traced(caught.value)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert "canary" not in repr(pickle.loads(pickle.dumps(caught.value)))  # noqa: S301


@pytest.mark.parametrize(
    "payload", [None, [], "x", 1, (), [{}], type("D", (dict,), {})()]
)
def test_only_an_object_is_read(payload: object) -> None:
    """What is no plain object should be refused as a whole, by each type."""
    for cls in CORE_RECORDS:
        with pytest.raises(Malformed) as caught:
            structure(payload, cls, where="person")

        assert (("person", "type"),) == caught.value.problems, cls


def test_paths_begin_where_the_caller_says() -> None:
    """Paths should begin with the place of the payload, and go on by name and index."""
    said = {"names": [{"text": "a"}, {"texts": "b"}], "gov_id": 7}
    with pytest.raises(Malformed) as caught:
        structure(said, Person, where="row.3")

    assert [
        ("row.3.gov_id", "type"),
        ("row.3.names.1", "unknown_key"),
        ("row.3.names.1.text", "required"),
    ] == list(caught.value.problems)


def test_a_list_without_end_is_refused() -> None:
    """A payload that holds itself should be refused, not followed."""
    endless: dict[str, Any] = {}
    endless["names"] = [endless]

    with pytest.raises(Malformed):
        structure(endless, Person)
