"""Seeded faults of the engine, each noticed by the property that is there for it.

A fault is one changed piece of the source of one function. A fault whose piece is no
longer there fails the table, and so does one that its property lets pass.
"""

from __future__ import annotations
import __future__ as flags

import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from types import ModuleType
from typing import Any

import pytest
from attrs import frozen
from consent import test_properties
from consent.test_properties import PROPERTIES
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

PACKAGE = "fjcore.consent"
BUDGET = settings(
    max_examples=1500,
    phases=(Phase.generate,),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
#: How a property says that it does not hold; anything else is a broken fault.
NOTICED = (AssertionError, pytest.fail.Exception)

AGREES = "test_engine_agrees_with_the_naive_oracle"
AGES = "test_a_plan_agrees_with_the_oracle_on_records_of_every_age"
WINDOW = "test_a_release_holds_its_start_and_not_its_end"
WITHDRAWN = "test_a_withdrawn_release_grants_nothing_from_the_telling_on"
TIES = "test_a_withdrawal_told_at_the_instant_of_asking_wins"
SINCE = "test_taking_all_back_leaves_what_is_signed_later"
LATER = "test_what_is_recorded_later_is_not_known_yet"
CAPS = "test_a_limit_that_matches_caps_every_view"
NARROWS = "test_a_limit_raises_no_view"
CLOSED = "test_a_closed_policy_lets_nothing_out"
UNSAID = "test_what_is_not_said_grants_no_more_than_anything_said"
OTHERS = "test_a_release_for_somebody_else_changes_nothing"
EMPTY = "test_nothing_is_granted_without_events"
SPAN = "test_a_decision_holds_through_its_whole_span"
STALE = "test_a_plan_out_of_its_span_or_revision_is_stale"
SAYS = "test_a_plan_says_what_its_decision_says"
RULES = "test_a_rule_that_fails_lets_nothing_leave"
FACTS = "test_a_fact_that_restricts_raises_no_view"
SAME = "test_a_recipient_is_always_told_the_same"


@frozen
class Mutant:
    """One fault: where, which piece becomes which, and the property that notices."""

    name: str
    where: str
    old: str
    new: str
    noticed_by: str


MUTANTS = tuple(
    Mutant(*row)
    for row in (
        # time
        ("an end is still inside", "judge.after_end", "at >= end", "at > end", WINDOW),
        (
            "a start is still outside",
            "judge.before_start",
            "at < start",
            "at <= start",
            WINDOW,
        ),
        (
            "an expired release is live",
            "judge.after_end",
            "end is not None and at >= end",
            "False",
            WINDOW,
        ),
        (
            "a release begins when signed, whatever it says",
            "release.Release.start",
            "max(signed, utc(self.effective_at))",
            "signed",
            WINDOW,
        ),
        (
            "a day ends at midnight in London",
            "release.Release.end",
            "end_of_day(self.expires_on, tz)",
            "end_of_day(self.expires_on, ZoneInfo('UTC'))",
            AGREES,
        ),
        (
            "a doubtful end is the later one",
            "release.Release.end",
            'tz, "end")',
            'tz, "start")',
            AGREES,
        ),
        (
            "days are of 24 hours each",
            "release.Release.end",
            "add_days(self.signed_at, self.duration_days, tz)",
            "add_days(self.signed_at, self.duration_days, ZoneInfo('UTC'))",
            AGREES,
        ),
        ("a withdrawal loses a tie", "judge.told_before", "<=", "<", WITHDRAWN),
        (
            "a withdrawal loses a tie, seen plainly",
            "judge.told_before",
            "<=",
            "<",
            TIES,
        ),
        (
            "a withdrawal is ignored",
            "judge._live",
            "for told in file.withdrawn",
            "for told in ()",
            WITHDRAWN,
        ),
        (
            "the last withdrawal alone counts",
            "judge._live",
            "for told in file.withdrawn",
            "for told in file.withdrawn[-1:]",
            WITHDRAWN,
        ),
        (
            "a withdrawal from a recipient is ignored",
            "judge._recipient",
            "in file.recipients",
            "in ()",
            AGREES,
        ),
        (
            "a category taken back is still given",
            "judge.reach",
            "in file.categories",
            "in ()",
            AGREES,
        ),
        (
            "taking all back hits what is signed later",
            "state._hits",
            "utc(release.signed_at) <= event.effective_at",
            "True",
            SINCE,
        ),
        (
            "what is recorded later is known",
            "state.state_at",
            "if event.recorded_at <= known_at",
            "",
            LATER,
        ),
        # the release itself
        (
            "a release for everything is accepted",
            "judge._form",
            'if "*" in release.scope or "*" in release.recipients',
            "if False",
            AGREES,
        ),
        (
            "help may depend on a release",
            "judge._form",
            "if not release.voluntary",
            "if False",
            FACTS,
        ),
        (
            "the purpose is ignored",
            "judge.purpose_matches",
            "purpose in release.purpose",
            "True",
            AGREES,
        ),
        (
            "the method is ignored",
            "judge.matches",
            "asking.method not in file.release.methods",
            "False",
            AGREES,
        ),
        (
            "the recipient is ignored",
            "judge.names",
            "agency == asking.recipient and",
            "",
            OTHERS,
        ),
        (
            "a person named is the whole agency",
            "judge.names",
            "not person or person == asking.person",
            "True",
            AGREES,
        ),
        (
            "an exclusion is ignored",
            "judge.reach",
            "for struck in release.exclude",
            "for struck in ()",
            AGREES,
        ),
        (
            "a parent grants what is explicit only",
            "judge.reach",
            "if CATEGORIES[category].explicit_only",
            "if False",
            AGREES,
        ),
        (
            "the view signed for is ignored",
            "decide._Engine._release",
            "release.views.get(reached, View.FULL)",
            "View.FULL",
            AGREES,
        ),
        (
            "the cap of days is ignored",
            "judge._bounds",
            "policy.max_release_days",
            "9999",
            AGREES,
        ),
        (
            "under VAWA an event is end enough",
            "judge._bounds",
            "release.expires_event and not policy.holder.family",
            "release.expires_event",
            AGREES,
        ),
        (
            "a release is used for ever",
            "judge._live",
            "file.uses >= release.max_uses",
            "False",
            AGREES,
        ),
        (
            "a record made after the signing is reached",
            "decide._Engine._release",
            "None if release.covers_future_records else judge.signed(release)",
            "None",
            AGES,
        ),
        (
            "a category newer than the form is reached",
            "judge.newer_than_form",
            "utc(introduced) > utc(release.signed_at)",
            "False",
            AGREES,
        ),
        (
            "treatment records need no form of their own",
            "judge.special_form",
            'category == "sud" and',
            "False and",
            AGREES,
        ),
        (
            "psychotherapy notes go with other things",
            "judge.special_form",
            "and set(release.scope) == {category}",
            "",
            AGREES,
        ),
        (
            "privilege is given up unasked",
            "judge.special_form",
            "and not release.privilege_ack",
            "and False",
            AGREES,
        ),
        (
            "a shelter's place needs no operator",
            "judge.special_form",
            "and not facts.shelter_authorization",
            "and False",
            FACTS,
        ),
        # who signed
        (
            "a person causing harm signs for a child",
            "judge.barred",
            'guardian.abuser != "no" or guardian.abuser_of_other_parent',
            "False",
            FACTS,
        ),
        (
            "suspicion bars nobody",
            "judge.barred",
            '!= "no"',
            '== "confirmed"',
            FACTS,
        ),
        (
            "a minor signs alone",
            "judge.signers",
            "return Reason.SIGNER_MISSING\n    return _guardian_signed",
            "return Reason.SIGNER_MISSING\n    return None and _guardian_signed",
            AGREES,
        ),
        (
            "a parent signs alone",
            "judge.signers",
            "if not own:\n        return Reason.SIGNER_MISSING",
            "",
            AGREES,
        ),
        (
            "an agent or an aunt may sign",
            "judge._fit",
            "guardian.kind not in SIGNING_KINDS or",
            "",
            AGREES,
        ),
        (
            "an office is for ever",
            "judge.in_office",
            "at < utc(guardian.until)",
            "True",
            AGREES,
        ),
        (
            "majority comes at midnight in London",
            "judge.majority",
            'time()), tz, "start"',
            'time()), zone("UTC"), "start"',
            AGREES,
        ),
        (
            "an unknown age is of age",
            "judge.adult",
            "comes is not None and",
            "comes is None or",
            AGREES,
        ),
        (
            "a child come of age is not asked anew",
            "judge._person",
            "return Reason.RECONFIRM_REQUIRED",
            "return None",
            AGREES,
        ),
        (
            "a release outlives the person",
            "judge._person",
            "if not release.survives_death",
            "if False",
            FACTS,
        ),
        # rules ahead of the releases
        (
            "the person causing harm is a recipient like others",
            "decide._Engine._floor",
            "if kind is RecipientKind.ABUSER",
            "if False",
            AGREES,
        ),
        (
            "HMIS is a recipient like others",
            "decide._Engine._floor",
            "if kind is RecipientKind.HMIS and family",
            "if False",
            AGREES,
        ),
        (
            "the internet is a recipient like others",
            "decide._Engine._floor",
            "if kind is RecipientKind.PUBLIC_WEB",
            "if False",
            AGREES,
        ),
        (
            "somebody else's data go by one person's release",
            "decide._Engine._basis",
            'if name == "other_party"',
            "if False",
            AGREES,
        ),
        (
            "a conflict wall is ignored",
            "decide._Engine._intra_program",
            "if q.staff and q.staff in self.state.facts.conflict_walls",
            "if False",
            FACTS,
        ),
        (
            "staff need not need to know",
            "decide._Engine._intra_program",
            "and q.need_to_know",
            "",
            FACTS,
        ),
        (
            "an unknown unit is the right one",
            "decide._Engine._intra_program",
            "q.unit == holder.unit",
            "q.unit in (holder.unit, '')",
            UNSAID,
        ),
        (
            "an unknown count is large enough",
            "decide._Engine._floor",
            "small is not None and",
            "small is None or",
            UNSAID,
        ),
        (
            "exemptions hold where they are not wanted",
            "decide._Engine.verdict",
            "or (found.granted and not self.question.exemptions)",
            "",
            EMPTY,
        ),
        # limits
        (
            "limits are ignored",
            "decide._Engine._limited",
            "for limit in self.policy.limits",
            "for limit in ()",
            CAPS,
        ),
        (
            "a limit raises",
            "decide._Engine._limited",
            "min(grant.view, cap)",
            "max(grant.view, cap)",
            CAPS,
        ),
        (
            "the mildest limit wins",
            "decide._Engine._limited",
            "min(caps, default",
            "max(caps, default",
            NARROWS,
        ),
        (
            "a limit on a parent misses its leaves",
            "parties.Limit.matches",
            "covers(item, question.category)",
            "item == question.category",
            AGREES,
        ),
        (
            "a closed policy is open",
            "decide._Engine._limited",
            "if self.policy.closed and",
            "if False and",
            CLOSED,
        ),
        (
            "a rule that fails is skipped",
            "decide._cap",
            'raise RuleFailed(str(getattr(rule, "id", "rule")))',
            "return View.FULL",
            RULES,
        ),
        # duties, plans, words
        (
            "a release leaves without its notice",
            "obligations._by_rule",
            "yield O.REDISCLOSURE_NOTICE",
            "pass",
            AGREES,
        ),
        (
            "a leaf found inside is not cut out",
            "decide.decide",
            "if i not in allowed",
            "if False",
            AGREES,
        ),
        (
            "the furthest miss is told",
            "decide._Engine._releases",
            "max(misses",
            "min(misses",
            AGREES,
        ),
        (
            "a plan holds at any revision",
            "plan.Plan.check",
            " or revision != self.revision",
            "",
            STALE,
        ),
        (
            "a plan holds at its end",
            "plan.Plan.check",
            "now >= end",
            "now > end",
            STALE,
        ),
        (
            "a plan holds before its start",
            "plan.Plan.check",
            "early or late",
            "late",
            STALE,
        ),
        (
            "a span misses withdrawals",
            "validity.boundaries",
            "*file.withdrawn, ",
            "",
            SPAN,
        ),
        (
            "a span misses the end of a release",
            "validity.boundaries",
            ", file.release.end(tz)",
            "",
            SPAN,
        ),
        (
            "a span misses a birthday",
            "validity.boundaries",
            "[of_age, ",
            "[",
            SPAN,
        ),
        (
            "a span misses that harm became known",
            "validity.boundaries",
            ", guardian.abuser_known_at",
            "",
            SPAN,
        ),
        (
            "a plan takes the lowest of several releases",
            "plan._view",
            "max((g.view",
            "min((g.view",
            SAYS,
        ),
        (
            "a record of the signing instant is too new",
            "plan.reaches",
            "recorded_at <= cutoff",
            "recorded_at < cutoff",
            AGES,
        ),
        (
            "what is withheld is marked though silent",
            "plan._view",
            "View.SILENT if",
            "View.MARKED if",
            AGES,
        ),
        (
            "a recipient reads the reasons",
            "explain.explain",
            "if audience is Audience.RECIPIENT",
            "if False",
            SAME,
        ),
    )
)


# --- planting a fault --------------------------------------------------------------


def owner_of(where: str) -> tuple[Any, str]:
    """The module or class that holds a function, and the function's name in it."""
    module, *path = where.split(".")
    owner: Any = importlib.import_module(f"{PACKAGE}.{module}")
    for name in path[:-1]:
        owner = getattr(owner, name)
    return owner, path[-1]


def changed(mutant: Mutant, sound: Callable[..., Any]) -> Callable[..., Any]:
    """The function with its one piece of source changed."""
    source = textwrap.dedent(inspect.getsource(sound))
    if source.count(mutant.old) != 1:
        pytest.fail(f"{mutant.where} no longer holds once: {mutant.old!r}")
    text = source.replace(mutant.old, mutant.new)
    code = compile(
        text, f"<{mutant.name}>", "exec", flags.annotations.compiler_flag, True
    )
    made: dict[str, Any] = {}
    exec(code, sound.__globals__, made)  # noqa: S102 - our own source, one piece changed
    return made[sound.__name__]


def forget() -> None:
    """Empty every cache of the engine."""
    for module in engine():
        for value in vars(module).values():
            if callable(getattr(value, "cache_clear", None)):
                value.cache_clear()


def engine() -> list[ModuleType]:
    """Every module of the engine."""
    return [
        module
        for name, module in sorted(sys.modules.items())
        if name == PACKAGE or name.startswith(f"{PACKAGE}.")
    ]


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Put the changed function wherever the sound one stands, for a while."""
    owner, name = owner_of(mutant.where)
    sound = getattr(owner, name)
    faulty = changed(mutant, sound)
    places = [(owner, name)]
    for module in engine():
        places += [(module, key) for key, v in vars(module).items() if v is sound]
    try:
        for place, key in places:
            setattr(place, key, faulty)
        forget()
        yield
    finally:
        for place, key in places:
            setattr(place, key, sound)
        forget()


# --- noticing it -------------------------------------------------------------------


def property_of(name: str) -> tuple[st.SearchStrategy[Any], Callable[[Any], None]]:
    """A property by its name; a plain test is one, of no case or of its parameters."""
    if name in PROPERTIES:
        return PROPERTIES[name]
    test = getattr(test_properties, name)
    rows = [mark.args[1] for mark in getattr(test, "pytestmark", ())]
    if not rows:
        return st.none(), lambda _: test()
    return st.sampled_from(list(rows[0])), test


def fails(check: Callable[[Any], None], case: Any) -> bool:
    """Whether a property does not hold of a case."""
    try:
        check(case)
    except NOTICED:
        return True
    return False


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant: Mutant) -> None:
    """A fault should be noticed by its property, in a case of which the engine is right."""
    of, check = property_of(mutant.noticed_by)
    case, found = None, True
    with planted(mutant):
        try:
            case = find(
                of, lambda one: fails(check, one), settings=BUDGET, random=Random(11)
            )
        except NoSuchExample:
            found = False

    assert found, f"{mutant.name}: {mutant.noticed_by} lets it pass"
    check(case)


def test_the_table_is_worth_its_name() -> None:
    """The table should hold faults enough, each one a change of its own."""
    assert len(MUTANTS) >= 12
    assert len({m.name for m in MUTANTS}) == len(MUTANTS)
    assert len({m.noticed_by for m in MUTANTS}) >= 12
    assert all(m.old != m.new for m in MUTANTS)


def test_a_piece_that_is_gone_fails_the_table() -> None:
    """A fault that can no longer be planted should fail, not pass unseen."""
    gone = Mutant("gone", "judge.after_end", "at >= the end", "False", WINDOW)

    with pytest.raises(pytest.fail.Exception, match="no longer holds"), planted(gone):
        pass


def test_a_fault_that_changes_nothing_fails_the_table() -> None:
    """A fault that no property notices should fail, not pass unseen."""
    same = Mutant("same", "judge.after_end", "at >= end", "end <= at", TIES)

    with pytest.raises(AssertionError, match="lets it pass"):
        test_every_seeded_fault_is_noticed(same)
