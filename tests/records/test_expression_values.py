from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from fjcore.records import checks
from fjcore.records.expression import CLOSED, UNREADABLE, parse_expression
from fjcore.values import Missing, PartialDate


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.mark.parametrize(
    ("left", "right", "signs"),
    [
        ("2026-03-02", "2026-03-02", "= <= >="),
        ("2026-03-01", "2026-03-02", "!= < <="),
        ("2026-03-03", "2026-03-02", "!= > >="),
        ("2025", "2026-01-01", "!= < <="),
        ("2026-02", "2026-01", "!= > >="),
        ("2026", "2026", ""),
        ("2026", "2026-06-01", ""),
        ("2020~", "2026", ""),
        ("2026", "2020/2021~", ""),
    ],
)
def test_dates_are_compared_as_far_as_they_are_known(
    left: str, right: str, signs: str
) -> None:
    """A comparison of dates should be settled only where every day of them agrees."""
    for sign in ("=", "!=", "<", "<=", ">", ">="):
        found = parse_expression(f"${{a}} {sign} '{right}'").truth({"a": day(left)})
        want = None if not signs else sign in signs.split()

        assert want is found.known


@pytest.mark.parametrize(
    ("value", "text", "want"),
    [
        (
            checks.instant("2026-03-02T10:00:00-07:00"),
            "${a} = '2026-03-02T17:00Z'",
            True,
        ),
        (
            checks.instant("2026-03-02T10:00:00-07:00"),
            "${a} < '2026-03-02T17:00Z'",
            False,
        ),
        (checks.instant("2026-03-02T10:00:00Z"), "${a} < 'soon'", None),
        (Decimal("2.50"), "${a} = 2.5", True),
        (Decimal(2), "${a} = '2'", None),
        ("2", "${a} = 2", None),
        ("b", "${a} < 'c'", None),
        (("p",), "${a} = 'p'", None),
        (UNREADABLE, "${a} = 'p'", None),
        (UNREADABLE, "selected(${a}, 'p')", None),
        (UNREADABLE, "missing(${a})", False),
        (CLOSED, "missing(${a})", True),
        (CLOSED, "${a} = 'p'", False),
        (CLOSED, "${a} != 'p'", True),
        (CLOSED, "${a} > 1", False),
        (CLOSED, "not(${a} > 1)", True),
        (CLOSED, "selected(${a}, 'p')", False),
        (CLOSED, "count-selected(${a}) < 1", False),
        (Missing.NOT_APPLICABLE, "${a} = 'p'", None),
    ],
)
def test_values_of_each_kind(value: Any, text: str, want: bool | None) -> None:
    """Values should be compared as their kind, and never across kinds."""
    assert want is parse_expression(text).truth({"a": value}).known
