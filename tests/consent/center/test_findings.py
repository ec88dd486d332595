"""Walls, forms, agreements, questions and steps: each where its facts are."""

from __future__ import annotations

import attrs
import pytest
from consent.center import centers

from fjcore.consent import BasisKind, Signed, View
from fjcore.consent.analyse import Ever, can_ever
from fjcore.consent.center import (
    CenterPlan,
    SharedSystem,
    SystemKind,
    plan_center,
    standings,
)
from fjcore.consent.center.findings import AGREEMENTS, FORMS, QUESTIONS, STEPS, WALLS
from fjcore.consent.center.words import words
from fjcore.consent.filed import FactsRecorded

#: What the notes on law ask of a center such as the example: a wall, and who is named.
WALLED = {
    "no_privilege": ["Victim Witness Unit", "Police Crisis Advocate"],
    "privileged": ["Sagebrush House", "Tribal Survivor Program"],
    "open_team": ["City Police Detectives", "County Sheriff"],
    "shelter": ["Sagebrush House"],
    "part2": ["Alkali Creek Recovery"],
    "lawyers": ["Yellowstone Legal Aid"],
    "child": ["Child and Family Services"],
}
PAPERS = {
    "part2": ["Alkali Creek Recovery"],
    "ferpa": ["School District"],
    "hipaa": ["Hospital Forensic Nurses", "Valley Hospital"],
    "psychotherapy": ["Valley Hospital"],
    "operator": ["Sagebrush House"],
}
ASKED = {
    "money": ["County Attorney"],
    "licence": ["Alkali Creek Recovery"],
    "tribal": ["Tribal Survivor Program"],
    "mdt": ["Child Advocacy Center"],
}


def named(plan: CenterPlan, part: str) -> dict[str, list[str]]:
    return {one.id: list(one.names) for one in getattr(plan, part)}


def small(*agencies: object, **more: object) -> CenterPlan:
    return plan_center(centers.center(*agencies, **more))


@pytest.mark.parametrize(
    ("part", "wanted"),
    [("walls", WALLED), ("forms", PAPERS), ("questions", ASKED)],
    ids=["walls", "forms", "questions"],
)
def test_example(part: str, wanted: dict[str, list[str]]) -> None:
    """The example should name for each fact whom it is about, and nobody else."""
    found = named(centers.example(), part)

    assert wanted == {id: found[id] for id in wanted}


def test_example_walls() -> None:
    """The example should have every wall that the wish names."""
    wanted = "place team hmis database calendar sign_in network employer numbers harm"

    assert set(wanted.split()) <= set(named(centers.example(), "walls"))


def test_employed_advocate() -> None:
    """An advocate whom the police pay should be theirs, and have no privilege."""
    plan = small(
        centers.agency("police", "law_enforcement"),
        centers.agency("own", "vsp_advocate", "vawa", staff=["advocate"]),
        centers.agency(
            "paid", "vsp_advocate", "vawa", staff=["advocate"], employer="police"
        ),
    )
    _, own, paid = plan.found.everyone

    assert (True, False) == (own.privileged, own.team)
    assert (False, True) == (paid.privileged, paid.team)
    assert "system_advocate" == paid.kind
    assert ["Own"] == named(plan, "walls")["privileged"]
    assert ["Paid"] == named(plan, "walls")["no_privilege"]


def test_unknown_money() -> None:
    """Money that nobody looked into should count as all three grant laws."""
    (one,) = standings(centers.center(centers.agency("x", "shelter", "unknown")))

    assert {"vawa", "fvpsa", "voca"} == one.family
    assert not any(regime.said for regime in one.regimes)


@pytest.mark.parametrize(
    ("kind", "law"),
    [("sud_program", "part2"), ("school", "ferpa"), ("forensic_nurse", "hipaa")],
)
def test_usual(kind: str, law: str) -> None:
    """A law usual for a kind should be taken only where the file is silent."""
    silent = centers.agency("x", kind, licences=None)
    said = centers.agency("x", kind)

    assert {law} == standings(centers.center(silent))[0].names
    assert not standings(centers.center(said))[0].names


def test_nothing_shared() -> None:
    """A single agency that shares nothing should meet no wall of what is shared."""
    plan = small(centers.agency("x", "housing_provider"))

    assert {"agent", "harm"} == set(named(plan, "walls"))
    assert {"plain"} == set(named(plan, "forms"))
    assert {"no_law", "systems", "staff"} <= set(named(plan, "questions"))


@pytest.mark.parametrize("kind", [k for k in SystemKind if k is not SystemKind.HMIS])
def test_shared(kind: SystemKind) -> None:
    """Each kind of shared thing should have its wall, for those who use it."""
    system = SharedSystem(id="s", name="S", kind=kind, used_by=("a", "b"))
    plan = small(
        centers.agency("a", "shelter", "vawa"),
        centers.agency("b", "law_enforcement"),
        systems=(system,),
    )
    wall = "database" if kind is SystemKind.CLIENT_DATABASE else str(kind)

    assert ["A", "B"] == named(plan, "walls")[wall]


def test_shared_database() -> None:
    """Looking into one another's database should be a wall for both."""
    plan = small(
        centers.agency("a", "shelter", "vawa", shares_database_with=("b",)),
        centers.agency("b", "law_enforcement"),
    )

    assert ["A", "B"] == named(plan, "walls")["database"]


def test_no_pack() -> None:
    """Without a state pack, counsel should be asked what the state says."""
    plan = small(centers.agency("a", "shelter", "vawa", staff=["advocate"]), pack=False)

    assert "pack" in named(plan, "questions")
    assert ["A"] == named(plan, "walls")["unprivileged"]


def test_sentences() -> None:
    """Every sentence should have its condition, and every condition its sentence."""
    tables = {
        "wall": WALLS,
        "form": FORMS,
        "agreement": AGREEMENTS,
        "question": QUESTIONS,
        "step": STEPS,
    }
    said = {table: [row["id"] for row in words()[table]] for table in tables}

    assert {table: sorted(said[table]) for table in said} == {
        table: sorted(rows) for table, rows in tables.items()
    }
    rows = [row for table in said if table != "step" for row in words()[table]]
    assert not [row["id"] for row in rows if not row["source"]]


@pytest.mark.parametrize("group", ["shelter", "private", "therapy", "treatment"])
def test_form_of_a_group(group: str) -> None:
    """A group with a form of its own should be shut to a plain release."""
    row = words()["groups"][group]
    file = centers.example().found.held[0]
    by_release = [BasisKind.CLIENT_RELEASE]
    for name in row["has"]:
        found = can_ever(file.policy, "police", name, bases=by_release)
        plain = _with_a_plain_form(found)

        assert row["form"]
        assert not plain


def _with_a_plain_form(found: Ever) -> bool:
    """Say whether the world of an answer still shows it where the form is plain."""
    world = found.witness
    events = []
    for event in world.events:
        if isinstance(event, Signed):
            plain = attrs.evolve(event.release, forms=("vawa",), privilege_ack=False)
            event = attrs.evolve(event, release=plain)  # noqa: PLW2901
        if isinstance(event, FactsRecorded):
            facts = attrs.evolve(event.facts, shelter_authorization=False)
            event = attrs.evolve(event, facts=facts)  # noqa: PLW2901
        events.append(event)
    return bool(attrs.evolve(world, events=tuple(events)).view() > View.MARKED)
