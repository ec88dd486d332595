"""Two results side by side, where they can be compared at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from fjcore.errors import NotComparable
from fjcore.screening import Result, Session, compare, load
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def result(*answers: str, days: int = 0, **how: Any) -> Result:
    """Give a finished PHQ-2 of so many answers, so many days later."""
    clock = FixedClock(NOON + timedelta(days=days))
    asked = Session(load("phq-2"), clock=clock, **how)
    for number, value in enumerate(answers, 1):
        asked.answer(f"q{number}", value, by="advocate-1")
    return asked.finish()


@pytest.mark.parametrize(
    ("first", "second", "rose", "fell"),
    [
        (("1", "1"), ("2", "1"), Tri.TRUE, Tri.FALSE),
        (("2", "1"), ("1", "1"), Tri.FALSE, Tri.TRUE),
        (("1", "1"), ("2", "0"), Tri.FALSE, Tri.FALSE),
        (("0",), ("3",), Tri.UNDETERMINED, Tri.FALSE),
        (("3",), ("0",), Tri.FALSE, Tri.UNDETERMINED),
        (("1",), ("1",), Tri.UNDETERMINED, Tri.UNDETERMINED),
        (("0", "0"), ("1",), Tri.TRUE, Tri.FALSE),
    ],
)
def test_what_rose_is_true_false_or_open(
    first: tuple[str, ...], second: tuple[str, ...], rose: Tri, fell: Tri
) -> None:
    """A change should be told only where every completion of both agrees."""
    found = compare(result(*first), result(*second, days=30))

    assert (rose, fell) == (found.rose["total"], found.fell["total"])


@pytest.mark.parametrize(
    "change",
    [
        {"instrument": "phq-9"},
        {"version": "2004"},
        {"revision": 2},
        {"logic_hash": "0" * 64},
        {"profile": "positive_sensitive"},
        {"engine": "another/1"},
    ],
)
def test_another_edition_is_not_compared(change: dict[str, Any]) -> None:
    """Results of another edition, cut or engine should never be set on one line."""
    earlier, later = result("1", "1"), result("2", "2", days=1)
    with pytest.raises(NotComparable):
        compare(earlier, attrs.evolve(later, **change))
    with pytest.raises(NotComparable):
        compare(attrs.evolve(earlier, **change), later)


def test_the_order_is_that_of_time() -> None:
    """A later result should not be taken for the earlier one."""
    with pytest.raises(NotComparable):
        compare(result("1", "1", days=1), result("1", "1"))


def test_results_do_not_add_up_and_have_no_order() -> None:
    """A result should be neither added to another nor be less than one."""
    one: Any = result("1", "1")
    other: Any = result("2", "2")
    for act in (lambda: one + other, lambda: one < other, lambda: max(one, other)):
        with pytest.raises(TypeError):
            act()

    assert one.evaluation.scores["total"].value == 2
