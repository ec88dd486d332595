"""The entry of a disclosure in the log, and what of it counts as a use."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from fjcore.audit import Pending
from fjcore.consent import (
    Decision,
    Obligation,
    Plan,
    SubjectState,
    Used,
    met_after,
    state_at,
)
from fjcore.disclosure import BASIS_CLASS, Disclosure
from fjcore.errors import IdempotencyConflict
from fjcore.records.checks import instant_text
from fjcore.vault.ask import Ask
from fjcore.vault.core import Tx
from fjcore.vault.handing import Earlier, Ready
from fjcore.vault.moment import Moment


def entered(
    tx: Tx,
    ask: Ask,
    made: Plan,
    now: Moment,
    disclosure: Disclosure,
    parcel: Disclosure,
    said: dict[str, object],
) -> Ready:
    """Count the use of each release, and log a disclosure that is to leave."""
    told = {**said, "revision": _use(tx, ask, made, now), "sealed": parcel.sealed}
    pending = _noted(tx, ask, "disclose", disclosure, told)
    return Ready(made=disclosure, parcel=parcel, pending=pending)


def read_by(
    tx: Tx, ask: Ask, event: str, disclosure: Disclosure, said: dict[str, object]
) -> Ready:
    """Log what staff of the program read, or took out for the holder's own key."""
    pending = _noted(tx, ask, event, disclosure, said)
    return Ready(made=disclosure, parcel=disclosure, pending=pending)


def entered_again(
    tx: Tx, ask: Ask, before: Earlier, disclosure: Disclosure, parcel: Disclosure
) -> Ready:
    """Log that a disclosure is handed over once more: the very same, or none.

    Raises: IdempotencyConflict, naming it, when it would hold something else now.
    """
    if before.sha256 != disclosure.sha256:
        raise IdempotencyConflict(before.id)
    pending = tx.note(
        "receipt",
        actor=ask.actor,
        subject=ask.subject,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="granted",
        detail={"disclosure": before.id, "step": "retry"},
    )
    return Ready(made=disclosure, parcel=parcel, pending=pending)


def unused(tx: Tx, now: Moment, decided_at: object) -> SubjectState:
    """Give her permissions as if one disclosure had not been counted yet.

    It is to be delivered at last: a release for a single use must not stop its own.
    """
    events = [
        event
        for event in tx.rows.events(now.subject, now.revision)
        if not (isinstance(event, Used) and event.effective_at == decided_at)
    ]
    found = state_at(events, now.at, max(now.at, tx.core.clock.now()))
    return evolve(found, revision=now.state.revision, sent_to=now.state.sent_to)


def _noted(
    tx: Tx, ask: Ask, event: str, disclosure: Disclosure, said: dict[str, object]
) -> Pending:
    return tx.note(
        event,
        actor=ask.actor,
        subject=ask.subject,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="granted",
        request=disclosure.id,
        detail=said,
    )


def _use(tx: Tx, ask: Ask, made: Plan, now: Moment) -> int:
    revision = now.revision
    for release_id in made.release_ids:
        used = Used(
            release_id=release_id,
            recipient=ask.recipient,
            effective_at=now.at,
            recorded_at=now.at,
            actor=ask.actor,
        )
        revision = tx.rows.add_event(ask.subject, revision, used)
    return revision


def said_of(
    ask: Ask, decision: Decision, duties: Iterable[Obligation], made: Disclosure
) -> dict[str, object]:
    """Give the detail of an entry: what was asked, and what really stands in it."""
    ends = made.expires
    return {
        **({} if ends is None else {"expires": instant_text(ends)}),
        "disclosure": made.id,
        "recipient": ask.recipient,
        "recipient_name": decision.recipient.name,
        "person": ask.person or "",
        "purpose": str(ask.purpose),
        "basis": str(ask.basis),
        "basis_ref": ask.ref,
        "releases": list(made.release_ids),
        "categories": sorted({category for _, _, category in made.present}),
        "fields": [[path, view] for path, view, _ in made.present],
        "sha256": made.sha256,
        "decided_at": instant_text(made.decided_at),
        "signed_by": made.key_id,
        "need_to_know": ask.need_to_know,
        **({} if ask.copy is None else {"copy": str(ask.copy[0])}),
        # Who looked at which note before it went: a machine's word is no ground.
        "reviewed": [
            [one.path, one.approval.by, instant_text(one.approval.at)]
            for one in ask.reviews
        ],
        "obligations": sorted(str(duty.kind) for duty in duties),
        # What is owed afterwards cannot have been done before: it waits for the desk.
        "evidence": {
            str(kind): given.by
            for kind, given in ask.evidence.items()
            if kind not in met_after()
        },
    }
