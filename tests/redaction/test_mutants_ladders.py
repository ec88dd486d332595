"""Seeded faults of the operators by ladder and by key, each noticed by its test."""

from __future__ import annotations

import pytest
from redaction import test_keyed, test_ladders
from redaction.planting import Mutant, notices

MUTANTS = tuple(
    Mutant(*row)
    for row in (
        (
            "a shift for each series is one for all",
            "shifting.series_key",
            "_SERIES + _raw(series)",
            "_SERIES",
            test_keyed.test_every_series_has_its_own_days,
        ),
        (
            "a token does not know its kind",
            "tokens.token_text",
            "name = kind.encode()",
            'name = b""',
            test_keyed.test_two_keys_or_kinds_have_no_token_in_common,
        ),
        (
            "all recipients share a key",
            "tokens.token_text",
            "key.reveal()",
            "bytes(32)",
            test_keyed.test_two_keys_or_kinds_have_no_token_in_common,
        ),
        (
            "a number shows its first signs too",
            "operators.partial",
            "{known[-kept:]}",
            "{known[:kept]}{known[-kept:]}",
            test_ladders.test_no_more_of_a_number_than_its_end,
        ),
        (
            "a shift goes for court dates too",
            "shifting.shift_of",
            "leaf.label.category in _OFFICIAL or ",
            "",
            test_ladders.test_what_may_not_be_shifted,
        ),
        (
            "a shelter's city is told",
            "ladders.steps_of",
            "leaf.label.category == _SHELTER",
            "False",
            test_ladders.test_a_shelter_is_never_finer_than_its_state,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)
