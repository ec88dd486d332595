from __future__ import annotations

from math import log2, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto.index import SCAN_BELOW, plan_index
from fjcore.errors import IndexRefused

#: The windows of the design, for a field with very many values.
WINDOWS = {
    (2000, 3000): (6, 9),
    (5000, 10_000): (7, 11),
    (20_000, 40_000): (8, 13),
    (50_000, 60_000): (8, 14),
    (500_000, 1 << 20): (10, 17),
}


@pytest.mark.parametrize(("people", "distinct"), WINDOWS)
def test_windows(people, distinct):
    """The window should be the one of the design."""
    assert WINDOWS[people, distinct] == plan_index(people, distinct, 0.0005).window


@settings(max_examples=200, deadline=None)
@given(
    st.integers(16, 3_000_000),
    st.integers(1, 1 << 24),
    st.sampled_from([0.0001, 0.001, 0.01, 0.05, 0.5]),
    st.integers(5, 32),
    st.lists(st.integers(1, 12), max_size=3),
)
def test_bounds(people, distinct, common, domain, existing):
    """What is planned should keep every bound, each counted anew in fractions."""
    try:
        made = plan_index(
            people, distinct, common, domain_bits=domain, existing=existing
        )
    except IndexRefused:
        return
    if people < SCAN_BELOW:
        assert made.scan
        assert 0 == made.bits
        return
    size = 2**made.bits
    expected = people / 2 ** min(made.bits, domain)
    assert 2 <= people / size
    assert people <= size * sqrt(people) * (1 + 1e-9)
    assert expected == made.rows
    assert distinct <= size * size
    assert size < distinct / 2
    assert common * people / made.partitions <= sqrt(people)
    assert made.partitions in (1, 2, 4, 8, 16)
    assert sum(existing) + made.bits <= log2(people / 2)
    assert 5 <= len(made.why)


@pytest.mark.parametrize(
    ("people", "distinct", "common", "more", "rule"),
    [
        (15, 100, 0.1, {}, "people"),
        (5000, 0, 0.1, {}, "distinct"),
        (5000, 5000, 0, {}, "most_common"),
        (5000, 5000, 1.01, {}, "most_common"),
        (5000, 2, 0.001, {}, "window"),
        (5000, 200, 0.001, {}, "window"),
        (5000, 5000, 0.001, {"domain_bits": 6}, "window"),
        (5000, 5000, 0.001, {"wanted": 6}, "window"),
        (5000, 5000, 0.001, {"wanted": 12}, "window"),
        (50_000, 50_000, 0.5, {}, "partitions"),
        (50_000, 50_000, 0.001, {"existing": [7]}, "budget"),
        (50_000, 50_000, 0.001, {"wanted": 14, "existing": [1]}, "budget"),
    ],
)
def test_refused(people, distinct, common, more, rule):
    """A plan that breaks a rule should be refused by that rule's name."""
    with pytest.raises(IndexRefused) as caught:
        plan_index(people, distinct, common, **more)
    assert rule == caught.value.where


def test_just_in_the_budget():
    """Bits of several indexes should add up to the budget and no further."""
    made = plan_index(50_000, 50_000, 0.001, existing=[6])

    assert (8, 6, 14) == (made.bits, made.spent, made.budget)


def test_accepted_by_name():
    """More bits should be planned when a named person accepts them, and it says so."""
    made = plan_index(50_000, 50_000, 0.001, existing=[9], accepted_by="rosa")

    assert 8 == made.bits
    assert "accepted by rosa" in made.why[-1]


def test_few_people_are_opened_one_by_one():
    """Where there are few people, no index should be planned."""
    made = plan_index(1999, 1500, 0.01)

    assert made.scan
    assert 1999 == made.rows
