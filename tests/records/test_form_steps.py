"""By which steps the fields of a local form become coarser."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.formsource import FORM, LABEL, toml, worded
from support.profiles import brief

from fjcore.consent import View
from fjcore.errors import FormRefused
from fjcore.records import parse_form
from fjcore.records.record import leaves
from fjcore.records.schema import schema_hash
from fjcore.redaction import age_band, cutter, shape_of

#: A row, what is answered, and what each view from COARSE_1 to COARSE_4 shows.
STEPS: tuple[tuple[dict[str, Any], Any, tuple[Any, ...]], ...] = (
    ({"type": "int", "ladder": "age"}, 41, ("35-44",) * 4),
    ({"type": "int", "edges": [0, 500]}, 499, ("[0,500)",) * 4),
    ({"type": "int", "edges": [0, 500]}, -7, ("<0",) * 4),
    ({"type": "int"}, 41, (None,) * 4),
    ({"type": "text", "ladder": "state"}, "MT", ("west", "MT", "MT", "MT")),
    ({"type": "text", "ladder": "state"}, "Montana", (None,) * 4),
    ({"type": "text", "ladder": "county"}, "30111", (None, None, "30111", "30111")),
    ({"type": "text", "ladder": "city"}, "Fern", (None, None, None, "Fern")),
    ({"type": "text", "ladder": "account"}, "DV-2026-00001234", ("•••••••• 1234",) * 4),
    ({"type": "text", "ladder": "case_number"}, "short", ("••••••••",) * 4),
    ({"type": "text"}, "Fernhollow", (None,) * 4),
)


def one_question(**row: Any) -> Any:
    """A form of one question of its own."""
    rows = [worded("asked", **{**LABEL, **row})]
    return parse_form(toml({**FORM, "constants": {}, "field": rows}))


def shown(form: Any, answer: Any, view: View) -> Any:
    """What a view shows of an answer."""
    (record,) = form.read({"asked": answer})
    cut = cutter(type(record), shape_of(type(record), lambda _: view), warm=0)
    return (cut(record) or {}).get("asked")


@pytest.mark.parametrize(("row", "answer", "wanted"), STEPS)
def test_steps_of_a_form(row: dict[str, Any], answer: Any, wanted: Any) -> None:
    """A view should show of an answer the step that the form declares."""
    form = one_question(**row)
    views = (View.COARSE_1, View.COARSE_2, View.COARSE_3, View.COARSE_4)

    assert list(wanted) == [shown(form, answer, v) for v in views]
    assert answer == shown(form, answer, View.FULL)
    assert shown(form, answer, View.MARKED) is None


def test_steps_of_a_shelter() -> None:
    """The city of a shelter should show at no step short of all of it."""
    form = one_question(type="text", ladder="city", category="location.shelter")

    assert {None} == {shown(form, "Fern", view) for view in View if view < View.FULL}


def test_steps_in_a_part() -> None:
    """A question of a part should have steps as any other has."""
    row = worded("years", type="int", ladder="age", **LABEL)
    (record,) = one_part(row).read({"asked": {"years": 90}})
    cut = cutter(type(record), shape_of(type(record), lambda _: View.COARSE_1))

    assert {"asked": {"years": "90+"}} == cut(record)


def one_part(row: dict[str, Any]) -> Any:
    """A form of one part with one question."""
    rows = [worded("asked", type="part", field=[row])]
    return parse_form(toml({**FORM, "constants": {}, "field": rows}))


def test_steps_are_part_of_the_schema() -> None:
    """Forms that differ in a step alone should make types of different schemas."""
    rows = ({}, {"ladder": "age"}, {"edges": [0]}, {"edges": [0, 1]})
    made = [one_question(type="int", **row).record_type for row in rows]

    assert len(rows) == len({schema_hash(cls) for cls in made})
    assert [None, "age", "bucket", "bucket"] == [
        leaf.ladder for cls in made for leaf in leaves(cls)
    ]


def test_a_ladder_and_edges_are_too_much() -> None:
    """A question with a ladder and edges should be refused."""
    with pytest.raises(FormRefused) as caught:
        one_question(type="int", ladder="age", edges=[5])

    assert [("field.0.edges", "duplicate")] == [
        (problem.path, problem.code) for problem in caught.value.problems
    ]


@brief
@given(st.integers(0, 130))
def test_an_age_of_a_form_is_an_age(years: int) -> None:
    """An age should be told by a form's ladder as by the operator of ages."""
    assert age_band(years) == shown(AGED, years, View.COARSE_1)


AGED = one_question(type="int", ladder="age")
