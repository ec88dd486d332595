"""A person's case with a holder, and her enrollments in its projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from fjcore.records._declare import (
    ADVOCATE,
    ATTORNEY,
    key,
    plain,
    quasi,
    ref,
    several,
    told,
)
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, record
from fjcore.records.rule import Rule, in_order, matches, only_if
from fjcore.values import Missing

#: Rental with an ongoing subsidy, among HUD's living situations and destinations.
SUBSIDISED = "435"


@part("participant")
class Participant:
    """Another person in a case, and as what."""

    person_ref: str = labelled(
        "participation",
        about="third_party",
        identifying="quasi",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    role: str = labelled(
        "participation",
        about="third_party",
        identifying="quasi",
        codes="fj.person_role",
        required=True,
    )


@record("case", 1, rules=(in_order("opened_on", "closed_on"),))
class Case:
    """What a holder does for one person, from the first contact to the closing.

    Whether she is new or continuing in a reporting year is worked out, never kept.
    """

    case_id: str | Missing = key()
    survivor_ref: str | Missing = key()
    participants: tuple[Participant, ...] | Missing = several()
    owner_agency: str = labelled(
        "operations",
        about="holder",
        identifying="none",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    owner_staff: str | Missing = ref("operations", about="staff", identifying="direct")
    assigned_staff: tuple[str, ...] | Missing = ref(
        "operations", about="staff", identifying="direct"
    )
    status: str = labelled(
        "operations", identifying="none", codes="fj.case_status", required=True
    )
    opened_on: date = labelled("participation", identifying="quasi", required=True)
    closed_on: date | Missing = quasi("participation")
    close_reason: str | Missing = quasi("participation", codes="fj.close_reason")
    referral_source: str | Missing = quasi("participation", codes="hud.referral_source")
    presenting_victimizations: tuple[str, ...] | Missing = quasi(
        "incident", codes="voca.victimization"
    )
    primary_victimization: str | Missing = quasi("incident", codes="voca.victimization")
    anonymous_contact: bool | Missing = quasi("participation")
    immediate_needs: tuple[str, ...] | Missing = quasi(
        "participation", codes="fj.immediate_need"
    )
    survivor_goals: str | Missing = told("advocacy_notes", privilege=ADVOCATE)
    conflict_check: str | Missing = quasi(
        "legal_file", privilege=ATTORNEY, codes="fj.conflict_check"
    )
    conflict_note: str | Missing = told("legal_file", privilege=ATTORNEY)
    record_restriction: str | Missing = plain(
        "operations", codes="fj.record_restriction"
    )
    retention_until: date | Missing = plain("operations")
    legal_hold: bool | Missing = quasi("legal_file", privilege=ATTORNEY)
    legal_hold_reason: str | Missing = told("legal_file", privilege=ATTORNEY)


def _may_have_subsidy(subsidy: Any, before: Any, after: Any) -> bool:
    return isinstance(subsidy, Missing) or SUBSIDISED in (before, after)


@record(
    "enrollment",
    1,
    rules=(
        in_order("entry_date", "exit_date"),
        matches("coc_code", "[A-Z]{2}-[0-9]{3}"),
        Rule(
            "rental_subsidy_type",
            ("rental_subsidy_type", "prior_living_situation", "destination"),
            _may_have_subsidy,
        ),
        only_if("dv_when_occurred", {"dv_survivor": True}),
        only_if("dv_currently_fleeing", {"dv_survivor": True}),
    ),
)
class Enrollment:
    """One stay of a person in a project, from entry to exit.

    Source: HUD data standards FY2026, 3.10 to 3.917, 4.11 and 5.03.
    """

    enrollment_id: str | Missing = key()
    project: str = labelled(
        "participation",
        identifying="quasi",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    entry_date: date = labelled("participation", identifying="quasi", required=True)
    exit_date: date | Missing = quasi("participation")
    relationship_to_hoh: str = labelled(
        "household",
        identifying="quasi",
        codes="hud.relationship_to_hoh",
        required=True,
    )
    coc_code: str | Missing = quasi("location.area", max_length=6)
    prior_living_situation: str | Missing = quasi(
        "location.living_situation", codes="hud.prior_living_situation"
    )
    length_of_stay: str | Missing = quasi(
        "location.living_situation", codes="hud.length_of_stay"
    )
    destination: str | Missing = quasi(
        "location.living_situation", codes="hud.destination"
    )
    destination_text: str | Missing = quasi("location.living_situation", max_length=50)
    rental_subsidy_type: str | Missing = quasi("financial", codes="hud.rental_subsidy")
    move_in_date: date | Missing = quasi("location.living_situation")
    dv_survivor: bool | Missing = quasi("incident")
    dv_when_occurred: str | Missing = quasi("incident", codes="hud.when_dv_occurred")
    dv_currently_fleeing: bool | Missing = quasi("risk")
    data_collection_stage: str = labelled(
        "operations",
        identifying="none",
        codes="hud.data_collection_stage",
        required=True,
    )
