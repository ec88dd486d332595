"""The one door: obligations discharged, the entry committed, only then handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from operator import is_
from types import MappingProxyType
from typing import Protocol

from attrs import frozen

from fjcore.consent import Agency, Obligation, ObligationKind, Plan, View
from fjcore.disclosure.build import ATTACHED
from fjcore.disclosure.channel import Connector, Receipt
from fjcore.disclosure.disclosure import Disclosure
from fjcore.disclosure.handing import copied, parts_of
from fjcore.errors import DeliveryFailed, DisclosureError, NotCommitted, ObligationOpen
from fjcore.records.safety import APART
from fjcore.values import utc

#: A clock further behind the last audit entry than this makes every window doubtful.
MAX_CLOCK_STEP = timedelta(minutes=5)

#: The same within one process, where a Disclosure says when it was made.
MAX_STEP_WITHIN = timedelta(seconds=2)

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

#: Discharged by a person, who is named with the time: beforehand, or where the law has
#: it done after the fact, as a task that the vault keeps until it is done.
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
        ObligationKind.ASSERT_PRIVILEGE,
        ObligationKind.REPORT_ONLY_REQUIRED_FACTS,
        ObligationKind.PART2_DOCUMENT_EMERGENCY,
    }
)

#: The phase of what is owed once something has left.
AFTER = "after"


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
    Raises: StalePlan; ObligationOpen, naming the obligation; NaiveTime;
    DisclosureError, with ``clock`` or the id of a disclosure that is not the plan's.
    """
    now = utc(now)
    if last_entry_at is not None and now < utc(last_entry_at) - MAX_CLOCK_STEP:
        raise DisclosureError("clock")
    if not _sound(disclosure):
        raise DisclosureError("disclosure")
    if now < utc(disclosure.decided_at) - MAX_STEP_WITHIN:
        raise DisclosureError("clock")
    if disclosure.recipient != recipient.id or not _follows(disclosure, plan):
        raise DisclosureError(disclosure.id)
    plan.check(now, revision)
    for obligation in plan.obligations:
        _discharged(obligation, disclosure, recipient, evidence, now)


def _sound(disclosure: object) -> bool:
    return type(disclosure) is Disclosure and disclosure.intact


def _follows(disclosure: Disclosure, plan: Plan) -> bool:
    """Whether a Disclosure is one that the plan could have made."""
    said = (
        disclosure.recipient,
        disclosure.person,
        disclosure.purpose,
        disclosure.basis,
        disclosure.basis_ref,
        disclosure.release_ids,
        disclosure.expires,
        disclosure.policy_hash,
        disclosure.consents,
    )
    planned = (
        plan.recipient,
        plan.person or "",
        str(plan.purpose),
        str(plan.basis),
        plan.basis_ref,
        tuple(sorted(plan.release_ids)),
        plan.expires,
        plan.policy_hash,
        plan.consents,
    )
    return said == planned and all(
        View[view] <= _highest(plan, path, category)
        for path, view, category in disclosure.granted
    )


def _highest(plan: Plan, path: str, category: str) -> View:
    named = [row for name, row in plan.named if name == path]
    grants = [grant for row in named for grant in row]
    if not (named and path in APART):
        grants += [
            grant for name, row in plan.categories if name == category for grant in row
        ]
    return max((grant.view for grant in grants), default=View.SILENT)


def _discharged(
    obligation: Obligation,
    disclosure: Disclosure,
    recipient: Agency,
    evidence: Mapping[ObligationKind, Evidence],
    now: datetime,
) -> None:
    """Refuse what must be done and is not; what is only advised holds nothing up."""
    kind = obligation.kind
    if kind in ATTACHED:
        able = recipient.capabilities
        if able is not None and kind not in able:
            raise ObligationOpen(f"{recipient.id}: {kind}")
        if kind is ObligationKind.PART2_CONSENT_COPY and not _copied(disclosure):
            raise ObligationOpen(str(kind))
    elif kind in BY_A_PERSON and obligation.phase == AFTER:
        return  # nobody can have done it yet; it stands among what waits
    elif kind in BY_A_PERSON:
        given = evidence.get(kind)
        if type(given) is not Evidence or not given.by.strip() or utc(given.at) > now:
            raise ObligationOpen(str(kind))
    elif kind not in BY_CONSTRUCTION and obligation.must is not False:
        raise ObligationOpen(str(kind))


def _copied(disclosure: Disclosure) -> bool:
    """Whether each consent that must go along does, with the digest of its text."""
    found = disclosure.consents
    return bool(found) and all(one.form_sha256 for one in found)


def needed(obligations: Iterable[ObligationKind]) -> tuple[ObligationKind, ...]:
    """Give those obligations that a person must discharge before anything leaves."""
    kinds = set(obligations) & BY_A_PERSON
    return tuple(sorted(kind for kind in kinds if Obligation.of(kind).phase != AFTER))


def send(
    connector: Connector, disclosure: Disclosure, key: str, proof: Proof
) -> Receipt:
    """Hand a Disclosure to its connector: the only call of ``Connector.send``.

    Raises: NotCommitted, before the audit entry is; DisclosureError, when the body is
    not the one that was checked; DeliveryFailed, naming the disclosure, when the
    connector fails, writes into what it was handed, or answers with anything but a
    whole receipt.
    """
    if proof.receipt is None:
        raise NotCommitted("audit")
    if not _sound(disclosure):
        raise DisclosureError("disclosure")
    got: object = None
    stopped = False
    # What a connector writes into it is not to reach the account, or whoever asked.
    handed = copied(disclosure)
    parts = parts_of(handed)
    try:
        got = connector.send(handed, key)
    except KeyboardInterrupt:
        stopped = True
    except BaseException:  # SystemExit from a plugin is a fault too
        got = None
    if stopped:
        raise KeyboardInterrupt
    left = all(map(is_, parts, parts_of(handed)))
    if not left or type(got) is not Receipt or not got.whole:
        raise DeliveryFailed(disclosure.id)
    return got
