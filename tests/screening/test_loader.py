"""Loading is strict: a wrong shape is refused by its path, and said nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from screening.cases import definition
from screening.parts import (
    draft,
    nested,
    refusals,
    stated,
    trigger,
    vector,
    whole,
    yes_no,
)

from fjcore.screening import Instrument, Use, parse


def test_a_sound_definition_is_read() -> None:
    """A definition without fault should be read, its parts in order."""
    made = draft(whole())

    assert isinstance(made, Instrument)
    assert ["a", "b"] == [item.id for item in made.items]
    assert "urgent" == made.triggers[0].severity


@pytest.mark.parametrize(
    "data",
    [None, True, 3, 1.5, "hark", [], [{}], {}, {"id": "hark"}, {1: 2}, ()],
)
def test_what_is_no_definition_is_refused(data: Any) -> None:
    """Anything that is not a table with the keys of a definition should be refused."""
    assert "E00" == refusals(data)[0][1]


@pytest.mark.parametrize("key", sorted(definition(items=[])))
def test_every_required_key_is_missed(key: str) -> None:
    """A definition without a required key should be refused."""
    data = whole()
    del data[key]

    assert [("keys", "E00")] == refusals(data)


UNKNOWN_KEYS = [
    ("keys", ()),
    ("items.0", ("items", 0)),
    ("items.0.options.0", ("items", 0, "options", 0)),
    ("scores.0", ("scores", 0)),
    ("bands.1", ("bands", 1)),
    ("triggers.0", ("triggers", 0)),
    ("triggers.0.when", ("triggers", 0, "when")),
    ("constraints.0", ("constraints", 0)),
    ("context.pregnant", ("context", "pregnant")),
    ("judgement.0", ("judgement", 0)),
    ("missing_policy", ("missing_policy",)),
    ("override", ("override",)),
    ("eligibility", ("eligibility",)),
    ("licence", ("licence",)),
    ("loinc", ("loinc",)),
    ("skip_logic.0", ("skip_logic", 0)),
    ("cut_profiles", ("cut_profiles",)),
    ("cut_profiles.choose.0", ("cut_profiles", "choose", 0)),
    ("validation.0", ("validation", 0)),
    ("evidence.0", ("evidence", 0)),
    ("licence.contexts", ("licence", "contexts")),
    ("review.all", ("review", "all")),
    ("tests.0", ("tests", 0)),
    ("tests.0.expected", ("tests", 0, "expected")),
]


NO: dict[str, Any] = {"flags": {"any": False}, "outcome": {"value": "none"}}
YES: dict[str, Any] = {
    "flags": {"any": True},
    "outcome": {"value": "high"},
    "constraints": ["odd"],
}
CHOICE = {"when": {"context": "pregnant", "eq": True}, "profile": "p"}


def full() -> dict[str, Any]:
    """Give a definition that uses every part there is."""
    gate = {"item": "a", "eq": "yes"}
    return whole(
        items=[
            yes_no("a", respondent="professional"),
            yes_no("b", applies_if=gate, optional=True),
            {"id": "note", "neutral_label": "a remark", "type": "text"},
        ],
        schema="fjcore.instruments/1",
        revision=2,
        triggers=[
            {
                "id": "any",
                "when": {"score": "total", "ge": 1},
                "timing": "immediate",
                "action": "act",
                "action_code": "act_now",
                "severity": "notice",
                "source": "nowhere",
                "profile": "p",
            }
        ],
        category="risk",
        constraints=[
            {"id": "odd", "severity": "warning", "when": gate, "message": "?"}
        ],
        context={"pregnant": {"type": "boolean", "default": None}},
        judgement=[{"id": "priority", "options": ["low", "high"]}],
        missing_policy={"default": "bounds", "published_rule": None, "note": "none"},
        override={"allowed": "both", "reasons": ["judgement"], "note": "a source"},
        entry_modes=["itemised", "total_only"],
        eligibility={"age_min": 18, "age_max": 99},
        licence={
            "holder": "nobody",
            "tier": "own",
            "contexts": dict.fromkeys(sorted(Use), "yes"),
            "terms_url": "https://example.org",
            "dated": "2026-03-02",
            "training_required": True,
            "may_alter": False,
            "attribution": "nobody",
            "evidence": "letter 1",
            "reviewed": False,
        },
        limits=["a limit"],
        loinc={"panel": "76499-3", "answers": {"yes": "LA33-6"}, "total": None},
        skip_logic=[{"item": "b", "applies_if": gate}],
        review={"all": {"reviewed": True}},
        respondent="qualified_professional",
        norms_versioned=False,
        window="past year",
        notes="a note",
        confidence={"all": "checked"},
        outcomes=["high", "none"],
        outcome_rule=[["any", "high"], [None, "none"]],
        outcome_if_nothing_answered="none",
        tests=[
            vector(1, {}, flags={"any": None}, outcome={"value": "none"}),
            vector(2, {"a": "no", "b": "yes"}, **stated(0, 0, "low"), **NO),
            vector(3, {"a": "yes", "b": "yes"}, **stated(2, 2, "high"), **YES),
            vector(
                4, {"a": "yes", "b": "no", "priority": "low"}, **stated(1, 1, "high")
            )
            | {"why": "whole", "basis": "bounds", "hand_checked": True},
            vector(5, {}, complete=True) | {"totals": {"total": 2}, "profile": "p"},
            vector(6, {"priority": "high", "a": "no"}, complete=True, profile="p"),
        ],
        cut_profiles={"default": "p", "choose": [dict(CHOICE)]},
        validation=[
            {
                "measure": "auc",
                "value": "0.7",
                "population": "nobody",
                "source": "nowhere",
                "cut": ">= 1",
                "reviewed": False,
            }
        ],
        evidence=[{"cite": "nowhere", "parts": ["all"], "reviewed": False}],
    )


def test_every_part_there_is_can_be_read() -> None:
    """A definition that uses every part should be read whole."""
    made = parse(full())

    assert (2, "risk", "both") == (made.revision, made.category, made.override)
    assert ("itemised", "total_only") == made.entry_modes
    assert not made.reviewed


def test_only_what_a_person_signed_off_is_reviewed() -> None:
    """A definition should count as reviewed when every part is and someone signed."""
    signed = {"name": "A. Nurse", "role": "nurse", "date": "2026-03-02"}
    data = full()
    data["review"]["signed_off"] = signed

    assert draft(data).reviewed
    data["review"]["items"] = {"reviewed": False, "check_with": "a physician"}
    assert not draft(data).reviewed


@pytest.mark.parametrize(("path", "keys"), UNKNOWN_KEYS)
def test_an_unknown_key_is_refused(path: str, keys: tuple[Any, ...]) -> None:
    """A key that no part knows should be refused at its part."""
    data = full()
    at: Any = data
    for key in keys:
        at = at[key]
    at["canary-7f3a"] = "canary-7f3a"

    assert [(path, "E00")] == refusals(data)


WRONG = [
    ("id", {"id": 5}),
    ("id", {"id": 10**5000}),
    ("id", {"id": "two words"}),
    ("id", {"id": "x" * 65}),
    ("title", {"title": ""}),
    ("title", {"title": "x" * 9000}),
    ("title", {"title": "\ud800"}),
    ("version", {"version": 2}),
    ("revision", {"revision": "2"}),
    ("method", {"method": "guesswork"}),
    ("method", {"method": ["checklist"]}),
    ("category", {"category": "everything"}),
    ("items", {"items": {}}),
    ("items", {"items": "ab"}),
    ("items", {"items": [yes_no(f"i{n}") for n in range(501)]}),
    ("items.0", {"items": ["a"]}),
    ("items.0", {"items": [yes_no("a", type="number")]}),
    ("items.0", {"items": [yes_no("a", optional=1)]}),
    ("items.0", {"items": [yes_no("a", respondent="the abuser")]}),
    ("items.0.default", {"items": [yes_no("a", default=False)]}),
    ("items.0.options", {"items": [yes_no("a", options={"no": 0})]}),
    ("items.0.options.0", {"items": [yes_no("a", options=[{"value": 0}])]}),
    *(
        (
            "items.0.options.0",
            {"items": [yes_no("a", options=[{"value": "x", "score": s}])]},
        )
        for s in (1.0, True, "1", 10**30, [])
    ),
    ("scores.0", {"scores": [{"id": "s", "kind": "sum", "items": ["a"], "min": 0}]}),
    (
        "scores.0",
        {"scores": [whole()["scores"][0] | {"times": 2, "min_answered": 1}]},
    ),
    ("scores.0", {"scores": [whole()["scores"][0] | {"kind": "product"}]}),
    ("scores.0", {"scores": [whole()["scores"][0] | {"kind": "scaled_mean"}]}),
    ("scores.0.items", {"scores": [whole()["scores"][0] | {"items": "ab"}]}),
    ("bands.0", {"bands": [whole()["bands"][0] | {"local": "yes"}]}),
    ("bands.0", {"bands": [whole()["bands"][0] | {"max": None}]}),
    ("triggers.0", {"triggers": trigger(nested(1), timing="later")}),
    ("triggers.0", {"triggers": trigger(nested(1), severity="none")}),
    ("triggers.0", {"triggers": trigger(nested(1), action="")}),
    ("triggers.0.when", {"triggers": trigger({})}),
    ("triggers.0.when", {"triggers": trigger([])}),
    ("triggers.0.when", {"triggers": trigger("a = yes")}),
    ("triggers.0.when", {"triggers": trigger({"item": "a"})}),
    ("triggers.0.when", {"triggers": trigger({"item": "a", "ge": 1})}),
    ("triggers.0.when", {"triggers": trigger({"item": "a", "eq": True})}),
    ("triggers.0.when", {"triggers": trigger({"item": "a", "eq": ["yes"]})}),
    ("triggers.0.when", {"triggers": trigger({"item": 1, "eq": "yes"})}),
    ("triggers.0.when", {"triggers": trigger({"score": "total", "ge": 1.0})}),
    ("triggers.0.when", {"triggers": trigger({"score": "total", "ge": True})}),
    ("triggers.0.when", {"triggers": trigger({"context": "pregnant", "eq": None})}),
    ("triggers.0.when", {"triggers": trigger({"context": "pregnant", "eq": 1.5})}),
    ("triggers.0.when", {"triggers": trigger({"any": {"item": "a", "eq": "yes"}})}),
    ("triggers.0.when", {"triggers": trigger({"at_least": "1", "of": []})}),
    ("triggers.0.when", {"triggers": trigger({"any": [], "all": []})}),
    ("constraints.0", {"constraints": [{"id": "c", "when": nested(1)}]}),
    ("outcome_rule.0", {"outcome_rule": [["any"]]}),
    ("outcome_rule.0", {"outcome_rule": [[1, "high"]]}),
    ("outcome_rule", {"outcome_rule": None}),
    ("context", {"context": []}),
    ("context.pregnant", {"context": {"pregnant": True}}),
    ("context.pregnant", {"context": {"pregnant": {"type": "boolean"}}}),
    ("context.age", {"context": {"age": {"type": "integer", "default": True}}}),
    ("limits", {"limits": "none"}),
    ("missing_policy", {"missing_policy": {"default": "zero"}}),
    ("override", {"override": {"allowed": "downward"}}),
    ("entry_modes", {"entry_modes": ["guess"]}),
    ("eligibility.age_min", {"eligibility": {"age_min": "18"}}),
    ("norms_versioned", {"norms_versioned": 1}),
    ("respondent", {"respondent": "neighbor"}),
    ("confidence.all", {"confidence": {"all": True}}),
    ("review.signed_off", {"review": {"signed_off": True}}),
    ("loinc", {"loinc": "76499-3"}),
    ("tests", {"tests": {}}),
    ("tests.0", {"tests": ["x"]}),
]


@pytest.mark.parametrize(("path", "parts"), WRONG)
def test_a_wrong_shape_is_refused_at_its_path(path: str, parts: dict[str, Any]) -> None:
    """A part of a wrong type or out of its list should be refused by its path."""
    assert [(path, "E00")] == refusals(whole(**parts))


def test_conditions_go_so_deep_and_no_deeper() -> None:
    """A condition of twenty levels should be read, a deeper one refused."""
    assert draft(whole(triggers=trigger(nested(20)))).triggers[0].when.depth == 20
    for levels in (21, 22, 5000):
        [(path, code)] = refusals(whole(triggers=trigger(nested(levels))))
        assert path.startswith("triggers.0.when")
        assert "E00" == code
