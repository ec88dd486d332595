from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from records.every import AllTypes

from fjcore.records import (
    CATEGORIES,
    CORE_RECORDS,
    Catalog,
    core_lists,
    labelled,
    leaves,
    record,
)
from fjcore.records.codes import CodeList
from fjcore.records.listing import page, rows
from fjcore.records.record import info_of
from fjcore.values import Missing

ROOT = Path(__file__).parent.parent.parent
LISTED = {row["record"]: row["fields"] for row in rows()}


def test_every_record_is_listed() -> None:
    """Every record type should be listed with every field that it has, in order."""
    assert [info_of(cls).name for cls in CORE_RECORDS] == list(LISTED)
    assert len(LISTED) >= 29
    for cls in CORE_RECORDS:
        name = info_of(cls).name

        assert [leaf.path for leaf in leaves(cls)] == [
            f"{name}.{field['name']}" for field in LISTED[name]
        ]


def test_a_row_says_what_was_settled() -> None:
    """A row should have the seven keys, of the closed words, and known codes."""
    keys = ["name", "type", "cardinality", "category", "about", "identifying", "codes"]
    for field in [field for fields in LISTED.values() for field in fields]:
        assert keys == list(field)
        assert field["category"] in CATEGORIES
        assert field["cardinality"] in ("0..1", "1..1", "0..*", "1..*")
        assert field["codes"] is None or field["codes"] in core_lists()
        assert ("code" == field["type"]) == (field["codes"] is not None)


def field(record: str, name: str) -> dict[str, Any]:
    (found,) = (one for one in LISTED[record] if one["name"] == name)
    return found


@pytest.mark.parametrize(
    ("path", "kind", "cardinality"),
    [
        ("person names.text", "name", "0..*"),
        ("person birth_date", "partial_date", "0..1"),
        ("person income_sources.monthly.amount", "decimal", "0..*"),
        ("household members.person_ref", "id", "1..*"),
        ("household children_count", "integer", "0..1"),
        ("emergency_contact may_know_of_services", "bool", "1..1"),
        ("contact_point effective.starts_on", "date", "0..1"),
        ("contact_point value", "phone", "1..1"),
        ("service_encounter amount.currency", "text", "0..1"),
        ("service_encounter started_at", "instant", "1..1"),
        ("safety_plan copy_given", "code", "1..1"),
        ("assessment flags_true", "text", "0..*"),
        ("note text", "narrative", "1..1"),
    ],
)
def test_type_and_cardinality(path: str, kind: str, cardinality: str) -> None:
    """A field should be listed by its type and by how many a record can hold."""
    got = field(*path.split())

    assert (kind, cardinality) == (got["type"], got["cardinality"])


OWN = CodeList("x_made.list", "1", {"a": "A"})


@record("x_made.listed", 1)
class Listed:
    """A made-up type."""

    held: str | Missing = labelled("risk", codes=OWN)


def test_a_local_type_is_listed_too() -> None:
    """A type of a local form should be listed like any other, its own list by id."""
    (listed,) = rows(Catalog((Listed,)))
    (every,) = rows(Catalog((AllTypes,)))

    assert "x_made.list" == listed["fields"][0]["codes"]
    assert len(every["fields"]) >= len(attrs.fields(AllTypes))


def test_the_page_is_what_the_records_say() -> None:
    """The page of the reference should be the one that the records give."""
    assert page() == (ROOT / "docs/reference/records.md").read_text("utf-8")


def test_the_page_shows_every_label() -> None:
    """A reader of the page should find each field with its category and its codes."""
    tables = dict(
        zip(*[iter(re.split(r"^## (.+)$", page(), flags=re.M)[1:])] * 2, strict=True)
    )
    for name, fields in LISTED.items():
        lines = [line for line in tables[name].splitlines() if line.startswith("| `")]

        assert len(fields) == len(lines)
        for one, line in zip(fields, lines, strict=True):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert [f"`{one['name']}`", one["type"], one["cardinality"]] == cells[:3]
            assert f"`{one['category']}`" == cells[3]
            assert (f"`{one['codes']}`" if one["codes"] else "") == cells[7]
            assert cells[8]
