from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from fjcore_billings import AGENCIES, LIMITS, fjcore_forms
from hypothesis import given
from hypothesis import strategies as st

from fjcore.consent import (
    Basis,
    BasisKind,
    FactsRecorded,
    LimitQuestion,
    Question,
    Release,
    Signed,
    SubjectFacts,
    decide,
    state_at,
)
from fjcore.consent.release import Signer
from fjcore.errors import Malformed
from fjcore.records import CATEGORIES, Person, core_lists, unstructure
from fjcore.records.categories import covers
from fjcore.sdk import Purpose, RecipientKind, Registry, Site, View
from fjcore.values import Missing

FORM = fjcore_forms()[0]
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


def test_a_site_that_names_it_gets_all_it_brings():
    """The installed plugin should be enabled with its form, agencies and limit."""
    site = Site.parse(SITE, "/nowhere")
    got = Registry.build(site, strict=True)

    assert {"x_billings.intake"} == set(got.forms)
    assert {"x_billings.heard_from"} == set(got.code_lists)
    assert {"billings.police", "billings.shelter"} == set(got.policy(site).partners)
    assert got.policy(site).limits == LIMITS
    assert "x_billings.intake" in got.catalog().types


def test_its_names_are_fictitious():
    """No real agency should be named in a package that others copy."""
    assert all("example.org" in agency.name for agency in AGENCIES)
    assert len({agency.kind for agency in AGENCIES}) >= 7


# --- the form -----------------------------------------------------------------------


@pytest.mark.parametrize("field", FORM.fields, ids=lambda field: field.name)
def test_each_question_is_worded_in_both_languages(field):
    """Each question should be short and plain in English and in Spanish."""
    for language in ("en", "es"):
        text = field.label[language]
        sentences = [part for part in re.split(r"[.?!]\s*", text) if part]

        assert text.strip()
        assert max(len(part.split()) for part in sentences) <= 14
    assert "¿" in field.label["es"]
    assert set(field.label) == {"en", "es"}


def test_the_words_of_harm_are_not_in_the_questions():
    """A first visit should ask what helps, not confront with words for harm."""
    hard = ("victim", "abus", "violen", "víctima", "maltrat", "agres")
    said = " ".join(text for field in FORM.fields for text in field.label.values())

    assert [word for word in hard if word in said.lower()] == []


def test_a_filled_form_becomes_core_and_local_records():
    """Answers should land in the core fields they are bound to, or in the form's."""
    got = FORM.read(
        {
            "full_name": "Ana Sample",
            "birth_date": "1990",
            "language": "es",
            "phone": "406-555-0101",
            "phone_safety": "safe_with_limits",
            "safe_time": "weekdays before 3",
            "city": "Billings",
            "zip_code": "59101",
            "children": 2,
            "tribal_advocate": True,
            "heard_from": "poster",
            "pets": {"?": "asked_declined"},
            "what_would_help": "A ride, and somebody to talk to.",
        }
    )
    person, contact, address, local = (unstructure(record) for record in got)

    assert isinstance(got[0], Person)
    assert person["names"] == [{"text": "Ana Sample"}]
    assert (contact["kind"], contact["safe_times"]) == ("phone", "weekdays before 3")
    assert (
        address["use"],
        address["state"],
        address["postal_code"],
    ) == ("residence", "MT", "59101")
    assert local == {
        "tribal_advocate": True,
        "heard_from": "poster",
        "pets": {"?": "asked_declined"},
        "what_would_help": "A ride, and somebody to talk to.",
    }


def test_an_unanswered_form_says_nothing():
    """A form with no answers should hold no answer, and no "no" either."""
    (local,) = FORM.read({})

    assert local.pets is Missing.NOT_COLLECTED
    assert unstructure(local) == {}


@pytest.mark.parametrize(
    ("name", "answer"),
    [("heard_from", "newspaper"), ("pets", 1), ("pets", "yes"), ("zip_code", "5910")],
)
def test_a_wrong_answer_is_refused_without_repeating_it(name, answer):
    """An answer that does not fit should be told by its place alone."""
    with pytest.raises(Malformed) as caught:
        FORM.read({name: answer})

    assert name in str(caught.value) or "postal_code" in str(caught.value)
    assert "newspaper" not in str(caught.value)


def test_each_local_answer_has_one_core_code():
    """Each of the center's own codes should be countable under core's list."""
    (own,) = FORM.code_lists
    core = core_lists()[own.maps_to]

    assert own.maps.keys() == own.codes.keys()
    assert set(own.maps.values()) <= core.codes.keys()
    assert len(set(own.maps.values())) == len(own.codes)


# --- the limit ----------------------------------------------------------------------

questions = st.builds(
    LimitQuestion,
    recipient=st.sampled_from([agency.id for agency in AGENCIES]),
    recipient_kind=st.sampled_from(RecipientKind),
    purpose=st.sampled_from(Purpose),
    basis=st.sampled_from(BasisKind),
    category=st.sampled_from([*CATEGORIES]),
    acp_participant=st.booleans(),
)


def asked(**parts):
    base = {
        "recipient": "billings.police",
        "recipient_kind": RecipientKind.LAW_ENFORCEMENT,
        "purpose": Purpose.CRIMINAL_INVESTIGATION,
        "basis": BasisKind.CLIENT_RELEASE,
        "category": "location.residence",
        "acp_participant": True,
    }
    return LimitQuestion(**base | parts)


def test_a_substitute_address_keeps_the_real_one_back():
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
def test_it_narrows_nothing_else(parts):
    """A limit should leave everything alone that it does not speak of."""
    assert not LIMIT.matches(asked(**parts))


@given(questions)
def test_it_speaks_only_of_a_participants_home(question):
    """For any question, the limit should match only a participant's home address."""
    if LIMIT.matches(question):
        assert question.acp_participant
        assert covers("location.residence", question.category)
        assert question.recipient_kind not in (
            RecipientKind.SUBJECT,
            RecipientKind.INTERNAL_STAFF,
        )


def test_it_says_where_it_comes_from_and_that_nobody_reviewed_it():
    """Each rule should cite its law and say that no lawyer has read it yet."""
    for limit in LIMITS:
        assert "MCA" in limit.citation
        assert not limit.reviewed


def test_under_a_release_the_real_address_stays_and_the_substitute_goes():
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

    def allowed(recipient, acp):
        when = {"effective_at": signed, "recorded_at": signed, "actor": "j.rivers"}
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
