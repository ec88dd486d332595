"""Seeded faults of explanations: of what binds, what is nearest, and who is told."""

from __future__ import annotations

from consent.faults import Fault

NEEDED = "test_each_binding_limit_is_needed"
YIELDS = "test_what_is_nearest_yields_what_it_says"
SAYS = "test_lines_say_what_the_decision_says"
HERS = "test_a_no_is_never_proposed_to_be_passed_over"
HELD = "test_what_is_held_down_is_bound"
STANDS = "test_forbidden_is_told_from_not_permitted"
SAME = "test_a_recipient_learns_nothing"
MENDS = "test_a_single_fault_names_its_change"

FAULTS = (
    Fault(
        "only the first thing that binds is told",
        "_explain_binding.holding",
        "found += held",
        "found = found or held",
        HELD,
    ),
    Fault(
        "every limit that matches is told to bind",
        "_explain_binding._capping",
        "if cap <= least",
        "if cap <= View.FULL",
        NEEDED,
        ("limits",),
    ),
    Fault(
        "nothing is ever told to bind",
        "_explain_binding._next",
        "return _capping(engine.asked, name, item)",
        "return ()",
        HELD,
    ),
    Fault(
        "the law is never told to bind",
        "_explain_binding._next",
        "if not _by_row(engine, verdict)",
        "if True",
        HELD,
    ),
    Fault(
        "a change is proposed without having been decided",
        "_explain_changes.nearest",
        "if view > least",
        "if view >= least",
        YIELDS,
    ),
    Fault(
        "a change says that it yields all",
        "_explain_changes.nearest",
        "yields=view",
        "yields=View.FULL",
        YIELDS,
        ("scope", "limits"),
    ),
    Fault(
        "another end is never tried",
        "_explain_forms._ended",
        "if end > asked.question.at",
        "if False",
        MENDS,
    ),
    Fault(
        "a missing signature is never tried",
        "_explain_forms._signed",
        'form.signature == "none"',
        "False",
        MENDS,
    ),
    Fault(
        "an item is never named",
        "_explain_forms._about",
        "if item not in form.scope",
        "if False",
        MENDS,
    ),
    Fault(
        "she is asked again after a withdrawal",
        "_explain_forms.hers_to_change",
        "not taken and",
        "",
        HERS,
    ),
    Fault(
        "a form she was pressed into is mended",
        "_explain_forms.hers_to_change",
        " and file.release.voluntary",
        "",
        HERS,
    ),
    Fault(
        "she is asked again for what she struck",
        "_explain_forms._refused",
        "or of_this",
        "or False",
        HERS,
    ),
    Fault(
        "she is asked again for whom she took it back from",
        "_explain_forms._refused",
        "or back",
        "or False",
        HERS,
    ),
    Fault(
        "what is forbidden is told as not permitted",
        "_explain_binding.standing",
        'rule.kind == "limit"',
        "False",
        STANDS,
    ),
    Fault(
        "what nothing permits is told as forbidden",
        "_explain_binding.standing",
        "limit and _by_row(engine, verdict)",
        "True",
        STANDS,
    ),
    Fault(
        "a coarser view is told as all of it",
        "_explain_seen._code",
        "if view is View.FULL",
        "if True",
        SAYS,
        ("scope",),
    ),
    Fault(
        "a recipient is told the lines",
        "explain.explain",
        "if audience is Audience.RECIPIENT",
        "if False",
        SAME,
    ),
    Fault(
        "a partner that cannot keep a duty is told to get it",
        "_explain_seen.Seen._unable",
        "if able is None",
        "if True",
        "test_a_recipient_that_cannot_keep_an_obligation_gets_nothing",
    ),
    Fault(
        "a stale answer is told as if it held",
        "explain._stale",
        "return True",
        "return False",
        "test_an_answer_that_no_longer_holds_is_stale",
    ),
    Fault(
        "a change is told though nobody may ask",
        "explain.Explanation.why_not",
        "if ObligationKind.OFFER_RELEASE in self.obligations",
        "if True",
        "test_she_is_told_what_could_change_it_only_where_she_may_be_asked",
    ),
)
