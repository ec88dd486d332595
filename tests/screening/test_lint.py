"""Lint: a definition that can be read and would mislead is refused, with a code."""

from __future__ import annotations

from typing import Any

import pytest
from screening.parts import draft, nested, refusals, sound, trigger, whole, yes_no

from fjcore.screening import evaluate, parse
from fjcore.values import Tri

TOTAL = {"id": "total", "kind": "sum", "items": ["a", "b"], "min": 0, "max": 2}
IS_A = {"item": "a", "eq": "yes"}
IS_B = {"item": "b", "eq": "yes"}
PLAIN: dict[str, Any] = {"scores": [], "bands": [], "triggers": []}


def band(name: str, low: int, high: int, score: str = "total") -> dict[str, Any]:
    """Give a band."""
    return {"score": score, "id": name, "min": low, "max": high, "label": name}


def mean(**more: Any) -> dict[str, Any]:
    """Give a definition whose one score is a scaled mean."""
    score = TOTAL | {"kind": "scaled_mean", "times": 2, "min_answered": 1} | more
    return PLAIN | {"scores": [score]}


def rule(*rows: Any, outcomes: Any = ("high", "none"), **more: Any) -> dict[str, Any]:
    """Give a definition with an outcome rule."""
    return {"outcomes": list(outcomes), "outcome_rule": list(rows)} | more


