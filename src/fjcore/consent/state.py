"""What is so at an instant, as known at another: computed from events, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import field, frozen

from fjcore.consent.events import (
    EndEventOccurred,
    Event,
    FactsRecorded,
    Signed,
    Used,
    Withdrawn,
)
from fjcore.consent.facts import SubjectFacts
from fjcore.consent.release import Release
from fjcore.values import utc


@frozen(kw_only=True)
class OnFile:
    """A release with everything that ended or narrowed it, each with its instant."""

    release: Release
    withdrawn: tuple[datetime, ...] = ()
    ended: tuple[datetime, ...] = ()
    recipients: tuple[tuple[str, datetime], ...] = ()
    categories: tuple[tuple[str, datetime], ...] = ()
    uses: int = 0

    def __repr__(self) -> str:
        return f"<OnFile {self.release!r}>"


@frozen(kw_only=True)
class SubjectState:
    """Everything that a decision reads about one person.

    ``changes`` are the instants at which the facts on file change, past and to come.
    """

    facts: SubjectFacts = field(factory=SubjectFacts)
    releases: tuple[OnFile, ...] = ()
    revision: int = 0
    sent_to: frozenset[str] = frozenset()
    changes: tuple[datetime, ...] = ()

    def __repr__(self) -> str:
        return f"<SubjectState at {self.revision}>"


def state_at(events: Iterable[Event], at: datetime, known_at: datetime) -> SubjectState:
    """Fold the events recorded by ``known_at`` into the state at ``at``.

    What takes effect later than ``at`` stays in it with its instant, since a decision
    must know until when it holds.
    Raises: NaiveTime.
    """
    at, known_at = utc(at), utc(known_at)
    known = [event for event in events if event.recorded_at <= known_at]
    facts = SubjectFacts()
    for event in known:
        if isinstance(event, FactsRecorded) and event.effective_at <= at:
            facts = event.facts
    signed = [event.release for event in known if isinstance(event, Signed)]
    return SubjectState(
        facts=facts,
        releases=tuple(_on_file(release, known) for release in signed),
        revision=len(known),
        sent_to=frozenset(e.recipient for e in known if isinstance(e, Used))
        | facts.prior_disclosures,
        changes=tuple(e.effective_at for e in known if isinstance(e, FactsRecorded)),
    )


def _on_file(release: Release, events: list[Event]) -> OnFile:
    withdrawn, ended, recipients, categories = [], [], [], []
    uses = 0
    for event in events:
        if isinstance(event, Withdrawn) and _hits(event, release):
            told = event.effective_at
            recipients += [(item, told) for item in event.recipients]
            categories += [(item, told) for item in event.categories]
            if not event.recipients and not event.categories:
                withdrawn.append(told)
        elif isinstance(event, EndEventOccurred) and event.release_id == release.id:
            ended.append(event.effective_at)
        elif isinstance(event, Used) and event.release_id == release.id:
            uses += 1
    return OnFile(
        release=release,
        withdrawn=tuple(withdrawn),
        ended=tuple(ended),
        recipients=tuple(recipients),
        categories=tuple(categories),
        uses=uses,
    )


def _hits(event: Withdrawn, release: Release) -> bool:
    """Whether a withdrawal speaks of a release: by id, or of all signed by then."""
    if event.release_id:
        return event.release_id == release.id
    return release.signed_at is None or release.signed_at <= event.effective_at
