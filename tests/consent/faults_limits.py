"""Seeded faults of limits, duties, plans and words."""

from __future__ import annotations

from consent.faults import Fault

AGES = "test_a_plan_agrees_with_the_oracle_on_records_of_every_age"
AGREES = "test_engine_agrees_with_the_naive_oracle"
CAPS = "test_a_limit_that_matches_caps_every_view"
CLOSED = "test_a_closed_policy_lets_nothing_out"
NARROWS = "test_a_limit_raises_no_view"
RULES = "test_a_rule_in_code_only_narrows"
SAME = "test_a_recipient_is_always_told_the_same"
SAYS = "test_a_plan_says_what_its_decision_says"

FAULTS = (
    Fault(
        "limits are ignored",
        "narrow._caps",
        "for limit in asked.policy.matching(question)",
        "for limit in ()",
        CAPS,
    ),
    Fault(
        "a limit raises",
        "narrow.narrowed",
        "min(grant.view, cap)",
        "max(grant.view, cap)",
        CAPS,
    ),
    Fault(
        "the mildest limit wins", "narrow.narrowed", "min(_caps", "max(_caps", NARROWS
    ),
    Fault(
        "a limit on a parent misses its leaves",
        "parties.Limit.matches",
        "covers(item, question.category)",
        "item == question.category",
        AGREES,
        ("limits", "records"),
    ),
    Fault(
        "a limit speaks to every recipient",
        "parties.Limit.matches",
        "question.recipient in self.recipients",
        "True",
        AGREES,
        ("limits",),
    ),
    Fault(
        "a closed policy is open",
        "narrow._caps",
        "if asked.policy.closed and",
        "if False and",
        CLOSED,
    ),
    Fault(
        "a basis of the inside opens a closed policy",
        "narrow._caps",
        "basis is BasisKind.INTRA_PROGRAM and asked.inside",
        "basis is BasisKind.INTRA_PROGRAM",
        "test_a_closed_policy_lets_no_exemption_out_on_a_basis_of_the_inside",
    ),
    Fault(
        "rules in code are ignored",
        "narrow._caps",
        "for rule in asked.policy.rules",
        "for rule in ()",
        RULES,
    ),
    Fault(
        "a rule that fails is skipped",
        "narrow._cap",
        "raise RuleFailed(name)",
        "return View.FULL, name",
        "test_a_rule_that_fails_lets_nothing_leave",
    ),
    Fault(
        "a leaf found inside is not cut out",
        "answers._redacted",
        "if i not in allowed",
        "if False",
        AGREES,
        ("scope",),
    ),
    Fault(
        "a plan takes the lowest of several releases",
        "plan._view",
        "max((g.view",
        "min((g.view",
        SAYS,
        ("scope", "several"),
    ),
    Fault(
        "a record of the signing instant is too new",
        "inquiry.Grant.reaches",
        "recorded_at <= cutoff",
        "recorded_at < cutoff",
        AGES,
        ("asker",),
    ),
    Fault(
        "what is withheld is marked though silent",
        "plan._view",
        "View.SILENT if",
        "View.MARKED if",
        AGES,
        ("scope",),
    ),
    Fault(
        "a narrative of a silent category is marked",
        "plan._silent",
        ", **decision.fields",
        "",
        "test_a_narrative_of_a_silent_category_is_silent",
    ),
    Fault(
        "a recipient reads the reasons",
        "explain.Explanation.text",
        "if self.audience is Audience.RECIPIENT",
        "if False",
        SAME,
    ),
)
