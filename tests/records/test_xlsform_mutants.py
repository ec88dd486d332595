"""Seeded faults of drafts made of workbooks, each noticed by a test of theirs."""

from __future__ import annotations

import pytest
from records import test_xlsform_places as places
from records import test_xlsform_refused
from records.faulty import Fault, notices, of, planted
from records.workbooks import asked

DRAFT = test_xlsform_refused

TABLE = (
    Fault(
        "a silent capture",
        "records._xlsrows.Survey._typed",
        'self.found.refuse(row.path("type"), code)',
        "pass",
        of(DRAFT.test_what_is_captured_unasked_is_refused, "deviceid"),
    ),
    Fault(
        "a column too many",
        "records._sheets.rows_of",
        'found.refuse(row.path(heading), "unknown_key")',
        "pass",
        of(
            DRAFT.test_a_column_outside_the_subset_is_refused_where_it_says_something,
            "calculation",
        ),
    ),
    Fault(
        "a number for a name",
        "records._sheets.Found.text",
        "if type(value) is not str:",
        "if False:",
        of(
            DRAFT.test_a_bad_row_is_refused_by_its_place,
            (asked(name=1), "name", "type"),
        ),
    ),
    Fault(
        "a refusal for a code",
        "records._xlschoices.Choices.read",
        "any(map(says_no_answer, (code, *words.values())))",
        "False",
        of(
            places.test_a_choice_that_is_no_answer_needs_its_reason,
            "-99",
            "name",
        ),
    ),
)


@pytest.mark.parametrize("fault", TABLE, ids=[fault.name for fault in TABLE])
def test_every_seeded_fault_is_noticed(fault: Fault) -> None:
    """A fault should be noticed by its test, which the code as it is should pass."""
    with planted(fault):
        found = notices(fault)

    assert found, f"{fault.name}: its test lets it pass"
    assert not notices(fault), f"{fault.name}: its test fails without it"
