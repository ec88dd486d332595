from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import tried

from fjcore.redaction.safe_harbor_records import LEAST_ROWS, guarded


def table(*counts):
    """Give rows of two fields, so many of each combination."""
    return [
        {"state": state, "year": year, "kept": "x"}
        for state, year, count in counts
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([("MT", "1990", 11)], [("MT", "1990", 11)]),
        ([("MT", "1990", 10)], []),
        ([("MT", "1990", 11), ("WY", "1990", 1)], [("MT", "1990", 11)]),
        ([("MT", "1990", 6), ("MT", "1991", 5)], [("MT", None, 11)]),
        ([("MT", "1990", 10), ("MT", "1991", 1)], [("MT", None, 11)]),
        (
            [("MT", "1990", 11), ("MT", "1991", 6), ("MT", "1992", 5)],
            [("MT", "1990", 11), ("MT", None, 11)],
        ),
        ([("MT", "1990", 6), ("WY", "1991", 6)], [(None, None, 12)]),
    ],
)
def test_guard(counts, wanted):
    """A combination that few rows share should lose a field, or the rows go."""
    found = guarded(table(*counts), ["year", "state"])
    told = [(r.get("state"), r.get("year")) for r in found]

    assert set(wanted) == {(s, y, told.count((s, y))) for s, y in told}
    assert all(r["kept"] == "x" for r in found)


states = st.sampled_from(["MT", "WY", "ND", None])
batches = st.lists(st.tuples(states, st.sampled_from(["1990", "1991"])), max_size=60)


@tried(40, 150)
@given(batches, st.integers(2, LEAST_ROWS))
def test_no_combination_stands_out(batch, least):
    """After the guard every combination should be shared by enough rows."""
    before = [{"state": s, "year": y} for s, y in batch]
    after = guarded(before, ["year", "state"], least=least)
    told = [(r.get("state"), r.get("year")) for r in after]

    assert all(told.count(one) >= least for one in told)
    assert len(after) <= len(before)
