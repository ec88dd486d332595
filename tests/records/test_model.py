"""What core's own record types promise: in their shape, and in small functions."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import RecipientKind
from fjcore.errors import UnknownRecord
from fjcore.records import (
    CORE_RECORDS,
    Attachment,
    ContactPoint,
    EmergencyContact,
    Period,
    Person,
    SafetyPlan,
    Strangulation,
    core_list,
    core_lists,
    leaves,
)
from fjcore.records.collecting import uncollected
from fjcore.records.contact import usable
from fjcore.records.exam import consciousness_lost
from fjcore.records.papers import copying_locked
from fjcore.records.person import COLLECTED_IF_LISTED
from fjcore.records.record import info_of
from fjcore.records.safety import assessment_type
from fjcore.values import Missing, PartialDate

BASES = {
    *("person", "contact_point", "address", "emergency_contact", "household"),
    *("relationship", "case", "enrollment", "incident", "offender", "strangulation"),
    *("forensic_exam", "assessment", "safety_plan", "protection_order"),
    *("legal_matter", "compensation_claim", "service_encounter", "unmet_request"),
    *("hotline_contact", "referral", "note", "attachment", "agency", "staff"),
    "project",
}

#: By variant: the category that the fields of its base are moved to.
VARIANTS = {
    "address.shelter": "location.shelter",
    "address.substitute": "location.substitute",
    "incident.police": "le_record",
    "incident.prosecution": "pros_record",
    "attachment.police": "le_record",
    "attachment.forensic": "medical.forensic",
    "assessment.police": "le_record",
    "assessment.medical": "medical",
    "assessment.mental_health": "mental_health",
    "assessment.sud": "sud",
    "assessment.child_record": "child_record",
    "protection_order.court": "court_record",
    "legal_matter.court": "court_record",
    "legal_matter.prosecution": "pros_record",
    "strangulation.exam": "medical.forensic",
    "note.legal": "legal_file",
    "note.clergy": "clergy_notes",
    "note.medical": "medical",
    "note.mental_health": "mental_health",
    "note.psychotherapy": "psychotherapy_notes",
    "note.education": "education",
}
BY_NAME = {info_of(cls).name: cls for cls in CORE_RECORDS}


def test_every_record_and_variant_is_there() -> None:
    """Core should have every record type of the model and every variant of one."""
    assert BASES | set(VARIANTS) == set(BY_NAME)
    assert len(CORE_RECORDS) == len(BY_NAME) >= 29


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_moves_what_is_anothers(name: str) -> None:
    """A variant should keep its base's fields under the law of who made it."""
    base, made = (
        [leaf.label for leaf in leaves(BY_NAME[one])]
        for one in (name.partition(".")[0], name)
    )
    moved = [
        (was, now)
        for was, now in zip(base, made, strict=True)
        if was.category != now.category
    ]

    assert {VARIANTS[name]} == {now.category for _, now in moved}
    assert len(moved) > 0
    assert all(was.identifying == now.identifying for was, now in moved)
    assert all(was.about == now.about for was, now in moved)


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)
def test_what_nobody_said_is_not_collected(cls: type) -> None:
    """A field that nobody filled should hold why, and never a guess."""
    for attribute in attrs.fields(cls):
        if isinstance(attribute.default, Missing):
            assert attribute.default is Missing.NOT_COLLECTED
        elif attribute.default is not attrs.NOTHING:
            assert attribute.default in ((), False, "none", "strip_all")


def test_what_a_type_starts_with_is_the_safe_choice() -> None:
    """Unless somebody says otherwise, nothing should be told, copied or kept."""
    contact = EmergencyContact(person_ref="p")
    plan = SafetyPlan(created_on=PartialDate.parse("2026-03-02"))
    held = Attachment(
        kind="photo", content_ref="c", digest="0" * 64, sexual_content=False
    )

    assert contact.may_know_of_services is False
    assert "none" == plan.copy_given
    assert "strip_all" == held.exif_policy


def test_every_list_is_there() -> None:
    """Every list that a field names should be shipped, and hold the default."""
    for cls in CORE_RECORDS:
        for leaf in leaves(cls):
            assert leaf.codes is None or leaf.codes in core_lists()
    assert "none" in core_list("fj.copy_given").codes
    assert "strip_all" in core_list("fj.exif_policy").codes


