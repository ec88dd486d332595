"""Who a survivor is: names, birth date, what she asked to be known about her."""

from __future__ import annotations

from datetime import date
from typing import Any

from fjcore.records._declare import direct, key, plain, quasi, ref, several
from fjcore.records.label import FieldKind
from fjcore.records.money import Money
from fjcore.records.record import labelled, part, parts, record
from fjcore.records.rule import Rule, matches, within
from fjcore.values import Missing, PartialDate

#: HUD types that say more than that somebody is disabled: each has a field of its own.
APART = frozenset({"8", "9", "10"})

#: Fields kept only where the holder's policy lists them under ``collect``, with why.
#: They tell what a court, an agency or the person causing harm could use against her.
COLLECTED_IF_LISTED = (
    "person.ssn",
    "person.immigration_status",
    "person.immigration_relief",
)

# Area 000, 666 and 9xx, group 00 and serial 0000 are never given out.
_SSN = r"(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}"


@part("human_name")
class HumanName:
    """One name of a person; names of one word and of any script are whole names.

    ``not_for``: with whom it must not be used.
    """

    text: str = labelled(
        "identity.name", kind=FieldKind.NAME, required=True, max_length=200
    )
    use: str | Missing = plain("identity.name", codes="fj.name_use")
    given: str | Missing = direct("identity.name", kind=FieldKind.NAME, max_length=200)
    family: str | Missing = direct("identity.name", kind=FieldKind.NAME, max_length=200)
    suffix: str | Missing = quasi("identity.name", max_length=50)
    not_for: tuple[str, ...] | Missing = plain(
        "identity.name", codes="fj.name_audience"
    )


@part("gov_id")
class GovId:
    """A number that a government gave to a person."""

    kind: str = labelled(
        "identity.gov_id", identifying="quasi", codes="fj.gov_id_kind", required=True
    )
    value: str = labelled(
        "identity.gov_id", kind=FieldKind.GOV_ID, required=True, max_length=40
    )
    issuer: str | Missing = quasi("identity.gov_id", max_length=100)
    expires_on: PartialDate | Missing = quasi("identity.gov_id")


@part("agency_id")
class AgencyId:
    """The key by which another program knows this person; it never leaves."""

    system: str = labelled(
        "pseudonymous_ids", identifying="quasi", required=True, max_length=100
    )
    value: str = labelled(
        "pseudonymous_ids", kind=FieldKind.ID, required=True, max_length=100
    )
    valid_from: date | Missing = quasi("pseudonymous_ids")
    valid_to: date | Missing = quasi("pseudonymous_ids")


@part("income")
class Income:
    """One source of income, and what comes of it in a month."""

    source: str = labelled(
        "financial", identifying="quasi", codes="fj.income_source", required=True
    )
    monthly: Money | Missing = several()


def _is_general(kind: str) -> bool:
    return kind not in APART


@part("disability", rules=(Rule("kind", ("kind",), _is_general),))
class Disability:
    """One disability of a general kind.

    HIV, mental health and substance use have fields of their own, under their own law.
    """

    kind: str = labelled(
        "medical", identifying="quasi", codes="hud.disability_type", required=True
    )
    present: bool | Missing = quasi("medical")
    long_term: bool | Missing = quasi("medical")


def _is_an_answer(value: Any) -> bool:
    return isinstance(value, Missing) or (bool(value) and "RaceNone" not in value)


_RULES = (
    matches("ssn", _SSN),
    within("age_reported", 0, 120),
    within("children_in_household", 0, 100),
    # A reason for no answer stands instead of the answer, never among the answers.
    Rule("race_ethnicity", ("race_ethnicity",), _is_an_answer),
)


@record("person", 1, rules=_RULES)
class Person:
    """A survivor, a child or another person that a center serves.

    Languages are BCP 47 tags. Age, minority and reporting classes are not kept: they
    are worked out, in ``fjcore.records.derived``.
    """

    person_id: str | Missing = key()
    local_code: str | Missing = key(identifying="direct", max_length=32)
    agency_ids: tuple[AgencyId, ...] = parts()
    names: tuple[HumanName, ...] = parts()
    photo_ref: str | Missing = ref("identity.photo", identifying="direct")
    birth_date: PartialDate | Missing = direct("identity.dob")
    age_reported: int | Missing = quasi("demographics")
    gov_id: str | Missing = direct(
        "identity.gov_id", kind=FieldKind.GOV_ID, max_length=40
    )
    gov_ids: tuple[GovId, ...] = parts()
    ssn: str | Missing = direct("identity.gov_id", kind=FieldKind.GOV_ID, max_length=9)
    pronouns: str | Missing = quasi("demographics.sogi", max_length=40)
    gender_identity: tuple[str, ...] | Missing = quasi(
        "demographics.sogi", codes="fj.gender_identity"
    )
    gender_identity_text: str | Missing = quasi("demographics.sogi", max_length=100)
    sexual_orientation: str | Missing = quasi(
        "demographics.sogi", codes="fj.sexual_orientation"
    )
    sexual_orientation_text: str | Missing = quasi("demographics.sogi", max_length=100)
    sex: str | Missing = quasi("demographics", codes="hud.sex")
    race_ethnicity: tuple[str, ...] | Missing = quasi("demographics", codes="hud.race")
    race_ethnicity_detail: str | Missing = quasi("demographics", max_length=100)
    tribal_affiliation: str | Missing = quasi("demographics", max_length=100)
    preferred_language: str | Missing = quasi("demographics", max_length=35)
    other_languages: tuple[str, ...] | Missing = quasi("demographics", max_length=35)
    interpreter_needed: bool | Missing = quasi("demographics")
    interpreter_constraints: tuple[str, ...] | Missing = quasi(
        "demographics", codes="fj.interpreter_constraint"
    )
    literacy_support: bool | Missing = quasi("demographics")
    marital_status: str | Missing = quasi("demographics", codes="fj.marital_status")
    veteran_status: bool | Missing = quasi("demographics")
    military_link: str | Missing = quasi("demographics", codes="fj.military_link")
    education_level: str | Missing = quasi("demographics", codes="hud.last_grade")
    student_status: str | Missing = quasi("demographics", codes="fj.student_status")
    children_in_household: int | Missing = quasi("household")
    employment_status: str | Missing = quasi("financial", codes="hud.employment_type")
    income_sources: tuple[Income, ...] | Missing = several()
    health_insurance: tuple[str, ...] | Missing = quasi(
        "financial", codes="fj.health_insurance"
    )
    not_insured_reason: str | Missing = quasi(
        "financial", codes="hud.reason_not_insured"
    )
    accessibility_needs: tuple[str, ...] | Missing = quasi(
        "medical", codes="fj.accessibility_need"
    )
    accessibility_text: str | Missing = quasi("medical")
    disabling_condition: bool | Missing = quasi("medical")
    disabilities: tuple[Disability, ...] | Missing = several()
    mental_health_condition: bool | Missing = quasi(
        "mental_health", privilege=("clinician",)
    )
    substance_use: str | Missing = quasi(
        "sud", privilege=("part2",), codes="hud.disability_response"
    )
    hiv_status: bool | Missing = quasi("hiv_sti")
    pregnancy_status: bool | Missing = quasi("medical.reproductive")
    pregnancy_due_date: PartialDate | Missing = quasi("medical.reproductive")
    immigration_status: str | Missing = quasi(
        "immigration", codes="fj.immigration_status"
    )
    immigration_relief: tuple[str, ...] | Missing = quasi(
        "immigration", codes="fj.immigration_relief"
    )
    deceased: bool | Missing = plain("operations")
    died_on: PartialDate | Missing = plain("operations")
