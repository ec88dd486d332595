from __future__ import annotations

import re
from itertools import pairwise, product

import pytest

from fjcore.redaction.narrative import Span, span
from fjcore.redaction.narrative.spans import (
    is_silent,
    joined,
    merged,
    placeholder,
    replaced,
)

LENGTH = 4
CATEGORIES = ("contact", "identity.name")

#: Every span of a short text, those that reach beyond it too.
EVERY = [
    span(start, end, category, "name")
    for start, end in product(range(-1, LENGTH + 2), repeat=2)
    for category in CATEGORIES
]
#: Every two of one category or two, and three that meet in all ways.
FEW = [one for one in EVERY if 0 <= one.start < one.end <= LENGTH]
SETS = [*product(EVERY, repeat=2), *product(FEW[::3], FEW[::2], FEW[1::3])]


def places(found):
    return {p for one in found for p in range(max(0, one.start), min(one.end, LENGTH))}


def test_the_order_does_not_matter():
    """Spans in any order should be joined to the same."""
    for found in SETS:
        assert joined(found, LENGTH) == joined(found[::-1], LENGTH)


def test_joined_spans_cover_the_same():
    """Joined spans should be disjoint, sorted, and cover the same characters."""
    for found in SETS:
        made = joined(found, LENGTH)

        assert places(found) == places(made)
        assert all(one.end < other.start for one, other in pairwise(made))
        assert all(0 <= one.start < one.end <= LENGTH for one in made)


def test_a_union_is_of_all_its_categories():
    """No category of a span should be lost where it is joined to another."""
    for found in SETS:
        made = joined(found, LENGTH)
        for one in found:
            inside = sorted(places([one]))
            around = [m for m in made if inside and m.start <= inside[0] < m.end]

            assert all(set(one.categories) <= set(m.categories) for m in around)


def test_what_is_outside_stays():
    """Every character outside the spans should stand in its order, and none inside."""
    source = "abcd"
    for found in SETS:
        made = joined(found, LENGTH)
        left = re.sub("⟦[^⟧]*⟧", "", replaced(source, made))

        assert "".join(source[p] for p in range(4) if p not in places(found)) == left


def test_each_placeholder_stands_once():
    """Each joined span should be replaced by its own placeholder, in its place."""
    both = [span(0, 1, "contact", "x"), span(2, 4, "identity.name", "x")]

    assert "⟦withheld:contact⟧b⟦withheld:identity.name⟧" == replaced("abcd", both)


@pytest.mark.parametrize(
    ("between", "count"), [(" ", 1), (", ", 1), ("", 1), (" x ", 2), ("\n\n\n\n", 2)]
)
def test_neighbors(between, count):
    """Two spans with little between should be one, so that two words are no more."""
    source = f"ab{between}cd"
    both = [
        span(0, 2, "contact", "name"),
        span(len(source) - 2, len(source), "contact", "x"),
    ]

    assert count == len(merged(both, source))


def test_neighbors_of_another_category_stay_apart():
    """Neighbors of two categories should not become one."""
    both = [span(0, 2, "contact", "x"), span(3, 5, "identity.name", "x")]

    assert 2 == len(merged(both, "ab cd"))


@pytest.mark.parametrize(
    ("categories", "told"),
    [
        (("contact",), "⟦withheld:contact⟧"),
        (("location.shelter",), "⟦withheld⟧"),
        (("contact", "identity.name"), "⟦withheld⟧"),
        ((), "⟦withheld⟧"),
    ],
)
def test_placeholder(categories, told):
    """A placeholder should name its category where that is one and may be told."""
    assert told == placeholder(Span(0, 1, categories, "name"))


def test_silent():
    """A span should be silent as soon as one of its categories is."""
    assert is_silent(Span(0, 1, ("contact", "location.shelter"), "name"))
    assert not is_silent(Span(0, 1, ("contact",), "name"))
