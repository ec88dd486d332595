from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from fjcore_billings import AGENCIES, LIMITS
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import (
    Basis,
    BasisKind,
    FactsRecorded,
    LimitQuestion,
    Question,
    Release,
    Signed,
    Signer,
    SubjectFacts,
    decide,
    state_at,
)
from fjcore.records import CATEGORIES
from fjcore.sdk import Purpose, RecipientKind, Registry, Site, View

LIMIT = LIMITS[0]

SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[plugins.fjcore-billings]
version = ">=0.1,<0.2"
adopts = ["billings.police", "billings.shelter"]
"""

#: Public offices that take the substitute address in place of the real one.
OFFICES = tuple(
    RecipientKind(name)
    for name in (
        "aps benefits_agency court cps housing_provider law_enforcement "
        "probation_parole prosecutor school victim_compensation"
    ).split()
)

#: Offices that have no need of anybody's immigration status.
STATUS = tuple(
    RecipientKind(name)
    for name in "housing_provider law_enforcement probation_parole school".split()
)

questions = st.builds(
    LimitQuestion,
    recipient=st.sampled_from([agency.id for agency in AGENCIES]),
    recipient_kind=st.one_of(
        st.sampled_from(OFFICES), st.sampled_from([*RecipientKind])
    ),
    purpose=st.sampled_from(Purpose),
    basis=st.sampled_from(BasisKind),
    category=st.one_of(st.just("location.residence"), st.sampled_from([*CATEGORIES])),
    acp_participant=st.booleans(),
)


def asked(**parts: Any) -> LimitQuestion:
    base: dict[str, Any] = {
        "recipient": "billings.police",
        "recipient_kind": RecipientKind.LAW_ENFORCEMENT,
        "purpose": Purpose.CRIMINAL_INVESTIGATION,
        "basis": BasisKind.CLIENT_RELEASE,
        "category": "location.residence",
        "acp_participant": True,
    }
    return LimitQuestion(**base | parts)


def test_a_substitute_address_keeps_the_real_one_back() -> None:
    """A home address should not reach a public office that takes the substitute."""
    assert LIMIT.matches(asked())
    assert LIMIT.matches(asked(recipient_kind=RecipientKind.COURT))
    assert LIMIT.cap < View.FULL


@pytest.mark.parametrize(
    "parts",
    [
        {"acp_participant": False},
        {"category": "location.substitute"},
        {"category": "contact"},
        {"recipient_kind": RecipientKind.SHELTER},
        {"recipient_kind": RecipientKind.CIVIL_LEGAL},
    ],
)
def test_it_narrows_nothing_else(parts: dict[str, Any]) -> None:
    """A limit should leave everything alone that it does not speak of."""
    assert not LIMIT.matches(asked(**parts))


@settings(max_examples=300, deadline=None)
@given(questions)
def test_it_speaks_only_of_a_participants_home(question: LimitQuestion) -> None:
    """The limit should match a home at a public office, and nothing else."""
    expected = (
        question.acp_participant
        and question.category == "location.residence"
        and question.recipient_kind in OFFICES
    )

    assert expected is LIMIT.matches(question)


def test_it_says_where_it_comes_from_and_that_nobody_reviewed_it() -> None:
    """Each rule should cite its law and say that no lawyer has read it yet."""
    for limit in LIMITS:
        assert any(one in limit.citation for one in ("MCA", "U.S.C."))
        assert not limit.reviewed


def test_under_a_release_the_real_address_stays_and_the_substitute_goes() -> None:
    """A participant's home should not reach the police, her substitute address may."""
    site = Site.parse(SITE, "/nowhere")
    registry = Registry.build(site, strict=True)
    signed = datetime(2026, 3, 2, 17, tzinfo=UTC)
    at = signed + timedelta(days=1)
    release = Release(
        id="0b" * 16,
        forms=("vawa",),
        scope=("location.residence", "location.substitute", "identity.name"),
        recipients=("billings.police", "billings.shelter"),
        purpose=("safety_planning",),
        methods=("electronic",),
        signed_at=signed,
        duration_days=30,
        written=True,
        complete=True,
        informed=True,
        voluntary=True,
        signature="wet",
        signers=(Signer("5a" * 16, "subject"),),
    )

    def allowed(recipient: str, *, acp: bool) -> frozenset[str]:
        when: Any = {"effective_at": signed, "recorded_at": signed, "actor": "j.rivers"}
        facts = SubjectFacts(birth_date=date(1990, 1, 1), acp_participant=acp)
        events = [FactsRecorded(facts=facts, **when), Signed(release=release, **when)]
        question = Question(
            subject="5a" * 16,
            recipient=recipient,
            purpose="safety_planning",
            basis=Basis("client_release"),
            at=at,
            categories=frozenset(release.scope),
        )
        return decide(registry.policy(site), state_at(events, at, at), question).allowed

    everything = set(release.scope)
    assert everything == allowed("billings.police", acp=False)
    assert everything == allowed("billings.shelter", acp=True)
    assert everything - {"location.residence"} == allowed("billings.police", acp=True)


@given(questions)
def test_status_stays_from_offices_that_enforce(asked) -> None:
    """Immigration status should reach none of these offices, on any ground."""
    limit = next(one for one in LIMITS if one.id == "billings.immigration")
    found = limit.matches(evolve(asked, category="immigration"))

    assert (asked.recipient_kind in STATUS) == found
    assert not limit.matches(evolve(asked, category="identity.name"))
    assert View.MARKED == limit.cap
