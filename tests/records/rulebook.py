"""The rules across fields, told anew over plain payloads: it shares no code with core.

Each rule: the field at fault, the fields looked at, and whether it is kept.
A field that is left out, or missing for a reason, holds None here.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

Kept = Callable[..., bool]
Line = tuple[str, tuple[str, ...], Kept]


def _said(payload: dict[str, Any], name: str) -> Any:
    value = payload.get(name)
    if isinstance(value, dict) and "?" in value:
        return None
    return value


def _range(name: str, low: int, high: int) -> Line:
    def kept(value: Any) -> bool:
        return value is None or low <= Decimal(value) <= high

    return (name, (name,), kept)


def _order(low: str, high: str) -> Line:
    # Days and whole numbers, each with its own kind: both compare as they are.
    return (
        high,
        (low, high),
        lambda a, b: a is None or b is None or not b < a,
    )


def _empty(name: str) -> Line:
    return (name, (name,), lambda value: value is None)


def _digits(text: str, count: int) -> bool:
    return len(text) == count and all(c in "0123456789" for c in text)


def _ssn(text: Any) -> bool:
    if text is None:
        return True
    return (
        _digits(text, 9)
        and text[:3] not in ("000", "666")
        and text[0] != "9"
        and text[3:5] != "00"
        and text[5:] != "0000"
    )


def _upper(text: str, count: int) -> bool:
    return len(text) == count and all("A" <= c <= "Z" for c in text)


def _coc(text: Any) -> bool:
    return text is None or (
        _upper(text[:2], 2) and text[2:3] == "-" and _digits(text[3:], 3)
    )


def _clock(text: str, *, midnight: bool = False) -> bool:
    hour, colon, minute = text.partition(":")
    if not (_digits(hour, 2) and _digits(minute, 2) and colon):
        return False
    at = int(hour) * 60 + int(minute)
    return int(minute) < 60 and (at < 24 * 60 or (midnight and at == 24 * 60))


def _zone(name: str) -> bool:
    return name in zoneinfo.available_timezones()


def _rung(kind: str, value: str) -> bool:
    count = sum(c in "0123456789" for c in value)
    return kind != "phone" or (7 <= count <= 15 and "@" not in value)


def _written(kind: str, value: str) -> bool:
    return kind != "email" or "@" in value


def _heads(members: list[dict[str, Any]]) -> bool:
    return 1 == sum(one["relationship"] == "1" for one in members)


def _each_once(members: list[dict[str, Any]]) -> bool:
    refs = [one["person_ref"] for one in members]
    return len(refs) == len(set(refs))


def _media(text: Any) -> bool:
    if text is None:
        return True
    top, slash, rest = text.partition("/")
    low = "abcdefghijklmnopqrstuvwxyz"
    return bool(slash and top and rest and set(top) <= set(low)) and set(rest) <= set(
        low + "0123456789.+-"
    )


def _subsidy(held: Any, before: Any, after: Any) -> bool:
    return held is None or before == "435" or after == "435"


def _only_survivors(held: Any, survivor: Any) -> bool:
    return held is None or survivor is True


NO_FILE = (_empty("attorney"), _empty("privileged_notes"))

RULES: dict[str, tuple[Line, ...]] = {
    "money": (("currency", ("currency",), lambda t: t is None or _upper(t, 3)),),
    "disability": (("kind", ("kind",), lambda kind: kind in ("5", "6", "7")),),
    "person": (
        ("ssn", ("ssn",), _ssn),
        _range("age_reported", 0, 120),
        _range("children_in_household", 0, 100),
        (
            "race_ethnicity",
            ("race_ethnicity",),
            lambda held: held is None or (len(held) > 0 and "RaceNone" not in held),
        ),
    ),
    "period": (_order("starts_on", "ends_on"),),
    "weekly_window": (
        ("starts", ("starts",), _clock),
        ("ends", ("ends",), lambda text: _clock(text, midnight=True)),
        ("ends", ("starts", "ends"), lambda a, b: a < b),
        ("tz", ("tz",), _zone),
    ),
    "contact_point": (
        ("value", ("kind", "value"), _rung),
        ("value", ("kind", "value"), _written),
    ),
    "address": (
        ("county", ("county",), lambda t: t is None or _digits(t, 5)),
        ("country", ("country",), lambda t: t is None or _upper(t, 2)),
        _range("latitude", -90, 90),
        _range("longitude", -180, 180),
    ),
    "pet": (_range("count", 1, 10_000),),
    "household": (
        ("members", ("members",), _heads),
        ("members", ("members",), _each_once),
        _range("children_count", 0, 100),
    ),
    "relationship": (("to_ref", ("from_ref", "to_ref"), lambda a, b: a != b),),
    "case": (_order("opened_on", "closed_on"),),
    "enrollment": (
        _order("entry_date", "exit_date"),
        ("coc_code", ("coc_code",), _coc),
        (
            "rental_subsidy_type",
            ("rental_subsidy_type", "prior_living_situation", "destination"),
            _subsidy,
        ),
        *(
            (name, (name, "dv_survivor"), _only_survivors)
            for name in ("dv_when_occurred", "dv_currently_fleeing")
        ),
    ),
    "offender": (_range("birth_year", 1880, 2200),),
    "strangulation": (
        _range("episodes", 0, 100_000),
        _range("duration_seconds", 0, 86_400),
        _range("duration_seconds_at_most", 0, 86_400),
        _order("duration_seconds", "duration_seconds_at_most"),
    ),
    "assessment": (_order("score_lower", "score_upper"),),
    "safety_plan": (_range("plan_version", 1, 1_000_000),),
    "protection_order": (_order("issued_on", "expires_on"),),
    "charge": (_range("counts", 1, 10_000),),
    "legal_matter.court": NO_FILE,
    "legal_matter.prosecution": NO_FILE,
    "compensation_claim": (_order("filed_on", "decided_on"),),
    "service_encounter": (
        _range("minutes", 0, 100_000),
        _range("shelter_nights", 0, 10_000),
        (
            "units",
            ("units",),
            lambda text: text is None or Decimal(text) >= 0,
        ),
    ),
    "unmet_request": (_range("adults", 0, 1000), _range("children", 0, 1000)),
    "hotline_contact": (_range("minutes", 0, 10_000),),
    "attachment": (
        (
            "digest",
            ("digest",),
            lambda text: len(text) == 64 and set(text) <= set("0123456789abcdef"),
        ),
        _range("size_bytes", 0, 10**9 - 1),
        ("media_type", ("media_type",), _media),
    ),
    "agreement": (_order("starts_on", "ends_on"),),
}


def lines(name: str) -> tuple[Line, ...]:
    """The rules of a type of a name, those of the type it varies first."""
    base = name.partition(".")[0]
    return (*RULES.get(base, ()), *(RULES.get(name, ()) if name != base else ()))


def broken(
    name: str, payload: dict[str, Any], bad: set[str]
) -> Iterator[tuple[str, str]]:
    """Path and code of each rule that a payload breaks, of fields without a fault."""
    for path, of, kept in lines(name):
        if not bad.intersection(of) and not kept(*(_said(payload, n) for n in of)):
            yield path, "precondition"
