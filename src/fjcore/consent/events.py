"""What happened to a person's permissions: append-only, each event with two times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent._convert import names
from fjcore.consent.amendments import DESK_KINDS, DeskEvent
from fjcore.consent.facts import SubjectFacts, facts_from
from fjcore.consent.reading import release_from, release_to
from fjcore.consent.release import Release
from fjcore.errors import ConsentError, EventRefused
from fjcore.records.checks import instant, instant_text
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

    def __repr__(self) -> str:
        return f"<Signed {self.release!r}>"


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

    def __repr__(self) -> str:
        return "<Withdrawn>"


@frozen(kw_only=True)
class FactsRecorded:
    """The facts on file changed."""

    facts: SubjectFacts
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str

    def __repr__(self) -> str:
        return "<FactsRecorded>"


@frozen(kw_only=True)
class EndEventOccurred:
    """The event that a release ends with has come."""

    release_id: str
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str

    def __repr__(self) -> str:
        return "<EndEventOccurred>"


@frozen(kw_only=True)
class Used:
    """A disclosure was made on the strength of a release."""

    release_id: str
    recipient: str
    effective_at: datetime = field(converter=_aware)
    recorded_at: datetime = field(converter=_aware)
    actor: str

    def __repr__(self) -> str:
        return "<Used>"


Event = Signed | Withdrawn | FactsRecorded | EndEventOccurred | Used | DeskEvent

_KINDS: dict[str, Any] = {
    "signed": Signed,
    "withdrawn": Withdrawn,
    "facts": FactsRecorded,
    "end_event": EndEventOccurred,
    "used": Used,
    **DESK_KINDS,
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
    fault: ConsentError
    try:
        return _event(data)
    except ConsentError as error:
        fault = error.with_traceback(None)
    del data  # a traceback may print what its frames hold
    raise fault


def _event(data: Any) -> Event:
    name = data.get("event") if type(data) is dict else None
    kind = _KINDS.get(name) if type(name) is str else None
    if kind is None:
        raise EventRefused("event")
    known = attrs.fields_dict(kind)
    if not set(data) - {"event"} <= set(known):
        raise EventRefused("event")
    made: dict[str, Any] = {}
    for name, attribute in known.items():
        if name in data:
            made[name] = _read(name, data[name])
        elif attribute.default is attrs.NOTHING:
            raise EventRefused(f"event.{name}")
    return kind(**made)  # type: ignore[no-any-return]


def _read(name: str, value: Any) -> Any:
    if name == "release":
        return release_from(value, fields=None)
    if name == "facts":
        return facts_from(value)
    if name in ("recipients", "categories"):
        fits = type(value) is list and all(type(item) is str for item in value)
    else:
        fits = type(value) is str
    if fits and name.endswith("_at"):
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
