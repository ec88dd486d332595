from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.making import made, risk
from support.profiles import tried
from support.records import any_record

from fjcore.errors import FjcoreError, Unlabelled
from fjcore.records import (
    CATEGORIES,
    CORE_RECORDS,
    Assessment,
    HumanName,
    Person,
    leaves,
    record,
)
from fjcore.records.label import Identifying
from fjcore.records.record import compartments, declared, info_of, optional, shape
from fjcore.values import Missing, PartialDate

CANARY = "canary-7f3a91"

usual = tried(25, 60)
each = pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)


# --- core's own types ---------------------------------------------------------------


@each
def test_every_leaf_is_labelled_and_lies_in_one_compartment(cls: type) -> None:
    """Every field should carry a known category and one compartment."""
    found = compartments(cls)

    assert all(leaf.label.category in CATEGORIES for leaf in leaves(cls))
    assert {a.name for a in attrs.fields(cls)} == set(found)


@each
def test_every_field_is_of_a_closed_type(cls: type) -> None:
    """Every field should hold values that cannot be changed, or a tuple of them."""
    closed = (str, bool, int, Decimal, date, datetime, PartialDate)
    for attribute in attrs.fields(cls):
        inner, many = shape(attribute.type)
        held = attribute.default

        assert inner in closed or info_of(inner).part
        assert declared(attribute).label is not None or many or optional(attribute)
        assert (
            held is attrs.NOTHING
            or optional(attribute)
            or type(held) in (str, bool, tuple)
        )


def test_paths_are_told_apart() -> None:
    """No two fields of core should have one path."""
    paths = [leaf.path for kind in CORE_RECORDS for leaf in leaves(kind)]

    assert len(set(paths)) == len(paths)


def test_what_is_not_said_is_the_most_sensitive() -> None:
    """A label of a category alone should be of a survivor, and identify her."""
    (leaf,) = leaves(made(str | Missing, risk()))

    assert Identifying.DIRECT is leaf.label.identifying
    assert "subject" == leaf.label.about
    assert leaf.label.sensitive


# --- records in the hand ------------------------------------------------------------


def loud() -> Person:
    """A person whose every field shows if it prints."""
    return Person(
        names=(HumanName(text=CANARY), HumanName(text=f"{CANARY} again")),
        birth_date=PartialDate.parse("1994-07"),
        gov_id=CANARY,
    )


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        lambda held: f"{held}",
        lambda held: f"{held!r:>5}",
        lambda held: "%s %r" % (held, held),  # noqa: UP031
        lambda held: repr((held, [held], {1: held})),
        lambda held: repr(ValueError(held)) + str(KeyError(held)),
        lambda held: repr(held.names) + str(held.names[0]),
    ],
)
def test_a_record_prints_no_value(show: Callable[[Any], str]) -> None:
    """A record should print what it is and nothing that it holds, its parts too."""
    shown = show(loud())

    person, name = (
        f"<{info_of(cls).name}, {len(attrs.fields(cls))} fields>"
        for cls in (Person, HumanName)
    )
    assert person in shown or name in shown
    assert "canary" not in shown
    assert "1994" not in shown


def test_a_way_of_printing_of_its_own_is_overruled() -> None:
    """A type that would print its values should not get to."""

    @record("x_made.talks", 1)
    class Talks:
        held: str = risk(required=True)

        def __str__(self) -> str:
            return self.held

        def __repr__(self) -> str:
            return self.held

    assert (
        "<x_made.talks, 1 fields>"
        == str(Talks(held=CANARY))
        == repr(Talks(held=CANARY))
    )


@usual
@given(any_record)
def test_a_record_cannot_be_changed(held: Any) -> None:
    """No field should be set, removed or added, in a record or in its parts."""
    parts_of = [getattr(held, a.name) for a in attrs.fields(type(held))]
    inside = itertools.chain.from_iterable(v for v in parts_of if type(v) is tuple)
    for one in (held, *(one for one in inside if attrs.has(type(one)))):
        for name in [a.name for a in attrs.fields(type(one))]:
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(one, name, CANARY)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(one, name)
        with pytest.raises(AttributeError):
            one.added = CANARY


def wrongs() -> list[Callable[[], object]]:
    person: Any = Person
    return [
        lambda: person(CANARY),
        lambda: person(**{CANARY: CANARY}),
        HumanName,
        lambda: setattr(loud(), "gov_id", CANARY * 2),
        lambda: loud() < loud(),  # type: ignore[operator]
        lambda: f"{loud():>20}",
        lambda: loud().missing,  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize("act", range(7))
def test_a_slip_says_no_value(act: int) -> None:
    """A slip in making or using a record should be told without what it holds."""
    with pytest.raises((TypeError, AttributeError)) as caught:
        wrongs()[act]()

    assert f"{CANARY}{CANARY}" not in str(caught.value)
    assert act == 1 or "canary" not in str(caught.value)


@usual
@given(any_record)
def test_records_compare_by_what_they_hold(held: Any) -> None:
    """Two records of the same values should be equal, and count once."""
    twin = attrs.evolve(held)

    assert held == twin
    assert 1 == len({held, twin})


def test_what_is_no_record_is_told() -> None:
    """Asking what is no record type for its name should be refused."""
    for cls in (str, type("Plain", (Assessment,), {})):
        with pytest.raises(Unlabelled):
            info_of(cls)


@usual
@given(st.sampled_from(["", "A", "a b", "é", "x" * 65, None]))
def test_a_type_has_a_name_of_the_registry(name: Any) -> None:
    """A record type whose name could not be kept should be refused."""
    with pytest.raises(FjcoreError):
        made(str, risk(), make=record(name, 1) if name is not None else record("", 1))
