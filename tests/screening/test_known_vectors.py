"""The known answers: every vector of the file, exactly as it states it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from screening.sample import DATA, SHIPPED, VECTORS

from fjcore.screening import Evaluation, Instrument, evaluate, load, parse
from fjcore.screening._shape import BadShape
from fjcore.screening.vectors import differences, vector

OURS = [row for row in VECTORS if row["instrument"] in SHIPPED]


def evaluated(made: Instrument, row: dict[str, Any]) -> Evaluation:
    """Evaluate the answers of a vector."""
    given = {n: v for n, v in row["answers"].items() if isinstance(v, str)}
    return evaluate(
        made,
        given,
        stated=frozenset(row["answers"].keys() - given.keys()),
        context=row["context"],
    )


def said(found: Evaluation) -> dict[str, Any]:
    """Put what was found in the form of what vectors state."""
    return {
        "complete": found.complete,
        "scores": {
            name: {"min": bounds.lower, "max": bounds.upper, "value": bounds.value}
            for name, bounds in found.scores.items()
        },
        "bands": {
            name: {"band": banding.band, "possible": list(banding.possible)}
            for name, banding in found.bands.items()
        },
        "flags": {name: flag.known for name, flag in found.flags.items()},
    }


def agrees(stated: Any, got: Any) -> bool:
    """Whether what was found is what is stated: whole numbers exactly, means nearly."""
    if isinstance(stated, dict):
        return all(key in got and agrees(stated[key], got[key]) for key in stated)
    if isinstance(stated, float):
        return got is not None and abs(got - Fraction(stated)) < Fraction(1, 10**9)
    return bool(stated == got) and (stated is None) == (got is None)


def shipped_or_sample(name: str) -> Instrument:
    """Give the instrument of a vector as it is meant to ship."""
    if name in SHIPPED:
        return load(name)
    data = json.loads(json.dumps(DATA[name]))
    for item in data["items"]:
        # How hard the problems make life is asked beside the nine, and never counted.
        if (name, item["id"]) == ("phq-9", "difficulty"):
            item["optional"] = True
    return parse(data)


def test_the_file_holds_vectors_for_what_ships() -> None:
    """The file should hold vectors for each of the instruments that ship."""
    assert {row["instrument"] for row in OURS} == set(SHIPPED)
    assert len(OURS) == 28


@pytest.mark.parametrize("row", OURS, ids=[row["id"] for row in OURS])
def test_each_vector_of_what_ships_agrees(row: dict[str, Any]) -> None:
    """A vector of a shipped instrument should come out as stated, in every part."""
    got = said(evaluated(load(row["instrument"]), row))

    assert row["expected"] == got


@pytest.mark.parametrize("name", sorted({row["instrument"] for row in VECTORS}))
def test_the_whole_sample_agrees(name: str) -> None:
    """Every vector of every instrument should come out as stated."""
    made = shipped_or_sample(name)
    rows = {row["id"]: row for row in VECTORS if row["instrument"] == name}
    right = [
        key
        for key, row in rows.items()
        if agrees(row["expected"], said(evaluated(made, row)))
    ]

    assert list(rows) == right


@pytest.mark.parametrize("row", OURS, ids=[row["id"] for row in OURS])
def test_an_edited_expectation_is_a_difference(row: dict[str, Any]) -> None:
    """A vector whose flag was edited should not agree any more."""
    made = load(row["instrument"])
    turned: dict[bool | None, bool | None] = {True: None, False: True, None: False}

    assert not differences(made, vector(row, "v"))
    for name, flag in row["expected"]["flags"].items():
        expected = row["expected"] | {"flags": {name: turned[flag]}}
        problems = differences(made, vector(row | {"expected": expected}, "v"))
        assert [f"flags.{name}"] == [problem.path for problem in problems]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("complete", {"complete": False}),
        ("scores.total.min", {"scores": {"total": {"min": 3}}}),
        ("scores.total.value", {"scores": {"total": {"value": None}}}),
        ("scores.total.max", {"scores": {"total": {"max": "4"}}}),
        ("scores.other.min", {"scores": {"other": {"min": 4}}}),
        ("bands.total.band", {"bands": {"total": {"band": "negative"}}}),
        ("bands.total.possible", {"bands": {"total": {"possible": []}}}),
        ("flags.other", {"flags": {"other": None}}),
        ("outcome.value", {"outcome": {"value": "high"}}),
    ],
)
def test_a_difference_names_its_path(path: str, expected: dict[str, Any]) -> None:
    """A difference should name the path at which it stands, and nothing else."""
    answers = dict.fromkeys(("humiliation", "afraid", "rape", "kick"), "yes")
    row = {"id": "hark/x", "answers": answers, "expected": expected}

    got = differences(load("hark"), vector(row, "v"))

    assert [path] == [problem.path for problem in got]


@pytest.mark.parametrize(
    "answers",
    [{"other": "yes"}, {"rape": "perhaps"}, {"other": {"status": "declined"}}],
)
def test_answers_that_do_not_fit_are_a_difference(answers: dict[str, Any]) -> None:
    """A vector with an answer that its instrument does not take should not agree."""
    row = {"id": "hark/x", "answers": answers, "expected": {}}

    got = differences(load("hark"), vector(row, "v"))

    assert "".join(problem.path for problem in got) == "answers"


@pytest.mark.parametrize(
    "row",
    [
        [],
        {"answers": {}, "expected": {}},
        {"id": "", "answers": {}, "expected": {}},
        {"id": "x", "answers": [], "expected": {}},
        {"id": "x", "answers": {"rape": 1}, "expected": {}},
        {"id": "x", "answers": {"rape": {"status": "skipped"}}, "expected": {}},
        {"id": "x", "answers": {"rape": {"status": "answered"}}, "expected": {}},
        {"id": "x", "answers": {}, "context": {"pregnant": 1.5}, "expected": {}},
        {"id": "x", "answers": {}, "expected": {"band": "negative"}},
        {"id": "x", "answers": {}, "expected": {"complete": None}},
        {"id": "x", "answers": {}, "expected": {"flags": {"positive": "yes"}}},
        {"id": "x", "answers": {}, "expected": {"scores": {"total": {"mean": 1}}}},
        {"id": "x", "answers": {}, "expected": {}, "comment": "no"},
    ],
)
def test_a_malformed_vector_is_refused(row: Any) -> None:
    """A vector with a wrong shape should be refused before anything is compared."""
    with pytest.raises(BadShape):
        vector(row, "v")
