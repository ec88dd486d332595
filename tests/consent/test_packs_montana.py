"""The Montana pack says what the statutes that were read say, and what is not known."""

from __future__ import annotations

from datetime import date

import pytest

from fjcore.consent import (
    MandateRow,
    ReporterRole,
    limits_of,
    majority_age,
    mandates_for,
    shipped_packs,
)

(MONTANA,) = shipped_packs()

#: A change of the pack is a change of law that each site adopts anew.
SHA256 = "6d0198dc9109d4238cb7a3f6b2c15bea83faaa9da913dccb2e81f85ef4de296b"


def rows(role: str, to: str, trigger: str) -> tuple[MandateRow, ...]:
    return mandates_for([MONTANA], role, to, trigger)


def must(role: str, to: str, trigger: str) -> bool:
    return any(row.mandatory for row in rows(role, to, trigger))


def test_the_pack_should_be_pinned() -> None:
    """The data that ship should be those that were looked at."""
    assert ("US-MT", "Montana") == (MONTANA.id, MONTANA.name)
    assert date(2026, 11, 26) == MONTANA.as_of
    assert SHA256 == MONTANA.sha256


def test_no_text_should_be_called_reviewed() -> None:
    """Since no lawyer has read it, no text should say so."""
    assert not MONTANA.reviewed
    assert not any(one.reviewed for one in MONTANA.authorities)
    assert all(row.needs_review for row in MONTANA.reports)


@pytest.mark.parametrize("role", ["advocate", "volunteer_advocate", "shelter_worker"])
def test_advocates_should_not_be_mandated(role: str) -> None:
    """Advocates, whom MCA 41-3-201 does not list, should be let and not made report."""
    found = rows(role, "cps", "child_abuse")

    assert ["child-abuse-anybody"] == [row.id for row in found]
    assert not must(role, "cps", "child_abuse")
    assert not must(role, "aps", "adult_abuse")
    assert not must(role, "law_enforcement", "gunshot_wound")


@pytest.mark.parametrize(
    "role",
    ["physician", "nurse", "school_employee", "law_enforcement", "social_worker"],
)
def test_listed_professionals_should_report_child_abuse(role: str) -> None:
    """Those whom MCA 41-3-201(2) lists should report to the department, promptly."""
    (row,) = [one for one in rows(role, "cps", "child_abuse") if one.mandatory]

    assert ("MCA 41-3-201", "promptly") == (row.statute, row.deadline)
    assert {"child_record", "incident"} < row.facts
    assert () == rows(role, "law_enforcement", "child_abuse")


def test_clergy_should_have_their_exceptions() -> None:
    """The duty of clergy should come with its exceptions and an open question."""
    (row,) = [one for one in rows("clergy", "cps", "child_abuse") if one.mandatory]
    asked = {one.id for one in MONTANA.questions}

    assert 2 == len(row.exceptions)
    assert "clergy-2025" in asked


@pytest.mark.parametrize(
    ("trigger", "recipients"),
    [
        ("adult_abuse", {"aps", "prosecutor"}),
        ("adult_abuse_in_facility", {"aps"}),
        ("adult_abuse_by_agency", {"prosecutor"}),
    ],
)
def test_vulnerable_adults_should_be_reported_where_the_text_says(
    trigger: str, recipients: set[str]
) -> None:
    """MCA 52-3-811 should tell department or county attorney, by whom it is about."""
    told = {
        to
        for to in ("aps", "prosecutor", "law_enforcement", "cps")
        if must("nurse", to, trigger)
    }

    assert recipients == told


def test_adult_reports_should_not_hold_money() -> None:
    """A report on a vulnerable adult should hold who and what, and no accounts."""
    held = {
        fact for row in rows("physician", "aps", "adult_abuse") for fact in row.facts
    }

    assert {"identity.name", "incident"} <= held
    assert not held & {"financial", "medical", "advocacy_notes"}


def test_wounds_should_be_gunshot_and_stab_alone() -> None:
    """MCA 37-2-302 should name gunshot and stab wounds, and not strangulation."""
    (row,) = MONTANA.wound_reports

    assert {"gunshot_wound", "stab_wound"} == row.triggers
    assert must("nurse", "law_enforcement", "stab_wound")
    assert "strangulation" in row.not_named
    assert not [
        role for role in ReporterRole if rows(role, "law_enforcement", "strangulation")
    ]


def test_the_privilege_should_be_express_and_end_at_death() -> None:
    """MCA 26-1-812 should be waived expressly, end at death and spare reports owed."""
    (row,) = MONTANA.privileges

    assert {"advocate", "volunteer_advocate"} == row.roles
    assert "system_advocate" not in row.roles
    assert ("express", True) == (row.waiver, row.ends_at_death)
    assert {"mandated_report"} == row.exceptions
    assert ("priv.mt.26-1-812", "full") == (row.regime, row.cites[0].read)


def test_the_address_program_should_take_the_shorter_time() -> None:
    """A substitute address should hold 4 years, and a move be told within 48 hours."""
    program = MONTANA.address_program

    assert program is not None
    assert (4, 48) == (program.years, program.move_notice_hours)
    assert {"location.substitute"} == program.substitute
    assert {"location.residence"} == program.protects


def test_majority_should_be_18() -> None:
    """A Montanan should come of age at 18."""
    assert 18 == majority_age([MONTANA], "US-MT")


def test_the_pack_should_have_no_limit() -> None:
    """Montana's texts give facts; what narrows is the center's own plugin's."""
    assert () == limits_of([MONTANA])


def test_names_should_be_in_both_languages() -> None:
    """Every name that a survivor may read should be in English and Spanish."""
    assert MONTANA.wordings
    assert all({"en", "es"} == row.text.keys() for row in MONTANA.wordings)