CONSTRAINT = {"id": "c", "when": IS_A, "message": "?"}
CHOICE: dict[str, Any] = {"when": {"context": "sex", "eq": "male"}, "profile": "p"}
CUT: dict[str, Any] = {"triggers": trigger(IS_A, profile="p")}
NOTHING = {"value": "x", "score": None}
FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("E01", "items", {"items": [yes_no("a"), yes_no("a"), yes_no("b")]}),
    ("E01", "items", {"judgement": [{"id": "a", "options": ["low", "high"]}]}),
    ("E01", "scores", {"scores": [TOTAL, TOTAL]}),
    ("E01", "triggers", {"triggers": [*trigger(IS_A), *trigger(IS_B)]}),
    ("E01", "bands", {"bands": [band("x", 0, 0), band("x", 1, 2)]}),
    (
        "E01",
        "constraints",
        {"constraints": [{"id": "c", "when": IS_A, "message": "?"}] * 2},
    ),
    ("E01", "outcomes", rule([None, "none"], outcomes=("none", "none"))),
    ("E01", "entry_modes", {"entry_modes": ["itemised", "itemised"]}),
    ("E01", "scores.total.items", {"scores": [TOTAL | {"items": ["a", "a"]}]}),
    (
        "E01",
        "items.c.occasions",
        {"items": [yes_no("a"), yes_no("b"), yes_no("c", occasions=["x", "x"])]},
    ),
    ("E02", "items", PLAIN | {"items": []}),
    ("E02", "scores.total.items", {"scores": [TOTAL | {"items": ["a", "c"]}]}),
    ("E02", "scores.total.items", {"scores": [TOTAL | {"items": []}]}),
    ("E02", "bands.x.score", {"bands": [band("x", 0, 2, "other")]}),
    ("E02", "triggers.t.when", {"triggers": trigger({"item": "c", "eq": "yes"})}),
    ("E02", "triggers.t.when", {"triggers": trigger({"item_score": "c", "ge": 1})}),
    ("E02", "triggers.t.when", {"triggers": trigger({"score": "c", "ge": 1})}),
    (
        "E02",
        "triggers.t.when",
        {
            "triggers": trigger({"context": "sex", "eq": "f"}),
            "context": {"age": {"type": "integer", "default": None}},
        },
    ),
    (
        "E02",
        "scores.total.items",
        {"items": [yes_no("a"), yes_no("b", occasions=["past"])]},
    ),
    ("E02", "outcome_rule", rule(["other", "high"], [None, "none"])),
    ("E03", "triggers.t.when", {"triggers": trigger({"item": "a", "eq": "maybe"})}),
    ("E03", "items.a.default", {"items": [yes_no("a", default="x"), yes_no("b")]}),
    (
        "E04",
        "items.a.options",
        {"items": [yes_no("a", options=[NOTHING, NOTHING]), yes_no("b")]},
    ),
    ("E04", "items.a.options", PLAIN | {"items": [yes_no("a", options=[])]}),
    ("E04", "items.a.options", PLAIN | {"items": [yes_no("a", type="text")]}),
    ("E05", "bands.total", {"bands": [band("x", 0, 0), band("y", 2, 2)]}),
    ("E05", "bands.total", {"bands": [band("x", 0, 1), band("y", 1, 2)]}),
    ("E05", "bands.total", {"bands": [band("x", 1, 2)]}),
    ("E05", "bands.total", {"bands": [band("x", 0, 1)]}),
    ("E05", "bands.total", {"bands": [band("x", 0, 3)]}),
    ("E05", "bands.total", {"bands": [band("x", 0, 2), band("y", 3, 2)]}),
    ("E05", "bands.total", {"bands": [band("x", 0, 2), band("y", 1, 1)]}),
    ("E06", "scores.total", {"scores": [TOTAL | {"max": 3}], "bands": []}),
    ("E06", "scores.total", {"scores": [TOTAL | {"min": -1}], "bands": []}),
    (
        "E06",
        "scores.total",
        {
            "items": [
                yes_no("a"),
                yes_no("b", applies_if=IS_A, options=[{"value": "x", "score": 2}]),
            ],
            "scores": [TOTAL | {"min": 2, "max": 3}],
            "bands": [],
            "triggers": [],
        },
    ),
    (
        "E07",
        "items.a.applies_if",
        {"items": [yes_no("a", applies_if=IS_B), yes_no("b", applies_if=IS_A)]},
    ),
    (
        "E07",
        "items.a.applies_if",
        {"items": [yes_no("a", applies_if=IS_A), yes_no("b")]},
    ),
    (
        "E07",
        "items.b.applies_if",
        {"items": [yes_no("a"), yes_no("b", applies_if={"score": "total", "ge": 1})]},
    ),
    ("E08", "triggers.t.when", {"triggers": trigger({"any": []})}),
    ("E08", "triggers.t.when", {"triggers": trigger({"not": {"all": []}})}),
    ("E08", "triggers.t.when", {"triggers": trigger({"at_least": 0, "of": [IS_A]})}),
    ("E08", "triggers.t.when", {"triggers": trigger({"at_least": 2, "of": [IS_A]})}),
    ("E09", "triggers.t.when", {"triggers": trigger({"score": "total", "ge": 0})}),
    ("E09", "triggers.t.when", {"triggers": trigger({"score": "total", "ge": 3})}),
    ("E09", "triggers.t.when", {"triggers": trigger({"item_score": "a", "ge": 0})}),
    ("E09", "triggers.t.when", {"triggers": trigger({"item_score": "a", "ge": 2})}),
    ("E10", "outcome_rule", rule(["any", "high"])),
    ("E10", "outcome_rule", rule([None, "none"], ["any", "high"])),
    ("E10", "outcome_rule", rule([None, "none"], [None, "high"])),
    ("E10", "outcome_rule", rule(["any", "other"], [None, "none"])),
    ("E10", "outcome_rule", rule(outcome_if_nothing_answered="silent")),
    ("E12", "method", {"method": "spj"}),
    ("E12", "method", PLAIN | {"method": "spj"}),
    (
        "E13",
        "scores.total.items",
        {
            "items": [yes_no("a"), yes_no("b", options=[NOTHING])],
            "scores": [TOTAL | {"max": 1}],
            "bands": [],
        },
    ),
    (
        "E13",
        "triggers.t.when",
        PLAIN
        | {
            "items": [yes_no("a", options=[{"value": "y", "score": 1}, NOTHING])],
            "triggers": trigger({"item_score": "a", "ge": 1}),
        },
    ),
    ("E14", "scores.total", mean(min_answered=3)),
    ("E14", "scores.total", mean(min_answered=0)),
    ("E14", "scores.total", mean(times=0, max=0)),
    ("E14", "scores.total", mean() | {"bands": [band("x", 0, 2)]}),
    (
        "E14",
        "scores.total",
        mean() | {"items": [yes_no("a"), yes_no("b", applies_if=IS_A)]},
    ),
    (
        "E16",
        "items.a.default",
        PLAIN | {"items": [yes_no("a", default="x", options=[NOTHING])]},
    ),
    ("E17", "override", {"override": {"allowed": "both"}}),
    ("E18", "loinc.panel", {"loinc": {"panel": "76499-4"}}),
    ("E18", "loinc.items.a", {"loinc": {"items": {"a": "7650O-8"}}}),
    ("E18", "loinc.total", {"loinc": {"total": "76504"}}),
    ("E19", "skip_logic", {"skip_logic": [{"item": "a", "applies_if": IS_B}]}),
    (
        "E19",
        "skip_logic",
        {
            "items": [yes_no("a"), yes_no("b", applies_if=IS_A)],
            "skip_logic": [],
        },
    ),
    ("E21", "missing_policy", {"missing_policy": {"default": "prorate"}}),
    (
        "E01",
        "constraints",
        {"constraints": [CONSTRAINT | {"id": "outside_population"}]},
    ),
    ("E22", "cut_profiles.default", {"cut_profiles": {"default": "low"}}),
    ("E22", "cut_profiles.default", {"cut_profiles": {"choose": [CHOICE]}} | CUT),
    (
        "E22",
        "cut_profiles.choose.0",
        {"cut_profiles": {"default": "p", "choose": [CHOICE | {"profile": "q"}]}} | CUT,
    ),
    (
        "E22",
        "cut_profiles.choose.0.when",
        {"cut_profiles": {"default": "p", "choose": [CHOICE | {"when": IS_A}]}} | CUT,
    ),
    (
        "E23",
        "triggers.t.source",
        {"triggers": trigger(IS_A, action_code="strangulation_medical")},
    ),
    ("E24", "eligibility", {"eligibility": {"age_min": 18, "age_max": 17}}),
]


