"""Events to and from plain data, strictly: what is sealed in a store and read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import attrs

from fjcore.consent import events, filed
from fjcore.consent.amendments import DESK_KINDS
from fjcore.consent.events import Event
from fjcore.consent.evidence import evidence_from, evidence_to
from fjcore.consent.facts import SubjectFacts, facts_from
from fjcore.consent.instruction import (
    Instruction,
    instruction_from,
    instruction_to,
)
from fjcore.consent.reading import ROLES, release_from, release_to
from fjcore.consent.received import (
    DataReceived,
    Received,
    received_from,
    received_to,
)
from fjcore.consent.release import Release, Signer
from fjcore.errors import ConsentError, EventRefused
from fjcore.records.checks import instant, instant_text
from fjcore.records.codec import unstructure

#: Each event by the name it is written with.
KINDS: dict[str, Any] = {
    "drafted": events.Drafted,
    "declined": events.Declined,
    "oral": events.OralNoted,
    "signed": events.Signed,
    "cosigned": events.CoSigned,
    "withdrawn": events.Withdrawn,
    "revoked": events.Revoked,
    "invalidated": events.Invalidated,
    "narrowed": events.Narrowed,
    "superseded": events.Superseded,
    "suspended": events.Suspended,
    "resumed": events.Resumed,
    "end_event": events.EndEventOccurred,
    "used": events.Used,
    "facts": filed.FactsRecorded,
    "instruction": filed.InstructionSet,
    "instruction_lifted": filed.InstructionLifted,
    "evidence": filed.EvidenceRecorded,
    "evidence_ended": filed.EvidenceEnded,
    "received": DataReceived,
    **DESK_KINDS,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_LISTS = ("recipients", "categories", "purposes", "methods")


def event_to(event: Event) -> dict[str, Any]:
    """Give an event as plain data."""
    said: dict[str, Any] = {"event": _NAMES[type(event)]}
    for attribute in attrs.fields(type(event)):
        value = getattr(event, attribute.name)
        if value is not None:
            said[attribute.name] = _plain(attribute.name, value)
    return said


def _plain(name: str, value: Any) -> Any:
    if name == "evidence":
        return evidence_to(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Release):
        return release_to(value)
    if isinstance(value, SubjectFacts):
        return _without_none(unstructure(value))
    if isinstance(value, Received):
        return received_to(value)
    if isinstance(value, Instruction):
        return instruction_to(value)
    if isinstance(value, Signer):
        return {"id": value.id, "role": value.role}
    return list(value) if isinstance(value, tuple) else value


def event_from(data: Any) -> Event:
    """Read an event from plain data.

    Raises: EventRefused, ReleaseRefused.
    """
    fault: ConsentError
    try:
        return _event(data)
    except ConsentError as error:
        fault = error.with_traceback(None)
    del data  # a traceback may print what its frames hold
    raise fault


def _event(data: Any) -> Event:
    name = data.get("event") if type(data) is dict else None
    kind = KINDS.get(name) if type(name) is str else None
    if kind is None:
        raise EventRefused("event")
    known = attrs.fields_dict(kind)
    if not set(data) - {"event"} <= set(known):
        raise EventRefused("event")
    made: dict[str, Any] = {}
    for name, attribute in known.items():
        if name in data:
            made[name] = _read(kind, name, data[name])
        elif attribute.default is attrs.NOTHING:
            raise EventRefused(f"event.{name}")
    return kind(**made)  # type: ignore[no-any-return]


def _signer(value: Any) -> Signer:
    fits = type(value) is dict and value.keys() == {"id", "role"}
    if not fits or not all(type(one) is str for one in value.values()):
        raise EventRefused("event.signer")
    if value["role"] not in ROLES:
        raise EventRefused("event.signer.role")
    return Signer(value["id"], value["role"])


_PARTS: dict[str, Callable[[Any], Any]] = {
    "facts": facts_from,
    "evidence": evidence_from,
    "instruction": instruction_from,
    "received": received_from,
    "signer": _signer,
}


def _read(kind: Any, name: str, value: Any) -> Any:
    if name == "release":
        return release_from(value, fields=None, signed=kind is events.Signed)
    if name in _PARTS:
        return _PARTS[name](value)
    if name in _LISTS:
        fits = type(value) is list and all(type(item) is str for item in value)
    else:
        fits = type(value) is str
    if fits and (name.endswith("_at") or name == "until"):
        return _instant(name, value)
    if not fits:
        raise EventRefused(f"event.{name}")
    return value


def _instant(name: str, text: str) -> datetime:
    found = None
    try:
        found = instant(text)
    except ValueError:
        pass
    if found is None:
        raise EventRefused(f"event.{name}")
    return found


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    return (
        [_without_none(v) for v in value]
        if isinstance(value, (list, tuple, frozenset))
        else value
    )
