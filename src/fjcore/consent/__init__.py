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
from fjcore.consent.decide import Decision, decide
from fjcore.consent.events import (
    EndEventOccurred,
    Event,
    FactsRecorded,
    Signed,
    Used,
    Withdrawn,
    event_from,
    event_to,
)
from fjcore.consent.explain import RECIPIENT_TEXT, Audience, explain
from fjcore.consent.facts import Guardian, SubjectFacts, facts_from
from fjcore.consent.floor import FLOOR, FLOOR_SHA256, FloorRule
from fjcore.consent.inquiry import Grant, Verdict
from fjcore.consent.obligations import Obligation
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
from fjcore.consent.state import OnFile, SubjectState, state_at
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
    "Audience",
    "Authority",
    "Basis",
    "BasisKind",
    "Decision",
    "EndEventOccurred",
    "Event",
    "FactsRecorded",
    "FloorRule",
    "FormHold",
    "Grant",
    "Guardian",
    "Holder",
    "LawWording",
    "Limit",
    "LimitQuestion",
    "LimitRule",
    "Majority",
    "MandateRow",
    "MinorConsent",
    "Obligation",
    "ObligationKind",
    "OnFile",
    "OpenQuestion",
    "PackLimit",
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
    "Signed",
    "Signer",
    "State",
    "StatePack",
    "SubjectFacts",
    "SubjectState",
    "Used",
    "Verdict",
    "View",
    "Withdrawn",
    "decide",
    "event_from",
    "event_to",
    "explain",
    "facts_from",
    "limits_of",
    "lint_pack",
    "majority_age",
    "mandates_for",
    "parse_pack",
    "plan",
    "release_from",
    "release_to",
    "shipped_packs",
    "state_at",
]
