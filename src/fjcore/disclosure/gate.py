"""The one door: obligations discharged, the entry committed, only then handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from attrs import frozen

from fjcore.consent import Agency, ObligationKind, Plan
from fjcore.disclosure.build import NOTICES
from fjcore.disclosure.channel import Connector, Receipt
from fjcore.disclosure.disclosure import Disclosure
from fjcore.errors import DeliveryFailed, DisclosureError, ObligationOpen
from fjcore.values import utc

#: A clock further behind the last audit entry than this makes every window doubtful.
MAX_CLOCK_STEP = timedelta(minutes=5)

#: Discharged by the way a Disclosure is made: cut, checked, logged, or by withholding.
BY_CONSTRUCTION = frozenset(
    {
        ObligationKind.MIN_NECESSARY,
        ObligationKind.REDACT_FIELD,
        ObligationKind.REDACT_THIRD_PARTY,
        ObligationKind.SUBSTITUTE_ADDRESS,
        ObligationKind.LOG,
        ObligationKind.LOG_DENIAL,
        ObligationKind.NO_CONFIRM_DENY,
        ObligationKind.OFFER_RELEASE,
    }
)

#: Discharged by a person beforehand, who is named with the time.
BY_A_PERSON = frozenset(
    {
        ObligationKind.VERIFY_IDENTITY,
        ObligationKind.LEGAL_REVIEW,
        ObligationKind.BIND_RECIPIENT,
        ObligationKind.DISCOVERY_WARNING,
        ObligationKind.SAFETY_CHECK_BEFORE_NOTICE,
        ObligationKind.DOCUMENT_JUDGMENT,
        ObligationKind.PROTECT_SAFETY,
        ObligationKind.NOTIFY_SUBJECT,
        ObligationKind.INFORM_RECIPIENT_OF_REVOCATION,
    }
)


@frozen
class Evidence:
    """Who discharged an obligation, and when."""

    by: str
    at: datetime


class Proof(Protocol):
    """Shows that the audit entry of a disclosure is committed."""

    @property
    def receipt(self) -> object:
        """The committed entry; raises NotCommitted before the commit."""
        ...


def admit(
    disclosure: Disclosure,
    plan: Plan,
    recipient: Agency,
    *,
    evidence: Mapping[ObligationKind, Evidence] = MappingProxyType({}),
    now: datetime,
    revision: int,
    last_entry_at: datetime | None = None,
) -> None:
    """Let a Disclosure through to the commit, or refuse it.

    To be called inside the transaction that holds the subject's revision.
    Raises: StalePlan; ObligationOpen, naming the obligation; DisclosureError.
    """
    if last_entry_at is not None and utc(now) < last_entry_at - MAX_CLOCK_STEP:
        raise DisclosureError("clock")
    if not disclosure.intact or disclosure.recipient != recipient.id:
        raise DisclosureError(disclosure.id)
    plan.check(now, revision)
    for obligation in plan.obligations:
        _discharged(obligation.kind, recipient, evidence, now)


def _discharged(
    kind: ObligationKind,
    recipient: Agency,
    evidence: Mapping[ObligationKind, Evidence],
    now: datetime,
) -> None:
    if kind in NOTICES:
        able = recipient.capabilities
        if able is not None and kind not in able:
            raise ObligationOpen(f"{recipient.id}: {kind}")
    elif kind in BY_A_PERSON:
        given = evidence.get(kind)
        if given is None or not given.by or utc(given.at) > now:
            raise ObligationOpen(str(kind))
    elif kind not in BY_CONSTRUCTION:
        raise ObligationOpen(str(kind))


def needed(obligations: Iterable[ObligationKind]) -> tuple[ObligationKind, ...]:
    """Those obligations that a person must discharge before anything leaves."""
    return tuple(sorted(set(obligations) & BY_A_PERSON))


def send(
    connector: Connector, disclosure: Disclosure, key: str, proof: Proof
) -> Receipt:
    """Hand a Disclosure to its connector: the only call of ``Connector.send``.

    Raises: NotCommitted, before the audit entry is; DeliveryFailed, naming the
    disclosure, when the connector fails or answers with anything but a receipt.
    """
    _ = proof.receipt
    got: object = None
    try:
        got = connector.send(disclosure, key)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - SystemExit from a plugin is a fault too
        got = None
    if type(got) is not Receipt:
        raise DeliveryFailed(disclosure.id)
    return got
