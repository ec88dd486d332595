"""The known answers: every vector of the file, exactly as it states it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from screening import rules
from screening.cases import Case
from screening.sample import FIRST, SHIPPED, VECTORS
from support.walking import over

from fjcore.screening import Evaluation, Instrument, evaluate, load
from fjcore.screening._shape import BadShape
from fjcore.screening.parse import read
from fjcore.screening.vectors import differences, vector


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


def test_the_file_holds_vectors_for_what_ships() -> None:
    """The file should hold 161 vectors, for all that ships but one without a score."""
    assert set(SHIPPED) - {"b-safer-v2"} == {row["instrument"] for row in VECTORS}
    assert 161 == len(VECTORS)


@over(VECTORS, ids=lambda row: row["id"])
def test_each_vector_agrees(row: dict[str, Any]) -> None:
    """A known answer should come out as stated, in every part that it states."""
    made = load(row["instrument"])
    got = said(evaluated(made, row))

    assert agrees(row["expected"], got)
    assert () == differences(made, vector(row, "v"))


def by_the_rules(data: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Give what the oracle says of a vector's answers, in the form of vectors."""
    given = {n: v for n, v in row["answers"].items() if isinstance(v, str)}
    skips = dict.fromkeys(row["answers"].keys() - given.keys(), "declined")
    case = Case(data=data, answers=given, skips=skips, context=row["context"])
    told = rules.told(case)
    words = {rules.YES: True, rules.NO: False, rules.OPEN: None}
    least = (told["outcomes"] or [None])[-1]
    return {
        "complete": not told["missing"],
        "scores": {
            name: {"min": low, "max": high, "value": told["values"][name]}
            for name, (low, high) in told["scores"].items()
        },
        "bands": {
            name: {"band": fits[0] if len(fits) == 1 else None, "possible": fits}
            for name, fits in told["bands"].items()
        },
        "flags": {name: words[truth] for name, truth in told["flags"].items()},
        "outcome": {
            "value": least if len(told["outcomes"]) == 1 else None,
            "possible": told["outcomes"],
            "at_least": least,
        },
        "constraints": told["constraints"],
        "profile": told["profile"],
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_the_vectors_that_ship_agree_with_the_rules(name: str) -> None:
    """What a shipped vector states should be what the oracle finds, not the engine."""
    data = read(name)
    rows = [row for row in data["tests"] if "totals" not in row]
    right = [row for row in rows if agrees(row["expected"], by_the_rules(data, row))]

    assert [row["id"] for row in rows] == [row["id"] for row in right]


EDITED = [row for row in VECTORS if row["instrument"] in FIRST]


@pytest.mark.parametrize("row", EDITED, ids=[row["id"] for row in EDITED])
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

    assert [f"answers.{name}" for name in answers] == [one.path for one in got]


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
