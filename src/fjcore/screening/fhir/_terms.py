"""The addresses and codes that forms, answers and scores are written with."""

from __future__ import annotations

import re
from typing import Any

from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item
from fjcore.screening.loinc import sure
from fjcore.screening.result import Status

#: Our own addresses, until the project has a permanent one.
OWN = "urn:x-fjcore:"
EXTENSION = f"{OWN}extension:"
FORM = f"{OWN}instrument:"
ANSWERS = f"{OWN}codesystem:answers:"

LOINC = "http://loinc.org"
STANDARD = "http://hl7.org/fhir/StructureDefinition/"
ABSENT = f"{STANDARD}data-absent-reason"
#: What an answer weighs: both are written, all are read.
#: Source: FHIR extensions 5.x; FHIR R4; FHIR STU3.
WEIGHTS = (f"{STANDARD}itemWeight", f"{STANDARD}ordinalValue")
OLD_WEIGHT = f"{STANDARD}questionnaire-ordinalValue"

#: Why an answer is absent. Source: FHIR R4, ValueSet data-absent-reason.
REASONS = {
    Status.DECLINED: "asked-declined",
    Status.UNKNOWN: "asked-unknown",
    Status.NOT_ASKED: "not-asked",
    Status.NOT_ANSWERED: "unknown",
    # That asking was not safe would tell who was in the room.
    Status.UNSAFE_TO_ASK: "not-asked",
    Status.INTERRUPTED: "temp-unknown",
}
STATUSES = {
    "asked-declined": Status.DECLINED,
    "asked-unknown": Status.UNKNOWN,
    "not-asked": Status.NOT_ASKED,
    "not-performed": Status.NOT_ASKED,
    "unknown": Status.NOT_ANSWERED,
    "temp-unknown": Status.INTERRUPTED,
    "masked": Status.NOT_ASKED,
    "not-permitted": Status.NOT_ASKED,
    "unsupported": Status.NOT_ASKED,
    "as-text": Status.NOT_ASKED,
    "error": Status.NOT_ASKED,
    "not-a-number": Status.NOT_ASKED,
    "negative-infinity": Status.NOT_ASKED,
    "positive-infinity": Status.NOT_ASKED,
}

_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_LEVEL = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
#: How sensitive results are, besides SDV. Source: HL7 v3 ActCode (reviewed: false).
_SENSITIVE = {"sud": ("ETH",), "mental_health": ("MH",), "child_record": ("ADOL",)}


def security(made: Instrument) -> list[dict[str, str]]:
    """Give the labels of everything that holds an answer or a score."""
    codes = ("SDV", *_SENSITIVE.get(made.category or "", ()))
    rows = [{"system": _ACT, "code": code} for code in codes]
    return [*rows, {"system": _LEVEL, "code": "R"}]


def edition(made: Instrument) -> str:
    """Give the version in a form that a canonical address can hold, without spaces."""
    return re.sub(r"[\s|#]+", "-", made.version.strip())


def canonical(made: Instrument) -> str:
    """Give the address of a form, with its version."""
    return f"{FORM}{made.id}|{edition(made)}"


def extension(name: str, kind: str, value: Any) -> dict[str, Any]:
    """Write one of our own extensions."""
    return {"url": f"{EXTENSION}{name}", f"value{kind}": value}


_CODE = re.compile(r"\S+( \S+)*")


def coding(made: Instrument, item: Item, value: str) -> dict[str, Any]:
    """Give the code of an answer: that of LOINC where it is known, else our own."""
    counted = any(item.id in score.items for score in made.scores)
    code = sure(made.loinc.answers.get(value)) if counted else None
    if code is not None:
        return {"system": LOINC, "code": code}
    if not _CODE.fullmatch(value):
        # What is no code of FHIR goes by its place.
        value = f"option {list(item.points).index(value) + 1}"
    return {"system": f"{ANSWERS}{made.id}", "code": value}
