"""Who could ever see what: by the law note, and by ``can_ever``."""

from __future__ import annotations

from itertools import combinations

import pytest
from consent.center import centers

from fjcore.consent import FLOOR, BasisKind, View
from fjcore.consent.analyse import can_ever
from fjcore.consent.center import Held, holdings
from fjcore.consent.center.words import words
from fjcore.records import CATEGORIES

#: Written from the notes on law, and not from the rule table: whose file, who asks,
#: what for, and the rules by which it could ever be seen.
FACTS = [
    ("shelter", "hmis_lead", "identity.name", set()),
    ("tribal_program", "hmis_lead", "identity.dob", set()),
    ("shelter", "kind:abuser", "identity.name", {"O1"}),
    ("shelter", "kind:public_web", "court_record", set()),
    ("shelter", "police", "advocacy_notes", {"O1", "I3", "C16"}),
    ("shelter", "police", "observed_condition", {"O1", "E1", "I3", "C16"}),
    ("shelter", "child_services", "child_record", {"O1", "I3", "C16"}),
    ("shelter", "shelter", "safety_plan", {"I1"}),
    ("shelter", "shelter", "other_party", set()),
    ("shelter", "county_attorney", "deidentified_rows", {"C16"}),
    ("shelter", "kind:vendor", "ciphertext", {"I4"}),
    ("shelter", "kind:funder", "aggregate", {"X1"}),
    ("shelter", "kind:subject", "incident", {"O1", "I3", "I5", "C16"}),
    ("police", "county_attorney", "incident", {"O1", "R1", "I3", "W1", "C16"}),
    ("police", "kind:defense", "incident", {"O1", "I3", "W1", "C16"}),
    ("police", "shelter", "incident", {"O1", "I3", "C16"}),
    ("victim_unit", "kind:defense", "incident", {"O1", "I3", "C16"}),
    (
        "hospital_nurses",
        "police",
        "observed_condition",
        {*"O1 O6 R1 E1 I3 C16".split()},
    ),
    ("hospital", "child_services", "child_record", {*"O1 O6 R1 R3 I3 C16".split()}),
    ("hospital", "hospital_nurses", "medical", {*"O1 O6 P1 P2 I3 C16".split()}),
    ("hospital", "hospital_nurses", "psychotherapy_notes", {"O1", "I3", "C16"}),
    ("recovery", "police", "sud", {"O1", "I3", "C16"}),
    ("recovery", "hospital", "sud", {"O1", "E3", "I3", "C16"}),
    ("legal_aid", "police", "legal_file", {"O1", "F1", "I3", "C16"}),
    ("school_district", "child_services", "child_record", {"O1", "R1", "I3", "C16"}),
]


def held(plan_id: str) -> Held:
    found = centers.example().found.held
    return next(one for one in found if one.standing.agency.id == plan_id)


@pytest.mark.parametrize(
    ("holder", "recipient", "category", "rules"),
    FACTS,
    ids=[f"{h}-{r}-{c}" for h, r, c, _ in FACTS],
)
def test_fact(holder: str, recipient: str, category: str, rules: set[str]) -> None:
    """A box should have the doors that the law gives, and no other."""
    ways = held(holder).column(recipient).cells[category]

    assert rules == {way.rule for way in ways}


@pytest.mark.parametrize("holder", ["shelter", "police", "hospital"])
def test_can_ever(holder: str) -> None:
    """A box should be empty on a ground exactly where ``can_ever`` shows nothing."""
    file = held(holder)
    for key in ("police", "kind:abuser", "hmis_lead"):
        if key == holder:
            continue
        for category in ("identity.name", "sud", "le_record", "aggregate"):
            ways = file.column(key).cells[category]
            shown = {
                basis
                for basis in BasisKind
                if can_ever(file.policy, key, category, bases=[basis]).view
                > View.MARKED
            }
            said = {basis for way in ways for basis in way.bases}
            reports = {BasisKind.STATUTORY_MANDATE, BasisKind.STATUTE_PERMISSIVE}

            assert shown - reports == said - reports
            assert said <= shown


