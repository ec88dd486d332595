"""Evidence and instructions as they are put on file, and what of them stands."""

from __future__ import annotations

from datetime import datetime

from fjcore.consent import (
    BasisKind,
    Event,
    EvidenceRecorded,
    Instruction,
    LegalEvidence,
    SubjectState,
)
from fjcore.consent.evidence import EVIDENCE
from fjcore.errors import EventRefused, OptionRefused, Problem
from fjcore.values import new_id, parse_name, utc
from fjcore.vault.mandates import ends_after
from fjcore.vault.moment import Moment

#: The ground that each type of evidence is for.
BASES = {cls: kind for kind, cls in EVIDENCE.items()}


def recorded(
    now: Moment,
    ref: str,
    evidence: LegalEvidence,
    since: datetime,
    until: datetime | None,
    actor: str,
) -> tuple[Event, str, dict[str, object]]:
    """Give the event of evidence, its kind in the log and its detail.

    Raises: EventRefused, when the reference is that of another ground; OptionRefused.
    """
    before = now.state.evidence.get(ref)
    if before is not None and type(before.evidence) is not type(evidence):
        raise EventRefused("ref")
    event = EvidenceRecorded(
        ref=ref,
        evidence=evidence,
        until=until,
        effective_at=since,
        recorded_at=now.at,
        actor=actor,
    )
    ends_after(event.until, since)
    basis = str(BASES[type(evidence)])
    return event, "keep", {"step": "evidence", "ref": ref, "basis": basis}


def ref_of(said: str, evidence: LegalEvidence) -> str:
    """Give the reference said, or a new one that begins with the ground.

    Raises: BadId.
    """
    kind: BasisKind = BASES[type(evidence)]
    return parse_name(said or f"{kind}.{new_id()[:12]}", where="ref")


def past(said: datetime | None, name: str, now: datetime) -> datetime:
    """Give when something was so, now where nothing was said; never later than now.

    Raises: OptionRefused, NaiveTime.
    """
    at = now if said is None else utc(said)
    if at > now:
        raise OptionRefused(name, problems=(Problem(name, "future"),))
    return at


def standing(state: SubjectState, at: datetime) -> tuple[Instruction, ...]:
    """Give the instructions that stand at an instant."""
    return tuple(one.instruction for one in state.instructions if one.holds(at))
