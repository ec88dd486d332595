"""Seeded faults of the analysis, each noticed by the tests that are there for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen
from consent.analyse import (
    test_approvals,
    test_compare,
    test_ever,
    test_exact,
    test_lint,
    test_matrix,
    test_policytest,
    test_promises,
    test_settings,
    test_simulate,
)
from consent.faults import Fault, planted

from fjcore.consent import BasisKind, RecipientKind

#: How a test says that it does not hold; anything else is a broken fault.
NOTICED = (AssertionError, pytest.fail.Exception)


@frozen
class Seed:
    """A fault, and the test that notices it."""

    where: str
    old: str
    new: str
    check: Callable[[], Any]

    def fault(self) -> Fault:
        """Give it as the planting of faults takes it."""
        name = f"{self.where}: {self.new}"
        return Fault(name, f"analyse.{self.where}", self.old, self.new, "a test")


def few_worlds() -> None:
    """Hold a few worlds to their ceilings."""
    assert 0 == test_exact.exceeded(range(60))[0]


def few_orders() -> None:
    """Hold the walk to every evidence of an order."""
    assert [] == test_exact.differing(BasisKind.COURT_ORDER, 11)


def sealed_orders() -> None:
    """Hold the witness of an order to what it promises of treatment records."""
    one = test_exact.policy(regimes=frozenset({"hipaa"}))

    assert [] == test_exact.promises(one, ["court"], ["sud"], [BasisKind.COURT_ORDER])


def few_emergencies() -> None:
    """Hold the walk to every emergency."""
    assert [] == test_exact.differing(BasisKind.EMERGENCY, 1)


def few_witnesses() -> None:
    """Hold some witnesses to what they promise."""
    kinds = (RecipientKind.LAW_ENFORCEMENT, RecipientKind.SUBJECT)
    one = test_exact.policy(regimes=frozenset({"hipaa"}))

    assert [] == test_exact.promises(one, kinds, test_exact.LEAVES)


SEEDS = (
    Seed("terms.falses", "not said", "said", few_orders),
    Seed("terms.truths", "base | inner", "base", sealed_orders),
    Seed("terms._about", "name not in guard.category:", "True:", few_worlds),
    Seed("lawway._never", '| {"on_file"}', "", few_emergencies),
    Seed(
        "lawway._Walk.together",
        "(fact, not said) in both",
        "False",
        test_ever.test_staff_of_a_holder_without_a_unit_see_nothing_inside,
    ),
    Seed(
        "ceiling.law_of",
        "policy.max_release_days > 0",
        "True",
        test_ever.test_no_release_lives_where_it_may_run_no_day,
    ),
    Seed(
        "ceiling.cap",
        "min(caps,",
        "max(caps,",
        test_ever.test_without_what_binds_more_is_seen,
    ),
    Seed(
        "ceiling.shut",
        "policy.closed and not reading",
        "policy.closed",
        test_ever.test_a_missing_plugin_shuts_all_but_reading,
    ),
    Seed(
        "ceiling.binding",
        "limit.cap <= view",
        "limit.cap < view",
        test_ever.test_without_what_binds_more_is_seen,
    ),
    Seed(
        "ceiling._settled",
        '("recipient_is_holder", own)',
        '("recipient_is_holder", True)',
        test_ever.test_a_partner_under_the_holders_own_id_is_asked_as_what_it_is,
    ),
    Seed(
        "asker.unnamed",
        "limit.recipients",
        "()",
        test_ever.test_a_kind_is_any_agency_of_it_that_no_limit_names_even_so,
    ),
    Seed(
        "ever.purpose_classes",
        "tuple(purpose in s for s in listed)",
        "()",
        test_ever.test_purposes_are_named_where_only_some_are_bound,
    ),
    Seed(
        "witness._release",
        "signers=(Signer(subject",
        'signers=(Signer("x"',
        few_witnesses,
    ),
    Seed(
        "simulate._ages",
        "[None, *cutoffs]",
        "[*cutoffs, None]",
        test_simulate.test_later_records_alone_are_told_as_later,
    ),
    Seed(
        "simulate._starts",
        "bound > at",
        "bound < at",
        test_simulate.test_a_new_release_is_newly_seen,
    ),
    Seed(
        "simulate.with_releases",
        "not in gone",
        "not in ()",
        test_simulate.test_what_is_taken_back_is_no_longer_seen,
    ),
    Seed(
        "simulate._methods",
        "file.release.methods",
        '("electronic",)',
        test_simulate.test_a_spoken_permission_counts,
    ),
    Seed(
        "promises._Look.voids",
        "left < promised",
        "left <= promised",
        test_promises.test_a_view_that_the_form_itself_lowers_is_no_broken_promise,
    ),
    Seed(
        "promises._Look.promised",
        '"*" not in struck',
        "True",
        test_promises.test_what_is_struck_is_no_promise,
    ),
    Seed(
        "promises._Look.leaves",
        " if not CATEGORIES[n].explicit_only",
        "",
        test_promises.test_a_word_for_several_promises_what_it_can_reach,
    ),
    Seed(
        "compare._Look.differing",
        "before is not None",
        "True or before is not None",
        test_compare.test_a_law_that_is_new_narrows_what_it_shuts,
    ),
    Seed(
        "compare._told",
        "inside - outside",
        "set()",
        test_compare.test_a_limit_for_participants_is_told_as_theirs,
    ),
    Seed(
        "compare._approved",
        "return all(",
        "return any(",
        lambda: test_approvals.test_an_approval_of_something_else_approves_nothing(
            '"FULL"', '"FULL"\nbases = ["client_release"]'
        ),
    ),
    Seed(
        "approvals.Approval.covers",
        "view <= View[self.view]",
        "True",
        lambda: test_approvals.test_an_approval_of_something_else_approves_nothing(
            '"FULL"', '"COARSE_5"'
        ),
    ),
    Seed(
        "settings._number",
        "new > old",
        "new < old",
        lambda: test_settings.test_a_setting_is_told_with_its_effect("longer"),
    ),
    Seed(
        "cells.outline",
        "one.acp_only)",
        "False)",
        test_compare.test_a_limit_for_participants_is_told_as_theirs,
    ),
    Seed(
        "lint._stronger",
        "number < index",
        "True",
        test_lint.test_of_two_that_say_the_same_the_later_is_told,
    ),
    Seed(
        "lint._shadows",
        "return ()",
        "continue",
        lambda: test_lint.test_a_limit_that_another_covers_in_part_is_not(
            {"recipients": ("city_police",)}
        ),
    ),
    Seed(
        "policytest.policy_test",
        "not killed and _same(",
        "_same(policy, policy) or _same(",
        test_policytest.test_a_rule_in_code_is_never_taken_for_idle,
    ),
    Seed(
        "policytest._run",
        "policy.max_release_days",
        "90",
        test_policytest.test_the_numbers_of_the_site_are_tested,
    ),
    Seed(
        "mutants._left_out",
        "names - {name}",
        "names",
        test_policytest.test_every_mutant_is_another_policy,
    ),
    Seed(
        "matrix._either",
        "(*before.grants, *verdict.grants)",
        "before.grants",
        test_matrix.test_ways_of_telling_are_taken_together,
    ),
)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.where}-{seed.new}")
def test_every_seeded_fault_is_noticed(seed: Seed) -> None:
    """A fault should be noticed by the test that is there for it."""
    noticed = False
    with planted(seed.fault()) as calls:
        try:
            seed.check()
        except NOTICED:
            noticed = True

    assert calls[0], f"{seed.where} was never called"
    assert noticed


@pytest.mark.parametrize(
    "check",
    [few_worlds, few_orders, sealed_orders, few_emergencies, few_witnesses],
    ids=lambda check: check.__name__,
)
def test_the_sound_analysis_passes(check: Callable[[], None]) -> None:
    """Without a fault each of the shorter checks should hold."""
    assert None is check()
