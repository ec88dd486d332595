"""The rules of this version as data: id, plain statement, source, not yet reviewed.

Not legal advice. ``reviewed`` is False until a lawyer has read a rule.
"""

from __future__ import annotations

import hashlib

from attrs import frozen

from fjcore.consent.vocabulary import Purpose, Reason, RecipientKind
from fjcore.values import canonical

R, P = RecipientKind, Purpose

TEAM = frozenset(
    {R.LAW_ENFORCEMENT, R.PROSECUTOR, R.SYSTEM_ADVOCATE, R.PROBATION_PAROLE}
)
GOVERNMENT = frozenset(
    {
        R.LAW_ENFORCEMENT,
        R.PROSECUTOR,
        R.COURT,
        R.BENEFITS_AGENCY,
        R.CPS,
        R.APS,
        R.SCHOOL,
        R.HOUSING_PROVIDER,
        R.PROBATION_PAROLE,
        R.VICTIM_COMPENSATION,
    }
)
#: Purposes for which part 2 records are never used against the patient.
PROCEEDINGS = frozenset(
    {
        P.PROSECUTION,
        P.CRIMINAL_INVESTIGATION,
        P.DISCOVERY,
        P.CIVIL_LITIGATION,
        P.COURT_COMPLIANCE,
        P.SUPERVISION,
        P.IMMIGRATION_ENFORCEMENT,
    }
)
#: Recipients to whom nothing has to be neither confirmed nor denied.
TOLD_PLAINLY = frozenset(
    {
        R.HMIS,
        R.COC,
        R.FUNDER,
        R.AUDITOR,
        R.RESEARCHER,
        R.VENDOR,
        R.INTERPRETER,
        R.PUBLIC_WEB,
        R.INTERNAL_STAFF,
        R.SUBJECT,
        R.PO_REGISTRY,
    }
)
#: Recipients for whom no survivor is ever asked for a release.
NEVER_OFFERED = frozenset(
    {
        R.ABUSER,
        R.IMMIGRATION_ENFORCEMENT,
        R.PUBLIC_WEB,
        R.HMIS,
        R.COC,
        R.AUDITOR,
        R.FUNDER,
    }
)
#: Categories that say nothing of one person's being a client.
IMPERSONAL = frozenset(
    {
        "aggregate",
        "observed_condition",
        "ciphertext",
        "location.substitute",
        "deidentified_rows",
    }
)


@frozen
class FloorRule:
    """One rule: what it says in plain words and where it comes from."""

    id: str
    statement: str
    citation: str
    settled: bool = False
    reviewed: bool = False


VAWA = "34 U.S.C. 12291(b)(2)"