@pytest.mark.parametrize(("code", "path", "parts"), FAULTS)
def test_each_fault_has_its_code_and_path(
    code: str, path: str, parts: dict[str, Any]
) -> None:
    """A fault should be refused with its own code at its own path, and nothing else."""
    assert {(path, code)} == set(refusals(whole(**parts)))


def test_too_many_conditions_are_refused() -> None:
    """A definition of more than two thousand conditions should be refused."""
    many = {"any": [{"any": [IS_A] * 400}] * 6}

    assert [("", "E20")] == refusals(whole(triggers=trigger(many)))


def test_all_faults_come_at_once() -> None:
    """Faults in different parts should be told together."""
    parts = {"scores": [TOTAL | {"max": 3}], "triggers": trigger(nested(1))}
    found = refusals(whole(**parts, override={"allowed": "none"}))

    assert [("bands.total", "E05"), ("scores.total", "E06")] == found


@pytest.mark.parametrize("key", ["limits", "tests"])
def test_what_ships_needs_limits_and_vectors(key: str) -> None:
    """A definition to be relied on should be refused without limits or vectors."""
    codes = {"limits": "E15", "tests": "E11"}

    assert ("a limit",) == parse(sound()).limits
    assert parse(sound()).tested
    assert not draft(whole()).tested
    assert [(key, codes[key])] == refusals(sound(**{key: []}), strict=True)


def test_what_ships_needs_a_licence_for_every_use() -> None:
    """A definition to be relied on should say of each use whether it is allowed."""
    bare = sound()
    del bare["licence"]
    short = {"holder": "nobody", "contexts": {"clinical": "yes"}}

    assert [("licence", "E15")] == refusals(bare, strict=True)
    assert [("licence.contexts", "E15")] == refusals(sound(licence=short), strict=True)


def test_what_ships_needs_a_rule_for_its_outcomes() -> None:
    """A definition to be relied on should not name outcomes without a rule."""
    data = sound(outcomes=["high"])

    assert [("outcome_rule", "E10")] == refusals(data, strict=True)
    assert ("high",) == draft(data).outcomes


def test_a_vector_that_does_not_agree_is_refused() -> None:
    """A definition should be refused when one of its own vectors does not come out."""
    good = {"id": "x", "answers": {"a": "yes"}, "expected": {"flags": {"any": True}}}
    bad = {"id": "y", "answers": {}, "expected": {"flags": {"any": False}}}
    odd = {"id": "z", "answers": {"c": "yes"}, "expected": {}}

    assert draft(whole(tests=[good])).id == "made-up"
    assert [("tests.1.flags.any", "E11"), ("tests.2.answers.c", "E11")] == refusals(
        whole(tests=[good, bad, odd])
    )
    assert [("tests", "E11")] == refusals(whole(tests=[good, good]))


def test_a_gate_may_read_a_score() -> None:
    """A gate that reads a score should be asked after the items of that score."""
    gated = yes_no("c", applies_if={"score": "total", "ge": 2})
    made = draft(whole(items=[gated, yes_no("a"), yes_no("b")]))

    assert ("c",) == evaluate(made, {"a": "no"}).not_applicable
    assert () == evaluate(made, {"a": "yes", "b": "yes", "c": "no"}).missing
    assert Tri.TRUE is evaluate(made, {"a": "yes"}).flags["any"]
