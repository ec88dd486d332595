"""What happens to a form beside its signing and its withdrawal, checked by its kind."""

from __future__ import annotations

from typing import cast

import attrs

from fjcore.consent import (
    CoSigned,
    Declined,
    Drafted,
    EndEventOccurred,
    Event,
    Invalidated,
    Narrowed,
    OnFile,
    OralNoted,
    Purpose,
    Resumed,
    Revoked,
    Superseded,
    Suspended,
    event_from,
    event_to,
    release_from,
    release_state,
    release_to,
)
from fjcore.errors import EventRefused, UnknownPartner
from fjcore.records.categories import is_known
from fjcore.values import parse_name
from fjcore.vault.core import Core
from fjcore.vault.moment import Moment

#: A form that nobody has signed.
Unsigned = Drafted | Declined | OralNoted
#: What ends a release before its own end.
Ending = Revoked | Invalidated | Superseded | EndEventOccurred

Happened = Unsigned | Ending | CoSigned | Narrowed | Suspended | Resumed

_METHODS = frozenset({"verbal", "written", "electronic"})


def checked(
    core: Core, now: Moment, event: Happened
) -> tuple[Event, str, dict[str, object]]:
    """Give an event as it is to be recorded, its kind in the log and its detail.

    Raises: EventRefused, ReleaseRefused, UnknownPartner.
    """
    if isinstance(event, Unsigned):
        return _unsigned(core, now, event)
    file = _signed(now, event.release_id)
    if isinstance(event, Narrowed):
        _narrowing(core, event)
    if isinstance(event, CoSigned):
        parse_name(event.signer.id, where="signer")
    if isinstance(event, Superseded) and event.by:
        if event.by == event.release_id:
            raise EventRefused("by")
        _signed(now, event.by, "by")
    if isinstance(event, Resumed) and not _open(file):
        raise EventRefused("release")
    # Read as it will be read: what could not be must never be written.
    event = cast("Happened", event_from(event_to(event)))
    kind = "release.end" if isinstance(event, Ending) else "keep"
    name = event_to(event)["event"]
    return event, kind, {"step": name, "release": file.release.id}


def _unsigned(
    core: Core, now: Moment, event: Unsigned
) -> tuple[Event, str, dict[str, object]]:
    plain = release_to(event.release)
    release = release_from(plain, fields=core.narratives, signed=False)
    for entry in release.recipients:
        if entry.partition("#")[0] not in core.policy.partners:
            raise UnknownPartner(f"release {release.id}: recipients")
    taken = {f.release.id for f in now.state.releases if f.standing == "signed"}
    if release.id in taken:
        raise EventRefused(f"release {release.id}")
    found = attrs.evolve(event, release=release)
    name = event_to(found)["event"]
    said: dict[str, object] = {"step": name, "release": release.id}
    return found, "keep", said


def _signed(now: Moment, release: str, where: str = "release") -> OnFile:
    for file in now.state.releases:
        if file.release.id == release and file.standing == "signed":
            return file
    raise EventRefused(where)


def _open(file: OnFile) -> bool:
    return any(until is None for _, until in file.paused)


def _narrowing(core: Core, event: Narrowed) -> None:
    said = (event.recipients, event.purposes, event.methods, event.categories)
    if not any(said):
        raise EventRefused("event")
    if not {e.partition("#")[0] for e in event.recipients} <= set(core.policy.partners):
        raise UnknownPartner("recipients")
    if not set(event.purposes) <= set(Purpose):
        raise EventRefused("purposes")
    if not set(event.methods) <= _METHODS:
        raise EventRefused("methods")
    for item in event.categories:
        if not is_known(item) and item not in core.narratives:
            raise EventRefused("categories")


def states(core: Core, now: Moment) -> dict[str, str]:
    """Give what each form of a person is now, by its id."""
    return {
        file.release.id: str(
            release_state(file, core.policy, now.state.facts, now.subject, now.at)
        )
        for file in now.state.releases
    }
