"""Seeded faults of redaction, each noticed by the test that is there for it."""

from __future__ import annotations

import pytest
from redaction import (
    test_check,
    test_cutter,
    test_false_alarms,
    test_operators,
    test_ordering,
)
from redaction.planting import Mutant, notices, planted

MUTANTS = tuple(
    Mutant(*row)
    for row in (
        (
            "a marker follows the data",
            "plainly._part",
            "dict(layout.marks)",
            "{k: v for k, v in layout.marks if isinstance(getattr(part, k), str)}",
            test_cutter.test_markers_follow_the_plan,
        ),
        (
            "markers alone show that a record exists",
            "plainly._part",
            "    if not (sure or nested or rest):",
            "    if False:",
            test_cutter.test_marked_alone_shows_no_record,
        ),
        (
            "the number of parts is told",
            "layout.Plan.layout",
            "self.views[path] is not View.FULL",
            "False",
            test_cutter.test_parts_count_is_not_told,
        ),
        (
            "the order of keeping is told",
            "cutter.ordered",
            "sorted(found, key=written)",
            "found",
            test_cutter.test_order_of_cuts,
        ),
        (
            "the order of parts is told",
            "ordering.by_bytes",
            "sorted(found)",
            "found",
            test_cutter.test_parts_order_is_not_told,
        ),
        (
            "a kind without a step is shown as it is",
            "cutter.operator",
            "    if reached <= 0:\n        return None",
            "    if reached <= 0:\n        return keep",
            test_cutter.test_markers_follow_the_plan,
        ),
        (
            "a view above the steps is shown as it is",
            "cutter.operator",
            "    if view is View.FULL",
            "    if view >= View.COARSE_5",
            test_operators.test_dates,
        ),
        (
            "a silent category is named",
            "cutter.placeholder",
            "if leaf.label.existence_sensitive",
            "if False",
            test_cutter.test_silent_category_is_not_named,
        ),
        (
            "a telling reason leaves as it is",
            "layout.reason_of",
            "reason.outward.value",
            "reason.value",
            test_cutter.test_telling_reasons_leave_as_not_asked,
        ),
        (
            "a mistyped path is let pass",
            "cutter.cutter",
            "views.keys() != known.keys() or len(views) != len(shape)",
            "not known.keys() <= views.keys()",
            test_cutter.test_unknown_path_is_refused,
        ),
        (
            "days are those of London",
            "cutter._local",
            "day_in(value, env.tz)",
            "value",
            test_operators.test_local_midnight,
        ),
        (
            "a person of 90 has a year of birth",
            "operators.aged",
            ">= 90",
            "> 90",
            test_operators.test_very_old,
        ),
        (
            "a sparse prefix is kept",
            "operators.zip3",
            '"000" if prefix in zip_table().sparse else prefix',
            "prefix",
            test_operators.test_sparse_prefix,
        ),
        (
            "a mask keeps the length",
            "operators.last_two",
            "else MASK",
            'else "•" * len(value)',
            test_operators.test_last_two,
        ),
        (
            "a number shows its first digits too",
            "operators.last_two",
            "digits[-2:]",
            "digits[:3] + digits[-2:]",
            test_operators.test_last_two,
        ),
        (
            "the check is blind to the shape of a number",
            "traces.traces",
            "if kind is FieldKind.PHONE",
            "if False",
            test_check.test_phone_is_found,
        ),
        (
            "the check is blind to capitals",
            "walk.normal",
            "text.lower()",
            "text",
            test_check.test_name_is_found,
        ),
        (
            "the check is blind to strokes",
            "walk.normal",
            ".translate(_PLAIN)",
            "",
            test_check.test_letters_that_do_not_come_apart,
        ),
        (
            "the check is blind to spoken dates",
            "traces._renderings",
            "spoken = [*days, ",
            "spoken = [",
            test_check.test_date_is_found,
        ),
        (
            "the check skips who is named",
            "check._withheld",
            "leaf.label.identifying is not Identifying.DIRECT",
            "True",
            test_check.test_name_is_found,
        ),
        (
            "a free text vouches for a name in it",
            "check._rightful",
            "leaf.kind not in FREE and told is not None",
            "True",
            test_false_alarms.test_part_of_a_granted_name_passes,
        ),
        (
            "two words are one name",
            "traces._broken",
            '"-?".join(word)',
            '"[ -]?".join(word)',
            test_false_alarms.test_other_words_pass,
        ),
        (
            "a granted value refuses its own disclosure",
            "check._rightful",
            "trace.key in whole",
            "False",
            test_false_alarms.test_a_text_granted_elsewhere_passes,
        ),
        (
            "an offset is told by written code",
            "source._zoned",
            "is not UTC",
            "is None",
            test_ordering.test_an_instant_is_told_in_utc,
        ),
        (
            "a reason in a required field leaves by written code",
            "source._entries",
            'f"{value} or {_EMPTY.get(told.inner)!r}"',
            "value",
            test_ordering.test_a_reason_in_a_required_field_leaves_as_any_other,
        ),
        (
            "a clear of the reviewer's stops the disclosure",
            "check._rightful",
            "trace.how is How.TAIL",
            "False",
            test_check.test_the_end_of_a_number_in_a_note_is_the_reviewers,
        ),
        (
            "a leak stands in the traceback",
            "check.check",
            "    del body",
            "    kept = body",
            test_check.test_the_path_is_all_that_is_told,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)


def test_a_piece_that_is_gone_fails_the_table():
    """A fault that can no longer be planted should fail, not pass unseen."""
    gone = Mutant(
        "gone", "cutter.ordered", "quokka", "", test_cutter.test_order_of_cuts
    )

    with pytest.raises(pytest.fail.Exception, match="no longer holds"), planted(gone):
        pass


def test_a_fault_that_changes_nothing_fails_the_table():
    """A fault that its test does not notice should fail, not pass unseen."""
    same = Mutant(
        "same",
        "cutter.ordered",
        "len(found) > 1",
        "len(found) >= 2",
        test_cutter.test_order_of_cuts,
    )

    with pytest.raises(AssertionError, match="lets it pass"):
        notices(same)
