"""What happened to a person's permissions: append-only, each event with its two times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent._convert import names
from fjcore.consent.facts import SubjectFacts, facts_from
from fjcore.consent.reading import release_from, release_to
from fjcore.consent.release import Release
from fjcore.errors import EventRefused
from fjcore.records.checks import instant_text
from fjcore.records.codec import unstructure
from fjcore.values import utc


def _aware(value: datetime) -> datetime:
    return utc(value, where="event")


@frozen(kw_only=True)
class Signed:
    """A release was signed."""

    release: Release
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str


@frozen(kw_only=True)
class Withdrawn:
    """Permission was taken back, told to any staff member in any form.

    Everything where nothing is named; else one release, and of it (or of all) only
    the recipients and categories named.
    """

    release_id: str = ""
    recipients: tuple[str, ...] = field(default=(), converter=names)
    categories: tuple[str, ...] = field(default=(), converter=names)
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str


@frozen(kw_only=True)
class FactsRecorded:
    """The facts on file changed."""

    facts: SubjectFacts
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str


@frozen(kw_only=True)
class EndEventOccurred:
    """The event that a release ends with has come."""

    release_id: str
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str


@frozen(kw_only=True)
class Used:
    """A disclosure was made on the strength of a release."""

    release_id: str
    recipient: str
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str


Event = Signed | Withdrawn | FactsRecorded | EndEventOccurred | Used

_KINDS: dict[str, Any] = {
    "signed": Signed,
    "withdrawn": Withdrawn,
    "facts": FactsRecorded,
    "end_event": EndEventOccurred,
    "used": Used,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def event_to(event: Event) -> dict[str, Any]:
    """Give an event as plain data."""
    said: dict[str, Any] = {"event": _NAMES[type(event)]}
    for attribute in attrs.fields(type(event)):
        value = getattr(event, attribute.name)
        if isinstance(value, datetime):
            value = instant_text(value)
        elif isinstance(value, Release):
            value = release_to(value)
        elif isinstance(value, SubjectFacts):
            value = _without_none(unstructure(value))
        elif isinstance(value, tuple):
            value = list(value)
        said[attribute.name] = value
    return said


def event_from(data: Any) -> Event:
    """Read an event from plain data.

    Raises: EventRefused, ReleaseRefused.
    """
    if type(data) is not dict or data.get("event") not in _KINDS:
        raise EventRefused("event")
    kind = _KINDS[data["event"]]
    said = {name: value for name, value in data.items() if name != "event"}
    made: dict[str, Any] = {}
    for attribute in attrs.fields(kind):
        name = attribute.name
        if name not in said:
            continue
        value = said.pop(name)
        if name == "release":
            value = release_from(value, fields=None)
        elif name == "facts":
            value = facts_from(value)
        elif name.endswith("_at"):
            value = datetime.fromisoformat(value)
        made[name] = value
    if said:
        raise EventRefused("event")
    return kind(**made)  # type: ignore[no-any-return]


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    return (
        [_without_none(v) for v in value]
        if isinstance(value, (list, tuple, frozenset))
        else value
    )
