from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.damage import CANARY
from records.formrules import data_of, form_of
from records.formsource import toml
from support.frames import traced
from support.profiles import tried

from fjcore.errors import FormRefused, Malformed, NewerSchema
from fjcore.records import parse_form, structure, unstructure
from fjcore.records.record import info_of
from fjcore.records.versions import chain, upcasted

FOLDER = Path(__file__).parent / "goldenforms"
TEXT = (FOLDER / "visit.toml").read_text("utf-8")
DATA: dict[str, Any] = tomllib.loads(TEXT)
FORM = parse_form(TEXT)
ANSWERS = json.loads((FOLDER / "answers.json").read_text("utf-8"))
STORED = json.loads((FOLDER / "stored.json").read_text("utf-8"))


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: f"version {row['version']}")
def test_answers_of_every_version_stay_readable(row: dict[str, Any]) -> None:
    """Answers to a version should be read by the names and codes of today."""
    before = copy.deepcopy(row["answers"])
    found = FORM.read(row["answers"], version=row["version"])

    assert row["records"] == {
        info_of(type(one)).name: unstructure(one) for one in found
    }
    assert before == row["answers"]


@pytest.mark.parametrize("row", STORED, ids=lambda row: f"version {row['version']}")
def test_stored_records_of_every_version_stay_readable(row: dict[str, Any]) -> None:
    """A stored record of a version should be read as one of today."""
    kind = FORM.record_type
    found = upcasted(kind, row["version"], row["payload"], where="x_made.visits")

    assert row["today"] == found == unstructure(structure(found, kind))


@pytest.mark.parametrize(
    ("version", "error"),
    [
        (4, NewerSchema),
        (0, Malformed),
        (-1, Malformed),
        (True, Malformed),
        ("1", Malformed),
    ],
)
def test_a_version_that_never_was_is_refused(version: Any, error: Any) -> None:
    """Answers to a newer version, or to none, should be refused by the form's name."""
    with pytest.raises(error) as caught:
        FORM.read({}, version=version)

    assert "x_made.visits" == caught.value.where


def test_a_form_without_a_past_reads_only_its_own_version() -> None:
    """A form that says nothing of earlier versions should read none."""
    form = form_of({"name": "q"}, version=5)
    (read,) = form.read({"q": True}, version=5)

    assert {"q": True} == unstructure(read)
    with pytest.raises(Malformed):
        form.read({"q": True}, version=4)


@pytest.mark.parametrize(
    ("version", "answers"),
    [
        (1, {"born": "1990"}),
        (1, {"ride_wanted": True}),
        (2, {"ride_wanted": True}),
        (1, {"birth": "1990", "born": "1990"}),
        (2, {"fax": "406-555-0109"}),
        (3, {"ride": True}),
        (2, {CANARY: 1}),
    ],
)
def test_a_name_of_another_version_is_no_name(version: int, answers: Any) -> None:
    """A name that a version did not have should be refused, not read as today's."""
    with pytest.raises(Malformed) as caught:
        FORM.read(answers, version=version)

    assert (("x_made.visits", "unknown_key"),) == caught.value.problems
    assert CANARY not in traced(caught.value)


def test_older_answers_are_still_checked_as_values() -> None:
    """Older answers should be free of rules of today, their values be read as ever."""
    with pytest.raises(Malformed) as caught:
        FORM.read({"birth": "spring", "wants_ride": "yes", "heard": ["x"]}, version=1)

    assert [
        ("person.birth_date", "format"),
        ("x_made.visits.heard.0", "unknown_code"),
        ("x_made.visits.ride_wanted", "type"),
    ] == list(caught.value.problems)


# --- faults -------------------------------------------------------------------------


def past(**row: Any) -> dict[str, Any]:
    return {"version": 2, **row}


