"""Seeded faults of the rule table, of records, of reasons."""

from __future__ import annotations

from consent.faults import Fault

ABROAD = "test_what_is_on_file_for_others_changes_no_byte"
AGREES = "test_engine_agrees_with_the_naive_oracle"
BLEND = "test_one_more_release_lowers_no_view_and_blends_with_none"
EMPTY = "test_nothing_is_granted_without_events"
FACTS = "test_a_fact_that_restricts_raises_no_view"
MORE = "test_asking_for_single_records_shows_no_more_than_asking_for_all"
RECORD = "test_a_record_is_reached_exactly_where_a_plan_shows_something_of_it"
UNSAID = "test_what_is_not_said_grants_no_more_than_anything_said"

FAULTS = (
    Fault(
        "the furthest miss is told",
        "engine.Engine._releases",
        "max(misses",
        "min(misses",
        AGREES,
        ("several",),
    ),
    Fault(
        "a release that does not answer is used",
        "engine.Engine._releases",
        "missed or of_age(",
        "of_age(",
        AGREES,
        ("form",),
    ),
    Fault(
        "releases are blended",
        "engine.Engine._releases",
        "missed or of_age(",
        "(missed if len(self.judged) == 1 else None) or of_age(",
        BLEND,
    ),
    Fault(
        "a later record is reached",
        "reach.of_age",
        "or found.reaches(created)",
        "or True",
        RECORD,
    ),
    Fault(
        "one record too new denies the category",
        "engine._any_reached",
        "any(",
        "all(",
        AGREES,
        ("holder", "records"),
    ),
    Fault(
        "releases that reach no record are used",
        "engine.Engine.verdict",
        "if _any_reached(g, listed)",
        "",
        "test_only_releases_that_reach_a_record_are_used",
    ),
    Fault(
        "of two records of one id one is enough",
        "answers._records",
        " and reached",
        " or reached",
        "test_of_two_records_of_one_id_both_must_be_reached",
    ),
    Fault(
        "a single record needs no release that answers",
        "engine.Engine._releases",
        "missed or of_age(",
        "(created is None and missed) or of_age(",
        MORE,
    ),
    Fault(
        "a release to others is seen",
        "judge.names",
        "agency == asked.recipient and",
        "",
        ABROAD,
    ),
    Fault(
        "a record leaves unasked",
        "answers._records",
        "kind in names and ",
        "",
        AGREES,
        ("basis", "records"),
    ),
)
