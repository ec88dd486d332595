from __future__ import annotations

from typing import Any

import pytest

from fjcore.errors import Malformed, UnknownRecord, Unlabelled
from fjcore.records import (
    CORE_RECORDS,
    Catalog,
    FieldKind,
    Person,
    labelled,
    leaves,
    record,
)
from fjcore.records.record import info_of
from fjcore.values import Missing


@record("x_made.own", 1)
class Own:
    story: str | Missing = labelled("risk", kind=FieldKind.NARRATIVE)


@record("person", 1)
class Impostor:
    held: str | Missing = labelled("risk")


def test_core_is_what_is_there_unless_said() -> None:
    """A catalog should hold the record types of core, in their order."""
    assert [info_of(kind).name for kind in CORE_RECORDS] == [*Catalog().types]


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)
def test_a_type_is_found_by_its_name(cls: type) -> None:
    """Each type should be found by its name, variants by theirs."""
    assert cls is Catalog().get(info_of(cls).name)


def test_local_types_stand_beside_those_of_core() -> None:
    """A catalog with a local type should know it, with its fields."""
    catalog = Catalog((*CORE_RECORDS, Own))

    assert Own is catalog.get("x_made.own")
    assert set(leaves(Own)) <= set(catalog.leaves())
    assert set(Catalog().leaves()) < set(catalog.leaves())


def test_a_name_is_taken_once() -> None:
    """A type should not come in under the name of another."""
    with pytest.raises(Malformed) as caught:
        Catalog((*CORE_RECORDS, Impostor))

    assert (("person", "duplicate"),) == caught.value.problems
    assert Person is Catalog((Person, Person)).get("person")


def test_only_record_types_come_in() -> None:
    """A class without labels should not come into a catalog."""
    with pytest.raises(Unlabelled):
        Catalog((Person, str))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("persons", "persons"),
        ("x_made.own", "x_made.own"),
        ("address.shelter.annex", "address.shelter.annex"),
        ("Maeve O'Connor, 406-555-0101", ""),
        ("Maeve", ""),
        ("406-555-0101", ""),
        ("1994", ""),
        ("née", ""),
        ("a\n", ""),
        ("a" * 42, ""),
        ("", ""),
        (None, ""),
        (["person"], ""),
    ],
)
def test_an_unknown_name_is_repeated_only_if_it_could_be_one(
    name: Any, shown: str
) -> None:
    """Asking for an unknown type should name it, but never repeat free text."""
    with pytest.raises(UnknownRecord) as caught:
        Catalog().get(name)

    assert shown == caught.value.where


def test_narratives_are_the_free_texts() -> None:
    """The narratives should be the fields that only their own name can release."""
    found = Catalog((*CORE_RECORDS, Own)).narratives()

    assert "risk" == found["x_made.own.story"]
    assert "advocacy_notes" == found["note.text"]
    assert "incident.narrative" == found["incident.narrative"]
    assert {
        leaf.path for leaf in Catalog().leaves() if "narrative" in leaf.path
    } <= set(found)
    assert "person.gov_id" not in found


def test_a_catalog_cannot_be_changed() -> None:
    """Nobody should be able to add a type to a catalog in use."""
    catalog: Any = Catalog()
    with pytest.raises(AttributeError):
        catalog.types = {}
    with pytest.raises(TypeError):
        catalog.types["x_made.own"] = Own
