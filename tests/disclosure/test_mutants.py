"""Seeded faults of disclosure, each noticed by the test that is there for it."""

from __future__ import annotations

import pytest
from disclosure import (
    test_build,
    test_canaries,
    test_disclosure,
    test_gate,
    test_noninterference,
    test_received,
    test_send,
)
from disclosure.worlds import SIGNED, maeve
from redaction.planting import Mutant, notices

from fjcore.records import ServiceEncounter
from fjcore.values import Missing


def an_empty_record():
    """The case of a record whose granted fields are all empty."""
    empty = maeve(names=(), birth_date=Missing.NOT_COLLECTED)
    property_ = test_noninterference.test_an_empty_record_does_not_show
    property_.hypothesis.inner_test(empty, SIGNED)


def two_alike():
    """The case of two records that differ in what is withheld alone."""
    kept = ServiceEncounter(service="C1", started_at=SIGNED, staff="r.okafor")
    property_ = test_noninterference.test_how_many_are_alike_does_not_show
    property_.hypothesis.inner_test(kept, 1)


MUTANTS = tuple(
    Mutant(*row)
    for row in (
        (
            "it leaves before the commit",
            "gate.send",
            "proof.receipt is None",
            "False",
            test_send.test_nothing_leaves_before_the_commit,
        ),
        (
            "what changed after the gate leaves",
            "gate.send",
            "not _sound(disclosure)",
            "False",
            test_send.test_a_changed_body_does_not_leave,
        ),
        (
            "half a receipt is a delivery",
            "gate.send",
            "or not got.whole",
            "",
            test_send.test_no_receipt_is_no_delivery,
        ),
        (
            "an unknown obligation is ignored",
            "gate._discharged",
            "elif kind not in BY_CONSTRUCTION",
            "elif False",
            test_gate.test_an_unknown_obligation_is_refused,
        ),
        (
            "nobody need have done it",
            "gate._discharged",
            "type(given) is not Evidence or not given.by.strip() "
            "or utc(given.at) > now",
            "False",
            test_gate.test_a_person_must_have_done_it,
        ),
        (
            "evidence may be of tomorrow",
            "gate._discharged",
            "or utc(given.at) > now",
            "",
            test_gate.test_no_evidence,
        ),
        (
            "who cannot honor a notice gets it",
            "gate._discharged",
            "able is not None and kind not in able",
            "False",
            test_gate.test_a_recipient_that_cannot_honour_a_notice_gets_nothing,
        ),
        (
            "an expired plan passes the gate",
            "gate.admit",
            "plan.check(now, revision)",
            "plan.check(disclosure.decided_at, revision)",
            test_gate.test_a_stale_plan_is_refused,
        ),
        (
            "the gate does not look at the revision",
            "gate.admit",
            "plan.check(now, revision)",
            "plan.check(now, plan.revision)",
            test_gate.test_a_stale_plan_is_refused,
        ),
        (
            "a clock behind the log is trusted",
            "gate.admit",
            "now < utc(last_entry_at) - MAX_CLOCK_STEP",
            "False",
            test_gate.test_a_clock_behind_the_log,
        ),
        (
            "a clock set back is trusted",
            "gate.admit",
            "now < utc(disclosure.decided_at) - MAX_STEP_WITHIN",
            "False",
            test_gate.test_a_clock_set_back_since,
        ),
        (
            "any plan vouches",
            "gate.admit",
            "not _follows(disclosure, plan)",
            "False",
            test_gate.test_another_plan_does_not_vouch,
        ),
        (
            "a higher view than planned passes",
            "gate._follows",
            "View[view] <= _highest(plan, path, category)",
            "True",
            test_gate.test_another_plan_does_not_vouch,
        ),
        (
            "a lookalike passes",
            "gate._sound",
            "type(disclosure) is Disclosure and ",
            "",
            test_gate.test_a_lookalike_is_refused,
        ),
        (
            "an expired plan makes a disclosure",
            "build.build",
            "plan.check(now, revision)",
            "plan.check(plan.valid[0], revision)",
            test_build.test_a_stale_plan_is_refused,
        ),
        (
            "the revision is not looked at",
            "build.build",
            "plan.check(now, revision)",
            "plan.check(now, plan.revision)",
            test_build.test_a_stale_plan_is_refused,
        ),
        (
            "a silent category is named",
            "cutting.view_under",
            "View.SILENT if untold else found",
            "found",
            test_build.test_a_silent_narrative_is_silent,
        ),
        (
            "a category reaches its narratives",
            "cutting.view_under",
            "min(found, View.MARKED)",
            "found",
            test_build.test_a_narrative_needs_its_name,
        ),
        (
            "a record that shows nothing changes the marks",
            "build._written",
            "            seen[",
            "        seen[",
            an_empty_record,
        ),
        (
            "the last record decides what is told as granted",
            "build._paths",
            "max(view, granted.get(path, view))",
            "view",
            test_build.test_the_highest_view_is_told,
        ),
        (
            "nobody looks at the bytes",
            "build._written",
            "where = leak(body, views, said=_said(whole), env=env)",
            "where = None",
            test_build.test_a_leak_makes_nothing,
        ),
        (
            "a leak stands in the traceback",
            "build._content",
            "        del content",
            "        kept = content",
            test_canaries.test_no_word_is_told_by_an_error,
        ),
        (
            "how many are alike is told",
            "build._whole",
            "all(view is View.FULL for _, view in shape)",
            "True",
            two_alike,
        ),
        (
            "what may go no further goes onward",
            "received._read",
            'data.get("onward", False)',
            "True",
            test_received.test_terms_are_those_of_the_body,
        ),
        (
            "a coarser view is received as all of it",
            "received._views",
            "min(view, lowest.get(item, view))",
            "View.FULL",
            test_received.test_terms_are_those_of_the_body,
        ),
        (
            "the end of what was received is lost",
            "received._read",
            "None if ends is None else instant(ends)",
            "None",
            test_received.test_terms_are_those_of_the_body,
        ),
        (
            "anybody makes a disclosure",
            "disclosure.Disclosure.__init__",
            "token is not _TOKEN",
            "False",
            test_disclosure.test_only_build_makes_one,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)
