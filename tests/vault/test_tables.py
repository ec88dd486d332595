"""The names that the database has for things stay what they are."""

from __future__ import annotations

from fjcore.crypto import context
from fjcore.records.categories import ACCOUNTING, COMPARTMENTS
from fjcore.vault.tables import COMPARTMENT_NAMES, COMPARTMENT_NUMBERS

#: As first given out; databases hold these numbers.
GIVEN = {
    "": 0,
    "accounting": 1,
    "general": 2,
    "contact_location": 3,
    "advocate": 4,
    "clergy": 5,
    "legal": 6,
    "health": 7,
    "part2": 8,
    "evidence": 9,
}


def test_every_compartment_should_have_a_number() -> None:
    """Every compartment of the tree should have a number of its own."""
    assert {"", ACCOUNTING, *COMPARTMENTS} == set(COMPARTMENT_NUMBERS)
    assert context.ACCOUNTING == ACCOUNTING
    assert len(COMPARTMENT_NAMES) == len(COMPARTMENT_NUMBERS)


def test_numbers_should_stay() -> None:
    """A number that databases hold should never come to mean another compartment."""
    assert GIVEN.items() <= COMPARTMENT_NUMBERS.items()