def test_agencies_are_of_the_kinds_that_consent_knows() -> None:
    """The kind of an agency should be a kind of recipient, word for word."""
    assert {str(kind) for kind in RecipientKind} == set(
        core_list("fj.recipient_kind").codes
    )


# --- when a way to reach a person may be used -----------------------------------------

DAY = date(2026, 3, 2)
ends = st.one_of(
    st.just(Missing.NOT_COLLECTED),
    st.integers(-1, 1).map(lambda n: DAY + timedelta(days=n)),
)
safeties = st.sampled_from([*core_list("fj.contact_safety").codes, *Missing])


@settings(max_examples=200, deadline=None)
@given(safeties, ends, ends, st.booleans())
def test_only_what_is_known_to_be_safe_is_used(
    safety: str | Missing, first: date | Missing, last: date | Missing, dated: bool
) -> None:
    """A way to reach a person should be used only if known to be safe, and then."""
    if isinstance(first, date) and isinstance(last, date):
        first, last = sorted((first, last))
    during = Period(starts_on=first, ends_on=last) if dated else Missing.NOT_ASKED
    point = ContactPoint(
        kind="phone", value="406-555-0101", safety=safety, effective=during
    )
    within = not dated or (
        (not isinstance(first, date) or first <= DAY)
        and (not isinstance(last, date) or DAY <= last)
    )

    assert usable(point, DAY) == (safety in ("safe", "safe_with_limits") and within)


# --- small functions of types ---------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "lost"),
    [
        ("yes", True),
        ("not_sure", True),
        ("no", False),
        ("unknown", False),
        (Missing.ASKED_UNKNOWN, False),
    ],
)
def test_not_sure_counts_as_lost(said: str | Missing, lost: bool) -> None:
    """That she is not sure should count as consciousness lost."""
    assert lost == consciousness_lost(Strangulation(lost_consciousness=said))


@pytest.mark.parametrize("sexual", [True, False])
@pytest.mark.parametrize("minor", [True, False, None])
def test_a_childs_image_is_not_copied(sexual: bool, minor: bool | None) -> None:
    """A sexual image of a child, or of who may be one, should never be copied."""
    held = Attachment(
        kind="photo", content_ref="c", digest="0" * 64, sexual_content=sexual
    )

    assert (sexual and minor in (True, None)) == copying_locked(held, minor=minor)


@pytest.mark.parametrize(
    "category", ["risk", "le_record", "medical", "mental_health", "sud", "child_record"]
)
def test_a_screening_goes_by_its_category(category: str) -> None:
    """A screening should be kept under the category of its instrument."""
    found = assessment_type(category)
    (band,) = (leaf for leaf in leaves(found) if leaf.path.endswith(".band"))

    assert category == band.label.category


@pytest.mark.parametrize("category", ["", "contact", "safety_plan", None, "canary"])
def test_another_category_has_no_screening(category: str) -> None:
    """A category that no screening is kept under should be refused, not repeated."""
    with pytest.raises(UnknownRecord) as caught:
        assessment_type(category)

    assert "assessment" == caught.value.where


# --- what only a listed policy keeps --------------------------------------------------

GUARDED = {
    "ssn": "001010001",
    "immigration_status": "refugee",
    "immigration_relief": ("asylum",),
}


@pytest.mark.parametrize("name", GUARDED)
def test_what_is_not_listed_is_not_kept(name: str) -> None:
    """What policy does not list should be a problem by its path, a reason never."""
    path = f"person.{name}"
    held = attrs.evolve(Person(), **{name: GUARDED[name]})
    missing = attrs.evolve(Person(), **{name: Missing.ASKED_DECLINED})

    assert ((path, "forbidden"),) == uncollected(held, ())
    assert () == uncollected(held, {path})
    assert () == uncollected(missing, ())
    assert ((path, "forbidden"),) == uncollected(
        held, set(COLLECTED_IF_LISTED) - {path}
    )
    assert f"person.{name}" in COLLECTED_IF_LISTED


def test_other_records_are_kept() -> None:
    """A record without such a field should be no problem."""
    assert () == uncollected(Strangulation(), ())
