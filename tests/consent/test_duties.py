"""Obligations, and what is released by the name of a narrative."""

from __future__ import annotations

from datetime import timedelta

import pytest
from consent import oracle
from consent.properties import with_withdrawal

from fjcore.consent import View, plan
from fjcore.testing.consent import LONG_AGO, NOTE, Facts, answer_of, plain


def narrative(category: str, **release: object) -> Facts:
    """A question for a narrative that one release names."""
    return plain(
        release={"privilege_ack": True, "scope": (NOTE,), **release},
        request={"recipient_type": "prosecutor", "categories": (category,)},
        fields={NOTE: category},
    )


def test_a_narrative_released_by_name_carries_its_duties() -> None:
    """A narrative should leave with the notices that its category leaves with."""
    facts = narrative("incident.narrative")

    actual = answer_of(facts)

    assert actual.named[NOTE].granted
    assert actual.reasons == {"incident.narrative": "out_of_scope"}
    assert {
        *("log", "log_denial", "min_necessary", "redisclosure_notice"),
        *("discovery_warning", "offer_release"),
    } == actual.obligations
    assert oracle.answer(facts)["obligations"] == actual.obligations


def test_a_narrative_of_treatment_carries_the_notice_of_its_law() -> None:
    """A treatment narrative released by its name should carry notice and copy."""
    facts = narrative("sud")

    assert {"part2_notice", "part2_consent_copy"} <= answer_of(facts).obligations
    lacking = narrative("sud", forms=("vawa",))
    assert not answer_of(lacking).named[NOTE].granted


def test_what_is_found_inside_a_narrative_is_cut_out_of_it() -> None:
    """A leaf inside a narrative released by name should be cut out like any other."""
    facts = narrative("incident.narrative")
    facts["embedded"] = {"incident.narrative": ("other_party", "sud")}

    actual = answer_of(facts)

    assert actual.redacted == {"incident.narrative": ("other_party", "sud")}
    assert {"redact_third_party", "redact_field"} <= actual.obligations


def test_psychotherapy_notes_may_be_released_by_the_name_of_the_note_alone() -> None:
    """A form for nothing but such a note should reach it; one for more should not."""
    alone = narrative("psychotherapy_notes")
    more = narrative("psychotherapy_notes", scope=(NOTE, "incident"))

    assert answer_of(alone).named[NOTE].granted
    assert answer_of(more).named[NOTE].reason == "form_psychotherapy"


def test_a_narrative_of_a_silent_category_is_silent() -> None:
    """A withheld narrative should be as silent as its category."""
    request = {"categories": ("advocacy_notes", "incident.narrative")}
    kinds = {NOTE: "advocacy_notes", "note.other": "incident.narrative"}

    categories, named = plan(answer_of(plain(request=request, fields=kinds))).views_for(
        LONG_AGO
    )

    assert ("advocacy_notes", View.SILENT) in categories
    assert dict(named) == {NOTE: View.SILENT, "note.other": View.MARKED}


@pytest.mark.parametrize(("cell", "given"), [(3, False), (0, True), (25, True)])
def test_counts_that_leave_carry_the_duty_to_suppress_small_ones(
    cell: int, given: bool
) -> None:
    """Counts should carry the duty where they leave, and not where they do not."""
    request = {"categories": ("aggregate",), "smallest_cell": cell}
    facts = plain(request=request | {"recipient_type": "funder"})

    actual = answer_of(facts)

    assert given is ("aggregate" in actual.allowed)
    assert given is ("suppress_small_cells" in actual.obligations)
    assert oracle.answer(facts)["obligations"] == actual.obligations


@pytest.mark.parametrize(("cell", "given"), [(3, False), (4, False), (5, True)])
def test_no_policy_publishes_cells_below_five(cell: int, given: bool) -> None:
    """A policy that asks for smaller cells should still be held to five."""
    request = {"categories": ("aggregate",), "smallest_cell": cell}
    facts = plain(request=request, policy={"max_release_days": 90, "min_cell": 3})

    assert given is ("aggregate" in answer_of(facts).allowed)


@pytest.mark.parametrize(
    ("purpose", "forms", "given"),
    [
        ("sud_treatment", ("part2",), True),
        ("sud_treatment", ("vawa",), False),
        ("prosecution", ("part2",), False),
    ],
)
def test_no_end_at_all_is_for_treatment_only(
    purpose: str, forms: tuple[str, ...], given: bool
) -> None:
    """A part 2 consent with the end "none" should be good for treatment only."""
    release = {"duration_days": None, "expires_event": "none", "forms": forms}
    holder = plain()["holder"] | {"regimes": ("part2",)}
    facts = plain(
        release=release | {"purpose": (purpose,)},
        request={"purpose": purpose},
        holder=holder,
    )

    actual = answer_of(facts)

    assert given is ("incident" in actual.allowed)
    assert oracle.answer(facts)["reasons"] == actual.reasons


def test_nobody_is_asked_again_for_what_was_taken_back() -> None:
    """A survivor who took permission back, or died, should not be asked for it anew."""
    facts = plain()
    at = facts["request"]["at"]
    told = {"at": at, "release": "", "recipients": (), "categories": ()}

    taken = answer_of(with_withdrawal(facts, told) | {"prior_disclosures": True})
    late = answer_of(plain(request={"at": at + timedelta(days=90)}))
    dead = answer_of(
        plain(subject={"deceased_at": at}, request={"purpose": "research"})
    )

    assert "offer_release" not in taken.obligations
    assert "inform_recipient_of_revocation" in taken.obligations
    assert "offer_release" in late.obligations
    assert "offer_release" not in dead.obligations
