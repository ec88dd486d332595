"""What is so at an instant, as known at another: computed from events, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from fjcore.consent import events as e
from fjcore.consent import filed
from fjcore.consent.events import Event
from fjcore.consent.evidence import Exhibit
from fjcore.consent.facts import SubjectFacts
from fjcore.consent.instruction import Standing
from fjcore.consent.onfile import FORMS, OnFile, on_file
from fjcore.consent.received import DataReceived, Received
from fjcore.values import utc


@frozen(kw_only=True)
class SubjectState:
    """Everything that a decision reads about one person.

    ``evidence`` is by its reference; ``received`` are terms of what came from others.
    ``changes`` are the instants at which the facts and the evidence on file change,
    past and to come.
    """

    facts: SubjectFacts = field(factory=SubjectFacts)
    releases: tuple[OnFile, ...] = ()
    revision: int = 0
    sent_to: frozenset[str] = frozenset()
    changes: tuple[datetime, ...] = ()
    evidence: Mapping[str, Exhibit] = field(factory=dict)
    instructions: tuple[Standing, ...] = ()
    received: tuple[Received, ...] = ()

    def __repr__(self) -> str:
        return f"<SubjectState at {self.revision}>"

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What was compiled of it; it goes with the state, so it is never stale."""
        return {}


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
        if isinstance(event, filed.FactsRecorded) and event.effective_at <= at:
            facts = event.facts
    return SubjectState(
        facts=facts,
        releases=tuple(_releases(known)),
        revision=len(known),
        sent_to=frozenset(
            event.recipient for event in known if isinstance(event, e.Used)
        )
        | facts.prior_disclosures,
        changes=tuple(_changes(known)),
        evidence=MappingProxyType(_evidence(known, at)),
        instructions=tuple(_instructions(known)),
        received=tuple(
            event.received
            for event in known
            if isinstance(event, DataReceived) and event.effective_at <= at
        ),
    )


def _releases(known: list[Event]) -> Iterator[OnFile]:
    """Give each release once, as it was last put on file: signed, once it was."""
    signed = {event.release.id for event in known if isinstance(event, e.Signed)}
    last = {event.release.id: event for event in known if isinstance(event, FORMS)}
    for event in known:
        if isinstance(event, e.Signed) or (
            isinstance(event, FORMS)
            and event.release.id not in signed
            and last[event.release.id] is event
        ):
            yield on_file(event, known)


def _evidence(known: list[Event], at: datetime) -> dict[str, Exhibit]:
    """Give what was last recorded under each reference, of what has begun."""
    found: dict[str, Exhibit] = {}
    for event in known:
        if isinstance(event, filed.EvidenceRecorded) and event.effective_at <= at:
            found[event.ref] = Exhibit(
                evidence=event.evidence, since=event.effective_at, until=event.until
            )
        elif isinstance(event, filed.EvidenceEnded) and event.ref in found:
            found[event.ref] = _ended(found[event.ref], event.effective_at)
    return found


def _ended(exhibit: Exhibit, at: datetime) -> Exhibit:
    """End an exhibit; of two ends the earlier counts."""
    until = at if exhibit.until is None else min(at, exhibit.until)
    return evolve(exhibit, until=until)


def _instructions(known: list[Event]) -> Iterator[Standing]:
    """Give each instruction with its span; one of the same id ends the earlier."""
    open_: dict[str, Standing] = {}
    for event in known:
        if isinstance(event, filed.InstructionSet):
            name = event.instruction.id
        elif isinstance(event, filed.InstructionLifted):
            name = event.instruction_id
        else:
            continue
        if name in open_:
            yield evolve(open_.pop(name), until=event.effective_at)
        if isinstance(event, filed.InstructionSet):
            open_[name] = Standing(event.instruction, event.effective_at)
    yield from open_.values()


def _changes(known: list[Event]) -> Iterator[datetime]:
    """Give the instants at which facts, evidence and instructions change."""
    for event in known:
        if isinstance(event, filed.EvidenceRecorded):
            exhibit = Exhibit(
                evidence=event.evidence, since=event.effective_at, until=event.until
            )
            if exhibit.end is not None:
                yield exhibit.end
        if isinstance(event, DataReceived):
            yield event.effective_at
            yield from event.received.ends()
        if isinstance(
            event,
            filed.FactsRecorded
            | filed.EvidenceRecorded
            | filed.EvidenceEnded
            | filed.InstructionSet
            | filed.InstructionLifted,
        ):
            yield event.effective_at
