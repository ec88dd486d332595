"""Errors of the audit log and of what may leave."""

from __future__ import annotations

from fjcore.errors._base import FjcoreError

# --- audit -------------------------------------------------------------------------


class AuditError(FjcoreError):
    """The audit log could not be written or read."""


class LeafRefused(AuditError, ValueError):
    """An audit entry does not have its form. Nothing was written."""


class ForkedHead(AuditError):
    """The head of the audit log changed under a writer. Nothing was written; retry."""


class IdempotencyConflict(AuditError):
    """An idempotency id was used again for another act. Mint a new one."""


class NotCommitted(AuditError):
    """A receipt was asked for before its transaction was committed."""


class AuditUnavailable(AuditError):
    """The audit log cannot be written, so nothing leaves. Check the store."""


class LogBroken(AuditError):
    """The audit log does not verify. Keep a copy as it is and call your auditor."""


# --- redaction and disclosure ------------------------------------------------------


class RedactionError(FjcoreError):
    """A record could not be cut, so nothing leaves."""


class CutFailed(RedactionError):
    """A field could not be cut as its plan says, so nothing leaves."""


class LeakFound(RedactionError):
    """A withheld value stands in the text about to leave, so nothing leaves."""


class StaleProposal(RedactionError):
    """A proposal no longer fits its note, its plan or what is known. Propose again."""


class ReviewRefused(RedactionError, ValueError):
    """A review cannot be taken as given. Correct each place listed."""


class DisclosureError(FjcoreError):
    """A disclosure could not be made."""


class Refused(DisclosureError, PermissionError):
    """Nothing may be disclosed on this request."""

    def __str__(self) -> str:
        return FjcoreError.__str__(self)


class ObligationOpen(DisclosureError):
    """An obligation is not discharged, so nothing leaves.

    Record who did it and when.
    """


class DeliveryFailed(DisclosureError):
    """A connector gave no receipt. The disclosure is logged; retry the delivery."""


class EnvelopeRefused(DisclosureError, ValueError):
    """A file is not a signed disclosure. Ask its sender for it again."""


class UnknownSigner(DisclosureError):
    """The key that signed a disclosure is not pinned for its sender.

    Get the sender's card, and compare its fingerprint by phone.
    """


class SignatureBroken(DisclosureError):
    """A disclosure was altered, or its sender never signed it. Use nothing of it."""


class WrongKey(DisclosureError):
    """A disclosure is sealed to another key, or is for somebody else.

    Send it back unread.
    """


class DisclosureExpired(DisclosureError):
    """The permission that a disclosure rests on has ended. Ask its sender."""
