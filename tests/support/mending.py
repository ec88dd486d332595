"""What a drawn record needs so that the rules of its type hold of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from fjcore.records import Member
from fjcore.records.record import info_of
from fjcore.values import Missing

Held = dict[str, Any]
Mend = Callable[[Held], None]

NC = Missing.NOT_COLLECTED


def mended(cls: type, held: Held) -> Held:
    """What is drawn for a type, mended as its name, or the one it varies, asks."""
    found = dict(held)
    name = info_of(cls).name
    for known in (name.partition(".")[0], name):
        for mend in MENDS.get(known, ()):
            mend(found)
    return found


def _ordered(low: str, high: str) -> Mend:
    def mend(held: Held) -> None:
        if Missing not in (type(held[low]), type(held[high])):
            held[low], held[high] = sorted((held[low], held[high]))

    return mend


def _bounded(name: str, low: int, high: int) -> Mend:
    def mend(held: Held) -> None:
        if type(held[name]) is not Missing:
            kind = type(held[name])
            held[name] = min(max(held[name], kind(low)), kind(high))

    return mend


def _one_of(name: str, *texts: str) -> Mend:
    def mend(held: Held) -> None:
        if type(held[name]) is str:
            held[name] = texts[len(held[name]) % len(texts)]

    return mend


def _dropped(name: str) -> Mend:
    def mend(held: Held) -> None:
        held[name] = NC

    return mend


def _window(held: Held) -> None:
    early = len(held["starts"]) % 24
    held["starts"] = f"{early:02d}:{len(held['ends']) % 60:02d}"
    held["ends"] = f"{early + 1:02d}:00"
    if held["ends"] <= held["starts"]:
        held["ends"] = "24:00"
    held["tz"] = ("America/Denver", "UTC")[len(held["tz"]) % 2]


def _general(held: Held) -> None:
    if held["kind"] not in ("5", "6", "7"):
        held["kind"] = "7"


def _races(held: Held) -> None:
    if isinstance(held["race_ethnicity"], tuple):
        told = [code for code in held["race_ethnicity"] if code != "RaceNone"]
        held["race_ethnicity"] = tuple(told) or ("White",)


def _reached(held: Held) -> None:
    if held["kind"] == "email":
        held["value"] = f"box{len(held['value'])}@example.org"
    elif held["kind"] in ("phone", "sms") and "@" in held["value"]:
        held["value"] = f"406-555-01{len(held['value']) % 100:02d}"


def _headed(held: Held) -> None:
    seen: dict[str, Any] = {}
    for member in held["members"]:
        seen.setdefault(member.person_ref, member)
    tail = [
        attrs.evolve(one, relationship="2") if one.relationship == "1" else one
        for one in seen.values()
    ]
    head = tail.pop() if tail else Member(person_ref="head", relationship="1")
    held["members"] = (attrs.evolve(head, relationship="1"), *tail)


def _apart(held: Held) -> None:
    if held["from_ref"] == held["to_ref"]:
        held["to_ref"] = "somebody else" if held["from_ref"] != "somebody else" else "x"


def _gated(held: Held) -> None:
    if held["dv_survivor"] is not True:
        held["dv_when_occurred"] = held["dv_currently_fleeing"] = NC
    if "435" not in (held["prior_living_situation"], held["destination"]):
        held["rental_subsidy_type"] = NC


MENDS: dict[str, tuple[Mend, ...]] = {
    "money": (_one_of("currency", "USD", "CAD"),),
    "disability": (_general,),
    "person": (
        _one_of("ssn", "001010001", "665999999", "899019998"),
        _bounded("age_reported", 0, 120),
        _bounded("children_in_household", 0, 100),
        _races,
    ),
    "period": (_ordered("starts_on", "ends_on"),),
    "weekly_window": (_window,),
    "contact_point": (_reached,),
    "address": (
        _one_of("county", "30111", "00001"),
        _one_of("country", "US", "MX"),
        _bounded("latitude", -90, 90),
        _bounded("longitude", -180, 180),
    ),
    "pet": (_bounded("count", 1, 10_000),),
    "household": (_headed, _bounded("children_count", 0, 100)),
    "relationship": (_apart,),
    "case": (_ordered("opened_on", "closed_on"),),
    "enrollment": (
        _ordered("entry_date", "exit_date"),
        _one_of("coc_code", "MT-500", "WY-503"),
        _gated,
    ),
    "offender": (_bounded("birth_year", 1880, 2200),),
    "strangulation": (
        _bounded("episodes", 0, 100_000),
        _bounded("duration_seconds", 0, 86_400),
        _bounded("duration_seconds_at_most", 0, 86_400),
        _ordered("duration_seconds", "duration_seconds_at_most"),
    ),
    "assessment": (_ordered("score_lower", "score_upper"),),
    "safety_plan": (_bounded("plan_version", 1, 1_000_000),),
    "protection_order": (_ordered("issued_on", "expires_on"),),
    "charge": (_bounded("counts", 1, 10_000),),
    "legal_matter.court": (_dropped("attorney"), _dropped("privileged_notes")),
    "legal_matter.prosecution": (_dropped("attorney"), _dropped("privileged_notes")),
    "compensation_claim": (_ordered("filed_on", "decided_on"),),
    "service_encounter": (
        _bounded("minutes", 0, 100_000),
        _bounded("shelter_nights", 0, 10_000),
        _bounded("units", 0, 10**6),
    ),
    "unmet_request": (_bounded("adults", 0, 1000), _bounded("children", 0, 1000)),
    "hotline_contact": (_bounded("minutes", 0, 10_000),),
    "attachment": (
        _one_of("digest", "0" * 64, "f" * 64),
        _one_of("media_type", "image/jpeg", "application/pdf"),
        _bounded("size_bytes", 0, 10**9 - 1),
    ),
    "agreement": (_ordered("starts_on", "ends_on"),),
}
