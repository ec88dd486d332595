"""Who a survivor is: names, birth date, what she asked to be known about her."""

from __future__ import annotations

from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, parts, record
from fjcore.values import Missing, PartialDate


@part("human_name")
class HumanName:
    """One name of a person; names of one word and of any script are whole names."""

    text: str = labelled(
        "identity.name", kind=FieldKind.NAME, required=True, max_length=200
    )
    use: str | Missing = labelled(
        "identity.name", identifying="none", codes="fj.name_use"
    )


@record("person", 1)
class Person:
    """A survivor, a child or another person that a center serves."""

    names: tuple[HumanName, ...] = parts()
    birth_date: PartialDate | Missing = labelled("identity.dob")
    gov_id: str | Missing = labelled(
        "identity.gov_id", kind=FieldKind.GOV_ID, max_length=40
    )
    pronouns: str | Missing = labelled(
        "demographics.sogi", identifying="quasi", max_length=40
    )
    preferred_language: str | Missing = labelled(
        "demographics", identifying="quasi", max_length=35
    )
    interpreter_needed: bool | Missing = labelled("demographics", identifying="quasi")
    tribal_affiliation: str | Missing = labelled(
        "demographics", identifying="quasi", max_length=100
    )
    children_in_household: int | Missing = labelled("household", identifying="quasi")
    pregnancy_status: bool | Missing = labelled(
        "medical.reproductive", identifying="quasi", privilege=("clinician",)
    )
    immigration_status: str | Missing = labelled(
        "immigration", identifying="quasi", max_length=60
    )
