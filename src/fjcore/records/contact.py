"""How, where and when a person can be reached, and when that is not safe."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from fjcore.errors import FjcoreError
from fjcore.records._declare import direct, key, quasi, ref, several, told
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, record
from fjcore.records.rule import Rule, in_order, matches, within
from fjcore.values import Missing, PartialDate, zone


@part("period", rules=(in_order("starts_on", "ends_on"),))
class Period:
    """The days from one to another, both included; either may be open."""

    starts_on: date | Missing = quasi("contact")
    ends_on: date | Missing = quasi("contact")


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except FjcoreError:
        return False
    return True


_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"


@part(
    "weekly_window",
    rules=(
        matches("starts", _CLOCK),
        matches("ends", rf"{_CLOCK}|24:00"),
        Rule("ends", ("starts", "ends"), lambda starts, ends: starts < ends),
        Rule("tz", ("tz",), _is_zone),
    ),
)
class WeeklyWindow:
    """A time of one day of the week, in a named zone.

    Shape: ``starts`` and ``ends`` as ``HH:MM``; the end is not in it, and 24:00 is the
    end of the day.
    """

    day: str = labelled(
        "contact", identifying="quasi", codes="fj.weekday", required=True
    )
    starts: str = labelled("contact", identifying="quasi", required=True, max_length=5)
    ends: str = labelled("contact", identifying="quasi", required=True, max_length=5)
    tz: str = labelled("contact", identifying="quasi", required=True, max_length=64)


def _can_be_rung(kind: str, value: str) -> bool:
    """Whether a phone number has as many digits as E.164 gives one."""
    digits = len(re.sub(r"[^0-9]", "", value))
    return kind not in ("phone", "sms") or ("@" not in value and 7 <= digits <= 15)


def _can_be_written_to(kind: str, value: str) -> bool:
    return kind != "email" or "@" in value


@record(
    "contact_point",
    1,
    rules=(
        Rule("value", ("kind", "value"), _can_be_rung),
        Rule("value", ("kind", "value"), _can_be_written_to),
    ),
)
class ContactPoint:
    """One way to reach a person; an unstated ``safety`` means: do not use it.

    Source: ITU-T E.164 for the digits of a phone number.
    """

    kind: str = labelled(
        "contact", identifying="quasi", codes="fj.contact_kind", required=True
    )
    value: str = labelled("contact", kind=FieldKind.PHONE, required=True)
    owner_ref: str | Missing = key()
    safety: str | Missing = quasi("contact", codes="fj.contact_safety")
    allowed_methods: tuple[str, ...] | Missing = quasi(
        "contact", codes="fj.contact_method"
    )
    voicemail_ok: bool | Missing = quasi("contact")
    text_ok: bool | Missing = quasi("contact")
    shared_or_monitored: bool | Missing = quasi("contact")
    safe_times: str | Missing = quasi("contact")
    safe_windows: tuple[WeeklyWindow, ...] | Missing = several()
    identify_as: str | Missing = direct("contact", max_length=200)
    code_word: str | Missing = direct("contact.code_word", max_length=60)
    emergency_override: bool | Missing = quasi("contact")
    effective: Period | Missing = several()
    last_verified_at: datetime | Missing = quasi("contact")


@record(
    "address",
    1,
    rules=(
        matches("county", "[0-9]{5}"),
        matches("country", "[A-Z]{2}"),
        within("latitude", -90, 90),
        within("longitude", -180, 180),
    ),
)
class Address:
    """A place a person lives, works or gets post; its city is part of the place.

    Units: ``county`` is a five-digit FIPS code, ``country`` an ISO 3166 code of two
    letters, ``latitude`` and ``longitude`` are degrees of WGS 84.
    """

    use: str = labelled(
        "location.residence",
        identifying="quasi",
        codes="fj.address_use",
        required=True,
    )
    line: tuple[str, ...] | Missing = direct("location.residence")
    city: str | Missing = quasi("location.residence", max_length=50)
    county: str | Missing = quasi("location.area", max_length=5)
    state: str | Missing = quasi("location.area", max_length=2)
    postal_code: str | Missing = quasi(
        "location.residence", kind=FieldKind.ZIP, max_length=10
    )
    country: str | Missing = quasi("location.area", max_length=2)
    tribal_land: str | Missing = quasi("location.area", max_length=100)
    is_confidential: bool | Missing = quasi("location.residence")
    acp_enrolled: bool | Missing = quasi("location.residence")
    acp_id: str | Missing = direct(
        "identity.gov_id", kind=FieldKind.GOV_ID, max_length=40
    )
    acp_substitute_ref: str | Missing = ref("location.substitute", identifying="direct")
    residence_type: str | Missing = quasi(
        "location.living_situation", codes="hud.current_living_situation"
    )
    move_date: PartialDate | Missing = quasi("location.living_situation")
    latitude: Decimal | Missing = direct("location.residence")
    longitude: Decimal | Missing = direct("location.residence")
    lives_with_person_causing_harm: bool | Missing = quasi("risk")


# A county or a kind of place is finer than a state: in a shelter's address it is as
# confidential as the street. 34 U.S.C. 12291(b)(2); 42 U.S.C. 10406(c)(5)(H).
_SHELTER = dict.fromkeys(
    ("location.residence", "location.area", "location.living_situation"),
    "location.shelter",
)


@record("address.shelter", 1, relabel=_SHELTER)
class ShelterAddress(Address):
    """The place of a confidential shelter; it leaves only as its operator allows."""


@record(
    "address.substitute",
    1,
    relabel={
        "location.residence": "location.substitute",
        "location.area": "location.substitute",
    },
)
class SubstituteAddress(Address):
    """A substitute address of a state's address confidentiality program."""


@record("emergency_contact", 1)
class EmergencyContact:
    """Whom to tell in an emergency; that there are services is not told by default."""

    person_ref: str = labelled(
        "other_party",
        about="third_party",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    relationship: str | Missing = quasi(
        "other_party", about="third_party", max_length=100
    )
    may_know_of_services: bool = labelled("contact", identifying="quasi", default=False)
    conditions: str | Missing = told("contact")


def usable(point: ContactPoint, on: date) -> bool:
    """Whether a way to reach a person may be used on a day, by what is on file of it.

    Only what is known to be safe may be used; limits of time and words still hold.
    """
    if point.safety not in ("safe", "safe_with_limits"):
        return False
    during = point.effective
    if isinstance(during, Missing):
        return True
    low, high = during.starts_on, during.ends_on
    begun = isinstance(low, Missing) or low <= on
    return begun and (isinstance(high, Missing) or on <= high)
