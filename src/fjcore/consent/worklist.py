"""What waits for somebody: lists made from events and the log, and stored nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from fjcore.consent._worklist_rows import (
    AmendmentDue,
    Awaiting,
    Docket,
    Ending,
    OfAge,
    Reviewable,
    Telling,
    met_after,
)
from fjcore.consent.amendments import Discharged, RecipientTold, amendments_of
from fjcore.consent.events import Invalidated, Revoked, Signed, Used, Withdrawn
from fjcore.consent.filed import FactsRecorded
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Policy
from fjcore.consent.release import Release
from fjcore.consent.signers import adult, majority
from fjcore.consent.standing import release_state
from fjcore.consent.state import SubjectState, state_at
from fjcore.consent.vocabulary import State
from fjcore.values import add_days, utc

#: What takes a release back: her own word, an authority's, or a fault found in it.
TakenBack = Withdrawn | Revoked | Invalidated


def ending(
    dockets: Iterable[Docket], *, at: datetime, within_days: int, policy: Policy
) -> tuple[Ending, ...]:
    """Give the live releases that end within so many calendar days, soonest first.

    Units: days of the holder's zone; an end at the very last instant is not within.
    Raises: NaiveTime, BadDate.
    """
    at, tz = utc(at), ZoneInfo(policy.holder.tz)
    until = add_days(at, within_days, tz)
    found = []
    for docket in dockets:
        state = state_at(docket.events, at, at)
        for file in state.releases:
            end = file.release.end(tz)
            if end is None or end >= until:
                continue
            if _is(file, docket, state, policy, at) is State.ACTIVE:
                found.append(_ending(docket.subject, file.release, end))
    return tuple(sorted(found))


def _is(
    file: OnFile, docket: Docket, state: SubjectState, policy: Policy, at: datetime
) -> State:
    """Give what a release is; one taken back from each recipient is revoked."""
    taken = {entry for entry, then in file.recipients if then <= at}
    left = [
        entry
        for entry in file.release.recipients
        if entry not in taken and entry.partition("#")[0] not in taken
    ]
    if not left:
        return State.REVOKED
    return release_state(file, policy, state.facts, docket.subject, at)


def _ending(subject: str, release: Release, end: datetime) -> Ending:
    return Ending(
        ends_at=end,
        subject=subject,
        release=release.id,
        recipients=tuple(sorted(release.recipients)),
    )


def coming_of_age(
    dockets: Iterable[Docket], *, at: datetime, within_days: int, policy: Policy
) -> tuple[OfAge, ...]:
    """Give the minors who come of age within so many calendar days, soonest first.

    Those who have come of age are listed while a release signed before still stands.
    Raises: NaiveTime, BadDate.
    """
    at, tz = utc(at), ZoneInfo(policy.holder.tz)
    until = add_days(at, within_days, tz)
    found = []
    for docket in dockets:
        state = state_at(docket.events, at, at)
        comes = majority(state.facts, policy.holder, tz)
        died = state.facts.deceased_at
        gone = died is not None and died <= at
        if comes is None or comes >= until or state.facts.emancipated or gone:
            continue
        stand = tuple(_standing(docket, state, policy, at, comes))
        if comes > at or stand:
            found.append(OfAge(of_age_at=comes, subject=docket.subject, releases=stand))
    return tuple(sorted(found))


def _standing(
    docket: Docket, state: SubjectState, policy: Policy, at: datetime, comes: datetime
) -> Iterator[str]:
    """Give the releases that her coming of age ends before their own end."""
    tz = ZoneInfo(policy.holder.tz)
    stands = (State.ACTIVE, State.RECONFIRM_REQUIRED)
    for file in state.releases:
        end, signed = file.release.end(tz), file.release.signed_at
        if signed is None or state.facts.may_consent_alone or end is None:
            continue
        minor = not adult(state.facts, policy.holder, signed)
        if minor and end > comes and _is(file, docket, state, policy, at) in stands:
            yield file.release.id


def to_tell(dockets: Iterable[Docket], *, at: datetime) -> tuple[Telling, ...]:
    """Give the recipients who got something and are to be told of a withdrawal.

    Whoever was sent something before it, or had it before this vault, by whatever
    release; the oldest first. One who was told since is not listed.
    Raises: NaiveTime.
    """
    at = utc(at)
    found = (row for docket in dockets for row in _telling(docket, at))
    return tuple(sorted(found))


def _telling(docket: Docket, at: datetime) -> list[Telling]:
    """Go through a person's events in their order: their order says what was before."""
    had: set[str] = set()
    earlier: frozenset[str] = frozenset()
    releases: list[Release] = []
    found: list[Telling] = []
    for event in docket.known(at):
        if isinstance(event, Signed):
            releases.append(event.release)
        elif isinstance(event, Used):
            had.add(event.recipient)
        elif isinstance(event, FactsRecorded):
            earlier = event.facts.prior_disclosures
        elif isinstance(event, RecipientTold):
            found = [row for row in found if row.recipient != event.recipient]
        elif isinstance(event, TakenBack):
            concerned = _concerned(event, releases) & (had | earlier)
            found += [_told(docket.subject, event, name) for name in concerned]
    return found


def _concerned(event: TakenBack, releases: Iterable[Release]) -> set[str]:
    """Give the agencies that a withdrawal speaks of, by name or by its releases."""
    entries = event.recipients if isinstance(event, Withdrawn) else ()
    named = {entry.partition("#")[0] for entry in entries}
    return named or {
        entry.partition("#")[0]
        for release in releases
        if event.release_id in ("", release.id)
        for entry in release.recipients
    }


def _told(subject: str, event: TakenBack, recipient: str) -> Telling:
    return Telling(
        withdrawn_at=event.effective_at,
        subject=subject,
        recipient=recipient,
        release=event.release_id,
    )


def awaiting(dockets: Iterable[Docket], *, at: datetime) -> tuple[Awaiting, ...]:
    """Give what disclosures left to be done and nobody has said is done, oldest first.

    Raises: NaiveTime.
    """
    at, later = utc(at), met_after()
    found = []
    for docket in dockets:
        done = {
            (event.disclosure, event.obligation)
            for event in docket.known(at)
            if isinstance(event, Discharged)
        }
        found += [
            Awaiting(
                sent_at=sending.at,
                subject=docket.subject,
                disclosure=sending.disclosure,
                recipient=sending.recipient,
                obligation=str(kind),
            )
            for sending in docket.sent
            for kind in sending.owed & later - sending.done
            if sending.at <= at and (sending.disclosure, kind) not in done
        ]
    return tuple(sorted(found))


def unreviewed(
    items: Iterable[Reviewable], accepted: Collection[str]
) -> tuple[Reviewable, ...]:
    """Give what no lawyer has reviewed and nobody has accepted by name.

    ``accepted`` are ids from the site file.
    """
    return tuple(
        sorted(one for one in items if not one.reviewed and one.id not in accepted)
    )


def amendments_due(
    dockets: Iterable[Docket], *, at: datetime, policy: Policy
) -> tuple[AmendmentDue, ...]:
    """Give the requests for amendment without an answer, the first due first.

    Raises: NaiveTime.
    Source: 45 CFR 164.526(b)(2).
    """
    at, tz = utc(at), ZoneInfo(policy.holder.tz)
    found = [
        AmendmentDue(
            due_at=one.due_at,
            subject=docket.subject,
            request=one.request,
            received_at=one.received_at,
            extended=one.extended,
            overdue=at >= one.due_at,
        )
        for docket in dockets
        for one in amendments_of(docket.known(at), tz)
        if one.state == "open"
    ]
    return tuple(sorted(found))
