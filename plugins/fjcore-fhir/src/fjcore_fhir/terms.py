"""The addresses and codes that a Bundle is written with, and the fault it ends in."""

from __future__ import annotations

#: Our own addresses, until the project has a permanent one.
OWN = "urn:x-fjcore:"
SYSTEM = f"{OWN}codesystem:"
EXTENSION = f"{OWN}extension:"
#: An extension for each field that FHIR has no element for, by the field's path.
FIELD = f"{OWN}field:"
#: The name of a person for one recipient, and of an agency.
TOKEN = f"{OWN}subject:"
AGENCY = f"{OWN}agency"

#: Source: FHIR R4, extension and ValueSet data-absent-reason.
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

#: Source: HL7 terminology, v3 code systems of 2018-08-12 (reviewed: false).
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
LEVEL = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
#: The sensitivities that HL7 has no code for.
SENSITIVITY = f"{SYSTEM}sensitivity"

#: Said of whatever leaves: do not pass it on without permission, keep the labels.
ALWAYS = ("NORDSCLCD", "PERSISTLABEL")

#: What FHIR's own codes say of a category. Source: HL7 v3 ActCode (reviewed: false).
LABELS: dict[str, tuple[str, ...]] = {
    "identity.name": ("DEMO",),
    "identity.dob": ("DOB",),
    "identity.gov_id": ("DEMO",),
    "identity.photo": ("DEMO",),
    "contact": ("DEMO",),
    "contact.code_word": ("DEMO",),
    "location.residence": ("LOCIS",),
    "location.shelter": ("LOCIS",),
    "location.substitute": ("LOCIS",),
    "location.area": ("LOCIS",),
    "location.living_situation": ("LOCIS", "LIVARG"),
    "housing": ("LIVARG",),
    "participation": ("SSP",),
    "household": ("DEMO",),
    "demographics": ("DEMO", "RACE", "MARST"),
    "demographics.sogi": ("GENDER",),
    "incident": ("SDV", "VIO"),
    "incident.narrative": ("SDV", "VIO"),
    "risk": ("SDV", "VIO"),
    "safety_plan": ("SDV",),
    "advocacy_notes": ("SDV",),
    "evidence_media": ("SDV",),
    "financial": ("EMPL",),
    "mental_health": ("MH",),
    "psychotherapy_notes": ("PSYTHPN", "HIPAAPsyNotes"),
    "sud": ("SUD", "ETH", "42CFRPart2"),
    "hiv_sti": ("HIV", "STD"),
    "medical": ("DIA",),
    "medical.forensic": ("SDV",),
    "medical.reproductive": ("SEX",),
    "child_record": ("ADOL",),
    "respondent": ("VIO",),
}

#: Categories that HL7 has no word for, or none that says enough.
OWN_LABELS = frozenset(
    {
        "advocacy_notes",
        "clergy_notes",
        "court_matters",
        "court_record",
        "cps_report",
        "education",
        "household",
        "immigration",
        "le_record",
        "legal_file",
        "observed_condition",
        "other_party",
        "pros_record",
        "releases",
        "respondent",
    }
)

#: What never leaves as FHIR: keys, rows of no one person, a holder's own business.
REFUSED = frozenset(
    {"pseudonymous_ids", "deidentified_rows", "aggregate", "ciphertext", "operations"}
)


class NotFHIR(Exception):
    """A disclosure that is not written as FHIR: ``code`` says why, ``path`` where."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(f"{code} at {path}" if path else code)
        self.code = code
        self.path = path
