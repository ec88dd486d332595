from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.records import CATEGORIES, About, Identifying, Label
from fjcore.records.label import PRIVILEGES, is_looser, parse_label, unknown_categories

usual = settings(max_examples=150, deadline=None)


def label(row: dict[str, Any]) -> Label:
    found = parse_label(row)
    assert found is not None
    return found


words = {
    "category": st.sampled_from(sorted(CATEGORIES)),
    "about": st.sampled_from([one.value for one in About]),
    "identifying": st.sampled_from([one.value for one in Identifying]),
    "privilege": st.lists(st.sampled_from(sorted(PRIVILEGES)), max_size=3),
}
rows = st.fixed_dictionaries(
    {name: words[name] for name in ("category", "about", "identifying")},
    optional={"privilege": words["privilege"]},
)
labels = rows.map(label)
garbage = st.sampled_from(
    [
        None,
        1,
        True,
        "",
        "x",
        "Subject",
        "identity",
        [],
        {},
        [[]],
        ["x"],
        [1],
        ("x",),
        b"",
    ]
)


@usual
@given(rows)
def test_a_full_row_is_a_label(row: dict[str, Any]) -> None:
    """A row with every part said should be read as it is said."""
    got = label(row)

    assert (row["category"], row["about"]) == (got.category, got.about.value)
    assert row["identifying"] == got.identifying.value
    assert set(row.get("privilege", [])) == got.privilege


@usual
@given(rows, st.sampled_from(["category", "about", "identifying"]))
def test_nothing_is_taken_for_granted(row: dict[str, Any], name: str) -> None:
    """A row that leaves out a part should have no label: nothing is inherited."""
    del row[name]

    assert parse_label(row) is None


@usual
@given(rows, st.sampled_from([*words]), garbage)
def test_garbage_is_no_label(row: dict[str, Any], name: str, value: Any) -> None:
    """A part that is nothing known should leave the row without a label, unraised."""
    known = name == "privilege" and value == []

    assert (parse_label({**row, name: value}) is not None) == known


@usual
@given(labels, labels, labels)
def test_looser_is_an_order(one: Label, other: Label, third: Label) -> None:
    """No label should be looser than itself, and what guards as much as each does."""
    assert not is_looser(one, one)
    if not is_looser(one, other) and not is_looser(other, third):
        assert not is_looser(one, third)


def test_looser_in_each_respect() -> None:
    """What guards less by its words, privileges or category should be looser."""
    for low, high in itertools.combinations(["none", "quasi", "direct"], 2):
        row = {"category": "risk", "about": "subject"}
        assert is_looser(
            label({**row, "identifying": low}), label({**row, "identifying": high})
        )
        assert not is_looser(
            label({**row, "identifying": high}), label({**row, "identifying": low})
        )
    bare, kept = Label("risk"), Label("risk", privilege=frozenset({"clergy"}))
    assert is_looser(bare, kept)
    assert not is_looser(kept, bare)
    for open_, closed in (
        ("location.substitute", "location.residence"),
        ("location.residence", "location.shelter"),
        ("risk", "medical"),
        ("sud", "medical"),
        ("operations", "releases"),
        ("safety_plan", "legal_file"),
    ):
        assert is_looser(Label(open_), Label(closed))


@pytest.mark.parametrize("name", sorted(CATEGORIES))
def test_what_a_label_says_of_its_category(name: str) -> None:
    """A label should be sensitive if it identifies, or if its leaf must be named."""
    leaf = CATEGORIES[name]
    quasi = Label(name, identifying=Identifying.QUASI)

    assert leaf is quasi.leaf
    assert leaf.silent == quasi.existence_sensitive
    assert leaf.explicit_only == quasi.sensitive
    assert Label(name).sensitive


def test_unknown_categories_are_listed() -> None:
    """Those that are in no tree should be told, sorted and once."""
    assert ["a", "identity"] == unknown_categories(["identity", "risk", "a", "a"])
