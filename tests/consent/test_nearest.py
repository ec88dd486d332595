"""Each kind of single change is true: made for real, it gives what it said it would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from consent.explained import changed, highest

from fjcore.consent import Agency, ChangeKind, Decision, View, explain
from fjcore.testing.consent import (
    ANN,
    LEGAL,
    POLICE,
    SIGNED_AT,
    USUAL,
    Facts,
    plain,
    world,
)

AT = SIGNED_AT + timedelta(days=1)
INSIDE = {
    **{"recipient": "harbor_advocates", "recipient_type": "internal_staff"},
    "legal_basis": {"kind": "intra_program"},
}
ORDER = {"kind": "court_order", "categories": ("incident",), "verified": False}
CLINIC = {"agency": "harbor_advocates", "type": "medical_provider"}
ROWS = {
    "holder": {**CLINIC, "unit": "advocacy", "regimes": ("hipaa",)},
    "request": {"categories": ("deidentified_rows",), "legal_basis": {"kind": "none"}},
    "releases": [],
}
COUNT = {"categories": ("aggregate",), "legal_basis": {"kind": "aggregate"}}
HERSELF = {"recipient": ANN, "recipient_type": "subject", "purpose": "subject_access"}


def of(*, categories: tuple[str, ...] = ("incident",), **release: Any) -> Facts:
    """Say a release, and what is asked for."""
    return {"release": release, "request": {"categories": categories}}


def new(name: str, created: timedelta) -> Facts:
    """Ask for one record, made some time after the signing."""
    row = {"id": "r.1", "category": name, "created_at": SIGNED_AT + created}
    return {"records": [row]}


Pair = tuple[Facts, Facts]
LATE = {"request": new("incident", timedelta(hours=1))}
#: What is asked before, and with the change made by other hands.
CHANGES: dict[ChangeKind, Pair] = {
    ChangeKind.NEED_TO_KNOW: (
        {"request": {**INSIDE, "need_to_know": False}},
        {"request": INSIDE},
    ),
    ChangeKind.UNIT: ({"request": {**INSIDE, "unit": "clinic"}}, {"request": INSIDE}),
    ChangeKind.METHOD: (
        of(methods=("verbal",)),
        {**of(methods=("verbal",)), "request": {"method": "verbal"}},
    ),
    ChangeKind.PERSON: (
        of(recipients=(f"{LEGAL}#p.one",)),
        {
            **of(recipients=(f"{LEGAL}#p.one",)),
            "request": {"recipient_person": "p.one"},
        },
    ),
    ChangeKind.LATER: (
        of(effective_at=SIGNED_AT + timedelta(days=2)),
        {
            **of(effective_at=SIGNED_AT + timedelta(days=2)),
            "request": {"at": SIGNED_AT + timedelta(days=2)},
        },
    ),
    ChangeKind.NAME_ITEM: (of(scope=("risk",)), of(scope=("risk", "incident"))),
    ChangeKind.VIEW: (of(views={"incident": 3}), of()),
    ChangeKind.PRIVILEGE_ACK: (
        of(scope=("advocacy_notes",), categories=("advocacy_notes",)),
        of(
            scope=("advocacy_notes",),
            categories=("advocacy_notes",),
            privilege_ack=True,
        ),
    ),
    ChangeKind.FORM_PART2: (
        of(scope=("sud",), categories=("sud",), forms=("vawa",)),
        of(scope=("sud",), categories=("sud",), forms=("vawa", "part2")),
    ),
    ChangeKind.FORM_PSYCHOTHERAPY: (
        of(
            scope=("psychotherapy_notes", "incident"),
            categories=("psychotherapy_notes",),
        ),
        of(scope=("psychotherapy_notes",), categories=("psychotherapy_notes",)),
    ),
    ChangeKind.FORM_FERPA: (
        of(scope=("education",), categories=("education",), forms=("vawa",)),
        of(scope=("education",), categories=("education",), forms=("vawa", "ferpa")),
    ),
    ChangeKind.SHELTER: (
        of(scope=("location.shelter",), categories=("location.shelter",)),
        {
            **of(scope=("location.shelter",), categories=("location.shelter",)),
            "shelter_authorization": True,
        },
    ),
    ChangeKind.COMPLETE: (of(complete=False), of()),
    ChangeKind.INFORMED: (of(informed=False), of()),
    ChangeKind.SIGN: (of(signature="none"), of(signature="wet")),
    ChangeKind.SIGNER: (of(signers=()), of()),
    ChangeKind.END: (of(duration_days=91), of(duration_days=90)),
    ChangeKind.USES: (of(max_uses=0), of(max_uses=None)),
    ChangeKind.FUTURE: (LATE, {**LATE, "release": {"covers_future_records": True}}),
    ChangeKind.NAME_METHOD: (of(methods=("verbal",)), of()),
    ChangeKind.NAME_PURPOSE: (of(purpose=("safety_planning",)), of()),
    ChangeKind.NAME_RECIPIENT: (of(recipients=("other",)), of()),
    ChangeKind.ANEW: (of(duration_days=1), of(signed_at=AT)),
    ChangeKind.EVIDENCE: (
        {"request": {"legal_basis": ORDER}},
        {"request": {"legal_basis": {**ORDER, "verified": True}}},
    ),
    ChangeKind.CELLS: (
        {"request": {**COUNT, "smallest_cell": 3}},
        {"request": {**COUNT, "smallest_cell": 11}},
    ),
    ChangeKind.DEIDENTIFY: (
        ROWS,
        {**ROWS, "request": {**ROWS["request"], "deid_method": "safe_harbor"}},
    ),
    ChangeKind.RELEASE: ({"releases": []}, of(signed_at=AT)),
    ChangeKind.BASIS: (
        {"request": HERSELF, "releases": []},
        {
            "request": {**HERSELF, "legal_basis": {"kind": "subject_access"}},
            "releases": [],
        },
    ),
    ChangeKind.PURPOSE: (
        of(purpose=("safety_planning",)),
        {
            **of(purpose=("safety_planning",)),
            "request": {"purpose": "safety_planning"},
        },
    ),
    ChangeKind.RECIPIENT: (
        {"request": {"recipient": POLICE, "recipient_type": USUAL[POLICE]}},
        {},
    ),
}


def decided(said: Facts) -> Decision:
    """Decide a case at a holder under FERPA too, whose partners are two agencies."""
    base = {"holder": {**plain()["holder"], "regimes": ("vawa", "ferpa")}}
    found = world(plain(**(base | said)))
    both = {
        name: Agency(name, kind=USUAL[name], name="A Partner")
        for name in (LEGAL, POLICE)
    }
    policy = attrs.evolve(found.policy, partners={**both, **found.policy.partners})
    return attrs.evolve(found, policy=policy).decide()


def test_every_kind_is_here() -> None:
    """Each kind of change that can be told should be shown to be true."""
    assert set(ChangeKind) == set(CHANGES)


@pytest.mark.parametrize("kind", CHANGES, ids=str)
def test_true(kind: ChangeKind) -> None:
    """A change should be told, and give just as much when it is made by other hands."""
    before, after = CHANGES[kind]
    was, now = decided(before), decided(after)
    (line,) = explain(was).lines
    told = [change for change in line.nearest if change.kind is kind]
    yields = {change.yields for change in told}

    assert told
    assert {highest(now, line.name)} == yields
    assert yields == {changed(was, line, change) for change in told}
    assert View.MARKED <= highest(was, line.name) < min(yields)
