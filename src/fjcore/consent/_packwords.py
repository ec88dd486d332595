"""The closed lists of words that a state pack is written in."""

from __future__ import annotations

from enum import StrEnum

from fjcore.consent.vocabulary import RecipientKind


class ReporterRole(StrEnum):
    """Who somebody is by profession, as statutes on reports and privileges name them.

    ``any_person`` stands for everybody, whatever else they are. The list is closed: a
    role that a statute names and this list does not is a question for counsel.
    """

    ADVOCATE = "advocate"
    VOLUNTEER_ADVOCATE = "volunteer_advocate"
    SYSTEM_ADVOCATE = "system_advocate"
    SHELTER_WORKER = "shelter_worker"
    LAW_ENFORCEMENT = "law_enforcement"
    PROSECUTOR = "prosecutor"
    PROBATION_OFFICER = "probation_officer"
    ATTORNEY = "attorney"
    GUARDIAN_AD_LITEM = "guardian_ad_litem"
    COURT_APPOINTED_ADVOCATE = "court_appointed_advocate"
    PHYSICIAN = "physician"
    PHYSICIAN_ASSISTANT = "physician_assistant"
    NURSE = "nurse"
    FORENSIC_NURSE = "forensic_nurse"
    DENTIST = "dentist"
    PHARMACIST = "pharmacist"
    EMERGENCY_MEDICAL = "emergency_medical"
    MEDICAL_EXAMINER = "medical_examiner"
    HOSPITAL_STAFF = "hospital_staff"
    HEALTH_PROFESSIONAL = "health_professional"
    MENTAL_HEALTH_PROFESSIONAL = "mental_health_professional"
    SUD_COUNSELOR = "sud_counselor"
    SOCIAL_WORKER = "social_worker"
    CHILD_PROTECTION_WORKER = "child_protection_worker"
    ADULT_PROTECTION_WORKER = "adult_protection_worker"
    PUBLIC_EMPLOYEE = "public_employee"
    PUBLIC_CONTRACTOR = "public_contractor"
    SCHOOL_EMPLOYEE = "school_employee"
    CHILD_CARE_WORKER = "child_care_worker"
    FOSTER_CARE_WORKER = "foster_care_worker"
    RESIDENTIAL_WORKER = "residential_worker"
    LONG_TERM_CARE_WORKER = "long_term_care_worker"
    CLERGY = "clergy"
    RELIGIOUS_HEALER = "religious_healer"
    INTERPRETER = "interpreter"
    FINANCIAL_WORKER = "financial_worker"
    ANY_PERSON = "any_person"


class ReportTrigger(StrEnum):
    """What a report is about."""

    CHILD_ABUSE = "child_abuse"
    ADULT_ABUSE = "adult_abuse"
    ADULT_ABUSE_IN_FACILITY = "adult_abuse_in_facility"
    ADULT_ABUSE_BY_AGENCY = "adult_abuse_by_agency"
    THREAT_TO_OTHERS = "threat_to_others"
    GUNSHOT_WOUND = "gunshot_wound"
    STAB_WOUND = "stab_wound"
    BURN = "burn"
    STRANGULATION = "strangulation"
    PARTNER_VIOLENCE_INJURY = "partner_violence_injury"
    SEXUAL_ASSAULT_INJURY = "sexual_assault_injury"
    CRIME_INJURY = "crime_injury"


#: Triggers of reports on wounds, which a pack lists apart from the others.
WOUNDS = frozenset(
    {
        ReportTrigger.GUNSHOT_WOUND,
        ReportTrigger.STAB_WOUND,
        ReportTrigger.BURN,
        ReportTrigger.STRANGULATION,
        ReportTrigger.PARTNER_VIOLENCE_INJURY,
        ReportTrigger.SEXUAL_ASSAULT_INJURY,
        ReportTrigger.CRIME_INJURY,
    }
)


class ReportDuty(StrEnum):
    """Whether a statute says that somebody must report, or may."""

    MANDATORY = "mandatory"
    PERMISSIVE = "permissive"


class Reading(StrEnum):
    """How much of a text whoever wrote a row had read."""

    FULL = "full"
    PART = "part"
    MEMORY = "memory"


class Telling(StrEnum):
    """When the survivor is told of a report. There is no word for never."""

    BEFORE = "before"
    WHEN_SAFE = "when_safe"


class Offices(StrEnum):
    """Whether a report goes to each of the recipients named, or to one of them."""

    EACH = "each"
    ONE = "one"


class Waiver(StrEnum):
    """How a privilege is given up. There is no word for an implied waiver."""

    EXPRESS = "express"
    EXPRESS_WRITTEN = "express_written"


class PrivilegeException(StrEnum):
    """Where a privilege does not reach, by its statute's own words."""

    MANDATED_REPORT = "mandated_report"
    CHILD_PROCEEDING = "child_proceeding"
    COURT_ORDER = "court_order"
    FUTURE_CRIME = "future_crime"
    CLAIM_AGAINST_ADVOCATE = "claim_against_advocate"


class LeapDay(StrEnum):
    """When somebody born on 29 February comes of age; the engine takes the later."""

    MARCH_1 = "march_1"
    FEBRUARY_28 = "february_28"
    UNSTATED = "unstated"


class LimitCap(StrEnum):
    """What a limit leaves of a field. There is no word for all of it."""

    SILENT = "silent"
    MARKED = "marked"
    PLACEHOLDER = "placeholder"
    COARSE_1 = "coarse_1"
    COARSE_2 = "coarse_2"
    COARSE_3 = "coarse_3"
    COARSE_4 = "coarse_4"
    COARSE_5 = "coarse_5"


class HeldPaper(StrEnum):
    """What a hold is on: a paper, or a habit of the office."""

    RELEASE_FORM = "release_form"
    INTAKE = "intake"
    REPORT = "report"
    ANSWER = "answer"


class WordingKind(StrEnum):
    """What a name is the name of."""

    STATUTE = "statute"
    ORDER = "order"
    OFFENSE = "offense"
    OFFICE = "office"
    PROGRAM = "program"


#: What no report can hold: it says nothing of one person, is the holder's own record
#: of what it does, or needs a word of somebody else than the survivor.
NEVER_REPORTED = frozenset(
    {
        "aggregate",
        "ciphertext",
        "deidentified_rows",
        "location.shelter",
        "operations",
        "pseudonymous_ids",
        "releases",
    }
)

#: To nobody else does a report hold records of substance use treatment.
#: Source: 42 U.S.C. 290dd-2(e), reports of child abuse under state law.
SUD_REPORTED_TO = frozenset({RecipientKind.CPS})

#: To whom no statute lets a report go.
NEVER_TOLD = frozenset(
    {
        RecipientKind.ABUSER,
        RecipientKind.HMIS,
        RecipientKind.IMMIGRATION_ENFORCEMENT,
        RecipientKind.MEDIA,
        RecipientKind.PUBLIC_WEB,
    }
)
