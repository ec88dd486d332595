"""Releases, decisions and plans: who may see what, why, and until when."""

from __future__ import annotations

from fjcore.consent._packrows import (
    AddressProgram,
    Authority,
    FormHold,
    LawWording,
    Majority,
    MandateRow,
    MinorConsent,
    OpenQuestion,
    PackLimit,
    Privilege,
    StatePack,
)
from fjcore.consent._packwords import ReportDuty, ReporterRole, ReportTrigger
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
from fjcore.consent.packs import (
    limits_of,
    lint_pack,
    majority_age,
    mandates_for,
    parse_pack,
    shipped_packs,
)
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
    "AddressProgram",
    "Agency",
    "AgentContract",
    "Audience",
    "Authority",
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
    "FormHold",
    "GrandJurySubpoena",
    "Grant",
    "Guardian",
    "Holder",
    "Instruction",
    "InstructionLifted",
    "InstructionSet",
    "Invalidated",
    "LateWithdrawal",
    "LawWording",
    "LegalEvidence",
    "Limit",
    "LimitQuestion",
    "LimitRule",
    "Majority",
    "Mandate",
    "MandateRow",
    "MinorConsent",
    "Narrowed",
    "Obligation",
    "ObligationKind",
    "OnFile",
    "OpenQuestion",
    "OralAgreement",
    "OralNoted",
    "PackLimit",
    "PermissiveStatute",
    "Plan",
    "Policy",
    "Privilege",
    "Purpose",
    "Question",
    "Reason",
    "RecipientKind",
    "RecordAsked",
    "Release",
    "ReportDuty",
    "ReportTrigger",
    "ReporterRole",
    "Resumed",
    "Revoked",
    "SearchWarrant",
    "Signed",
    "Signer",
    "State",
    "StatePack",
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
    "limits_of",
    "lint_pack",
    "majority_age",
    "mandates_for",
    "parse_pack",
    "plan",
    "release_from",
    "release_state",
    "release_to",
    "shipped_packs",
    "state_at",
]
