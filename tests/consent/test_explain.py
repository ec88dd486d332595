"""What holds a view down, and what would raise it: each shown by deciding again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from consent.explained import changed, explained_case, highest, limited_case, lines_of
from consent.properties import holds
from support.profiles import dear

from fjcore.consent import (
    CODES,
    Agency,
    ChangeKind,
    Explained,
    Outcome,
    Reason,
    Standing,
    View,
    decide,
    explain,
    lifted,
    state_at,
)
from fjcore.testing.consent import LEGAL, SIGNED_AT, Facts, answer_of, plain, world


@holds(explained_case, how=dear)
def test_what_is_nearest_yields_what_it_says(facts: Facts) -> None:
    """Each single change, really decided, should yield its view, above the present."""
    decision, lines = lines_of(facts)

    for line in lines:
        for change in line.nearest:
            assert change.yields == changed(decision, line, change)
            assert change.yields > max(line.view, View.MARKED)


@holds(explained_case, how=dear)
def test_without_all_that_binds_a_view_rises(facts: Facts) -> None:
    """Without what binds a line its view should rise; where nothing does, it stays."""
    decision, lines = lines_of(facts)

    for line in lines:
        if line.binding:
            assert lifted(decision, line) > max(line.view, View.MARKED)
        assert line.view is not View.FULL or line.binding == ()


@pytest.mark.parametrize(
    "pair",
    [
        ({"closed": True}, ["closed"]),
        ({"request": {"recipient_type": "abuser"}}, ["N2"]),
        ({"request": {"recipient_type": "abuser"}, "closed": True}, ["N2", "closed"]),
        ({"request": {"recipient_type": "abuser"}, "releases": []}, []),
        ({"release": {"signature": "none"}}, []),
    ],
)
def test_what_is_held_down_is_bound(pair: tuple[Facts, list[str]]) -> None:
    """All that stands between a ground and its view should bind, and nothing else."""
    said, bound = pair

    assert bound == [binding.id for binding in one(**said).binding]


@holds(limited_case)
def test_each_binding_limit_is_needed(facts: Facts) -> None:
    """A view should rise without the limits that bind it, and not while one is left."""
    asked = world(facts)
    decision, lines = lines_of(facts)

    for line in lines:
        bound = [one.id for one in line.binding]
        if {one.kind for one in line.binding} - {"limit"} or not bound:
            continue
        for kept in ["", *bound]:
            left = [
                one
                for one in asked.policy.limits
                if one.id not in bound or one.id == kept
            ]
            policy = attrs.evolve(asked.policy, limits=tuple(left))
            again = highest(attrs.evolve(asked, policy=policy).decide(), line.name)

            assert (again > highest(decision, line.name)) is (kept == "")


@holds(explained_case)
def test_lines_say_what_the_decision_says(facts: Facts) -> None:
    """Outcome, code, view and grants should be those of the answer, and no others."""
    decision, lines = lines_of(facts)
    answers = {**decision.verdicts, **decision.named}

    assert list(answers) == [line.name for line in lines]
    for line in lines:
        verdict = answers[line.name]
        assert line.code in CODES
        assert verdict.granted is (line.outcome is not Outcome.WITHHELD)
        assert verdict.granted is (line.standing is Standing.PERMITTED)
        assert {g.release for g in verdict.grants} - {""} == set(line.grants)
        assert verdict.granted or str(verdict.reason) == line.code
        assert max(line.view, View.MARKED) == highest(decision, line.name)
        assert (line.code == "coarsened") is (line.outcome is Outcome.COARSENED)


def one(**said: Any) -> Explained:
    """The one line of a plain case."""
    (line,) = explain(answer_of(plain(**said))).lines
    return line


#: A part of a form or question, and the one change that mends it.
MENDED: tuple[tuple[Facts, ChangeKind], ...] = (
    ({"release": {"duration_days": 91}}, ChangeKind.END),
    ({"release": {"signature": "none"}}, ChangeKind.SIGN),
    ({"release": {"complete": False}}, ChangeKind.COMPLETE),
    ({"release": {"informed": False}}, ChangeKind.INFORMED),
    ({"release": {"signers": ()}}, ChangeKind.SIGNER),
    ({"release": {"recipients": ("other",)}}, ChangeKind.NAME_RECIPIENT),
    ({"release": {"purpose": ("safety_planning",)}}, ChangeKind.NAME_PURPOSE),
    ({"release": {"purpose": ("safety_planning",)}}, ChangeKind.PURPOSE),
    ({"release": {"methods": ("verbal",)}}, ChangeKind.NAME_METHOD),
    ({"release": {"methods": ("verbal",)}}, ChangeKind.METHOD),
    ({"release": {"recipients": (f"{LEGAL}#p.one",)}}, ChangeKind.PERSON),
    ({"release": {"max_uses": 0}}, ChangeKind.USES),
    ({"release": {"scope": ("risk",)}}, ChangeKind.NAME_ITEM),
    ({"release": {"views": {"incident": 3}}}, ChangeKind.VIEW),
    (
        {"release": {"effective_at": SIGNED_AT + timedelta(days=2)}},
        ChangeKind.LATER,
    ),
    ({"release": {"duration_days": 1}}, ChangeKind.ANEW),
    ({"releases": []}, ChangeKind.RELEASE),
    (
        {
            "release": {"scope": ("sud",), "forms": ("vawa",)},
            "request": {"categories": ("sud",)},
        },
        ChangeKind.FORM_PART2,
    ),
    (
        {
            "release": {"scope": ("psychotherapy_notes", "incident")},
            "request": {"categories": ("psychotherapy_notes",)},
        },
        ChangeKind.FORM_PSYCHOTHERAPY,
    ),
    (
        {
            "release": {"scope": ("advocacy_notes",)},
            "request": {"categories": ("advocacy_notes",)},
        },
        ChangeKind.PRIVILEGE_ACK,
    ),
    (
        {
            "release": {"scope": ("location.shelter",)},
            "request": {"categories": ("location.shelter",)},
        },
        ChangeKind.SHELTER,
    ),
)


@pytest.mark.parametrize("pair", MENDED, ids=[k.name for _, k in MENDED])
def test_a_single_fault_names_its_change(pair: tuple[Facts, ChangeKind]) -> None:
    """A form or question at fault in one part should be told what mends it."""
    said, kind = pair
    line = one(**said)

    assert kind in [change.kind for change in line.nearest]
    assert line.view < View.FULL


INSIDE = {
    **{"recipient": "harbor_advocates", "recipient_type": "internal_staff"},
    "legal_basis": {"kind": "intra_program"},
}


@pytest.mark.parametrize(
    ("asked", "kind", "part"),
    [
        ({"need_to_know": False}, ChangeKind.NEED_TO_KNOW, "need_to_know"),
        ({"unit": "clinic"}, ChangeKind.UNIT, "same_unit"),
    ],
)
def test_a_ground_of_law_says_which_part_is_missing(
    asked: Facts, kind: ChangeKind, part: str
) -> None:
    """What a law's own ground lacks should be named, and the change that brings it."""
    line = one(request={**INSIDE, **asked})

    assert [part] == [lacks.part for lacks in line.lacking]
    assert [kind] == [change.kind for change in line.nearest]
    assert Standing.NOT_PERMITTED is line.standing


