"""Releases, decisions and plans: who may see what, why, and until when."""

from __future__ import annotations

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
    AFTER,
    AmendmentDue,
    Awaiting,
    Docket,
    Ending,
    OfAge,
    Reviewable,
    Sending,
    Telling,
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

__all__ = [
    "AFTER",
    "ELEMENTS",
    "FLOOR",
    "FLOOR_SHA256",
    "GRANTABLE",
    "RECIPIENT_TEXT",
    "Agency",
    "Amendment",
    "AmendmentAnswered",
    "AmendmentDisputed",
    "AmendmentDue",
    "AmendmentExtended",
    "AmendmentRequested",
    "Audience",
    "Awaiting",
    "Basis",
    "BasisKind",
    "Decision",
    "Denial",
    "Discharged",
    "Docket",
    "Element",
    "EndEventOccurred",
    "Ending",
    "Event",
    "FactsRecorded",
    "FloorRule",
    "FormCheck",
    "FormLine",
    "FormSection",
    "Grant",
    "Guardian",
    "Holder",
    "Limit",
    "LimitQuestion",
    "LimitRule",
    "Obligation",
    "ObligationKind",
    "OfAge",
    "OnFile",
    "Plan",
    "Policy",
    "Purpose",
    "Question",
    "Reason",
    "RecipientKind",
    "RecipientTold",
    "RecordAsked",
    "Release",
    "ReleaseTemplate",
    "Rendered",
    "Reviewable",
    "Sending",
    "Signed",
    "Signer",
    "State",
    "SubjectFacts",
    "SubjectState",
    "Telling",
    "Terms",
    "Used",
    "Verdict",
    "View",
    "Withdrawn",
    "amendments_due",
    "amendments_of",
    "awaiting",
    "coming_of_age",
    "decide",
    "draft",
    "ending",
    "event_from",
    "event_to",
    "explain",
    "facts_from",
    "form_from",
    "form_to",
    "parse_template",
    "plan",
    "release_from",
    "release_template",
    "release_templates",
    "release_to",
    "render",
    "state_at",
    "terms_of",
    "to_tell",
    "unreviewed",
    "verify_form",
]
