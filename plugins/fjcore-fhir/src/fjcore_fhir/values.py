"""Plain data of a disclosure as elements and extensions of FHIR R4."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fjcore.records import CORE_RECORDS, FieldKind, Leaf, leaves
from fjcore_fhir.terms import ABSENT, EXTENSION, FIELD, SYSTEM

#: Every field that core has, by its path.
KNOWN: Mapping[str, Leaf] = {
    leaf.path: leaf for cls in CORE_RECORDS for leaf in leaves(cls)
}

#: Why an answer is absent. Two reasons would tell who was in the room, or who kept
#: something back: they leave as that of a question not asked.
_REASONS = {
    "not_asked": "not-asked",
    "asked_unknown": "asked-unknown",
    "asked_declined": "asked-declined",
    "not_applicable": "not-applicable",
    "not_collected": "unknown",
    "unsafe_to_ask": "not-asked",
    "withheld": "not-asked",
    "error": "error",
}

_YEAR = r"(?!0000)[0-9]{4}"
_DAY = rf"{_YEAR}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_DATE = re.compile(_DAY)
_DATETIME = re.compile(
    rf"{_DAY}|{_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?Z"
)
_CODE = re.compile(r"\S+(\s\S+)*")
_PLACEHOLDER = re.compile(r"⟦withheld(:[a-z_.]+)?⟧")
_LARGEST = 2**31 - 1


def is_date(value: object) -> bool:
    """Whether a text is a date of FHIR: a year, a month or a day."""
    return isinstance(value, str) and bool(_DATE.fullmatch(value))


def is_datetime(value: object) -> bool:
    """Whether a text is a dateTime of FHIR: a date, or an instant in UTC."""
    return isinstance(value, str) and bool(_DATETIME.fullmatch(value))


def is_placeholder(value: object) -> bool:
    """Whether only the marker of something withheld stands here."""
    return isinstance(value, str) and bool(_PLACEHOLDER.fullmatch(value))


def reason_of(value: object) -> str:
    """Give FHIR's reason for a value that is absent, or nothing for one that is not.

    What a plan withheld is ``masked``, on every record alike; what was not answered has
    its own reason, or that of a question not asked where it would itself tell.
    """
    if is_placeholder(value):
        return "masked"
    if isinstance(value, dict) and value.keys() == {"?"}:
        return _REASONS.get(value["?"], "unknown")
    return "unknown" if value == "" else ""


def absent(reason: str) -> dict[str, Any]:
    """Give an element that says why there is no value."""
    return {"extension": [{"url": ABSENT, "valueCode": reason}]}


def concept(path: str, value: str) -> dict[str, Any]:
    """Give a code of a field as a CodeableConcept; what is no code goes as text."""
    leaf = KNOWN.get(path)
    if leaf is None or leaf.codes is None or not _CODE.fullmatch(value):
        return {"text": value}
    return {"coding": [_coding(str(leaf.codes), value)]}


def _coding(codes: str, value: str) -> dict[str, str]:
    return {"system": SYSTEM + codes, "code": value}


def extensions(path: str, value: object) -> list[dict[str, Any]]:
    """Give a field, and all within it, as extensions named by paths.

    Each of several values has one of its own; none at all is said, since a question to
    which the answer is "none of these" was asked.
    """
    if isinstance(value, list):
        if not value:
            return [_whole(path, [{"url": f"{EXTENSION}none", "valueBoolean": True}])]
        return [one for item in value for one in extensions(path, item)]
    reason = reason_of(value)
    if reason:
        return [_whole(path, absent(reason)["extension"])]
    if isinstance(value, dict):
        held = [e for key, item in value.items() for e in _within(path, key, item)]
        return [_whole(path, held)] if held else extensions(path, [])
    return [{"url": FIELD + path, **_typed(path, value)}]


def _within(path: str, key: str, item: object) -> list[dict[str, Any]]:
    return extensions(f"{path}.{key}", item)


def _whole(path: str, held: list[dict[str, Any]]) -> dict[str, Any]:
    return {"url": FIELD + path, "extension": held}


def _typed(path: str, value: object) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return {"valueInteger": value}
    text, leaf = str(value), KNOWN.get(path)
    if leaf is None:
        return {"valueString": text}
    if leaf.codes is not None and _CODE.fullmatch(text):
        return {"valueCoding": _coding(str(leaf.codes), text)}
    if leaf.kind is FieldKind.DATE and is_date(text):
        return {"valueDate": text}
    if leaf.kind is FieldKind.INSTANT and is_datetime(text):
        return {"valueDateTime": text}
    return {"valueString": text}