def test_evidence_says_which_finding_is_missing() -> None:
    """An order that is not verified should say so, and that verifying it would do."""
    basis = {"kind": "court_order", "categories": ("incident",), "verified": False}
    line = one(request={"legal_basis": basis})
    found = {(change.kind, change.value) for change in line.nearest}

    assert Reason.ORDER_UNVERIFIED == line.code
    assert (ChangeKind.EVIDENCE, "verified") in found


@pytest.mark.parametrize(
    "pair",
    [
        ({}, Standing.PERMITTED),
        ({"closed": True}, Standing.FORBIDDEN),
        ({"request": {"recipient_type": "abuser"}}, Standing.FORBIDDEN),
        ({"request": {"recipient_type": "public_web"}}, Standing.FORBIDDEN),
        ({"releases": []}, Standing.NOT_PERMITTED),
        ({"release": {"signature": "none"}}, Standing.NOT_PERMITTED),
    ],
)
def test_forbidden_is_told_from_not_permitted(pair: tuple[Facts, Standing]) -> None:
    """What a rule forbids should be told apart from what nothing permits."""
    said, standing = pair

    assert standing is one(**said).standing


REFUSED: tuple[Facts, ...] = (
    {"release": {"voluntary": False}},
    {"release": {"exclude": ("incident",)}},
    {
        "withdrawals": [
            {"at": SIGNED_AT, "release": "", "recipients": (), "categories": ()}
        ]
    },
    {
        "withdrawals": [
            {"at": SIGNED_AT, "release": "", "recipients": (LEGAL,), "categories": ()}
        ]
    },
)


@pytest.mark.parametrize("said", REFUSED)
def test_a_no_is_never_proposed_to_be_passed_over(said: Facts) -> None:
    """What she took back, struck or was pressed into should have no nearest change."""
    line = one(**said)

    assert () == line.nearest
    assert Outcome.WITHHELD is line.outcome


def test_a_recipient_that_cannot_keep_an_obligation_gets_nothing() -> None:
    """A partner that declares no notice it can keep should be told of as unable."""
    asked = world(plain())
    partner = Agency(LEGAL, kind="civil_legal", name="A Partner", capabilities=set())
    policy = attrs.evolve(asked.policy, partners={LEGAL: partner})
    state = state_at(asked.events, asked.question.at, asked.question.at)
    (line,) = explain(decide(policy, state, asked.question)).lines

    assert ("undischargeable_obligation", View.MARKED) == (line.code, line.view)
    assert ["redisclosure_notice"] == [b.id for b in line.binding]
