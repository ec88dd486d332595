"""Keeping an intake and signing a release: each whole, with its audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from fjcore.consent import (
    Basis,
    BasisKind,
    FactsRecorded,
    Purpose,
    Question,
    Reason,
    Release,
    Signed,
    SubjectFacts,
    SubjectState,
    decide,
    release_from,
    release_to,
)
from fjcore.consent.analyse import void_promises
from fjcore.errors import (
    EventRefused,
    InputRefused,
    Problem,
    ReleaseRefused,
    UnknownPartner,
)
from fjcore.records import Person, structure, unstructure
from fjcore.records.record import info_of
from fjcore.values import PartialDate, new_id, parse_id, utc
from fjcore.vault._plausible import check_plausible
from fjcore.vault.cells import seal_record
from fjcore.vault.core import Core, Tx
from fjcore.vault.indexing import note_in_indexes
from fjcore.vault.inputs import Intake
from fjcore.vault.moment import moment, walled
from fjcore.vault.results import Kept, Signing
from fjcore.vault.trial import check_intake

#: How a disclosure leaves.
SENT_BY = "electronic"


def keep(core: Core, intake: Intake, actor: str) -> Kept:
    """Keep records and facts of one person, all of them or none."""
    core.own(actor)
    known = set(core.catalog.types.values())
    for index, record in enumerate(intake.records):
        if type(record) not in known or not _sound(record):
            path = f"records.{index}"
            raise InputRefused("records", problems=(Problem(path, "type"),))
    core.collects(intake.records)
    if intake.subject and intake.new_subject:
        raise InputRefused("subject", problems=(Problem("subject", "duplicate"),))
    check_intake(intake, synthetic=core.site.store.synthetic)
    check_plausible(intake, at=core.clock.now(), tz=core.policy.holder.tz)

    def work(tx: Tx) -> Kept:
        if intake.subject is None:
            subject = parse_id(intake.new_subject or new_id(), where="new_subject")
            tx.rows.add_subject(subject)
        else:
            subject = parse_id(intake.subject, where="subject")
        ids = put(tx, subject, intake, actor, event="keep")
        return Kept(subject=subject, records=ids)

    if intake.subject is None:
        return core.run(work)
    return core.run_for(actor, intake.subject, work)


def put(
    tx: Tx, subject: str, intake: Intake, actor: str, *, event: str
) -> tuple[str, ...]:
    """Seal the records and facts of an intake for a person, log it, give their ids.

    Raises: UnknownSubject, also for somebody walled off; crypto, store, audit errors.
    """
    now = moment(tx, subject)
    walled(now, actor)
    ids = []
    for record in intake.records:
        record_id = new_id()
        cells = seal_record(
            tx.seals,
            record,
            subject_id=subject,
            record_id=record_id,
            revision=1,
            recorded_at=now.at,
        )
        tx.rows.add_record(subject, record_id, 1, cells)
        ids.append(record_id)
    note_in_indexes(tx, subject, intake.records)
    revision = now.revision
    facts = facts_of(intake, now.state.facts)
    if facts is not None:
        recorded = FactsRecorded(
            facts=facts, effective_at=now.at, recorded_at=now.at, actor=actor
        )
        revision = tx.rows.add_event(subject, revision, recorded)
    said = {
        "records": ids,
        "types": sorted(info_of(type(record)).name for record in intake.records),
        "facts": facts is not None,
        "revision": revision,
    }
    tx.note(event, actor=actor, subject=subject, detail=said)
    return tuple(ids)


def _sound(record: object) -> bool:
    """Whether a record made in Python would also have been read from a file.

    One that would not could never be opened again.
    """
    try:
        return structure(unstructure(record), type(record)) == record
    except Exception:
        return False


def facts_of(intake: Intake, before: SubjectFacts) -> SubjectFacts | None:
    """Give the facts to be recorded: those stated, with the birth date of the intake.

    Where only a year or month is known, the last day it can be counts, since being of
    age is not to be assumed.
    """
    born = before.birth_date
    for record in intake.records:
        if isinstance(record, Person) and isinstance(record.birth_date, PartialDate):
            born = record.birth_date.latest
    facts = intake.facts if intake.facts is not None else before
    if facts.birth_date is None:
        facts = attrs.evolve(facts, birth_date=born)
    return None if facts == before else facts


def sign(core: Core, subject: str, release: Release, actor: str) -> Signing:
    """Put a signed release on file, and say what it gives now."""
    core.own(actor)
    release = release_from(release_to(release), fields=core.narratives)
    for entry in release.recipients:
        if entry.partition("#")[0] not in core.policy.partners:
            raise UnknownPartner(f"release {release.id}: recipients")

    def work(tx: Tx) -> Signing:
        now = moment(tx, subject)
        walled(now, actor)
        if any(
            file.release.id == release.id and file.standing == "signed"
            for file in now.state.releases
        ):
            raise EventRefused(f"release {release.id}")
        if release.signed_at is None or utc(release.signed_at) > now.at:
            problem = Problem("signed_at", "future")
            raise ReleaseRefused(f"release {release.id}", problems=(problem,))
        event = Signed(
            release=release, effective_at=now.at, recorded_at=now.at, actor=actor
        )
        revision = tx.rows.add_event(subject, now.revision, event)
        said = {
            "release": release.id,
            "form": release.form_sha256,
            "revision": revision,
        }
        tx.note("release.sign", actor=actor, subject=subject, detail=said)
        state = tx.state(subject, revision, now.at)
        gives, lacks = _gives(core, subject, state, release, now.at)
        signed = utc(release.signed_at)
        later = sum(item.recorded_at > signed for item in tx.held(subject))
        return Signing(
            release=release.id,
            gives=gives,
            lacks=lacks,
            only_by=() if SENT_BY in release.methods else release.methods,
            later=0 if release.covers_future_records else later,
            void=void_promises(
                release,
                core.policy,
                at=now.at,
                state=state,
                subject=subject,
                fields=core.narratives,
            ),
        )

    return core.run_for(actor, subject, work)


def _gives(
    core: Core, subject: str, state: SubjectState, release: Release, at: datetime
) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    gives: dict[str, tuple[str, ...]] = {}
    lacks: dict[str, str] = {}
    alone = attrs.evolve(
        state, releases=tuple(f for f in state.releases if f.release.id == release.id)
    )
    method = SENT_BY if SENT_BY in release.methods else release.methods[0]
    for entry in release.recipients:
        agency, _, person = entry.partition("#")
        question = Question(
            subject=subject,
            recipient=agency,
            person=person or None,
            purpose=Purpose(release.purpose[0]),
            basis=Basis(BasisKind.CLIENT_RELEASE),
            at=at,
            method=method,
            categories=core.categories,
            exemptions=False,
        )
        found = decide(core.policy, alone, question, fields=core.narratives)
        named = {path for path, verdict in found.named.items() if verdict.granted}
        if found.allowed or named:
            gives[entry] = tuple(sorted(found.allowed | named))
        else:
            missed = [v for v in found.verdicts.values() if v.reason is not None]
            nearest = max(missed, key=lambda v: v.stage if v.stage < 9 else -1)
            lacks[entry] = str(nearest.reason or Reason.NO_RELEASE)
    return gives, lacks
