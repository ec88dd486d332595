from __future__ import annotations

from collections import Counter

import pytest
from fjcore_fhir import NotFHIR, bundle_of, to_bundle, to_bytes
from fjcore_fhir.terms import ABSENT, EXTENSION, FIELD, OWN
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bundles import (
    COPY,
    TOKEN,
    TREE,
    VIEWS,
    disclosed,
    disclosures,
    full,
    strings,
)

from fjcore.consent import View
from fjcore.records import (
    Answer,
    Assessment,
    ContactPoint,
    Enrollment,
    HumanName,
    Incident,
    Note,
    Person,
    Referral,
)
from fjcore.testing.strategies import records
from fjcore.values import Missing, PartialDate

FEW = settings(max_examples=8, deadline=None)
NAME = HumanName(text="Maeve Quill", use="legal")


def only(bundle, kind):
    (one,) = of(bundle, kind)
    return one


def of(bundle, kind):
    entries = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in entries if one["resourceType"] == kind]


def field(resource, path):
    (one,) = [e for e in resource["extension"] if e["url"] == FIELD + path]
    return one


def scalars(held):
    return Counter(str(value) for _, value in strings(held))


#: Names under which a code, an address or an id of FHIR stands, and nobody's answer.
FORMAL = {"code", "system", "reference", "fullUrl", "id", "resourceType", "url"}


@FEW
@given(disclosures())
def test_nothing_is_in_it_that_was_not_disclosed(disclosure):
    """Every text in a Bundle should stand in the disclosure, or be FHIR's own."""
    content = disclosure.content()
    said = set(scalars(content)) | set(content["labels"])
    own = set(scalars(to_bundle(full()))) | {"other", "old", "home", "work", "official"}
    got = [
        (key, str(value))
        for key, value in strings(to_bundle(disclosure))
        if key not in FORMAL
    ]

    assert [] == [
        (key, value)
        for key, value in got
        if value not in said | own and not known(key, value)
    ]


def known(key, value):
    """Whether a value is a word of the format itself."""
    return key in {
        "status",
        "intent",
        "valueCode",
        "valueBoolean",
        "contentType",
        "priority",
        "use",
        "gender",
        "preferred",
        "type",
        "actual",
    }


@FEW
@given(st.sampled_from((Person, Incident, Note, Referral)).flatmap(records))
def test_nothing_that_was_granted_is_lost(record):
    """Every value that is shown should stand in the Bundle as it is."""
    disclosure = full(record)
    held = scalars(to_bundle(disclosure))
    shown = {
        value for _, value in strings(disclosure.content()["records"]) if value != ""
    }
    reasons = {one.value for one in Missing}

    assert set() == {str(v) for v in shown} - held.keys() - reasons


@FEW
@given(st.fixed_dictionaries(dict.fromkeys(sorted(TREE), VIEWS)))
def test_the_same_disclosure_is_the_same_bytes(views):
    """What is withheld should change nothing, and making it twice give the same."""
    one, two = (
        disclosed(
            {**views, "incident.narrative": View.SILENT},
            Person(names=(NAME,)),
            Incident(place="a yard", narrative=words),
            named=False,
        )
        for words in ("He shouted.", "She ran to the neighbor's house.")
    )

    assert to_bytes(to_bundle(one)) == to_bytes(to_bundle(two))
    assert bundle_of(one.content()) == to_bundle(one)


def test_the_person_has_no_name_but_the_recipients():
    """The only number of a person should be the one that the recipient knows."""
    got = only(to_bundle(full(Person(person_id="7c" * 16, names=(NAME,)))), "Patient")

    assert [{"system": f"{OWN}subject:example_hospital", "value": TOKEN}] == (
        got["identifier"]
    )
    assert "7c" * 16 not in str(got)
    assert ("Maeve Quill", "official") == (
        got["name"][0]["text"],
        got["name"][0]["use"],
    )


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Missing.NOT_ASKED, "not-asked"),
        (Missing.ASKED_UNKNOWN, "asked-unknown"),
        (Missing.ASKED_DECLINED, "asked-declined"),
        (Missing.NOT_APPLICABLE, "not-applicable"),
        (Missing.UNSAFE_TO_ASK, "not-asked"),
        (Missing.WITHHELD, "not-asked"),
        (Missing.ERROR, "error"),
    ],
    ids=lambda one: getattr(one, "value", one),
)
def test_what_is_absent_says_why(reason, code):
    """A missing answer should say why, and two reasons as a question not asked."""
    got = only(to_bundle(full(Person(birth_date=reason, pronouns=reason))), "Patient")
    why = [{"url": ABSENT, "valueCode": code}]

    assert {"extension": why} == got["_birthDate"]
    assert why == field(got, "person.pronouns")["extension"]


def test_what_a_plan_withheld_is_masked():
    """A withheld field should be marked alike, whether there is anything or not."""
    views = {"identity.name": View.FULL, "demographics": View.MARKED}
    one, two = (
        only(to_bundle(disclosed(views, Person(names=(NAME,), sex=sex))), "Patient")
        for sex in ("0", Missing.NOT_COLLECTED)
    )
    (held,) = [e for e in one["extension"] if e["url"] == f"{EXTENSION}masked"]

    assert one == two
    assert {"url": "path", "valueString": "person.sex"} in held["extension"]
    assert {"url": ABSENT, "valueCode": "masked"} in held["extension"]


