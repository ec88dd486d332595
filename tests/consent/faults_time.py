"""Seeded faults of time: starts, ends, withdrawals, spans."""

from __future__ import annotations

from consent.faults import Fault

AGREES = "test_engine_agrees_with_the_naive_oracle"
LATER = "test_what_is_recorded_later_is_not_known_yet"
SINCE = "test_taking_all_back_leaves_what_is_signed_later"
SPAN = "test_a_decision_holds_through_its_whole_span"
STALE = "test_a_plan_out_of_its_span_or_revision_is_stale"
TIES = "test_a_withdrawal_told_at_the_instant_of_asking_wins"
WINDOW = "test_a_release_holds_its_start_and_not_its_end"
WITHDRAWN = "test_a_withdrawn_release_grants_nothing_from_the_telling_on"

FAULTS = (
    Fault("an end is still inside", "judge.after_end", "at >= end", "at > end", WINDOW),
    Fault(
        "a start is still outside",
        "judge.before_start",
        "at < start",
        "at <= start",
        WINDOW,
    ),
    Fault(
        "an expired release is live",
        "judge.after_end",
        "end is not None and at >= end",
        "False",
        WINDOW,
    ),
    Fault(
        "a release begins when signed, whatever it says",
        "release.Release.start",
        "max(self.signed_at, self.effective_at)",
        "self.signed_at",
        WINDOW,
    ),
    Fault(
        "of two ends the last counts",
        "release.Release.end",
        "min(",
        "max(",
        "test_of_two_ends_the_first_to_come_counts",
    ),
    Fault(
        "a day ends at midnight in London",
        "release.Release._ends",
        "end_of_day(self.expires_on, tz)",
        "end_of_day(self.expires_on, ZoneInfo('UTC'))",
        AGREES,
        ("clock",),
    ),
    Fault(
        "a doubtful end is the later one",
        "release.Release._ends",
        'tz, "end")',
        'tz, "start")',
        AGREES,
        ("clock",),
    ),
    Fault(
        "days are of 24 hours each",
        "release.Release._ends",
        "add_days(self.signed_at, self.duration_days, tz)",
        "add_days(self.signed_at, self.duration_days, ZoneInfo('UTC'))",
        AGREES,
        ("clock",),
    ),
    Fault(
        "an event ends nothing",
        "judge._live",
        "for ended in file.ended",
        "for ended in ()",
        AGREES,
        ("facts", "form"),
    ),
    Fault("a withdrawal loses a tie", "judge.told_before", "<=", "<", WITHDRAWN),
    Fault(
        "a withdrawal loses a tie, seen plainly", "judge.told_before", "<=", "<", TIES
    ),
    Fault(
        "a withdrawal is ignored",
        "judge._live",
        "for told in file.withdrawn",
        "for told in ()",
        WITHDRAWN,
    ),
    Fault(
        "the last withdrawal alone counts",
        "judge._live",
        "for told in file.withdrawn",
        "for told in file.withdrawn[-1:]",
        WITHDRAWN,
    ),
    Fault(
        "a withdrawal from a recipient is ignored",
        "judge._recipient",
        "in file.recipients",
        "in ()",
        AGREES,
        ("withdrawals",),
    ),
    Fault(
        "a person not named is not the one withdrawn from",
        "judge.might_name",
        "asked.person is None",
        "False",
        "test_taking_back_from_one_person_leaves_the_others_of_the_agency",
    ),
    Fault(
        "a withdrawal from one person is one from all",
        "judge.might_name",
        "asked.person is None and",
        "",
        AGREES,
        ("records", "withdrawals"),
    ),
    Fault(
        "a category taken back is still given",
        "reach.item_for",
        "in file.categories",
        "in ()",
        AGREES,
        ("withdrawals",),
    ),
    Fault(
        "a parent taken back leaves its leaves",
        "reach.item_for",
        "covers(taken, category) or taken == item",
        "taken == item",
        AGREES,
        ("facts", "withdrawals"),
    ),
    Fault(
        "taking all back hits what is signed later",
        "onfile._hits",
        "release.signed_at <= event.effective_at",
        "True",
        SINCE,
    ),
    Fault(
        "what is recorded later is known",
        "state.state_at",
        "if event.recorded_at <= known_at",
        "",
        LATER,
    ),
    Fault(
        "a span misses withdrawals",
        "onfile.OnFile.instants",
        "*self.withdrawn, ",
        "",
        SPAN,
        ("withdrawals",),
    ),
    Fault(
        "a span misses the end of a release",
        "validity.of_file",
        ", file.release.end(tz)",
        "",
        SPAN,
        ("asker",),
    ),
    Fault(
        "a span misses the start of a release",
        "validity.of_file",
        "file.release.start(), ",
        "",
        SPAN,
        ("asker",),
    ),
    Fault(
        "a span misses a birthday",
        "validity.of_facts",
        "[of_age, ",
        "[",
        SPAN,
        ("people",),
    ),
    Fault(
        "a span misses a death",
        "validity.of_facts",
        ", facts.deceased_at",
        "",
        SPAN,
        ("facts",),
    ),
    Fault(
        "a span misses that harm became known",
        "validity.of_facts",
        ", guardian.abuser_known_at",
        "",
        SPAN,
        ("people",),
    ),
    Fault(
        "a span misses what was taken back in part",
        "onfile.OnFile.instants",
        "*self.recipients, *self.categories, *self.cosigned",
        "*self.cosigned, *()",
        SPAN,
        ("withdrawals",),
    ),
    Fault(
        "a span misses a change of the facts",
        "validity.boundaries",
        "yield from state.changes",
        "yield from ()",
        "test_a_decision_ends_where_the_facts_change",
    ),
    Fault(
        "an end is still inside, seen beside others",
        "judge.after_end",
        "at >= end",
        "at > end",
        "test_a_release_out_of_its_time_is_as_if_it_were_not",
    ),
    Fault(
        "a release taken back begins at once",
        "judge._live",
        "if before_start(release, at)",
        "if before_start(release, at) and not file.withdrawn",
        "test_a_withdrawal_raises_no_view",
    ),
    Fault(
        "an event puts off the stated end",
        "judge._live",
        "if after_end(release.end(zone(holder.tz)), at)",
        "if after_end(release.end(zone(holder.tz)), at) and not file.ended",
        "test_an_end_that_comes_raises_no_view",
    ),
    Fault(
        "an event leaves plans as they are",
        "state.state_at",
        "revision=len(known)",
        "revision=sum(isinstance(one, e.Signed) for one in known)",
        "test_every_event_makes_plans_stale",
    ),
    Fault(
        "the first event on file is not folded",
        "state._releases",
        "on_file(event, known)",
        "on_file(event, known[1:])",
        "test_the_order_of_events_recorded_together_does_not_matter",
    ),
    Fault(
        "a plan holds at any revision",
        "plan.Plan.check",
        " or revision != self.revision",
        "",
        STALE,
    ),
    Fault(
        "a plan holds at its end", "plan.Plan.check", "now >= end", "now > end", STALE
    ),
    Fault(
        "a plan holds before its start",
        "plan.Plan.check",
        "early or late",
        "late",
        STALE,
    ),
)
