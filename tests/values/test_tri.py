from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.values import Tri, tri_all, tri_any, tri_at_least, tri_not

usual = settings(max_examples=150, deadline=None)

several = st.lists(st.sampled_from(Tri), max_size=6)


def completions(values: list[Tri]) -> list[tuple[bool, ...]]:
    """Every way in which what is not known could turn out."""
    each = [(True, False) if v.known is None else (v.known,) for v in values]
    return list(itertools.product(*each))


def agreed(found: list[bool]) -> Tri:
    """What all completions agree on."""
    return Tri.of(found[0]) if len(set(found)) == 1 else Tri.UNDETERMINED


@usual
@given(several)
def test_all_and_any(values: list[Tri]) -> None:
    """All and any should say what every completion says, or that it is not known."""
    ways = completions(values)

    assert agreed([all(way) for way in ways]) is tri_all(values)
    assert agreed([any(way) for way in ways]) is tri_any(values)


@usual
@given(several, st.integers(-1, 7))
def test_at_least(values: list[Tri], count: int) -> None:
    """A count should be reached for sure only if every completion reaches it."""
    ways = completions(values)

    assert agreed([sum(way) >= count for way in ways]) is tri_at_least(count, values)


@usual
@given(several)
def test_turning_over(values: list[Tri]) -> None:
    """Not all should be any not, and turning over twice should change nothing."""
    turned = [tri_not(value) for value in values]

    assert tri_not(tri_all(values)) is tri_any(turned)
    assert values == [tri_not(value) for value in turned]


@pytest.mark.parametrize("value", Tri)
def test_it_has_no_truth_of_its_own(value: Tri) -> None:
    """Three values should not be squeezed into two by accident."""
    with pytest.raises(TypeError):
        bool(value)
    with pytest.raises(TypeError):
        _ = not value
    assert value is Tri.of(value.known)


def test_only_true_is_true() -> None:
    """The three values should stand for true, false and not known."""
    assert [True, False, None] == [v.known for v in Tri]
