"""Withdrawals that were told before they were written down, and what left meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from fjcore.consent.events import Event, Signed, Used, Withdrawn
from fjcore.consent.obligations import Obligation
from fjcore.consent.vocabulary import ObligationKind


@frozen(kw_only=True)
class LateWithdrawal:
    """One withdrawal with the disclosures made in the gap, oldest first.

    Each of their recipients has to be told: ``obligation``.
    """

    withdrawal: Withdrawn
    disclosures: tuple[Used, ...]
    obligation: Obligation

    def __repr__(self) -> str:
        return f"<LateWithdrawal {len(self.disclosures)} disclosures>"


def late_withdrawal_report(events: Iterable[Event]) -> tuple[LateWithdrawal, ...]:
    """Give every withdrawal recorded after it was told, with what left in between.

    A withdrawal holds from when it was told; what left before it was written down left
    against it. One with no disclosure in the gap is given as well.
    """
    log = tuple(events)
    signed = {e.release.id: e.release.signed_at for e in log if isinstance(e, Signed)}
    found = []
    for event in log:
        if isinstance(event, Withdrawn) and event.effective_at < event.recorded_at:
            late = tuple(
                used
                for used in log
                if isinstance(used, Used)
                and event.effective_at <= used.effective_at < event.recorded_at
                and _meant(event, used, signed)
            )
            told = Obligation.of(ObligationKind.INFORM_RECIPIENT_OF_REVOCATION)
            found.append(
                LateWithdrawal(withdrawal=event, disclosures=late, obligation=told)
            )
    return tuple(found)


def _meant(event: Withdrawn, used: Used, signed: dict[str, datetime | None]) -> bool:
    """Whether a withdrawal speaks of a disclosure: its release and its recipient.

    Which categories left is not in the event, so that one of a category alone is
    taken to mean every disclosure.
    """
    agencies = {entry.partition("#")[0] for entry in event.recipients}
    if agencies and not agencies & {used.recipient, "*"}:
        return False
    if event.release_id:
        return event.release_id == used.release_id
    at = signed.get(used.release_id)
    return at is None or at <= event.effective_at
