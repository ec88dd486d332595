"""The rows of the rule table that need no release: who never gets, and who may."""

from __future__ import annotations

from fjcore.consent.floor import GOVERNMENT, TEAM
from fjcore.consent.inquiry import Inquiry, Verdict, no, yes
from fjcore.consent.vocabulary import BasisKind, Purpose, Reason, RecipientKind

#: No site publishes a smaller cell than this, whatever its policy says.
LEAST_CELL = 5

_PROCEEDINGS = (
    Purpose.CRIMINAL_INVESTIGATION,
    Purpose.PROSECUTION,
    Purpose.PO_ENFORCEMENT,
)


def floor(asked: Inquiry, name: str) -> Verdict | None:
    """Answer by the rows ahead of any release, in their order; None goes on."""
    found = _floor(asked, name)
    if found is not None and found.granted and not asked.question.exemptions:
        return None
    return found


def _floor(asked: Inquiry, name: str) -> Verdict | None:
    kind = asked.recipient.kind
    if name == "aggregate":
        return _counts(asked)
    if kind is RecipientKind.ABUSER:
        return no(Reason.ABUSER_RECIPIENT, "N2")
    if kind is RecipientKind.HMIS and asked.holder.family:
        return no(Reason.HMIS_PROHIBITED, "N1")
    if kind is RecipientKind.PUBLIC_WEB:
        return no(Reason.PUBLICATION_BAN, "N5")
    if name == "location.substitute" and asked.state.facts.acp_participant:
        if kind in GOVERNMENT:
            return yes("X4")
    if name == "ciphertext":
        return no(Reason.INDIVIDUAL_LEVEL, "I4")
    if name in ("deidentified_rows", "pseudonymous_ids"):
        return _rows(asked, name)
    return _own_records(asked, name)


def _counts(asked: Inquiry) -> Verdict:
    small = asked.question.smallest_cell
    least = max(LEAST_CELL, asked.policy.min_cell)
    enough = small is not None and (small == 0 or small >= least)
    return yes("X1") if enough else no(Reason.SMALL_CELL, "X1")


def _rows(asked: Inquiry, name: str) -> Verdict | None:
    q, holder = asked.question, asked.holder
    if q.basis.kind is BasisKind.CLIENT_RELEASE:
        return None
    proper = q.deid_method in ("safe_harbor", "expert")
    if name == "deidentified_rows" and "hipaa" in holder.regimes and proper:
        if not holder.family and q.exemptions:
            return yes("N4")
    return no(Reason.INDIVIDUAL_LEVEL, "N3")


def _own_records(asked: Inquiry, name: str) -> Verdict | None:
    kind, purpose = asked.recipient.kind, asked.question.purpose
    if name in ("le_record", "pros_record") and purpose in _PROCEEDINGS:
        if kind in TEAM or kind is RecipientKind.COURT:
            return yes("X2")
    registry = (RecipientKind.PO_REGISTRY, RecipientKind.LAW_ENFORCEMENT)
    if name == "court_record" and purpose is Purpose.PO_ENFORCEMENT:
        if kind in registry:
            return yes("X3")
    return None


def intra_program(asked: Inquiry, name: str) -> Verdict:
    """Answer the program's own staff; one who is not named might be walled off."""
    q, walls = asked.question, asked.state.facts.conflict_walls
    if walls and (not q.staff or q.staff in walls):
        return no(Reason.CONFLICT_WALL, "I2")
    if name == "other_party":
        return no(Reason.THIRD_PARTY, "I1")
    same = bool(q.unit) and q.unit == asked.holder.unit
    if asked.inside and same and q.need_to_know:
        return yes("I1")
    return no(Reason.NO_RELEASE, "I1")


def subject_access(asked: Inquiry, name: str) -> Verdict:
    """Answer the survivor who asks for her own file."""
    q = asked.question
    if asked.recipient.kind is not RecipientKind.SUBJECT or q.recipient != q.subject:
        return no(Reason.NO_RELEASE, "I5")
    if name == "other_party":
        return no(Reason.THIRD_PARTY, "I5")
    return yes("I5")
