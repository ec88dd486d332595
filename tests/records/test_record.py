from __future__ import annotations

import pytest

from fjcore.errors import UnknownCategory, Unlabelled, UnknownRecord
from fjcore.records import CATEGORIES, CORE_RECORDS, Catalog, labelled, leaves, record
from fjcore.records.record import compartments
from fjcore.values import Missing


def test_an_unlabelled_field_is_refused():
    """A field without a label should stop the class from being made, by its name."""
    with pytest.raises(Unlabelled) as caught:

        @record("x_test", 1)
        class Bad:
            secret: str | Missing = Missing.NOT_COLLECTED

    assert "x_test.secret" in str(caught.value)


def test_an_unknown_category_is_refused():
    """A label outside the one tree should stop the class from being made."""
    with pytest.raises(UnknownCategory) as caught:

        @record("x_test", 1)
        class Bad:
            secret: str | Missing = labelled("identity.nickname")

    assert "x_test.secret" in str(caught.value)


def test_the_tree_has_49_leaves_of_which_29_are_explicit_only():
    """The tree of categories should be the settled one."""
    explicit = [c for c in CATEGORIES.values() if c.explicit_only]

    assert len(CATEGORIES) == 49
    assert len(explicit) == 29


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: cls.__name__)
def test_every_leaf_is_labelled_and_lies_in_one_compartment(cls):
    """Every field should carry a known category and one compartment."""
    assert all(leaf.label.category in CATEGORIES for leaf in leaves(cls))
    assert compartments(cls)


def test_a_variant_moves_its_categories():
    """A shelter's address should carry the shelter's category in every field."""
    shelter = Catalog().get("address.shelter")

    assert {"location.shelter"} == {leaf.label.category for leaf in leaves(shelter)}


def test_an_unknown_record_type_is_named_only_if_it_could_be_a_name():
    """Asking for an unknown type should name it, but never repeat free text."""
    with pytest.raises(UnknownRecord) as caught:
        Catalog().get("Maeve O'Connor, 406-555-0101")

    assert "Maeve" not in str(caught.value)