FLOOR: tuple[FloorRule, ...] = (
    FloorRule("T1", "A time without its offset decides nothing.", "policy"),
    FloorRule(
        "X1",
        "Counts may leave when the smallest is zero or large enough.",
        f"{VAWA}(D)(i)(I)",
        True,
    ),
    FloorRule(
        "X2",
        "Police and prosecution may use their own records for their purposes.",
        f"{VAWA}(D)(i)(III)",
        True,
    ),
    FloorRule(
        "X3",
        "Court data may go to order registries for enforcement.",
        f"{VAWA}(D)(i)(II)",
        True,
    ),
    FloorRule(
        "X4",
        "A substitute address may be given to government offices in place of the real "
        "one.",
        "MCA 40-15-115 to -121",
    ),
    FloorRule(
        "N1",
        "A victim service provider puts no one's data into HMIS.",
        "42 U.S.C. 11363",
        True,
    ),
    FloorRule("N2", "Nothing goes to the person causing harm.", VAWA, True),
    FloorRule(
        "N3",
        "Rows about persons leave only with a release, names or no names.",
        f"{VAWA}(B)(i); 34 U.S.C. 12291(a)(25)",
        True,
    ),
    FloorRule(
        "N4",
        "A health provider outside VAWA may share properly de-identified rows.",
        "45 CFR 164.514(b)",
    ),
    FloorRule("N5", "Nothing is put on the internet.", "18 U.S.C. 2265(d)(3)", True),
    FloorRule(
        "N6", "One person's release frees nothing about another person.", VAWA, True
    ),
    FloorRule(
        "H2",
        "Substance use treatment records are not used against the patient.",
        "42 U.S.C. 290dd-2(c)",
        True,
    ),
    FloorRule(
        "I1",
        "The program's own staff see what they need to know, in their own unit.",
        "NNEDV practice",
    ),
    FloorRule("I2", "A staff member behind a conflict wall sees nothing.", "policy"),
    FloorRule(
        "I4", "A vendor holds sealed data only, under a binding agreement.", "policy"
    ),
    FloorRule("I5", "A survivor may see her own file.", "45 CFR 164.524; policy"),
    FloorRule("C1", "A release is written, signed and dated.", f"{VAWA}(B)", True),
    FloorRule("C2", "A release is complete.", "45 CFR 164.508(b)(2)"),
    FloorRule(
        "C3", "A release is informed, in a language understood.", f"{VAWA}(B)", True
    ),
    FloorRule("C5", "A release is never a condition of help.", f"{VAWA}(D)(ii)", True),
    FloorRule("C6", "A release names who and what; it is never for everything.", VAWA),
    FloorRule("C7", "A release ends, within the days allowed.", f"{VAWA}(B)", True),
    FloorRule(
        "C8",
        "Those sign who must: the person, or with a minor a fit parent or guardian, "
        "never one who causes harm.",
        f"{VAWA}(B)(ii)",
        True,
    ),
    FloorRule("C9", "A release holds from its start until its end.", f"{VAWA}(B)"),
    FloorRule("C10", "A minor come of age decides anew.", "policy"),
    FloorRule("C11", "A release ends with death unless it says otherwise.", "policy"),
    FloorRule(
        "C12", "A release is for the recipient, purpose and way it names.", VAWA, True
    ),
    FloorRule(
        "C13",
        "A release reaches what it lists; what is very sensitive only by its name.",
        "policy",
    ),
    FloorRule(
        "C14",
        "A release does not reach what came after it unless it says so.",
        "policy",
    ),
    FloorRule(
        "C15",
        "Some data need a form or an acknowledgement of their own.",
        "42 CFR 2.31; 45 CFR 164.508(a)(2); 34 CFR 99.30; state privilege; "
        "42 U.S.C. 10406(c)(5)(H)",
    ),
    FloorRule("C16", "Only what a release reaches is given.", f"{VAWA}(B)", True),
    FloorRule(
        "C17", "What is inside other data and not itself allowed is cut out.", "policy"
    ),
)

#: The check of a release by which each reason is given.
RULE_OF = {
    Reason(reason): rule
    for rule, reasons in {
        "C1": "not_written not_signed",
        "C2": "incomplete",
        "C3": "not_informed",
        "C5": "not_voluntary",
        "C6": "blanket",
        "C7": "no_expiry over_cap",
        "C8": "signer_missing signer_not_authorised signer_abuser",
        "C9": "not_yet_effective revoked expired exhausted",
        "C10": "reconfirm_required",
        "C11": "deceased",
        "C12": "wrong_recipient wrong_purpose wrong_method",
        "C13": "excluded out_of_scope explicit_only",
        "C14": "new_category future_record",
        "C15": "form_part2 form_psychotherapy form_ferpa privilege_ack "
        "shelter_location",
    }.items()
    for reason in reasons.split()
}

#: Pins the rules: it is part of every policy hash.
FLOOR_SHA256 = hashlib.sha256(
    canonical.dumps(
        [[r.id, r.statement, r.citation, r.settled, r.reviewed] for r in FLOOR]
    )
).hexdigest()
