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
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from screening.checks import PROPERTIES as OF_CASES
from screening.faults import EXACT, MUTANTS, RULES, Mutant
from screening.interviews import INTERVIEWS
from screening.walks import WALKS

from fjcore.screening.scoring import between

PACKAGE = "fjcore.screening"
PROPERTIES = OF_CASES | INTERVIEWS | WALKS
BUDGET = settings(
    max_examples=600,
    phases=(Phase.generate,),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
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
        between.cache_clear()
        yield
    finally:
        between.cache_clear()
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
    gone = Mutant("gone", "_writing.spans", "= item.width", "= 0, 0", RULES)

    with pytest.raises(pytest.fail.Exception, match="no longer holds"), planted(gone):
        pass


def test_a_fault_that_changes_nothing_fails_the_table() -> None:
    """A fault that no property notices should fail, not pass unseen."""
    same = Mutant("same", "scoring.fitting", "most >= low", "low <= most", EXACT)

    assert noticed(same, settings(BUDGET, max_examples=40)) == (False, None)
