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
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from screening.checks import PROPERTIES

PACKAGE = "fjcore.screening"
BUDGET = settings(
    max_examples=600,
    phases=(Phase.generate,),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

RULES = "agrees_with_the_rules"
SOUND = "holds_every_completion"
EXACT = "is_exact_where_items_are_read_once"
NARROWS = "narrows_with_every_answer"
ALIKE = "counts_every_reason_alike"
STALE = "ignores_what_a_shut_gate_hides"
ALERTS = "raises_each_alert_at_its_answer"
RESUMES = "resumes_where_it_was_left"

RUN = "evaluate._Run"
RAISE = "session.Session._raise"
SUPERSEDE = "self._note(trigger.id, Change.SUPERSEDED, at)"
WITHDRAW = "self._alerts = [a for a in self._alerts if a.trigger != trigger.id]"
WIDE = " if applies is Tri.TRUE else (min(0, low), max(0, high))"


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
        # what was not answered
        ("unanswered is zero", f"{RUN}.range", "= item.span", "= 0, 0", SOUND),
        ("unanswered is zero, in rule", f"{RUN}.range", "= item.span", "= 0, 0", RULES),
        (
            "unanswered is the lowest",
            f"{RUN}.range",
            "low, high = item.span",
            "low = high = item.span[0]",
            EXACT,
        ),
        (
            "unanswered is no",
            f"{RUN}._item_is",
            "return Tri.UNDETERMINED",
            "return Tri.FALSE",
            SOUND,
        ),
        (
            "a threshold not yet reached is false",
            "evaluate._at_least",
            "Tri.FALSE if high < needed else Tri.UNDETERMINED",
            "Tri.FALSE",
            SOUND,
        ),
        (
            "a threshold that may be reached is true",
            "evaluate._at_least",
            "low >= needed",
            "high >= needed",
            EXACT,
        ),
        (
            "a form with gaps is complete",
            f"{RUN}.result",
            "complete=not missing",
            "complete=True",
            RULES,
        ),
        (
            "a box that was declined is unticked",
            f"{RUN}.__init__",
            " and item.id not in stated",
            "",
            RULES,
        ),
        (
            "a reason for skipping counts",
            "session.Session.evaluate",
            "step.value is None)",
            'step.status == "declined")',
            ALIKE,
        ),
        # bands and outcomes
        (
            "a band from the lower bound",
            f"{RUN}._banding",
            "band.min <= found.upper",
            "band.min <= found.lower",
            SOUND,
        ),
        (
            "a band from the upper bound",
            f"{RUN}._banding",
            "band.max >= found.lower",
            "band.max >= found.upper",
            SOUND,
        ),
        (
            "an open flag decides the outcome",
            f"{RUN}._outcomes",
            "if flag is Tri.TRUE:",
            "if flag is not Tri.FALSE:",
            SOUND,
        ),
        (
            "an open flag is false for the outcome",
            f"{RUN}._outcomes",
            "flag is Tri.FALSE or",
            "flag is not Tri.TRUE or",
            SOUND,
        ),
        (
            "few answers make a mean",
            f"{RUN}.bounds",
            "len(answered) >= score.min_answered",
            "True",
            RULES,
        ),
        # gates, facts, conditions
        (
            "a stale answer counts",
            f"{RUN}.range",
            "applies is Tri.FALSE or not item.options",
            "not item.options",
            RULES,
        ),
        (
            "an answer behind a shut gate says more than none",
            f"{RUN}._item_is",
            "applies is Tri.FALSE:",
            "False:",
            STALE,
        ),
        ("an open gate is taken for wide open", f"{RUN}.range", WIDE, "", SOUND),
        (
            "a fact not known is no",
            f"{RUN}._context_is",
            "return Tri.UNDETERMINED",
            "return Tri.FALSE",
            SOUND,
        ),
        (
            "what is not true is false when turned",
            f"{RUN}.test",
            "tri_not(parts[0])",
            "Tri.of(parts[0] is not Tri.TRUE)",
            SOUND,
        ),
        ("all is any", f"{RUN}.test", 'kind == "all"', 'kind == "any"', SOUND),
        (
            "unanswered is no until it is answered",
            f"{RUN}._item_is",
            "return Tri.UNDETERMINED",
            "return Tri.FALSE",
            NARROWS,
        ),
        # alerts
        (
            "an alert only at the end",
            RAISE,
            'closing or trigger.timing == "immediate"',
            "closing",
            ALERTS,
        ),
        (
            "a notice for the end comes before it",
            RAISE,
            'closing or trigger.timing == "immediate"',
            "True",
            ALERTS,
        ),
        (
            "an alert is withdrawn by a changed answer",
            RAISE,
            SUPERSEDE,
            WITHDRAW,
            ALERTS,
        ),
        ("an alert comes twice", RAISE, "was is None and true", "true", ALERTS),
        (
            "abandoning raises nothing",
            "session.Session._close",
            "closing=True",
            "closing=not abandoned",
            ALERTS,
        ),
        (
            "abandoning withdraws",
            "session.Session._close",
            "alerts=self.alerts,",
            "alerts=() if abandoned else self.alerts,",
            ALERTS,
        ),
        ("nobody is told", RAISE, "self._tell(new)", "pass", ALERTS),
        (
            "a result keeps stale answers",
            "session.Session._close",
            " and name not in evaluation.ignored",
            "",
            ALERTS,
        ),
        (
            "the first answer wins",
            "session.Session._last",
            "in self._steps}",
            "in self._steps[::-1]}",
            ALERTS,
        ),
        (
            "a resumed session forgets its alerts",
            "session.Session.resume",
            "session._keep(evolve(step, at=utc(step.at)))",
            "session._steps.append(step)",
            RESUMES,
        ),
    )
)


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


