"""The types of the work unit: eight labelled attrs classes.

They are labelled parts and not records, since a record is kept with each of its fields
whole in one compartment, and those of this one lie across several.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fjcore.records import FieldKind, labelled, part, parts
from fjcore.values import Missing

Text = str | Missing


def _kept(category: str, **said: Any) -> Any:
    return labelled(category, required=True, **said)


@part("unit.person")
class Person:
    """The person a record is about."""

    first: str = _kept("identity.name", kind=FieldKind.NAME)
    last: str = _kept("identity.name", kind=FieldKind.NAME)
    preferred: Text = labelled("identity.name", kind=FieldKind.NAME)
    dob: date = _kept("identity.dob")
    gender: Text = labelled("demographics.sogi", identifying="quasi")
    race: tuple[str, ...] = _kept("demographics", identifying="quasi")
    language: str = _kept("demographics", identifying="quasi")
    disability: Text = labelled("demographics", identifying="quasi")
    legal_matter: Text = labelled("legal_file")
    veteran: bool = _kept("demographics", identifying="quasi")


@part("unit.contact_point")
class ContactPoint:
    """One way to reach her."""

    kind: str = _kept("contact", identifying="none")
    value: str = _kept("contact", kind=FieldKind.PHONE)
    safe_to_call: bool = _kept("contact", identifying="none")
    safe_hours: Text = labelled("contact", identifying="none")
    note: Text = labelled("contact")


@part("unit.address")
class Address:
    """One place she lives or lived at."""

    line1: str = _kept("location.residence")
    line2: Text = labelled("location.residence")
    city: str = _kept("location.residence")
    state: str = _kept("location.area", identifying="quasi")
    postcode: str = _kept("location.residence", kind=FieldKind.ZIP)
    safe_to_mail: bool = _kept("contact", identifying="none")


@part("unit.related")
class Related:
    """One person of her household or family."""

    role: str = _kept("household", identifying="quasi")
    name: str = _kept("household", kind=FieldKind.NAME, about="third_party")
    dob: date | Missing = labelled("household", about="third_party")
    lives_with: bool = _kept("household", identifying="quasi")
    phone: Text = labelled("contact", kind=FieldKind.PHONE, about="third_party")


@part("unit.incident")
class Incident:
    """One incident."""

    occurred: date = _kept("incident", identifying="quasi")
    kind: str = _kept("incident", identifying="none")
    location: str = _kept("location.residence")
    strangulation: bool = _kept("risk", identifying="quasi")
    weapon: Text = labelled("legal_file", identifying="quasi")
    police_report: Text = labelled("legal_file")
    injuries: tuple[str, ...] = _kept("incident", identifying="quasi")


@part("unit.encounter")
class Encounter:
    """One service given."""

    at: datetime = _kept("participation", identifying="quasi")
    agency: str = _kept("operations", identifying="none")
    service: str = _kept("participation", identifying="quasi")
    staff: str = _kept("operations", identifying="none")
    outcome: Text = labelled("participation", identifying="quasi")
    minutes: int = _kept("participation", identifying="none")


@part("unit.note")
class Note:
    """One note of an advocate."""

    author: str = _kept("operations", identifying="none")
    at: datetime = _kept("operations", identifying="none")
    text: str = _kept("advocacy_notes", kind=FieldKind.NARRATIVE, max_length=4000)


@part("unit")
class Record:
    """The whole record."""

    id: str = _kept("operations", identifying="none")
    site: str = _kept("operations", identifying="none")
    created: datetime = _kept("operations", identifying="none")
    updated: datetime = _kept("operations", identifying="none")
    status: str = _kept("operations", identifying="none")
    person: Person = parts(required=True)
    contacts: tuple[ContactPoint, ...] = parts()
    addresses: tuple[Address, ...] = parts()
    related: tuple[Related, ...] = parts()
    incidents: tuple[Incident, ...] = parts()
    encounters: tuple[Encounter, ...] = parts()
    notes: tuple[Note, ...] = parts()
    risk_score: int | Missing = labelled("risk", identifying="quasi")
    protective_order: Text = labelled("legal_file")
    case_number: Text = labelled("legal_file")
