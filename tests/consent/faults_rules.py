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
        "the person causing harm is a recipient like others",
        "rows._floor",
        "if kind is RecipientKind.ABUSER",
        "if False",
        AGREES,
        ("asker",),
    ),
    Fault(
        "HMIS is a recipient like others",
        "rows._floor",
        "if kind is RecipientKind.HMIS and asked.holder.family",
        "if False",
        AGREES,
        ("asker",),
    ),
    Fault(
        "the internet is a recipient like others",
        "rows._floor",
        "if kind is RecipientKind.PUBLIC_WEB",
        "if False",
        AGREES,
        ("asker",),
    ),
    Fault(
        "rows of persons leave without their names",
        "rows._rows",
        "return no(Reason.INDIVIDUAL_LEVEL",
        "return yes('X') or no(Reason.INDIVIDUAL_LEVEL",
        AGREES,
        ("asker",),
    ),
    Fault(
        "VAWA's rows leave by HIPAA's method",
        "rows._rows",
        "not holder.family and",
        "",
        AGREES,
        ("clock", "holder"),
    ),
    Fault(
        "police files go for any purpose",
        "rows._own_records",
        " and purpose in _PROCEEDINGS",
        "",
        AGREES,
        ("asker",),
    ),
    Fault(
        "an unknown count is large enough",
        "rows._counts",
        "small is not None and",
        "small is None or",
        UNSAID,
    ),
    Fault(
        "a policy may publish any count",
        "rows._counts",
        "max(LEAST_CELL, asked.policy.min_cell)",
        "asked.policy.min_cell",
        AGREES,
        ("holder",),
    ),
    Fault(
        "exemptions hold where they are not wanted",
        "rows.floor",
        "and not asked.question.exemptions",
        "and False",
        EMPTY,
    ),
    Fault(
        "exemptions hold only where they are not wanted",
        "rows.floor",
        "and not asked.question.exemptions",
        "and asked.question.exemptions",
        FACTS,
    ),
    Fault(
        "a conflict wall is ignored",
        "rows.intra_program",
        "if walls and",
        "if False and",
        AGREES,
        ("basis", "facts"),
    ),
    Fault(
        "staff not named stand behind no wall",
        "rows.intra_program",
        "not q.staff or",
        "",
        "test_a_wall_holds_against_staff_named_or_not",
    ),
    Fault(
        "staff need not need to know",
        "rows.intra_program",
        "and q.need_to_know",
        "",
        AGREES,
        ("asker", "basis"),
    ),
    Fault(
        "an unknown unit is the right one",
        "rows.intra_program",
        "bool(q.unit) and q.unit == asked.holder.unit",
        "q.unit in (asked.holder.unit, '')",
        UNSAID,
    ),
    Fault(
        "anybody may read a survivor's file as hers",
        "rows.subject_access",
        "q.recipient != q.subject",
        "False",
        AGREES,
        ("basis", "facts"),
    ),
    Fault(
        "somebody else's data go by one person's release",
        "engine.Engine._basis",
        'if name == "other_party"',
        "if False",
        AGREES,
        ("asker",),
    ),
    Fault(
        "treatment records may be used against the patient",
        "engine.Engine._basis",
        "if facts.downstream_part2 and facts.use_against_subject",
        "if False",
        AGREES,
        ("facts",),
    ),
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
        "decide._records",
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
        "decide._records",
        "kind in names and ",
        "",
        AGREES,
        ("basis", "records"),
    ),
)
