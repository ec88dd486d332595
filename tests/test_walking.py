"""A table inside one test tells each of its rows that does not hold."""

from __future__ import annotations

import pytest
from support.walking import over


@over(range(3), ids=lambda row: f"row {row}")
def holding(row: int) -> None:
    """Every row should be small."""
    assert row < 3


@over([1, 20, 3, 40], ids=lambda row: f"row {row}")
def failing(row: int) -> None:
    """Every row should be small."""
    if row == 20:
        pytest.fail("large")
    assert row < 10


@over([])
def empty(row: int) -> None:
    """Every row should be small."""
    assert row < 10


def test_rows_that_hold_should_pass() -> None:
    """A table of which every row holds should pass, under the name of its test."""
    holding()

    assert "holding" == holding.__name__
    assert "Every row should be small." == holding.__doc__


def test_each_row_that_fails_should_be_told() -> None:
    """Every row that fails should be told, however it fails, and no other."""
    with pytest.raises(AssertionError) as caught:
        failing()
    told = str(caught.value)

    assert told.startswith("2 of 4")
    assert "row 20: Failed: large" in told
    assert "row 40: AssertionError" in told
    assert "row 1:" not in told


def test_an_empty_table_should_fail() -> None:
    """A table without a row should fail: it shows nothing."""
    with pytest.raises(AssertionError, match="empty"):
        empty()
