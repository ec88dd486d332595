"""Seeded faults of the engine, each noticed by the property that is there for it.

A fault whose piece of source is gone fails, so does one whose function is never called,
and one that its property lets pass; the sound engine passes the case that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from consent import (
    faults_explain,
    faults_grounds,
    faults_kept,
    faults_limits,
    faults_received,
    faults_release,
    faults_rows,
    faults_rules,
    faults_signers,
    faults_time,
    faults_walks,
    test_beside,
    test_default,
    test_duties,
    test_evidence,
    test_explain,
    test_explain_words,
    test_floor_holds,
    test_known,
    test_narrowing,
    test_noninterference,
    test_oracle,
    test_plans,
    test_received,
    test_records,
    test_scenarios,
    test_time,
    test_walks,
)
from consent.faults import Fault, RowFault, Swap, planted
from consent.faults_first import FIRST
from consent.properties import PROPERTIES, corpus

#: How many of its cases a property is given to notice a fault.
BUDGET = 2000
#: How a property says that it does not hold; anything else is a broken fault.
NOTICED = (AssertionError, pytest.fail.Exception)
TESTS = (
    *(test_beside, test_default, test_duties, test_narrowing, test_noninterference),
    *(test_oracle, test_plans, test_records, test_time, test_evidence),
    *(test_walks, test_explain, test_explain_words, test_received),
    *(test_floor_holds, test_known, test_scenarios),
)
HIDDEN = "test_what_a_plan_hides_changes_no_byte"


def without_order(sound: Any) -> Any:
    """Make the rows stand in the order of their storage."""
    return lambda cuts: [cut for cut in cuts if cut is not None]


def with_empty_rows(sound: Any) -> Any:
    """Make a record of which nothing is shown leave an empty row."""

    def cutter(*args: Any, **more: Any) -> Any:
        cut = sound(*args, **more)
        return lambda record: cut(record) or {}

    return cutter


def with_markers_of_data(sound: Any) -> Any:
    """Make a marker stand only where there is a value to hide."""

    def cutter(cls: Any, *args: Any, **more: Any) -> Any:
        cut = sound(cls, *args, **more)

        def marked(record: Any) -> Any:
            found = cut(record)
            for name in list(found or ()):
                empty = type(getattr(record, name)).__name__ == "Missing"
                if empty and str(found[name]).startswith("⟦"):
                    del found[name]
            return found

        return marked

    return cutter


ABROAD = (
    Swap("rows in storage order", "redaction.cutter.ordered", without_order, HIDDEN),
    Swap("an empty row", "redaction.cutter.cutter", with_empty_rows, HIDDEN),
    Swap("markers of data", "redaction.cutter.cutter", with_markers_of_data, HIDDEN),
)
FAULTS: tuple[Fault | RowFault | Swap, ...] = (
    *faults_time.FAULTS,
    *faults_release.FAULTS,
    *faults_signers.FAULTS,
    *faults_rules.FAULTS,
    *faults_rows.FAULTS,
    *faults_grounds.FAULTS,
    *faults_limits.FAULTS,
    *faults_walks.FAULTS,
    *faults_explain.FAULTS,
    *faults_received.FAULTS,
    *faults_kept.FAULTS,
    *ABROAD,
)


def property_of(
    name: str, within: tuple[str, ...] = (), first: int = 0
) -> tuple[Iterator[Any], Callable[[Any], None]]:
    """Give a property and its cases; a plain test is one, of no case or its rows."""
    if name in PROPERTIES:
        return corpus(name, within, BUDGET, first), PROPERTIES[name][1]
    test = next(getattr(module, name) for module in TESTS if hasattr(module, name))
    rows = [mark.args[1] for mark in getattr(test, "pytestmark", ())]
    if not rows:
        return iter([None]), lambda _: test()
    return iter(rows[0]), test


def fails(check: Callable[[Any], None], case: Any) -> bool:
    """Whether a property does not hold of a case."""
    try:
        check(case)
    except NOTICED:
        return True
    return False


def noticed(fault: Fault | RowFault | Swap) -> tuple[Any, ...]:
    """Give the first case, if any, in which the fault is noticed."""
    first = FIRST.get(fault.name, 0)
    cases, check = property_of(fault.noticed_by, fault.within, first)
    with planted(fault) as calls:
        found = next(((case,) for case in cases if fails(check, case)), ())
    if not calls[0]:
        pytest.fail(f"{fault.name}: {fault.where} was never called")
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=[f.name for f in FAULTS])
def test_every_seeded_fault_is_noticed(fault: Fault | RowFault | Swap) -> None:
    """A fault should be noticed by its property, in a case the sound engine passes."""
    found = noticed(fault)

    assert found, f"{fault.name}: {fault.noticed_by} lets it pass"
    property_of(fault.noticed_by)[1](*found)


def test_the_table_is_worth_its_name() -> None:
    """The table should hold faults enough, each one a change of its own."""
    assert len(FAULTS) >= 100
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert len({fault.noticed_by for fault in FAULTS}) >= 20
    assert not FIRST.keys() - {fault.name for fault in FAULTS}


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("at >= the end", "False", "no longer holds"),
        ("at >= end", "at  >= end", "stays the same"),
        ("at >= end", "end <= at", ""),
    ],
)
def test_a_fault_that_is_none_fails_the_table(old: str, new: str, match: str) -> None:
    """A fault that is gone, changes nothing or is never noticed should fail."""
    fault = Fault(
        "none", "judge.after_end", old, new, "test_of_two_ends_the_first_to_come_counts"
    )

    if match:
        with pytest.raises(pytest.fail.Exception, match=match):
            noticed(fault)
    else:
        assert noticed(fault) == ()


def test_a_fault_of_what_is_never_called_fails_the_table() -> None:
    """A fault in a function that its property never calls should fail."""
    unused = Fault(
        "unused",
        "explain.explain",
        "if audience is Audience.RECIPIENT",
        "if False",
        "test_of_two_ends_the_first_to_come_counts",
    )

    with pytest.raises(pytest.fail.Exception, match="never called"):
        noticed(unused)
