"""The facts of a scenario as the engine is told them: policy, events, question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from fjcore.consent._strict import instant_of, wall_of
from fjcore.consent.events import (
    EndEventOccurred,
    Event,
    Signed,
    Used,
    Withdrawn,
)
from fjcore.consent.evidence import EVIDENCE
from fjcore.consent.facts import Guardian, SubjectFacts
from fjcore.consent.filed import EvidenceRecorded, FactsRecorded
from fjcore.consent.parties import Agency, Holder, Policy
from fjcore.consent.question import Basis, Question, RecordAsked
from fjcore.consent.release import Release, Signer
from fjcore.consent.vocabulary import BasisKind
from fjcore.errors import NaiveTime

Said = Mapping[str, Any]

#: Under what the evidence of a scenario's ground is filed.
_REF = "scenario"
_RELEASE = (
    "id forms scope exclude recipients purpose methods duration_days written complete "
    "informed voluntary signature covers_future_records survives_death privilege_ack "
    "max_uses"
).split()
_SUBJECT = (
    "emancipated may_consent_alone can_knowingly_consent acp_participant"
).split()
_ON_FILE = "shelter_authorization downstream_part2 use_against_subject".split()


def at_of(facts: Said) -> datetime:
    """Give the instant that is asked about.

    Raises: NaiveTime, also when it cannot be read at all.
    """
    found = instant_of(facts["request"]["at"])
    if found is None:
        raise NaiveTime("at")
    return found


def policy_of(facts: Said) -> Policy:
    """Give the holder with its one partner, and its numbers."""
    holder, asked = facts["holder"], facts["request"]
    partner = Agency(
        asked["recipient"], kind=asked["recipient_type"], name="the recipient"
    )
    return Policy(
        holder=Holder(
            holder["agency"],
            kind=holder["type"],
            name="the holder",
            unit=holder["unit"],
            regimes=holder["regimes"],
            state=facts["jurisdiction"],
            tz=facts["tz"],
        ),
        partners={partner.id: partner},
        max_release_days=facts["policy"]["max_release_days"],
        min_cell=facts["policy"]["min_cell"],
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else instant_of(text)


def _told(text: str, at: datetime) -> dict[str, Any]:
    """Give the two times and the actor of an event that was told at an instant."""
    return {"effective_at": instant_of(text) or at, "recorded_at": at, "actor": "file"}


def _guardian(row: Said) -> Guardian:
    return Guardian(
        id=row["id"],
        kind=row["kind"],
        abuser=row["abuser"],
        abuser_of_other_parent=row["abuser_of_other_parent"],
        since=_instant(row["from"]),
        until=_instant(row["until"]),
        abuser_known_at=_instant(row.get("abuser_known_at")),
    )


def _facts(facts: Said) -> SubjectFacts:
    who, sent = facts["subject"], facts.get("prior_disclosures")
    born = who["birth_date"]
    return SubjectFacts(
        birth_date=date.fromisoformat(born) if born else None,
        deceased_at=_instant(who["deceased_at"]),
        guardians=[_guardian(row) for row in facts["guardians"]],
        conflict_walls=facts.get("conflict_walls") or (),
        prior_disclosures={facts["request"]["recipient"]} if sent else (),
        **{name: who[name] for name in _SUBJECT},
        **{name: bool(facts.get(name)) for name in _ON_FILE},
    )


def release_of(row: Said) -> Release:
    """Give one release of a scenario."""
    on, local = row.get("expires_on"), row.get("expires_local")
    return Release(
        **{name: row[name] for name in _RELEASE if row.get(name) is not None},
        signed_at=_instant(row["signed_at"]),
        effective_at=_instant(row["effective_at"]),
        expires_at=_instant(row["expires_at"]),
        expires_on=date.fromisoformat(on) if on else None,
        expires_local=wall_of(local) if local else None,
        expires_event=row.get("expires_event") or "",
        signers=[Signer(one["id"], one["role"]) for one in row["signers"]],
    )


def _about(row: Said, at: datetime) -> Iterator[Event]:
    """Give the events of one release."""
    name = row["id"]
    now: dict[str, Any] = {"effective_at": at, "recorded_at": at, "actor": "file"}
    yield Signed(release=release_of(row), **now)
    if row["revoked_at"]:
        yield Withdrawn(release_id=name, **_told(row["revoked_at"], at))
    for part in row.get("partial_revocations") or ():
        yield Withdrawn(
            release_id=name,
            recipients=part.get("recipients") or (),
            categories=part.get("categories") or (),
            **_told(part["at"], at),
        )
    if row.get("event_occurred_at"):
        yield EndEventOccurred(release_id=name, **_told(row["event_occurred_at"], at))
    for _ in range(row["uses"] if row["max_uses"] is not None else 0):
        yield Used(release_id=name, recipient="earlier", **now)


def events_of(facts: Said) -> Iterator[Event]:
    """Give the log of a scenario; all of it is known at the instant asked about."""
    at = at_of(facts)
    now: dict[str, Any] = {"effective_at": at, "recorded_at": at, "actor": "file"}
    yield FactsRecorded(facts=_facts(facts), **now)
    for row in facts["releases"]:
        yield from _about(row, at)
    if facts.get("revoke_all_at"):
        yield Withdrawn(**_told(facts["revoke_all_at"], at))
    basis = dict(facts["request"]["legal_basis"])
    kind = EVIDENCE.get(BasisKind(basis.pop("kind")))
    if kind is not None:
        said = {**basis, **basis.get("conditions", {})}
        given = {n: v for n, v in said.items() if n != "conditions" and v is not None}
        yield EvidenceRecorded(ref=_REF, evidence=kind(**given), **now)


def question_of(facts: Said) -> Question:
    """Give the question of a scenario.

    Raises: NaiveTime.
    """
    asked = facts["request"]
    introduced = facts.get("category_introduced") or {}
    return Question(
        subject=facts["subject"]["id"],
        recipient=asked["recipient"],
        person=asked.get("recipient_person"),
        purpose=asked["purpose"],
        basis=Basis(asked["legal_basis"]["kind"], _REF),
        at=at_of(facts),
        method=asked.get("method") or "electronic",
        categories=frozenset(asked["categories"]),
        staff=asked.get("staff") or "",
        unit=asked.get("unit") or "",
        need_to_know=bool(asked.get("need_to_know")),
        smallest_cell=asked.get("smallest_cell"),
        deid_method=asked.get("deid_method") or "",
        origin=(facts.get("origin") or {}).get("agency", ""),
        introduced={
            name: instant_of(text) or at_of(facts) for name, text in introduced.items()
        },
        embedded=facts.get("embedded") or {},
        records=[
            RecordAsked(
                row["id"],
                row["category"],
                instant_of(row["created_at"]) or at_of(facts),
            )
            for row in asked.get("records") or ()
        ],
    )
