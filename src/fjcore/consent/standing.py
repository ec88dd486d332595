"""What a release is at an instant: computed from its events, never stored."""

from __future__ import annotations

from datetime import datetime

from fjcore.consent.facts import SubjectFacts
from fjcore.consent.judge import after_end, paused, validity
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Policy
from fjcore.consent.vocabulary import Reason, State

_UNSIGNED = {
    "drafted": State.DRAFT,
    "declined": State.DECLINED,
    "oral": State.ORAL_PENDING,
}
#: The state of a release by the reason that it gives nothing for.
_STATES = {
    Reason.NOT_SIGNED: State.DRAFT,
    Reason.NOT_WRITTEN: State.ORAL_PENDING,
    Reason.INCOMPLETE: State.VOID_DEFECT,
    Reason.NOT_INFORMED: State.VOID_DEFECT,
    Reason.BLANKET: State.VOID_DEFECT,
    Reason.NO_EXPIRY: State.VOID_DEFECT,
    Reason.OVER_CAP: State.VOID_DEFECT,
    Reason.NOT_VOLUNTARY: State.VOID_COERCED,
    Reason.SIGNER_MISSING: State.COSIGN_PENDING,
    Reason.SIGNER_NOT_AUTHORISED: State.VOID_SIGNER,
    Reason.SIGNER_ABUSER: State.VOID_SIGNER,
    Reason.NOT_YET_EFFECTIVE: State.NOT_YET_EFFECTIVE,
    Reason.REVOKED: State.REVOKED,
    Reason.EXPIRED: State.EXPIRED,
    Reason.EXHAUSTED: State.EXHAUSTED,
    Reason.DECEASED: State.EXPIRED,
    Reason.RECONFIRM_REQUIRED: State.RECONFIRM_REQUIRED,
}


def release_state(
    file: OnFile, policy: Policy, facts: SubjectFacts, subject: str, at: datetime
) -> State:
    """Give what a release is at an instant, whoever it is for.

    Only an active one gives anything. One that death ended counts as expired.
    """
    if file.standing in _UNSIGNED:
        return _UNSIGNED[file.standing]
    reason = validity(file, policy, facts, subject, at)
    if reason is None:
        return State.ACTIVE
    if reason is Reason.EXPIRED and any(after_end(t, at) for t in file.superseded):
        return State.SUPERSEDED
    if reason is Reason.RECONFIRM_REQUIRED and paused(file, at):
        return State.SUSPENDED
    return _STATES[reason]