@pytest.mark.nightly
def test_can_ever_everywhere() -> None:
    """Every box of the example should agree with ``can_ever`` over all grounds."""
    reports = {"R1", "R3"}
    rest = [
        basis
        for basis in BasisKind
        if basis not in (BasisKind.STATUTORY_MANDATE, BasisKind.STATUTE_PERMISSIVE)
    ]
    for file in centers.example().found.held:
        for column in file.columns:
            if column.key == file.standing.agency.id:
                continue
            whom = column.key
            whom = whom if whom.startswith("kind:") else f"agency:{whom}"
            for category, ways in column.cells.items():
                found = can_ever(file.policy, whom, category, bases=rest)
                opened = {way.rule for way in ways} - reports

                assert bool(opened) == (found.view > View.MARKED)


def test_reports() -> None:
    """A mandated report should be there for those the state lists, with its law."""
    (must,) = (
        way
        for way in held("hospital_nurses").column("police").cells["observed_condition"]
        if way.rule == "R1"
    )
    without = centers.center(
        centers.agency("nurses", "forensic_nurse", staff=["forensic_nurse"]),
        centers.agency("police", "law_enforcement"),
        pack=False,
    )
    cells = holdings(without)[0].column("police").cells

    assert ("MCA 37-2-302",) == must.by
    assert not {way for ways in cells.values() for way in ways if way.by}
    assert "R1" not in {way.rule for ways in cells.values() for way in ways}


LAWS = ("vawa", "fvpsa", "voca", "hipaa", "part2", "ferpa")
GRANTS = frozenset(LAWS[:3])


def opened(laws: frozenset[str]) -> set[tuple[str, str, str]]:
    """Give every door of a holder under some laws, by recipient and category."""
    money = sorted(laws & GRANTS) or ["none"]
    holder = centers.agency(
        "holder", "vsp_advocate", *money, licences=laws - GRANTS, staff=["advocate"]
    )
    others = [
        centers.agency(kind, kind)
        for kind in ("law_enforcement", "medical_provider", "cps", "hmis")
    ]
    file = holdings(centers.center(holder, *others))[0]
    return {
        (column.key, name, way.rule)
        for column in file.columns
        for name, ways in column.cells.items()
        for way in ways
    }


def may_add(laws: frozenset[str], law: str) -> set[str]:
    """Name the rules that a law itself brings to a holder under others."""
    if laws & GRANTS:
        return set()
    brings = {"hipaa": {"N4", "O6", "R3", "E2", "P1", "P2"}, "fvpsa": {"R3"}}
    if law == "vawa":
        return set() if laws else {"F1"}
    return brings.get(law, set())


def check_monotone(known: tuple[str, ...]) -> None:
    sets = [frozenset(c) for n in range(len(known) + 1) for c in combinations(known, n)]
    doors = {laws: opened(laws) for laws in sets}
    for laws in sets:
        for law in set(known) - laws:
            added = doors[laws | {law}] - doors[laws]

            assert {rule for _, _, rule in added} <= may_add(laws, law)


def test_monotone() -> None:
    """A further law should add no door but what it brings to one outside the grants."""
    check_monotone(("vawa", "fvpsa", "hipaa"))


@pytest.mark.nightly
def test_monotone_everywhere() -> None:
    """Over every set of laws a further one should add no other door either."""
    check_monotone(LAWS)


def test_monotone_is_not_idle() -> None:
    """A grant law should shut doors that stood open without it."""
    lost = opened(frozenset({"hipaa"})) - opened(frozenset({"hipaa", "voca"}))

    assert {"N4", "O6", "E2", "P1", "P2"} <= {rule for _, _, rule in lost}


def test_words() -> None:
    """Every rule that can open something should have its word, and no two a letter."""
    allows = {rule.id for rule in FLOOR if rule.kind == "grant"} | {"C16"}
    doors = words()["doors"]
    letters = [door["letter"] for door in doors.values()]

    assert allows - {"R5"} == set(doors)
    assert len(set(letters)) == len(letters)


def test_groups() -> None:
    """Every category should be in exactly one group of a table."""
    inside = [name for group in words()["groups"].values() for name in group["has"]]

    assert sorted(CATEGORIES) == sorted(inside)
