"""Releases, decisions and plans: who may see what, why, and until when."""

from __future__ import annotations

from fjcore.consent._pin import FLOOR_SHA256
from fjcore.consent.copies import ConsentCopy
from fjcore.consent.decide import Decision, decide
from fjcore.consent.eventlog import event_from, event_to
from fjcore.consent.events import (
    CoSigned,
    Declined,
    Drafted,
    EndEventOccurred,
    Event,
    Invalidated,
    Narrowed,
    OralNoted,
    Resumed,
    Revoked,
    Signed,
    Superseded,
    Suspended,
    Used,
    Withdrawn,
)
from fjcore.consent.evidence import (
    AgentContract,
    CourtOrder,
    Emergency,
    Exhibit,
    FatalityReview,
    GrandJurySubpoena,
    LegalEvidence,
    Mandate,
    OralAgreement,
    PermissiveStatute,
    SearchWarrant,
    Subpoena,
)
from fjcore.consent.explain import RECIPIENT_TEXT, Audience, explain
from fjcore.consent.facts import Guardian, SubjectFacts, facts_from
from fjcore.consent.filed import (
    EvidenceEnded,
    EvidenceRecorded,
    FactsRecorded,
    InstructionLifted,
    InstructionSet,
)
from fjcore.consent.floor import FLOOR
from fjcore.consent.inquiry import Grant, Verdict
from fjcore.consent.instruction import Instruction
from fjcore.consent.late import LateWithdrawal, late_withdrawal_report
from fjcore.consent.lawbook import FloorRule
from fjcore.consent.obligations import Obligation
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import (
    Agency,
    Holder,
    Limit,
    LimitQuestion,
    LimitRule,
    Policy,
)
from fjcore.consent.plan import Plan, plan
from fjcore.consent.question import Basis, Question, RecordAsked
from fjcore.consent.reading import release_from, release_to
from fjcore.consent.release import Release, Signer
from fjcore.consent.standing import release_state
from fjcore.consent.state import SubjectState, state_at
from fjcore.consent.view import GRANTABLE, View
from fjcore.consent.vocabulary import (
    BasisKind,
    ObligationKind,
    Purpose,
    Reason,
    RecipientKind,
    State,
)

__all__ = [
    "FLOOR",
    "FLOOR_SHA256",
    "GRANTABLE",
    "RECIPIENT_TEXT",
    "Agency",
    "AgentContract",
    "Audience",
    "Basis",
    "BasisKind",
    "CoSigned",
    "ConsentCopy",
    "CourtOrder",
    "Decision",
    "Declined",
    "Drafted",
    "Emergency",
    "EndEventOccurred",
    "Event",
    "EvidenceEnded",
    "EvidenceRecorded",
    "Exhibit",
    "FactsRecorded",
    "FatalityReview",
    "FloorRule",
    "GrandJurySubpoena",
    "Grant",
    "Guardian",
    "Holder",
    "Instruction",
    "InstructionLifted",
    "InstructionSet",
    "Invalidated",
    "LateWithdrawal",
    "LegalEvidence",
    "Limit",
    "LimitQuestion",
    "LimitRule",
    "Mandate",
    "Narrowed",
    "Obligation",
    "ObligationKind",
    "OnFile",
    "OralAgreement",
    "OralNoted",
    "PermissiveStatute",
    "Plan",
    "Policy",
    "Purpose",
    "Question",
    "Reason",
    "RecipientKind",
    "RecordAsked",
    "Release",
    "Resumed",
    "Revoked",
    "SearchWarrant",
    "Signed",
    "Signer",
    "State",
    "SubjectFacts",
    "SubjectState",
    "Subpoena",
    "Superseded",
    "Suspended",
    "Used",
    "Verdict",
    "View",
    "Withdrawn",
    "decide",
    "event_from",
    "event_to",
    "explain",
    "facts_from",
    "late_withdrawal_report",
    "plan",
    "release_from",
    "release_state",
    "release_to",
    "state_at",
]
