"""Seeded faults of what hushes telling codes, each noticed by its test."""

from __future__ import annotations

import pytest
from redaction import test_telling
from redaction.planting import Mutant, notices

MUTANTS = tuple(
    Mutant(*row)
    for row in (
        (
            "a code granted in full leaves as it is",
            "cutter.operator",
            "(outward(leaf.codes) if leaf.codes is not None else None) or keep",
            "keep",
            test_telling.test_a_skipped_item_of_a_screening_leaves_alike,
        ),
        (
            "how many were hushed is told",
            "layout._codes",
            "sorted({code for code in told if isinstance(code, str)})",
            "sorted(code for code in told if isinstance(code, str))",
            test_telling.test_a_list_of_codes_tells_each_once,
        ),
        (
            "where one was hushed is told",
            "layout._codes",
            "sorted({code for code in told if isinstance(code, str)})",
            "list(dict.fromkeys(code for code in told if isinstance(code, str)))",
            test_telling.test_a_list_of_codes_tells_each_once,
        ),
        (
            "an emptied list is told",
            "layout._codes",
            "found if found or not told else unasked()",
            "found",
            test_telling.test_a_code_with_nothing_in_its_place_leaves_as_not_asked,
        ),
        (
            "an empty list is not told",
            "layout._codes",
            "found or not told",
            "found",
            test_telling.test_a_list_of_codes_tells_each_once,
        ),
        (
            "a local list leaves as it is",
            "operators.outward",
            "listed.leaves_as(_core_of(listed))",
            "listed.leaves_as()",
            test_telling.test_a_code_with_nothing_in_its_place_leaves_as_not_asked,
        ),
        (
            "the check trusts every code",
            "check._whole",
            "and shown(value) == value",
            "",
            test_telling.test_the_check_finds_a_code_that_left_as_another,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)
