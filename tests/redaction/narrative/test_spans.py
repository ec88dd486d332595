from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.redaction.narrative import Span, span
from fjcore.redaction.narrative.spans import (
    is_silent,
    joined,
    merged,
    placeholder,
    replaced,
)

usual = settings(max_examples=200, deadline=None)

LENGTH = 12
CATEGORIES = ("contact", "identity.name", "location.shelter")

ends = st.integers(-2, LENGTH + 2)
spans = st.lists(
    st.builds(span, ends, ends, st.sampled_from(CATEGORIES), st.just("name")),
    max_size=6,
)


def places(found):
    return {p for one in found for p in range(max(0, one.start), min(one.end, LENGTH))}


@usual
@given(spans, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(found, rng):
    """Spans in any order should be joined to the same."""
    other = list(found)
    rng.shuffle(other)

    assert joined(found, LENGTH) == joined(other, LENGTH)


@usual
@given(spans)
def test_joined_spans_cover_the_same(found):
    """Joined spans should be disjoint, sorted, and cover the same characters."""
    made = joined(found, LENGTH)

    assert places(found) == places(made)
    assert all(one.end < other.start for one, other in itertools.pairwise(made))
    assert all(0 <= one.start < one.end <= LENGTH for one in made)


@usual
@given(spans)
def test_a_union_is_of_all_its_categories(found):
    """No category of a span should be lost where it is joined to another."""
    made = joined(found, LENGTH)
    for one in found:
        inside = range(max(0, one.start), min(one.end, LENGTH))
        around = [m for m in made if inside and m.start <= inside[0] < m.end]

        assert all(set(one.categories) <= set(m.categories) for m in around)


@usual
@given(spans)
def test_what_is_outside_stays(found):
    """Every character outside the spans should stand in its order, and none inside."""
    source = "abcdefghijkl"
    made = joined(found, LENGTH)
    left = replaced(source, made)
    for one in made:
        left = left.replace(placeholder(one), "", 1)

    assert left == "".join(c for p, c in enumerate(source) if p not in places(found))


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
