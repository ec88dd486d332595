from __future__ import annotations

from typing import Any

import pytest
from records.making import made, risk

from fjcore.errors import UnknownCategory, Unlabelled
from fjcore.records import (
    Address,
    FieldKind,
    Person,
    ShelterAddress,
    labelled,
    leaves,
    part,
    parts,
    record,
)
from fjcore.values import Missing

#: Categories that tell where a person lives; a substitute address is told instead.
PLACES = ("location.residence", "location.area", "location.living_situation")

# --- variants and subclasses --------------------------------------------------------


def test_a_variant_moves_its_categories() -> None:
    """A shelter's address should carry the shelter's category in all that places it."""
    placed = [
        (base.label.category, leaf.label.category)
        for base, leaf in zip(leaves(Address), leaves(ShelterAddress), strict=True)
    ]

    assert {"location.shelter"} == {to for was, to in placed if was in PLACES}
    assert all(to == was for was, to in placed if was not in PLACES)
    assert set(PLACES) < {was for was, _ in placed}


def _places(cls: type) -> set[str]:
    names = {
        f".{base.path.partition('.')[2]}"
        for base in leaves(Address)
        if base.label.category in PLACES
    }
    return {
        leaf.label.category
        for leaf in leaves(cls)
        if any(leaf.path.endswith(name) for name in (*names, ".floor"))
    }


def test_a_variant_of_a_variant_keeps_what_was_moved() -> None:
    """A type made from a variant should not fall back to the first label."""

    @record("x_made.annex", 1)
    class Annex(ShelterAddress):
        floor: str | Missing = labelled("location.residence")

    @record("x_made.moved", 1, relabel={"location.shelter": "location.substitute"})
    class Moved(ShelterAddress):
        pass

    assert {"location.shelter"} == _places(Annex)
    assert {"location.substitute"} == _places(Moved)


@pytest.mark.parametrize(
    "moves",
    [
        {"location.residnce": "location.shelter"},
        {"contact": "location.shelter"},
        {"location.residence": "location.shelter", "contact": "risk"},
        {"location.residence": "location.nowhere"},
    ],
)
def test_a_move_that_moves_nothing_is_refused(moves: dict[str, str]) -> None:
    """A relabelling with a slip in it should be refused, not leave the old label."""
    with pytest.raises(UnknownCategory):
        record("x_made.variant", 1, relabel=moves)(type("Variant", (Address,), {}))


STRICT = {
    "identifying": "quasi",
    "privilege": ("advocate",),
    "kind": FieldKind.NARRATIVE,
}


@record("x_made.strict", 1)
class Strict:
    held: str | Missing = labelled("mental_health", **STRICT)  # type: ignore[arg-type]


LOOSER: dict[str, tuple[str, dict[str, Any]]] = {
    "identifies less": ("mental_health", {"identifying": "none"}),
    "loses its privilege": ("mental_health", {"privilege": ()}),
    "changes its privilege": ("mental_health", {"privilege": ("clergy",)}),
    "need not be named": ("medical", {}),
    "need not be hidden": ("legal_file", {}),
    "leaves its law": ("immigration", {}),
    "leaves all law": ("risk", {}),
    "is no longer a narrative": ("mental_health", {"kind": FieldKind.TEXT}),
}


@pytest.mark.parametrize(("category", "said"), LOOSER.values(), ids=LOOSER)
def test_a_looser_subclass_is_refused(category: str, said: dict[str, Any]) -> None:
    """A field declared again should not guard less than it did."""
    cls = type("Looser", (Strict,), {"held": labelled(category, **{**STRICT, **said})})
    cls.__annotations__ = {"held": str | Missing}
    with pytest.raises(Unlabelled) as caught:
        record("x_made.looser", 1)(cls)

    assert "x_made.looser.held" == caught.value.where


@pytest.mark.parametrize(
    ("category", "said"),
    [
        ("mental_health", {}),
        ("mental_health", {"identifying": "direct"}),
        ("mental_health", {"privilege": ("advocate", "clinician")}),
        ("hiv_sti", {}),
    ],
)
def test_a_stricter_subclass_is_taken(category: str, said: dict[str, Any]) -> None:
    """A field declared again may guard as much as it did, or more."""
    cls = type("Closer", (Strict,), {"held": labelled(category, **{**STRICT, **said})})
    cls.__annotations__ = {"held": str | Missing}
    (leaf,) = leaves(record("x_made.closer", 1)(cls))

    assert category == leaf.label.category


def test_an_unlabelled_field_in_a_subclass_is_refused() -> None:
    """A subclass should not take the label off a field."""
    cls = type("Bare", (Person,), {"gov_id": "x"})
    cls.__annotations__ = {"gov_id": str}
    with pytest.raises(Unlabelled) as caught:
        record("x_made.bare", 1)(cls)

    assert "x_made.bare.gov_id" == caught.value.where


def test_a_part_in_several_compartments_is_refused() -> None:
    """A field that would be sealed under two keys should stop its record."""

    @part("x_made_split")
    class Split:
        one: str = risk(required=True)
        two: str = labelled("contact", required=True)

    with pytest.raises(Unlabelled) as caught:
        made(tuple[Split, ...], parts())

    assert "x_made.one.held" == caught.value.where
