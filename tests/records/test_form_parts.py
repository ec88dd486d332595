from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.formrules import faults, form_of, read

from fjcore.records import leaves, structure, unstructure

NA = {"?": "not_applicable"}
CHILDREN = form_of(
    {"name": "alone"},
    {
        "name": "children",
        "type": "repeat",
        "when": "not(${alone} = 'yes')",
        "required": True,
        "missing": ["asked_declined"],
        "field": [
            {"name": "age", "type": "int", "required": True, "constraint": ". < 18"},
            {"name": "school", "type": "text", "when": "${age} >= 5"},
            {"name": "said", "type": "note"},
            {"name": "with_her", "when": "missing(${alone}) or ${alone} = 'no'"},
        ],
    },
    {
        "name": "home",
        "type": "part",
        "field": [{"name": "rent", "type": "money"}, {"name": "since", "type": "date"}],
    },
    {"name": "many", "type": "text", "when": "missing(${children})"},
)


def own(answers: dict[str, Any]) -> Any:
    return read(CHILDREN, answers)["x_made.rows"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([], []),
        ([{"age": 3}], [{"age": 3, "school": NA}]),
        ([{"age": 5, "school": "North"}], [{"age": 5, "school": "North"}]),
        (
            [{"age": 7}, {"age": 4, "with_her": True}],
            [{"age": 7}, {"age": 4, "school": NA, "with_her": True}],
        ),
        ({"?": "asked_declined"}, {"?": "asked_declined"}),
    ],
)
def test_a_repeat_is_a_row_of_parts(said: Any, kept: Any) -> None:
    """Each row of a repeat should be judged and kept by itself."""
    assert kept == own({"children": said})["children"]


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({}, [("children", "required")]),
        ({"children": {"?": "not_asked"}}, [("children", "forbidden")]),
        ({"alone": True, "children": []}, [("children", "forbidden")]),
        ({"children": {}}, [("children", "type")]),
        ({"children": [3]}, [("children.0", "type")]),
        ({"children": [{}]}, [("children.0.age", "required")]),
        ({"children": [{"age": 18}]}, [("children.0.age", "precondition")]),
        (
            {"children": [{"age": 9}, {"age": 3, "school": "North"}]},
            [("children.1.school", "forbidden")],
        ),
        (
            {"children": [{"age": 3, "said": "x"}]},
            [("children.0", "unknown_key"), ("children.0.said", "forbidden")],
        ),
        ({"children": [{"age": 3, "shoe": 1}]}, [("children.0", "unknown_key")]),
        ({"children": [{"age": "3"}]}, [("children.0.age", "type")]),
        ({"children": [], "home": []}, [("home", "type")]),
        ({"children": [], "home": {"rent": "1,5"}}, [("home.rent", "format")]),
        ({"children": [], "home": {"since": "2026"}}, [("home.since", "format")]),
    ],
)
def test_what_does_not_fit_in_a_part(said: Any, problems: Any) -> None:
    """A fault in a row should be told by the row's number and the question."""
    assert problems == faults(CHILDREN, said)


def test_a_part_is_there_once_or_not_at_all() -> None:
    """A part that nothing was said of should be missing, not be an empty one."""
    empty = own({"alone": True})
    whole = own({"alone": True, "home": {"rent": "650.00"}})

    assert {"alone": True, "children": NA} == empty
    assert {"rent": "650.00"} == whole["home"]


def test_the_fields_of_parts_are_labelled_and_named() -> None:
    """Each question inside a part should be a labelled field with a path of its own."""
    paths = [leaf.path for leaf in leaves(CHILDREN.record_type)]
    repeated = {
        leaf.path.rsplit(".", 1)[1]
        for leaf in leaves(CHILDREN.record_type)
        if leaf.repeated
    }

    assert paths == [one.target for one in CHILDREN.fields]
    assert ["alone", "children.age", "children.school", "children.with_her"] == [
        one.name for one in CHILDREN.fields
    ][:4]
    assert {"age", "school", "with_her"} == repeated


rows = st.lists(
    st.fixed_dictionaries(
        {"age": st.sampled_from([0, 4, 5, 17])},
        optional={"with_her": st.sampled_from([True, {"?": "unsafe_to_ask"}])},
    ),
    max_size=3,
)


@settings(max_examples=80, deadline=None)
@given(rows, st.sampled_from([None, {"rent": "1.00"}, {"since": "2024-02-29"}]))
def test_records_with_parts_go_through_the_codec(
    said: list[dict[str, Any]], home: dict[str, Any] | None
) -> None:
    """A record with parts should come back from plain data as it was."""
    answers = {"children": said, **({"home": home} if home else {})}
    (found,) = CHILDREN.read(answers)

    assert found == structure(unstructure(found), CHILDREN.record_type)