@pytest.mark.parametrize(
    ("previous", "told", "code"),
    [
        (3, "previous", "type"),
        ([3], "previous.0", "unknown_key"),
        ([past(shoe=1)], "previous.0", "unknown_key"),
        ([{}], "previous.0.version", "range"),
        ([past(version=True)], "previous.0.version", "range"),
        ([past(version=1)], "previous", "range"),
        ([past(version=3)], "previous", "range"),
        ([past(), past()], "previous", "range"),
        ([past(renamed=["ride"])], "previous.0.renamed", "format"),
        ([past(renamed={"Ride": "ride_wanted"})], "previous.0.renamed", "format"),
        ([past(renamed={"ride": 3})], "previous.0.renamed", "format"),
        ([past(renamed={"ride": "shoe"})], "previous.0.renamed", "unknown_field"),
        (
            [past(renamed={"a": "ride_wanted", "b": "ride_wanted"})],
            "previous.0.renamed",
            "duplicate",
        ),
        ([past(retired="fax")], "previous.0.retired", "format"),
        ([past(retired=["ride_wanted"])], "previous.0.retired", "duplicate"),
        ([past(recoded=3)], "previous.0.recoded", "format"),
        ([past(recoded={"heard": {"a": 3}})], "previous.0.recoded", "format"),
        ([past(recoded={CANARY: {"a": "b"}})], "previous.0.recoded.?", "unknown_field"),
        ([past(recoded={"born": {"a": "b"}})], "previous.0.recoded.born", "type"),
        (
            [past(recoded={"heard": {"a": "b"}})],
            "previous.0.recoded.heard",
            "unknown_code",
        ),
    ],
)
def test_each_fault_of_a_past_is_told(previous: Any, told: str, code: str) -> None:
    """What a form says of its past should be refused where it cannot be so."""
    with pytest.raises(FormRefused) as caught:
        parse_form(toml({**DATA, "previous": previous}))

    assert (told, code) in caught.value.problems
    assert CANARY not in traced(caught.value)


def test_one_step_does_not_join_two_compartments() -> None:
    """Renaming in two compartments at once should be refused: do it one by one."""
    rows = [
        {"name": "a", "type": "text"},
        {"name": "b", "type": "text", "category": "medical"},
    ]
    both = data_of(
        *rows, version=2, previous=[{"version": 1, "renamed": {"x": "a", "y": "b"}}]
    )
    one = data_of(
        *rows,
        version=3,
        previous=[
            {"version": 1, "renamed": {"x": "a"}},
            {"version": 2, "renamed": {"y": "b"}},
        ],
    )
    with pytest.raises(FormRefused) as caught:
        parse_form(toml(both))
    form = parse_form(toml(one))

    assert (("previous.version.1", "precondition"),) == caught.value.problems
    assert [1, 2] == [step.from_version for step in chain(form.record_type)]


# --- any past -------------------------------------------------------------------------

NAMES = ["a", "b", "c"]


@st.composite
def pasts(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Renamings over four versions, and by today's name what each was first called."""
    now = {name: name for name in NAMES}
    steps = []
    for version in (4, 3, 2, 1):
        chosen = draw(st.sets(st.sampled_from(NAMES)))
        renamed = {f"{name}_v{version}": now[name] for name in sorted(chosen)}
        steps.append({"version": version, "renamed": renamed})
        now |= {new: f"{new}_v{version}" for new in chosen}
    return steps, now


@tried(25, 60)
@given(pasts())
def test_any_chain_of_names_is_followed(
    drawn: tuple[list[dict[str, Any]], dict[str, str]],
) -> None:
    """Answers and records of a first version should be read through each renaming."""
    steps, first = drawn
    rows = [{"name": name, "type": "text"} for name in NAMES]
    form = form_of(*rows, version=5, previous=steps)
    old = {was: f"said to {name}" for name, was in first.items()}
    (read,) = form.read(old, version=1)
    stored = upcasted(form.record_type, 1, old, where="x_made.rows")

    assert {name: f"said to {name}" for name in NAMES} == unstructure(read) == stored
