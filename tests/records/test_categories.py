from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import (
    BasisKind,
    ObligationKind,
    Purpose,
    Reason,
    RecipientKind,
    State,
)
from fjcore.errors import UnknownCategory
from fjcore.records import CATEGORIES, COMPARTMENTS, CORE_RECORDS, leaves
from fjcore.records.categories import ACCOUNTING, category, covers, is_known

usual = settings(max_examples=150, deadline=None)

VECTORS = Path(__file__).parents[1] / "vectors" / "consent" / "vocabulary.json"
VOCABULARY: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))

#: Leaves whose very existence must not be told.
SILENT = (
    "location.shelter advocacy_notes clergy_notes medical.forensic mental_health "
    "psychotherapy_notes sud hiv_sti immigration cps_report demographics.sogi "
    "medical.reproductive releases"
).split()

#: Law, group and words that lie apart from everything else: never under one key.
APART = (
    "advocacy_notes",
    "legal_file",
    "clergy_notes",
    "medical",
    "sud",
    "evidence_media",
)

leaf_names = st.sampled_from(sorted(CATEGORIES))


def test_the_tree_is_the_settled_one() -> None:
    """The tree should be that of the vocabulary, leaf by leaf, with its flags."""
    ours = {
        name: {
            "label": leaf.label,
            "explicit_only": leaf.explicit_only,
            "special_regime": leaf.special_regime,
        }
        for name, leaf in CATEGORIES.items()
    }

    assert VOCABULARY["categories"] == ours
    assert (49, 29) == (len(ours), sum(leaf["explicit_only"] for leaf in ours.values()))
    assert [*CATEGORIES] == [leaf.id for leaf in CATEGORIES.values()]


@pytest.mark.parametrize(
    ("listed", "ours"),
    [
        ("purposes", Purpose),
        ("legal_bases", BasisKind),
        ("recipient_types", RecipientKind),
        ("obligations", ObligationKind),
        ("consent_states", State),
    ],
)
def test_the_words_of_consent_are_the_settled_ones(
    listed: str, ours: Iterable[Any]
) -> None:
    """Each closed list of the consent engine should be that of the vocabulary."""
    rows = VOCABULARY[listed]
    names = [row if isinstance(row, str) else row["id"] for row in rows]

    assert sorted(names) == sorted(one.value for one in ours)


def test_reasons_are_the_settled_ones_and_that_a_limit_was_met() -> None:
    """The reasons should be those of the vocabulary, and one for rules that narrow."""
    assert {*VOCABULARY["reasons"], "limited"} == {one.value for one in Reason}


def test_silent_leaves_must_be_named_too() -> None:
    """What is not told to exist should be reached only by its own name."""
    silent = {name for name, leaf in CATEGORIES.items() if leaf.silent}

    assert set(SILENT) == silent
    assert all(CATEGORIES[name].explicit_only for name in silent)


def test_compartments_keep_apart_what_law_keeps_apart() -> None:
    """Privileged, health, Part 2 and evidence data should lie apart."""
    found = [CATEGORIES[name].compartment for name in APART]

    assert len(set(found)) == len(found)
    assert "general" not in found
    assert sorted({leaf.compartment for leaf in CATEGORIES.values()}) == list(
        COMPARTMENTS
    )
    assert ACCOUNTING not in COMPARTMENTS


def test_explicit_only_leaves_of_records() -> None:
    """What is privileged should lie on a leaf that must be named, screenings apart."""
    said = [
        leaf
        for kind in CORE_RECORDS
        for leaf in leaves(kind)
        if leaf.label.privilege and not leaf.path.startswith("assessment.")
    ]

    assert said
    assert all(leaf.label.leaf.explicit_only for leaf in said)


@usual
@given(leaf_names, leaf_names)
def test_covering_goes_by_whole_names(item: str, leaf: str) -> None:
    """An item should list itself and what lies below it, by whole words."""
    steps, below = item.split("."), leaf.split(".")

    assert (below[: len(steps)] == steps) == covers(item, leaf)
    assert covers(leaf.split(".", maxsplit=1)[0], leaf)


@usual
@given(leaf_names, st.sampled_from(["", ".", "x", ".x", " ", ".."]))
def test_what_is_known(leaf: str, more: str) -> None:
    """Leaves and their parents should be known, and nothing that only begins alike."""
    assert is_known(leaf)
    assert is_known(leaf.split(".", maxsplit=1)[0])
    assert is_known(leaf + more) == (not more)
    assert not is_known(leaf[:-1]) or leaf[:-1] in CATEGORIES


def test_an_unknown_category_is_refused_by_its_place() -> None:
    """Asking for a category that is none should name the place, not the category."""
    with pytest.raises(UnknownCategory) as caught:
        category("canary", where="scope.2")

    assert "scope.2" == caught.value.where
    assert "canary" not in str(caught.value)
    assert CATEGORIES["risk"] is category("risk")


def test_the_tree_cannot_be_changed() -> None:
    """Nobody should be able to add to the tree or to take from it."""
    tree: Any = CATEGORIES
    with pytest.raises(TypeError):
        tree["risk"] = tree["medical"]
    with pytest.raises(AttributeError):
        tree["risk"].explicit_only = True