def test_a_placeholder_is_no_value():
    """What only stands for something withheld should never look like a name."""
    views = {"identity.name": View.PLACEHOLDER, "identity.dob": View.FULL}
    told = Person(names=(NAME,), birth_date=PartialDate.parse("1990"))
    bundle = to_bundle(disclosed(views, told))

    assert "1990" == only(bundle, "Patient")["birthDate"]
    assert "⟦" not in to_bytes(bundle).decode()


def test_a_date_that_fhir_cannot_say_stays_a_text():
    """An approximate date or a quarter should not become a day that nobody told."""
    told = Person(birth_date=PartialDate.parse("1990~"))
    got = only(to_bundle(full(told)), "Patient")

    assert "birthDate" not in got
    assert "1990~" == field(got, "person.birth_date")["valueString"]


def test_a_period_never_ends_before_it_begins():
    """Two dates that are shown unevenly should be a Period only in their order."""
    content = full(
        Enrollment(
            project="project-7",
            entry_date=PartialDate.parse("2026-02-01").earliest,
            exit_date=PartialDate.parse("2026-02-03").earliest,
            relationship_to_hoh="1",
            data_collection_stage="1",
        )
    )
    views = dict.fromkeys(TREE - {"operations"}, View.FULL)
    assert views
    got = only(to_bundle(content), "EpisodeOfCare")

    assert {"start": "2026-02-01", "end": "2026-02-03"} == got["period"]
    assert "finished" == got["status"]


def test_a_note_keeps_its_words():
    """A note's words should stand in a document, as they were written."""
    note = Note(kind="contact", written_at=COPY.signed_at, text="Tired today.\nñ")
    got = only(to_bundle(full(note)), "DocumentReference")

    assert ("data", "Tired today.\nñ") in list(strings(got["content"]))


def test_a_referral_is_asked_of_somebody():
    """A referral should be a request and a task about it, at the stage it is at."""
    row = Referral(
        from_agency="rimrock",
        to_agency="example_hospital",
        service="A1",
        status="accepted",
        urgency="emergency",
    )
    bundle = to_bundle(full(row))
    request, task = only(bundle, "ServiceRequest"), only(bundle, "Task")

    assert ("active", "stat") == (request["status"], request["priority"])
    assert f"ServiceRequest/{request['id']}" == task["focus"]["reference"]
    assert "accepted" == task["status"]


def test_a_skipped_answer_stays_skipped():
    """An answer that was not given should be absent in its item, never "no"."""
    row = Assessment(
        instrument="example",
        version="1",
        logic_hash="ab" * 32,
        administered_at=COPY.signed_at,
        complete=False,
        answers=(
            Answer(item="q1", status="answered", value="yes"),
            Answer(item="q2", status="unsafe_to_ask"),
        ),
    )
    items = only(to_bundle(full(row)), "QuestionnaireResponse")["item"]

    assert [{"valueString": "yes"}] == items[0]["answer"]
    assert "answer" not in items[1]
    assert "unsafe" not in str(items)


def test_only_releases_that_it_names_become_consents():
    """A Consent should hold what the disclosure carries of a release, and no more."""
    bare, copied = (full(**said) for said in ({}, {"consents": (COPY,)}))
    less = full(release_ids=(), basis="court_order", basis_ref="cause-7")
    many = full(release_ids=("0b" * 16, "0c" * 16))
    got, more = (only(to_bundle(one), "Consent") for one in (bare, copied))

    assert [] == of(to_bundle(less), "Consent")
    assert [None, None] == [
        one["provision"].get("period") for one in of(to_bundle(many), "Consent")
    ]
    assert "0b" * 16 == got["identifier"][0]["value"]
    assert "class" not in got["provision"]
    assert ["sud"] == [one["code"] for one in more["provision"]["class"]]
    assert "2026-03-01T19:00:00Z" == more["dateTime"]


def test_notices_and_duties_go_along():
    """What the recipient is told should stand in the Provenance, word for word."""
    disclosure = full(Person(names=(NAME,)))
    got = only(to_bundle(disclosure), "Provenance")
    told = [
        e["valueString"] for e in got["extension"] if e["url"] == f"{EXTENSION}notice"
    ]

    assert list(disclosure.notices) == told
    assert len(to_bundle(disclosure)["entry"]) == len(got["target"]) + 2


def test_a_contact_point_keeps_when_it_is_safe():
    """A number should never go without what makes it safe to use."""
    point = ContactPoint(
        kind="phone",
        value="406-555-0101",
        safety="safe_with_limits",
        voicemail_ok=False,
    )
    (got,) = only(to_bundle(full(point)), "Patient")["telecom"]

    assert ("phone", "406-555-0101") == (got["system"], got["value"])
    assert (
        "safe_with_limits" == field(got, "contact_point.safety")["valueCoding"]["code"]
    )
    assert field(got, "contact_point.voicemail_ok")["valueBoolean"] is False


def test_a_sealed_one_is_refused():
    """A disclosure that only its recipient can open should not be written at all."""

    class Sealed:
        sealed = True

    with pytest.raises(NotFHIR, match="sealed"):
        to_bundle(Sealed())
