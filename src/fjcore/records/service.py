"""What was done for a survivor, what could not be, and to whom she was sent."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fjcore.records._declare import direct, key, plain, quasi, ref, several
from fjcore.records.label import FieldKind
from fjcore.records.money import Money
from fjcore.records.record import labelled, record
from fjcore.records.rule import Rule, within
from fjcore.values import Missing


def _not_below_zero(value: Any) -> bool:
    return isinstance(value, Missing) or value >= 0


@record(
    "service_encounter",
    1,
    rules=(
        within("minutes", 0, 100_000),
        within("shelter_nights", 0, 10_000),
        Rule("units", ("units",), _not_below_zero),
    ),
)
class ServiceEncounter:
    """One service given, by whom and how; without a person, an anonymous contact.

    ``outcomes`` are answers that are counted apart from the person who gave them.
    """

    encounter_id: str | Missing = key()
    person_ref: str | Missing = key()
    service: str = labelled(
        "participation", identifying="quasi", codes="voca.service", required=True
    )
    hud_record_type: str | Missing = quasi("participation", codes="hud.record_type")
    started_at: datetime = labelled("participation", identifying="quasi", required=True)
    minutes: int | Missing = quasi("participation")
    units: Decimal | Missing = quasi("participation")
    mode: str | Missing = quasi("participation", codes="fj.service_mode")
    agency: str | Missing = ref("participation", about="holder")
    staff: str | Missing = direct("operations", about="staff", max_length=64)
    funding_sources: tuple[str, ...] | Missing = quasi(
        "participation", codes="fj.funder"
    )
    hud_funding_sources: tuple[str, ...] | Missing = quasi(
        "participation", codes="hud.funding_source"
    )
    amount: Money | Missing = several()
    shelter_nights: int | Missing = quasi("participation")
    group_id: str | Missing = ref("participation")
    interpreter_used: bool | Missing = quasi("participation")
    interpreter_language: str | Missing = quasi("participation", max_length=35)
    outcome: str | Missing = quasi("participation")
    outcomes: tuple[str, ...] | Missing = plain(
        "deidentified_rows", codes="fj.service_outcome"
    )


@record(
    "unmet_request",
    1,
    rules=(within("adults", 0, 1000), within("children", 0, 1000)),
)
class UnmetRequest:
    """What somebody asked for and did not get, or only in part; it names nobody."""

    requested: str = labelled(
        "participation", identifying="quasi", codes="voca.service", required=True
    )
    level: str = labelled(
        "participation", identifying="quasi", codes="fj.served_level", required=True
    )
    asked_on: date | Missing = quasi("participation")
    reasons: tuple[str, ...] | Missing = quasi("participation", codes="fj.unmet_reason")
    adults: int | Missing = quasi("participation")
    children: int | Missing = quasi("participation")


@record("hotline_contact", 1, rules=(within("minutes", 0, 10_000),))
class HotlineContact:
    """A call to the help line: no name, no number, linked to nobody."""

    started_at: datetime = labelled("participation", identifying="quasi", required=True)
    minutes: int | Missing = quasi("participation")
    kind: str = labelled(
        "participation", identifying="quasi", codes="fj.hotline_kind", required=True
    )
    outcome: str | Missing = quasi("participation", codes="fj.hotline_outcome")
    age_band: str | Missing = quasi("demographics", codes="voca.age_band")
    sex: str | Missing = quasi("demographics", codes="hud.sex")
    race_ethnicity: tuple[str, ...] | Missing = quasi("demographics", codes="hud.race")


@record("referral", 1)
class Referral:
    """One agency asking another to serve a person; alone, it is no service."""

    referral_id: str | Missing = key()
    from_agency: str = labelled(
        "participation",
        about="holder",
        identifying="quasi",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    to_agency: str = labelled(
        "participation",
        about="holder",
        identifying="quasi",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    service: str = labelled(
        "participation", identifying="quasi", codes="voca.service", required=True
    )
    status: str = labelled(
        "participation", identifying="quasi", codes="fj.referral_status", required=True
    )
    release_ref: str | Missing = ref("releases")
    payload_ref: str | Missing = ref("releases")
    urgency: str | Missing = quasi("participation", codes="fj.urgency")
    sent_at: datetime | Missing = quasi("participation")
    responded_at: datetime | Missing = quasi("participation")
    rejected_reason: str | Missing = quasi("participation")
    hud_event: str | Missing = quasi("participation", codes="hud.ce_event")
    hud_result: str | Missing = quasi("participation", codes="hud.ce_referral_result")
