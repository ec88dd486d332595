"""Seeded faults of what is kept, of what is not said, and of what passes the law."""

from __future__ import annotations

from typing import Any

import attrs
from consent.faults import Fault, RowFault, Swap, but

from fjcore.consent import CourtOrder

AGREES = "test_engine_agrees_with_the_naive_oracle"
CAPS = "test_a_limit_that_matches_caps_every_view"
KEYS = "test_every_part_of_a_question_is_in_the_key"
ORDERS = "test_an_order_passes_the_limits_it_names_and_no_other"
WALKS = "test_no_walk_shows_what_is_denied_now"
WALLS = "test_a_wall_holds_against_staff_named_or_not"


def verified(sound: Any) -> Any:
    """Make every order one that somebody verified."""

    def in_force(*args: Any) -> Any:
        found = sound(*args)
        order = isinstance(found, CourtOrder)
        return attrs.evolve(found, verified=True) if order else found

    return in_force


#: What the law leaves free of a release, by its rows before that of the abuser.
FREE = frozenset({"location.substitute", "le_record", "pros_record", "court_record"})

FAULTS = (
    Fault(
        "a plan is known whatever it is for",
        "decide._key",
        "asked.purpose,",
        "",
        KEYS,
    ),
    Fault(
        "a plan is known whoever it is about", "decide._key", "asked.subject,", "", KEYS
    ),
    Fault(
        "an answer changes with what it was asked with",
        "decide._decided",
        "fields=MappingProxyType(dict(fields))",
        "fields=fields",
        "test_an_answer_keeps_what_it_was_asked_with",
    ),
    Fault(
        "a time without its offset is the machine's own",
        "_strict.instant_of",
        "found.utcoffset() is None",
        "False",
        "test_a_time_that_says_too_little_should_decide_nothing",
    ),
    Fault(
        "every release must answer",
        "engine.Engine._releases",
        "if grants:",
        "if grants and len(grants) == len(found):",
        "test_one_more_release_lowers_no_view_and_blends_with_none",
    ),
    Fault(
        "a limit holds only once something is signed",
        "narrow._caps",
        "in asked.policy.matching(question)",
        "in (asked.policy.matching(question) if any(one.release.signed_at and"
        " one.release.signed_at <= asked.question.at for one in asked.state.releases)"
        " else ())",
        CAPS,
    ),
    Fault(
        "what is not said rules a limit out",
        "rows.by_table",
        "elif said is not False:",
        "elif said is True:",
        WALLS,
    ),
    Fault(
        "what is not said grants",
        "rows.by_table",
        "if said is True:",
        "if said is not False:",
        AGREES,
        ("holder", "asker"),
    ),
    Swap(
        "an order of which nothing is said is verified",
        "evidence.in_force",
        verified,
        "test_an_order_that_says_nothing_is_not_verified",
    ),
    Fault(
        "a ground that passes one limit passes all",
        "lawbook._rows_in",
        "exempts.get(row.rule)",
        "() if exempts and row.reason else exempts.get(row.rule)",
        ORDERS,
    ),
    Fault(
        "one law of several is enough",
        "guards.Guard.fits",
        "not self.regimes_none & where.regimes",
        "not self.regimes_none >= where.regimes",
        AGREES,
        ("grounds",),
    ),
    RowFault(
        "who causes harm is given what is free",
        "N2",
        0,
        but(category_not=FREE),
        AGREES,
        ("asker",),
    ),
    Fault(
        "what no plan speaks of is shown",
        "redaction.cutting.view_under",
        "by_category.get(leaf.label.category, View.SILENT)",
        "by_category.get(leaf.label.category, View.FULL)",
        WALKS,
    ),
)
