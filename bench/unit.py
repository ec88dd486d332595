"""The work unit: one made-up record, its sensitive fields and its plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bench.kinds import Record
from fjcore.consent import View
from fjcore.records import Leaf, leaves
from fjcore.redaction import Shape

SENT = (
    "Client reports that on the evening in question Darrow Tavaroy came to 1482 "
    "Cottonspark Ave and placed both hands around her neck; she lost consciousness "
    "briefly. Officer Brannick took photographs. Advocate Ione met client at St. Orla "
    "hospital; safety plan reviewed with Mirel. "
)
NOTE = (SENT * 20)[:2000]

#: The number of the record that the constants are counted on.
NUMBER = 7

#: What its sensitive fields come to as JSON, in bytes.
SENSITIVE_BYTES = 2729


#: The sensitive fields, by the letter of the compartment they are sealed in.
SEALED: Mapping[str, tuple[str, ...]] = {
    letter: tuple(paths.split())
    for letter, paths in {
        "I": "person.first person.last person.preferred person.dob related.name "
        "related.dob",
        "R": "risk_score person.disability incidents.strangulation incidents.injuries "
        "encounters.outcome",
        "G": "protective_order case_number person.legal_matter incidents.weapon "
        "incidents.police_report",
        "C": "contacts.value contacts.note related.phone",
        "L": "addresses.line1 addresses.line2 addresses.city addresses.postcode "
        "incidents.location",
        "A": "notes.text",
    }.items()
}
COMPARTMENTS: Mapping[str, str] = {
    "I": "identity",
    "R": "risk",
    "G": "legal_file",
    "C": "contact",
    "L": "location.residence",
    "A": "advocacy_notes",
}


def _at(day: int, hour: int) -> str:
    return f"2025-03-{day:02d}T{hour:02d}:15:00+00:00"


def unit(number: int = NUMBER) -> dict[str, Any]:
    """Give the record as plain data, as another system would hand it over."""
    family = ("child", "Sorel"), ("child", "Mateo"), ("spouse", "Darrow")
    return {
        "id": f"rec-{number:08d}",
        "site": "billings-mt",
        "created": _at(1, 9),
        "updated": _at(9, 10),
        "status": "open",
        "person": {
            "first": f"Mirel{number}",
            "last": "Tavaroy",
            "preferred": None,
            "dob": "1990-04-12",
            "gender": "woman",
            "race": ["hispanic", "white"],
            "language": "es",
            "disability": "hearing",
            "legal_matter": "custody motion",
            "veteran": False,
        },
        "contacts": [
            {
                "kind": kind,
                "value": f"+1406555{100 + (number + place) % 100:04d}",
                "safe_to_call": place == 0,
                "safe_hours": "9-12",
                "note": "ask for Ana",
            }
            for place, kind in enumerate(("phone", "work", "email"))
        ],
        "addresses": [
            {
                "line1": f"{1482 + place} Cottonspark Ave",
                "line2": None,
                "city": "Billings",
                "state": "MT",
                "postcode": "59101",
                "safe_to_mail": False,
            }
            for place in range(2)
        ],
        "related": [
            {
                "role": role,
                "name": f"{name} Tavaroy",
                "dob": f"{2010 + place}-01-02",
                "lives_with": True,
                "phone": None,
            }
            for place, (role, name) in enumerate((*family, ("mother", "Evanne")))
        ],
        **_services(),
        "risk_score": 17,
        "protective_order": "DV-25-118",
        "case_number": "CR-2025-00417",
    }


def _services() -> dict[str, Any]:
    return {
        "incidents": [
            {
                "occurred": f"2025-0{1 + place}-03",
                "kind": "assault",
                "location": "home",
                "strangulation": place == 0,
                "weapon": "hands",
                "police_report": f"BPD-25-{place:05d}",
                "injuries": ["neck bruising", "petechiae"],
            }
            for place in range(3)
        ],
        "encounters": [
            {
                "at": _at(2 + place, 10 + place),
                "agency": "oaks",
                "service": "advocacy",
                "staff": f"staff{place}",
                "outcome": "safety plan updated",
                "minutes": 45,
            }
            for place in range(5)
        ],
        "notes": [{"author": "ione", "at": _at(3, 11), "text": NOTE}],
    }


def payload(said: dict[str, Any]) -> dict[str, Any]:
    """Give the plain data as the codec reads it: what is null left out."""
    found: dict[str, Any] = _without_none(said)
    return found


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    return [_without_none(v) for v in value] if isinstance(value, list) else value


def groups(said: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Give every sensitive field: letter, path, and its value or list of values.

    Shape: a field of a part that stands there once is one value and no list.
    """
    for letter, paths in SEALED.items():
        for path in paths:
            head, _, name = path.partition(".")
            held = said[head] if name else said
            rows = held if isinstance(held, list) else [held]
            values = [row[name or head] for row in rows]
            yield letter, path, values if len(values) > 1 else values[0]


def as_bytes(value: Any) -> bytes:
    """Give plain data as JSON, as the constants are counted."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


@cache
def fields() -> Mapping[str, Leaf]:
    """Give every field of the record by its path."""
    return {leaf.path.removeprefix("unit."): leaf for leaf in leaves(Record)}


@cache
def plan(granted: str) -> Shape:
    """Give the views of a plan that withholds all but these compartments.

    Withheld are the name down to constant texts, the birth date to its year, the
    postcode to three digits; everything else of a compartment is silent.
    """
    letters = {path: letter for letter, paths in SEALED.items() for path in paths}
    return tuple(
        (leaf.path, _view(path, letters.get(path), granted))
        for path, leaf in fields().items()
    )


def _view(path: str, letter: str | None, granted: str) -> View:
    if letter is None or letter in granted:
        return View.FULL
    return SHOWN.get(path, View.SILENT)


#: What a plan still shows of a field that it withholds.
SHOWN: Mapping[str, View] = {
    "person.first": View.PLACEHOLDER,
    "person.last": View.PLACEHOLDER,
    "person.dob": View.COARSE_2,
    "addresses.postcode": View.COARSE_1,
}

#: What each plan grants: risk and contact, none of the sensitive, all.
P1, P2, P0 = "RC", "", "IRGCLA"
