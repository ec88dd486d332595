"""Seeded faults of what stands beside the scoring, each noticed by a plain example."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from screening.beside import CHECKS
from screening.faults import Mutant
from screening.test_mutants import planted

from fjcore.errors import FjcoreError

LOADER, UP, APART = "the_loader_is_strict", "judgement_goes_up", "editions_stay_apart"
WORDS, BACK, CUTS = (
    "words_need_a_licence",
    "a_session_comes_back",
    "cuts_and_warnings_hold",
)
TOTALS, MEANS = "totals_are_bounded", "means_are_estimates"
ROWS = (
    (
        "a vector that is wrong will do",
        "_document._vectors",
        "yield from wrong",
        "",
        LOADER,
    ),
    ("no limits will do", "_document._stated", "not made.limits", "False", LOADER),
    ("a half licence will do", "_document._stated", "!= set(Use)", "is None", LOADER),
    (
        "silence need not be shown",
        "_coverage._silence",
        "not any(",
        "False and any(",
        LOADER,
    ),
    (
        "an edge need not be shown",
        "_coverage._bands",
        "edge not in seen",
        "False",
        LOADER,
    ),
    (
        "open need not be shown",
        "_coverage._flags",
        '(None, "open")',
        '(False, "open")',
        LOADER,
    ),
    (
        "true need not be shown",
        "_coverage._flags",
        '(True, "true")',
        '(False, "true")',
        LOADER,
    ),
    ("bands may leave a gap", "lint._bands", "low.max + 1 == high.min", "True", LOADER),
    (
        "a cut need not be there",
        "lint._profiles",
        "name not in made.profiles",
        "False",
        LOADER,
    ),
    ("down is as good as up", "overriding._may", "ladder.index(to) > ", "0 <= ", UP),
    (
        "the same is up",
        "overriding._may",
        "ladder.index(to) > ",
        "ladder.index(to) >= ",
        UP,
    ),
    (
        "an earlier judgement is forgotten",
        "overriding._may",
        "[at, *judged]",
        "[at]",
        UP,
    ),
    (
        "a judgement replaces another",
        "overriding.override",
        "*result.overrides, ",
        "",
        UP,
    ),
    (
        "any reason will do",
        "overriding.override",
        "reason not in instrument.override_reasons",
        "False",
        UP,
    ),
    (
        "any definition may judge",
        "overriding.override",
        "instrument.logic_hash,",
        "result.logic_hash,",
        UP,
    ),
    (
        "a judged trigger is silent",
        "overriding._alerted",
        'judged.to != "true"',
        "True",
        UP,
    ),
    (
        "overlap is a rise",
        "comparing._above",
        "high.lower > low.upper",
        "high.upper > low.upper",
        APART,
    ),
    (
        "what may have risen has not",
        "comparing._above",
        "else Tri.UNDETERMINED",
        "else Tri.FALSE",
        APART,
    ),
    ("logic does not matter", "comparing.compare", "r.logic_hash, ", "", APART),
    ("the cut does not matter", "comparing.compare", "r.profile, ", "", APART),
    ("no is yes", "licence.Licence.allows", '== "yes"', "is not None", WORDS),
    ("ask is yes", "licence.Licence.allows", '== "yes"', '!= "no"', WORDS),
    (
        "no licence asks nothing",
        "licence.permit",
        "not licence.allows(use, permission)",
        "False",
        WORDS,
    ),
    (
        "other logic is taken up",
        "saving.restore",
        '(row["instrument"], row["logic_hash"]) != pins',
        "False",
        BACK,
    ),
    (
        "an untold alert is forgotten",
        "alerts.Alerts.owe",
        "alert.trigger in owed",
        "False",
        BACK,
    ),
    (
        "wiping keeps the answers",
        "session.Session.abandon",
        "self._steps.clear()",
        "pass",
        BACK,
    ),
    (
        "wiped is as good as empty",
        "session.Session.abandon",
        "self._wiped = True",
        "pass",
        BACK,
    ),
    (
        "every cut alerts",
        "_given.looked_at",
        "trigger.profile in (None, profile)",
        "True",
        CUTS,
    ),
    ("no fact chooses", "scoring.Scorer.around", "if chosen:", "if False:", CUTS),
    (
        "one id of a contradiction is enough",
        "definition.Instrument.read_by",
        "in self.asked if",
        "in self.asked[:3] if",
        CUTS,
    ),
    (
        "the youngest is too young",
        "_given.is_inside",
        "low <= age",
        "low < age",
        CUTS,
    ),
    ("any total will do", "session._is_total", "<= score.max", "< 99", TOTALS),
    (
        "a total stands beside answers",
        "session.Session._check",
        " or self._given.totals",
        "",
        TOTALS,
    ),
    (
        "any tool takes a total",
        "_given._check_totals",
        '"total_only" not in instrument.entry_modes',
        "False",
        TOTALS,
    ),
    (
        "a total is complete without its like",
        "scoring.Scorer.complete",
        "around.totals >=",
        "around.totals >",
        TOTALS,
    ),
    (
        "a mean settles the bounds",
        "scoring._mean",
        "lower=low * scale",
        "lower=value or low * scale",
        MEANS,
    ),
    (
        "a mean is no estimate",
        "scoring._mean",
        "count < len(score.items)",
        "False",
        MEANS,
    ),
)
MUTANTS = tuple(Mutant(*row) for row in ROWS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant: Mutant) -> None:
    """A fault should be noticed by its check, where the engine is right."""
    check = CHECKS[mutant.noticed_by]
    check()
    with planted(mutant):
        noticed = fails(check)

    assert noticed


def fails(check: Callable[[], None]) -> bool:
    """Whether a check does not hold."""
    try:
        check()
    except (AssertionError, FjcoreError, TypeError, ValueError, KeyError):
        return True
    return False


def test_the_table_is_worth_its_name() -> None:
    """Every check should have a fault to notice, and none should repeat."""
    assert len({m.name for m in MUTANTS}) == len(MUTANTS)
    assert {m.noticed_by for m in MUTANTS} == CHECKS.keys()
    assert all(m.old != m.new for m in MUTANTS)
