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
from fjcore.consent._template_elements import ELEMENTS, Element
from fjcore.consent._template_file import form_from, form_to
from fjcore.consent._template_signing import (
    FormCheck,
    Rendered,
    draft,
    render,
    verify_form,
)
from fjcore.consent._template_terms import Terms, terms_of
from fjcore.consent._worklist_rows import (
    AmendmentDue,
    Awaiting,
    Docket,
    Ending,
    OfAge,
    Reviewable,
    Sending,
    Telling,
    met_after,
)
from fjcore.consent.amendments import (
    Amendment,
    AmendmentAnswered,
    AmendmentDisputed,
    AmendmentExtended,
    AmendmentRequested,
    Denial,
    Discharged,
    RecipientTold,
    amendments_of,
)
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
from fjcore.consent.explain import (
    CODES,
    LANGUAGES,
    RECIPIENT_TEXT,
    Audience,
    Binding,
    Change,
    ChangeKind,
    Explained,
    Explanation,
    Lacking,
    Outcome,
    Standing,
    code_of,
    code_text,
    explain,
    lifted,
    what_if,
)
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
    PluginRule,
    Policy,
)
from fjcore.consent.plan import Plan, plan
from fjcore.consent.plans import Plans
from fjcore.consent.question import Basis, Question, RecordAsked
from fjcore.consent.reading import release_from, release_to
from fjcore.consent.received import Received, TermsReceived
from fjcore.consent.release import Release, Signer
from fjcore.consent.standing import release_state
from fjcore.consent.state import SubjectState, state_at
from fjcore.consent.steps import Step
from fjcore.consent.template import (
    FormLine,
    FormSection,
    ReleaseTemplate,
    parse_template,
    release_template,
    release_templates,
)
from fjcore.consent.view import GRANTABLE, View
from fjcore.consent.vocabulary import (
    BasisKind,
    ObligationKind,
    Purpose,
    Reason,
    RecipientKind,
    State,
)
from fjcore.consent.worklist import (
    amendments_due,
    awaiting,
    coming_of_age,
    ending,
    to_tell,
    unreviewed,
)

# fmt: off
__all__ = [
    "CODES", "ELEMENTS", "FLOOR", "FLOOR_SHA256", "GRANTABLE", "LANGUAGES",
    "RECIPIENT_TEXT", "AddressProgram", "Agency", "AgentContract", "Amendment",
    "AmendmentAnswered", "AmendmentDisputed", "AmendmentDue", "AmendmentExtended",
    "AmendmentRequested", "Audience", "Authority", "Awaiting", "Basis", "BasisKind",
    "Binding", "Change", "ChangeKind", "CoSigned", "ConsentCopy", "CourtOrder",
    "Decision", "Declined", "Denial", "Discharged", "Docket", "Drafted", "Element",
    "Emergency", "EndEventOccurred", "Ending", "Event", "EvidenceEnded",
    "EvidenceRecorded", "Exhibit", "Explained", "Explanation", "FactsRecorded",
    "FatalityReview", "FloorRule", "FormCheck", "FormHold", "FormLine",
    "FormSection", "GrandJurySubpoena", "Grant", "Guardian", "Holder",
    "Instruction", "InstructionLifted", "InstructionSet", "Invalidated", "Lacking",
    "LateWithdrawal", "LawWording", "LegalEvidence", "Limit", "LimitQuestion",
    "LimitRule", "Majority", "Mandate", "MandateRow", "MinorConsent", "Narrowed",
    "Obligation", "ObligationKind", "OfAge", "OnFile", "OpenQuestion",
    "OralAgreement", "OralNoted", "Outcome", "PackLimit", "PermissiveStatute",
    "Plan", "Plans", "PluginRule", "Policy", "Privilege", "Purpose", "Question",
    "Reason",
    "Received", "RecipientKind", "RecipientTold", "RecordAsked", "Release",
    "ReleaseTemplate", "Rendered", "ReportDuty", "ReportTrigger", "ReporterRole",
    "Resumed", "Reviewable", "Revoked", "SearchWarrant", "Sending", "Signed",
    "Signer", "Standing", "State", "StatePack", "Step", "SubjectFacts",
    "SubjectState",
    "Subpoena", "Superseded", "Suspended", "Telling", "Terms", "TermsReceived",
    "Used", "Verdict", "View", "Withdrawn", "amendments_due", "amendments_of",
    "awaiting", "code_of", "code_text", "coming_of_age", "decide", "draft",
    "ending", "event_from", "event_to", "explain", "facts_from", "form_from",
    "form_to", "late_withdrawal_report", "lifted", "limits_of", "lint_pack",
    "majority_age", "mandates_for", "met_after", "parse_pack", "parse_template",
    "plan", "release_from", "release_state", "release_template",
    "release_templates", "release_to", "render", "shipped_packs", "state_at",
    "terms_of", "to_tell", "unreviewed", "verify_form", "what_if",
]
# fmt: on
