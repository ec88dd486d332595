"""What must be done with an answer: the union of what its rules attach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from fjcore.consent.floor import (
    GOVERNMENT,
    IMPERSONAL,
    NEVER_OFFERED,
    TEAM,
    TOLD_PLAINLY,
)
from fjcore.consent.parties import Agency, Policy
from fjcore.consent.question import Question
from fjcore.consent.state import SubjectState
from fjcore.consent.vocabulary import ObligationKind as O
from fjcore.consent.vocabulary import Reason, RecipientKind
from fjcore.values import utc

if TYPE_CHECKING:
    from fjcore.consent.decide import Verdict

#: Reasons that the survivor could cure by signing something else.
CURABLE = frozenset(
    {
        Reason.NO_RELEASE,
        Reason.WRONG_RECIPIENT,
        Reason.WRONG_PURPOSE,
        Reason.WRONG_METHOD,
        Reason.OUT_OF_SCOPE,
        Reason.EXPLICIT_ONLY,
        Reason.BLANKET,
        Reason.NO_EXPIRY,
        Reason.OVER_CAP,
        Reason.NOT_WRITTEN,
        Reason.NOT_INFORMED,
        Reason.NOT_SIGNED,
        Reason.INCOMPLETE,
        Reason.SIGNER_MISSING,
        Reason.SIGNER_ABUSER,
        Reason.SIGNER_NOT_AUTHORISED,
        Reason.NOT_YET_EFFECTIVE,
        Reason.EXPIRED,
        Reason.EXHAUSTED,
        Reason.RECONFIRM_REQUIRED,
        Reason.FUTURE_RECORD,
        Reason.NEW_CATEGORY,
        Reason.FORM_PART2,
        Reason.FORM_PSYCHOTHERAPY,
        Reason.FORM_FERPA,
        Reason.PRIVILEGE_ACK,
        Reason.PERMISSIVE_NOT_ENOUGH,
        Reason.NOT_MANDATED_REPORTER,
        Reason.ORAL_NOT_ENOUGH,
    }
)


@frozen
class Obligation:
    """One thing that must be done; unknown or failed, nothing leaves."""

    kind: O


def of(
    policy: Policy,
    state: SubjectState,
    question: Question,
    recipient: Agency,
    verdicts: Mapping[str, Verdict],
    redacted: Mapping[str, tuple[str, ...]],
) -> frozenset[O]:
    """Give every obligation of an answer."""
    allowed = {name for name, verdict in verdicts.items() if verdict.granted}
    denied = set(verdicts) - allowed
    found = set(_by_rule(policy, recipient, verdicts))
    found |= {
        O.REDACT_THIRD_PARTY if item == "other_party" else O.REDACT_FIELD
        for inner in redacted.values()
        for item in inner
    }
    if allowed:
        found.add(O.LOG)
    if denied:
        found.add(O.LOG_DENIAL)
    if allowed - {"aggregate", "ciphertext"}:
        if recipient.kind is not RecipientKind.SUBJECT:
            found.add(O.MIN_NECESSARY)
    if policy.holder.family and denied and allowed <= IMPERSONAL:
        if recipient.kind not in TOLD_PLAINLY:
            found.add(O.NO_CONFIRM_DENY)
    reasons = {v.reason for v in verdicts.values() if v.reason is not None}
    if Reason.REVOKED in reasons and question.recipient in state.sent_to:
        found.add(O.INFORM_RECIPIENT_OF_REVOCATION)
    if state.facts.acp_participant and "location.residence" in denied:
        if recipient.kind in GOVERNMENT:
            found.add(O.SUBSTITUTE_ADDRESS)
    died = state.facts.deceased_at
    lives = died is None or utc(died) > question.at
    if lives and recipient.kind not in NEVER_OFFERED and reasons & CURABLE:
        found.add(O.OFFER_RELEASE)
    return frozenset(found)


def _by_rule(
    policy: Policy, recipient: Agency, verdicts: Mapping[str, Verdict]
) -> Iterable[O]:
    for name, verdict in verdicts.items():
        if verdict.granted and verdict.rule == "C16":
            if policy.holder.family:
                yield O.REDISCLOSURE_NOTICE
            if recipient.kind in TEAM:
                yield O.DISCOVERY_WARNING
            if name == "sud":
                yield O.PART2_NOTICE
                yield O.PART2_CONSENT_COPY
        if verdict.granted and verdict.rule == "I5":
            yield O.VERIFY_IDENTITY
        if verdict.reason is Reason.SMALL_CELL:
            yield O.SUPPRESS_SMALL_CELLS
        if verdict.reason is Reason.USE_AGAINST_PATIENT:
            yield O.LEGAL_REVIEW
