"""Small counts: left out, and not to be worked out from what is shown."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import OptionRefused
from fjcore.redaction.small_cells import FLOOR, protected

NAMES = ("a", "b", "c", "d")
counts = st.tuples(
    *[st.sampled_from((0, 1, 2, 4, 5, 6, 7, 10, 11, 12, 30))] * len(NAMES)
).map(lambda row: dict(zip(NAMES, row, strict=True)))


def possible(shown, total):
    """Every table of whole numbers that the shown cells and the total allow."""
    hidden = [name for name, count in shown.items() if count is None]
    left = total - sum(count for count in shown.values() if count is not None)
    for row in product(range(1, left + 1), repeat=max(len(hidden) - 1, 0)):
        last = left - sum(row)
        if last >= 1:
            yield dict(zip(hidden, (*row, last), strict=True))


@given(counts, st.sampled_from((5, 6, 11)))
@settings(max_examples=60, deadline=None)
def test_no_small_count_can_be_worked_out(table, threshold):
    """Whoever knows the total should find each hidden cell from 1 to the threshold."""
    shown = protected(table, threshold=threshold)
    small = {name for name, count in table.items() if 0 < count < threshold}

    assert small <= {name for name, count in shown.cells.items() if count is None}
    assert all(count in (None, table[name]) for name, count in shown.cells.items())
    if shown.total is not None and small:
        worlds = list(possible(shown.cells, sum(table.values())))
        for name in small:
            found = {world[name] for world in worlds}
            assert {*range(1, threshold + 1)} <= found


@given(counts)
@settings(max_examples=40, deadline=None)
def test_without_small_counts_all_is_shown(table):
    """A table of zeros and large counts should be shown as it is, with its total."""
    large = {name: count and count + FLOOR for name, count in table.items()}
    got = protected(large, threshold=FLOOR)

    assert large == dict(got.cells)
    assert sum(large.values()) == got.total


def test_what_cannot_be_hidden_is_not_shown():
    """A table with one lone small cell should be left out as a whole."""
    got = protected({"a": 3, "b": 0}, threshold=5)

    assert {"a": None, "b": None} == dict(got.cells)
    assert got.total is None


def test_the_floor_holds():
    """No table should be made with a threshold below core's floor."""
    with pytest.raises(OptionRefused):
        protected({"a": 3}, threshold=FLOOR - 1)
