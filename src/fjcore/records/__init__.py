"""Typed, labelled survivor records, local forms and their strict codec."""

from __future__ import annotations

from fjcore.records._json import dumps, loads
from fjcore.records.catalog import CORE_RECORDS, Catalog
from fjcore.records.categories import CATEGORIES, COMPARTMENTS, Category
from fjcore.records.codec import structure, unstructure
from fjcore.records.codes import (
    CodeList,
    Crossed,
    How,
    Step,
    core_list,
    core_lists,
    cross,
    language_code,
    language_tag,
    versions_of,
)
from fjcore.records.contact import (
    Address,
    ContactPoint,
    ShelterAddress,
    SubstituteAddress,
)
from fjcore.records.form import Form, FormField, parse_form
from fjcore.records.harm import Incident, Strangulation
from fjcore.records.label import About, FieldKind, Identifying, Label
from fjcore.records.person import HumanName, Person
from fjcore.records.record import Leaf, labelled, leaves, part, parts, record
from fjcore.records.schema import RULES_BEYOND_SCHEMA, json_schema, schema_hash
from fjcore.records.service import (
    Alert,
    Answer,
    Assessment,
    Note,
    SafetyPlan,
    ServiceEncounter,
)
from fjcore.records.versions import Upcast, upcast

__all__ = [
    "CATEGORIES",
    "COMPARTMENTS",
    "CORE_RECORDS",
    "RULES_BEYOND_SCHEMA",
    "About",
    "Address",
    "Alert",
    "Answer",
    "Assessment",
    "Catalog",
    "Category",
    "CodeList",
    "ContactPoint",
    "Crossed",
    "FieldKind",
    "Form",
    "FormField",
    "How",
    "HumanName",
    "Identifying",
    "Incident",
    "Label",
    "Leaf",
    "Note",
    "Person",
    "SafetyPlan",
    "ServiceEncounter",
    "ShelterAddress",
    "Step",
    "Strangulation",
    "SubstituteAddress",
    "Upcast",
    "core_list",
    "core_lists",
    "cross",
    "dumps",
    "json_schema",
    "labelled",
    "language_code",
    "language_tag",
    "leaves",
    "loads",
    "parse_form",
    "part",
    "parts",
    "record",
    "schema_hash",
    "structure",
    "unstructure",
    "upcast",
    "versions_of",
]
