"""What leaves a vault on a ground other than a release, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from support.vaults import EVENING, HOSPITAL, POLICE, STAFF
from vault.grounds import (
    APS,
    CLERIC,
    COURT,
    CPS,
    EMS,
    NURSE,
    OTHER_CPS,
    PLAIN,
    World,
    attempt,
    done,
)

from fjcore.consent import (
    CourtOrder,
    Emergency,
    FatalityReview,
    GrandJurySubpoena,
    OralAgreement,
    SearchWarrant,
    Subpoena,
)
from fjcore.errors import EventRefused, ObligationOpen, OptionRefused
from fjcore.vault import Vault

NAMED = frozenset({"identity.name", "incident"})
HIPAA = ("hipaa",)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("grounds")) as made:
        yield made


def order(vault: Vault, subject: str, **said: bool) -> str:
    evidence = CourtOrder(categories=NAMED, **said)
    return vault.ledger.evidence(subject, evidence, actor=STAFF)


def test_a_verified_order_should_send_what_it_lists(world: World) -> None:
    """A verified order should send its categories, and both papers say its name."""
    vault, subject = world.person()
    ref = order(vault, subject, verified=True)
    sent = vault.disclose(
        subject,
        to=COURT,
        purpose="court_compliance",
        basis="court_order",
        ref=ref,
        evidence=done(vault),
        actor=STAFF,
    )
    (row,) = vault.account_of_disclosures(subject, actor=STAFF)
    content = sent.disclosure.content()

    assert NAMED == set(row.categories)
    assert ("court_order", ref) == (row.basis, row.basis_ref)
    assert ("court_order", ref) == (content["basis"], content["basis_ref"])
    assert ref == sent.disclosure.basis_ref
    assert () == sent.disclosure.release_ids


@pytest.mark.parametrize(
    ("said", "to", "reason"),
    [
        ({}, COURT, "order_unverified"),
        ({"verified": True, "stayed": True}, COURT, "order_stayed"),
        ({"verified": True, "in_camera": True}, POLICE, "in_camera"),
    ],
)
def test_a_doubtful_order_should_send_nothing(
    world: World, said: dict[str, bool], to: str, reason: str
) -> None:
    """An order not verified, stayed, or for the judge alone should send nothing."""
    vault, subject = world.person()
    ref = order(vault, subject, **said)

    assert reason in attempt(vault, subject, to, "court_order", ref)


def test_an_order_in_camera_should_reach_the_court(world: World) -> None:
    """What the judge alone is to see should be sent to the court."""
    vault, subject = world.person()
    ref = order(vault, subject, verified=True, in_camera=True)

    assert {"sent"} == attempt(vault, subject, COURT, "court_order", ref)


def test_a_stay_should_take_the_place_of_an_order(world: World) -> None:
    """An order should send nothing once it is stayed, and again when the stay ends."""
    vault, subject = world.person()
    listed = CourtOrder(categories=NAMED, verified=True)
    stayed = CourtOrder(categories=NAMED, verified=True, stayed=True)
    found = []
    for paper in (listed, stayed, listed):
        vault.ledger.evidence(subject, paper, ref="dv-26-0117", actor=STAFF)
        found.append(attempt(vault, subject, COURT, "court_order", "dv-26-0117"))
    vault.ledger.end_evidence(subject, "dv-26-0117", actor=STAFF)
    ended = attempt(vault, subject, COURT, "court_order", "dv-26-0117")

    assert {"sent"} == found[0] == found[2]
    assert "order_stayed" in found[1]
    assert "order_unverified" in ended


def test_a_warrant_should_be_judged_like_an_order(world: World) -> None:
    """A verified warrant should send what it lists, and to the person harming too."""
    vault, subject = world.person()
    warrant = SearchWarrant(categories=NAMED, verified=True)
    ref = vault.ledger.evidence(subject, warrant, actor=STAFF)

    assert {"sent"} == attempt(vault, subject, POLICE, "search_warrant", ref)
    assert "order_unverified" in attempt(vault, subject, POLICE, "court_order", ref)


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        (Subpoena(satisfactory_assurance=True), "subpoena"),
        (GrandJurySubpoena(), "grand_jury_subpoena"),
    ],
)
def test_a_subpoena_should_not_move_a_vawa_holder(
    world: World, paper: Subpoena | GrandJurySubpoena, kind: str
) -> None:
    """A paper that no judge ordered should send nothing of a VAWA holder."""
    vault, subject = world.person()
    ref = vault.ledger.evidence(subject, paper, actor=STAFF)

    assert "subpoena_not_order" in attempt(vault, subject, COURT, kind, ref)


def test_a_subpoena_should_want_assurance_of_a_hospital(world: World) -> None:
    """A covered entity alone should need the assurance, and then send."""
    vault, subject = world.person(HIPAA)
    bare = vault.ledger.evidence(subject, Subpoena(), actor=STAFF)
    paper = Subpoena(satisfactory_assurance=True)
    assured = vault.ledger.evidence(subject, paper, actor=STAFF)

    assert "no_assurance" in attempt(vault, subject, COURT, "subpoena", bare)
    assert {"sent"} == attempt(vault, subject, COURT, "subpoena", assured)


@pytest.mark.parametrize(
    ("actor", "to", "reason"),
    [
        (NURSE, CPS, "sent"),
        (PLAIN, CPS, "not_mandated_reporter"),
        (NURSE, APS, "not_mandated_reporter"),
    ],
)
def test_a_report_should_be_made_by_role(
    world: World, actor: str, to: str, reason: str
) -> None:
    """A report should leave by the role, thing and office that a statute names."""
    vault, subject = world.person()
    made = vault.ledger.report(subject, to=to, trigger="child_abuse", actor=actor)
    found = attempt(vault, subject, to, made.basis, made.ref, actor=actor)

    assert reason in found
    assert bool(made.rows) is (reason == "sent")


def test_a_report_should_hold_what_the_row_asks_for(world: World) -> None:
    """A report should hold covered categories alone, once counsel has looked."""
    vault, subject = world.person()
    made = vault.ledger.report(subject, to=CPS, trigger="child_abuse", actor=NURSE)
    with pytest.raises(ObligationOpen) as caught:
        vault.disclose(
            subject,
            to=CPS,
            purpose="mandatory_report",
            basis=made.basis,
            ref=made.ref,
            evidence=done(
                vault, "report_only_required_facts", "notify_subject", "protect_safety"
            ),
            actor=NURSE,
        )
    attempt(vault, subject, CPS, made.basis, made.ref, actor=NURSE)
    (row,) = vault.account_of_disclosures(subject, actor=STAFF)

    assert "legal_review" == caught.value.where
    assert set(row.categories) <= made.covered
    assert ("promptly",) == made.deadlines
    assert made.needs_review


@pytest.mark.parametrize(
    ("actor", "to"), [(STAFF, CPS), (NURSE, HOSPITAL), (NURSE, OTHER_CPS)]
)
def test_a_report_should_serve_nobody_else(world: World, actor: str, to: str) -> None:
    """A report on file should not serve another role, nor another recipient."""
    vault, subject = world.person()
    made = vault.ledger.report(subject, to=CPS, trigger="child_abuse", actor=NURSE)
    found = attempt(vault, subject, to, made.basis, made.ref, actor=actor)

    assert {"not_mandated_reporter"} <= found


def test_a_report_should_rest_on_a_pack_in_force(world: World) -> None:
    """Without an adopted pack nobody should be a mandated reporter."""
    vault, subject = world.person(law="")
    made = vault.ledger.report(subject, to=CPS, trigger="child_abuse", actor=NURSE)
    found = attempt(vault, subject, CPS, made.basis, made.ref, actor=NURSE)

    assert () == made.rows
    assert "not_mandated_reporter" in found


def test_a_permissive_row_should_serve_who_may_report(world: World) -> None:
    """A statute that only permits should not move VAWA, and move FVPSA alone."""
    found = {}
    for regimes in (("vawa", "fvpsa"), ("fvpsa",)):
        vault, subject = world.person(regimes)
        made = vault.ledger.report(subject, to=APS, trigger="adult_abuse", actor=CLERIC)
        assert "statute_permissive" == made.basis
        found[regimes] = attempt(
            vault, subject, APS, made.basis, made.ref, actor=CLERIC
        )

    assert "permissive_not_enough" in found["vawa", "fvpsa"]
    assert {"sent"} == found["fvpsa",]


def test_evidence_of_a_report_should_not_be_said(world: World) -> None:
    """What a statute asks should come from a pack, whoever says otherwise."""
    from fjcore.consent import Mandate, PermissiveStatute

    vault, subject = world.person()
    said = (
        Mandate(statute="MCA 41-3-201", covered=NAMED, holder_is_mandated=True),
        PermissiveStatute(statute="x", covered=NAMED, hipaa_conditions=True),
    )
    for evidence in said:
        with pytest.raises(OptionRefused):
            vault.ledger.evidence(subject, evidence, actor=STAFF)


def test_an_emergency_should_last_four_hours(world: World) -> None:
    """An emergency should send health data at a hospital, and end by itself."""
    vault, subject = world.person(HIPAA)
    hours = timedelta(hours=4)
    second = timedelta(seconds=1)
    found = []
    for since in (EVENING, EVENING - hours + second, EVENING - hours):
        ref = vault.ledger.evidence(subject, Emergency(), since=since, actor=STAFF)
        found.append(attempt(vault, subject, EMS, "emergency", ref))

    assert {"sent"} == found[0] == found[1]
    assert "sent" not in found[2]


def test_an_emergency_should_not_open_a_vawa_file(world: World) -> None:
    """An emergency should send nothing of a VAWA holder but what somebody saw."""
    vault, subject = world.person()
    ref = vault.ledger.evidence(subject, Emergency(), actor=STAFF)

    assert "sent" not in attempt(vault, subject, EMS, "emergency", ref)


def test_what_an_emergency_owes_should_wait(world: World) -> None:
    """A part 2 emergency should leave at once, and its writing down should wait."""
    vault, subject = world.person(("hipaa", "part2"))
    ref = vault.ledger.evidence(subject, Emergency(), actor=STAFF)
    early = done(vault, "part2_document_emergency", "document_judgment")
    sent = vault.disclose(
        subject,
        to=EMS,
        purpose="medical_emergency",
        basis="emergency",
        ref=ref,
        evidence=early,
        actor=STAFF,
    ).disclosure.id

    def waiting() -> list[str]:
        rows = vault.worklists(actor=STAFF).awaiting
        return [row.obligation for row in rows if row.disclosure == sent]

    before = waiting()
    vault.desk.discharge(
        subject, disclosure=sent, obligation="part2_document_emergency", actor=STAFF
    )

    assert ["part2_document_emergency"] == before
    assert [] == waiting()


def test_an_oral_agreement_should_not_be_enough_under_vawa(world: World) -> None:
    """What she agreed to out loud should do at a hospital, and not under VAWA."""
    found = {}
    for regimes in (("vawa",), HIPAA):
        vault, subject = world.person(regimes)
        ref = vault.ledger.evidence(subject, OralAgreement(), actor=STAFF)
        found[regimes] = attempt(vault, subject, HOSPITAL, "oral_agreement", ref)

    assert "oral_not_enough" in found["vawa",]
    assert {"sent"} == found[HIPAA]


def test_a_fatality_review_should_need_a_death(world: World) -> None:
    """A review should get nothing of somebody who lives."""
    vault, subject = world.person(("vawa",))
    review = FatalityReview(categories=NAMED, permitted_by_local_law=True)
    ref = vault.ledger.evidence(subject, review, actor=STAFF)
    found = attempt(vault, subject, COURT, "fatality_review", ref)

    assert "fatality_conditions" in found


def test_a_reference_should_be_on_file(world: World) -> None:
    """An unknown reference should be named, and a ground without one refused."""
    vault, subject = world.person()
    with pytest.raises(EventRefused) as caught:
        attempt(vault, subject, COURT, "court_order", "nobody-knows")

    assert "ref" == caught.value.where
    assert "order_unverified" in attempt(vault, subject, COURT, "court_order", "")


@pytest.mark.parametrize("basis", ["none", "own_record", "intra_program"])
def test_other_grounds_should_be_refused(world: World, basis: str) -> None:
    """A ground of which a vault can hold no evidence should be named as unknown."""
    vault, subject = world.person()
    with pytest.raises(OptionRefused) as caught:
        attempt(vault, subject, COURT, basis, "")

    assert "basis" == caught.value.where


def test_reading_inside_should_not_see_a_difference(world: World) -> None:
    """Evidence on file should change nothing of what staff read."""
    vault, subject = world.person()
    said = {"actor": STAFF, "purpose": "safety_planning", "need_to_know": "her plan"}
    before = vault.read(subject, **said).content()["records"]
    order(vault, subject, verified=True)

    assert before == vault.read(subject, **said).content()["records"]


def test_every_ground_should_stand_in_the_log(world: World) -> None:
    """Each act on a ground should raise the revision by one, and the log verify."""
    vault, subject = world.person()
    for _ in range(2):
        order(vault, subject)
    filed = vault.ledger.on_file(subject, actor=STAFF)
    report = vault.verify()

    assert 2 == len(filed.evidence)
    assert report.events >= 2
