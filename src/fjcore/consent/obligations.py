"""What must be done with an answer: the union of what its rules attach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from fjcore.consent.floor import (
    GOVERNMENT,
    IMPERSONAL,
    NEVER_OFFERED,
    TEAM,
    TOLD_PLAINLY,
)
from fjcore.consent.inquiry import Inquiry, Verdict
from fjcore.consent.vocabulary import ObligationKind as O
from fjcore.consent.vocabulary import Reason, RecipientKind

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
    asked: Inquiry,
    verdicts: Mapping[str, Verdict],
    named: Iterable[tuple[str, Verdict]],
    redacted: Mapping[str, tuple[str, ...]],
) -> frozenset[O]:
    """Give every obligation of an answer.

    ``named`` are the narratives answered by name, each with its category: what leaves
    by its name leaves with the same duties.
    """
    named = tuple(named)
    answers = (*verdicts.items(), *named)
    shown = {name for name, verdict in answers if verdict.granted}
    denied = {name for name, verdict in verdicts.items() if not verdict.granted}
    reasons = {v.reason for v in verdicts.values() if v.reason is not None}
    found = {kind for name, v in answers for kind in _by_rule(asked, name, v)}
    found |= {
        O.REDACT_THIRD_PARTY if item == "other_party" else O.REDACT_FIELD
        for inner in redacted.values()
        for item in inner
    }
    found |= set(_general(asked, shown, denied))
    found |= set(_by_reason(asked, reasons))
    return frozenset(found)


def _general(asked: Inquiry, shown: set[str], denied: set[str]) -> Iterator[O]:
    kind = asked.recipient.kind
    if shown:
        yield O.LOG
    if denied:
        yield O.LOG_DENIAL
    if shown - {"aggregate", "ciphertext"} and kind is not RecipientKind.SUBJECT:
        yield O.MIN_NECESSARY
    if asked.holder.family and denied and shown <= IMPERSONAL:
        if kind not in TOLD_PLAINLY:
            yield O.NO_CONFIRM_DENY
    if asked.state.facts.acp_participant and "location.residence" in denied:
        if kind in GOVERNMENT:
            yield O.SUBSTITUTE_ADDRESS


def _by_reason(asked: Inquiry, reasons: set[Reason]) -> Iterator[O]:
    question, died = asked.question, asked.state.facts.deceased_at
    if Reason.REVOKED in reasons and question.recipient in asked.state.sent_to:
        yield O.INFORM_RECIPIENT_OF_REVOCATION
    if Reason.USE_AGAINST_PATIENT in reasons:
        yield O.LEGAL_REVIEW
    lives = died is None or died > question.at
    if lives and asked.recipient.kind not in NEVER_OFFERED and reasons & CURABLE:
        yield O.OFFER_RELEASE


def _by_rule(asked: Inquiry, name: str, verdict: Verdict) -> Iterator[O]:
    if not verdict.granted:
        return
    if verdict.rule == "C16":
        if asked.holder.family:
            yield O.REDISCLOSURE_NOTICE
        if asked.recipient.kind in TEAM:
            yield O.DISCOVERY_WARNING
        if name == "sud":
            yield O.PART2_NOTICE
            yield O.PART2_CONSENT_COPY
    if verdict.rule == "I5":
        yield O.VERIFY_IDENTITY
    if verdict.rule == "X1":
        yield O.SUPPRESS_SMALL_CELLS
