"""Worklists against a reading of their own, on random logs near every boundary."""

from __future__ import annotations

from typing import Any

import pytest
from consent import desk_oracle
from consent.desk import NOW, POLICY, log_of, logs
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import Docket, awaiting, coming_of_age, ending, to_tell

DAYS = st.sampled_from([0, 1, 2, 30, 31, 400])


def read(one: Docket, days: int) -> dict[str, set[Any]]:
    """Give the lists of one person as the engine makes them."""
    ends = ending([one], at=NOW, within_days=days, policy=POLICY)
    ages = coming_of_age([one], at=NOW, within_days=days, policy=POLICY)
    return {
        "ending": {row.release for row in ends},
        "of_age": {(row.of_age_at, row.releases) for row in ages},
        "to_tell": {
            (row.withdrawn_at, row.recipient, row.release)
            for row in to_tell([one], at=NOW)
        },
        "awaiting": {
            (row.disclosure, row.obligation) for row in awaiting([one], at=NOW)
        },
    }


def naive(one: Docket, days: int) -> dict[str, set[Any]]:
    """Give the same lists by the other reading."""
    return {
        "ending": desk_oracle.ending_at(one, NOW, days),
        "of_age": desk_oracle.of_age(one, NOW, days),
        "to_tell": desk_oracle.telling(one, NOW),
        "awaiting": desk_oracle.waiting(one, NOW),
    }


@settings(max_examples=200, deadline=None)
@given(logs, DAYS)
def test_lists(one: Docket, days: int) -> None:
    """Each list should hold what the other reading of the rules finds, and no more."""
    assert naive(one, days) == read(one, days)


@pytest.mark.nightly
@settings(max_examples=20_000, deadline=None)
@given(logs, DAYS)
def test_lists_at_length(one: Docket, days: int) -> None:
    """Each list should hold what the other reading finds, in many more cases."""
    assert naive(one, days) == read(one, days)


def test_lists_are_met() -> None:
    """The random logs should put something on every list, and leave each empty too."""
    found = [read(log_of(seed), 30) for seed in range(400)]

    for name in found[0]:
        sizes = [len(lists[name]) for lists in found]
        assert min(sizes) == 0
        assert sum(map(bool, sizes)) > 10, name
    assert any(anew for lists in found for _, anew in lists["of_age"])
    assert any(at <= NOW for lists in found for at, _ in lists["of_age"])


@settings(max_examples=40, deadline=None)
@given(logs, logs, DAYS)
def test_one_person_changes_no_other(one: Docket, other: Docket, days: int) -> None:
    """A person's rows should not depend on who else is on file, nor in what order."""
    kinds: list[Any] = [
        lambda d: ending(d, at=NOW, within_days=days, policy=POLICY),
        lambda d: coming_of_age(d, at=NOW, within_days=days, policy=POLICY),
        lambda d: to_tell(d, at=NOW),
        lambda d: awaiting(d, at=NOW),
    ]
    for make in kinds:
        assert sorted(make([one]) + make([other])) == list(make([other, one]))
