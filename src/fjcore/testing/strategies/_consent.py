"""Strategies of consent: whatever a function builds of choices, and whole cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.testing.consent import CHOICES_BYTES, PARTS, Choose, Facts, case, chosen

T = TypeVar("T")

# One draw for a whole case: ten times as quick as one for each choice, and the simplest
# case, of noughts alone, is still where shrinking ends.
_DRAWN = st.binary(min_size=CHOICES_BYTES, max_size=CHOICES_BYTES)


def built(build: Callable[[Choose], T]) -> SearchStrategy[T]:
    """Give a strategy of what a function builds of its choices."""
    return _DRAWN.map(lambda drawn: build(chosen(drawn)))


def consent_cases(
    within: tuple[str, ...] = PARTS, *, least: int = 0
) -> SearchStrategy[Facts]:
    """Give whole cases of consent in which some of ``PARTS`` vary.

    Shape: plain facts; ``fjcore.testing.consent.world`` gives them to the engine.
    ``least``: how many releases there are at least.
    """
    return built(lambda choose: case(choose, within, least))
