"""A definition's own vectors must show every part of it, or it does not load."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from screening.parts import refusals, sound, stated, trigger, vector, yes_no

from fjcore.screening import parse
from fjcore.screening.parse import read

GATE = {"item": "a", "eq": "yes"}


def gaps(data: dict[str, Any]) -> set[str]:
    """Give the paths of what a definition does not show."""
    found = refusals(data, strict=True)
    assert {"E11"} == {code for _, code in found}
    return {path.removeprefix("tests.") for path, _ in found}


@pytest.mark.parametrize(
    ("index", "missing"),
    [
        (0, {"nothing_answered", "triggers.any.open"}),
        (
            1,
            {
                "items.b.no",
                "triggers.any.false",
                "bands.total.low.0",
                "bands.total.low",
            },
        ),
        (2, {"bands.total.high.1", "items.a.yes", "items.b.no", "triggers.any.true"}),
        (3, {"items.b.yes", "bands.total.high.2"}),
    ],
)
def test_each_vector_of_a_sound_definition_is_needed(
    index: int, missing: set[str]
) -> None:
    """A definition without one of its vectors should say what is not shown now."""
    tests = sound()["tests"]
    left = tests[:index] + tests[index + 1 :]

    assert gaps(sound(tests=left)) <= missing | {"items.a.no", "items.a.yes"}
    assert gaps(sound(tests=left)) & missing


def test_what_is_not_stated_is_not_shown() -> None:
    """A vector that states nothing should show nothing."""
    silent = [row | {"expected": {}} for row in sound()["tests"]]

    assert {
        "nothing_answered",
        "triggers.any.true",
        "triggers.any.false",
        "triggers.any.open",
        "bands.total.low",
        "bands.total.high.2",
    } < gaps(sound(tests=silent))


def test_a_rule_that_nothing_reaches_does_not_load() -> None:
    """A trigger that cannot be true should be found by the vector it cannot have."""
    never = {"all": [GATE, {"item": "a", "eq": "no"}]}
    rows = [
        row | {"expected": {**row["expected"], "flags": {"t": None}}}
        if not row["answers"]
        else row | {"expected": {**row["expected"], "flags": {"t": False}}}
        for row in sound()["tests"]
    ]

    assert {"triggers.t.true"} == gaps(sound(triggers=trigger(never), tests=rows))


def test_a_band_that_no_total_reaches_does_not_load() -> None:
    """A band that lies between the totals there are should not load."""
    two = [{"value": "no", "score": 0}, {"value": "yes", "score": 2}]
    data = sound(
        items=[yes_no("a", options=two), yes_no("b", options=two)],
        scores=[
            {"id": "total", "kind": "sum", "items": ["a", "b"], "min": 0, "max": 4}
        ],
        bands=[
            {"score": "total", "id": name, "min": low, "max": high, "label": name}
            for name, low, high in (("low", 0, 0), ("gone", 1, 1), ("high", 2, 4))
        ],
        tests=[
            vector(1, {}, flags={"any": None}),
            vector(
                2, {"a": "no", "b": "no"}, **stated(0, 0, "low"), flags={"any": False}
            ),
            vector(
                3, {"a": "yes", "b": "no"}, **stated(2, 2, "high"), flags={"any": True}
            ),
            vector(4, {"a": "yes", "b": "yes"}, **stated(4, 4, "high")),
        ],
    )

    assert {"bands.total.gone"} == gaps(data)


def shown(name: str, keep: Callable[[dict[str, Any]], bool]) -> set[str]:
    """Give what a shipped definition does not show without some of its vectors."""
    data = copy.deepcopy(read(name))
    data["tests"] = [row for row in data["tests"] if keep(row)]
    return gaps(data)


def given(row: dict[str, Any], item: str) -> Any:
    """Give the answer of a vector to an item."""
    return row["answers"].get(item)


CASES: list[tuple[str, Callable[[dict[str, Any]], bool], str]] = [
    ("pc-ptsd-5", lambda row: given(row, "exposure") != "no", "items.q1.shut"),
    ("pc-ptsd-5", lambda row: given(row, "exposure") != "yes", "items.q1.open"),
    (
        "lap-11",
        lambda row: (
            row["expected"].get("outcome", {}).get("value") != "screened_in_by_belief"
        ),
        "outcome_rule.1",
    ),
    (
        "casr-sf",
        lambda row: sum(type(v) is str for v in row["answers"].values()) != 10,
        "scores.total.answered.10",
    ),
    (
        "da-20",
        lambda row: not row["expected"].get("constraints"),
        "constraints.q3_q3a_conflict",
    ),
    ("ace-10", lambda row: "totals" not in row, "entry_modes.total_only"),
    ("b-safer-v2", lambda row: not row["expected"]["complete"], "judgement"),
    (
        "audit-c",
        lambda row: row["expected"].get("profile") != "men",
        "cut_profiles.men",
    ),
    ("hits", lambda row: given(row, "hurt") != "4", "items.hurt.4"),
    (
        "da-20",
        lambda row: (
            not row["expected"]["flags"]["strangulation"]
            or row["expected"]["bands"]["total"]["band"] != "variable"
        ),
        "triggers.strangulation.variable",
    ),
]


@pytest.mark.parametrize(("name", "keep", "path"), CASES, ids=[c[2] for c in CASES])
def test_every_kind_of_part_is_asked_for(
    name: str, keep: Callable[[dict[str, Any]], bool], path: str
) -> None:
    """A part that no vector shows any more should be named."""
    assert path in shown(name, keep)


def test_a_row_that_nothing_comes_to_should_be_named() -> None:
    """A row that an earlier one always forestalls should be named."""
    data = copy.deepcopy(read("lap-11"))
    data["outcome_rule"].insert(1, ["screened_in_protocol", "screened_in_by_belief"])

    assert {"outcome_rule.1"} == gaps(data)


def test_a_vector_may_state_no_more_than_it_shows() -> None:
    """A draft may come without any of it, and says that it is a draft."""
    assert not parse(sound(tests=[]), strict=False).tested
    assert parse(sound()).tested
