"""Seeded faults of the operators by ladder and by key, each noticed by its test."""

from __future__ import annotations

import pytest
from redaction import (
    test_cutter,
    test_decoding,
    test_keyed,
    test_ladders,
    test_shift_of,
)
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
            "each field has a shift of its own",
            "shifting.shift_of",
            "date_shift(value, subject=subject,",
            "date_shift(value, subject=subject + leaf.path,",
            test_shift_of.test_what_lies_between_two_fields_is_kept,
        ),
        (
            "groups follow the data",
            "amounts.buckets",
            "    return _buckets(tuple(map(Decimal, edges)))",
            "    seen, told = [], _buckets(tuple(map(Decimal, edges)))\n"
            "    return lambda value: told(max(seen[-9:-1], default=value))"
            " if seen.append(value) is None else None",
            test_ladders.test_groups_do_not_follow_the_data,
        ),
        (
            "a step that shows nothing yet shows all",
            "cutter.operator",
            "if step is None:\n        return None",
            "if step is None:\n        return keep",
            test_ladders.test_every_view_of_a_ladder_has_a_meaning,
        ),
        (
            "the check is blind to the escapes of JSON",
            "decoding._walked",
            "yield str(value)",
            "yield json.dumps(value)",
            test_decoding.test_every_escape_is_undone,
        ),
        (
            "a cut starts as a copy",
            "plainly._part",
            "dict(layout.marks)",
            "{n: v for n in type(part).__slots__ "
            "if isinstance(v := getattr(part, n, None), str)} | dict(layout.marks)",
            test_cutter.test_parts_count_is_not_told,
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
            test_shift_of.test_what_may_not_be_shifted,
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