def engine() -> list[ModuleType]:
    """Every module of the engine."""
    return [m for name, m in sorted(sys.modules.items()) if name.startswith(PACKAGE)]


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Put the changed function wherever the sound one stands, for a while."""
    module, *path = mutant.where.split(".")
    owner: Any = importlib.import_module(f"{PACKAGE}.{module}")
    for name in path[:-1]:
        owner = getattr(owner, name)
    held = inspect.getattr_static(owner, path[-1])
    sound = getattr(held, "__func__", held)
    faulty: Any = changed(mutant, sound)
    faulty = getattr(faulty, "__func__", faulty)
    places = [(owner, path[-1])]
    for one in engine():
        places += [(one, key) for key, value in vars(one).items() if value is held]
    try:
        for place, key in places:
            setattr(place, key, faulty if held is sound else type(held)(faulty))
        yield
    finally:
        for place, key in places:
            setattr(place, key, held)


def fails(check: Callable[[Any], None], case: Any) -> bool:
    """Whether a property does not hold of a case."""
    try:
        check(case)
    except AssertionError:
        return True
    return False


def noticed(mutant: Mutant, budget: settings) -> tuple[bool, Any]:
    """Whether its property notices a fault, and the case in which it does."""
    of, check = PROPERTIES[mutant.noticed_by]
    rng = Random(11)  # noqa: S311 - the same cases every time
    with planted(mutant):
        try:
            case = find(of, lambda one: fails(check, one), settings=budget, random=rng)
        except NoSuchExample:
            return False, None
    return True, case


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant: Mutant) -> None:
    """A fault should be noticed by its property, where the engine is right."""
    found, case = noticed(mutant, BUDGET)

    assert found, f"{mutant.name}: {mutant.noticed_by} lets it pass"
    PROPERTIES[mutant.noticed_by][1](case)


def test_the_table_is_worth_its_name() -> None:
    """Every property should have a fault to notice, and none should repeat."""
    assert len({m.name for m in MUTANTS}) == len(MUTANTS)
    assert {m.noticed_by for m in MUTANTS} == PROPERTIES.keys()
    assert all(m.old != m.new for m in MUTANTS)


def test_a_piece_that_is_gone_fails_the_table() -> None:
    """A fault that can no longer be planted should fail, not pass unseen."""
    gone = Mutant("gone", f"{RUN}.range", "= item.width", "= 0, 0", RULES)

    with pytest.raises(pytest.fail.Exception, match="no longer holds"), planted(gone):
        pass


def test_a_fault_that_changes_nothing_fails_the_table() -> None:
    """A fault that no property notices should fail, not pass unseen."""
    same = Mutant("same", "evaluate._at_least", "high < needed", "needed > high", EXACT)

    assert noticed(same, settings(BUDGET, max_examples=40)) == (False, None)
