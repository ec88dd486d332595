"""Conditions as sets of facts: every way in which one is true, or is false."""

from __future__ import annotations

from collections.abc import Iterator

from fjcore.consent.guards import Guard

#: Facts by name, each with what it must be; ``cells`` is whether counts are large.
Term = frozenset[tuple[str, bool]]

#: The name by which a term speaks of counts.
CELLS = "cells"


def truths(guard: Guard, name: str) -> Iterator[Term]:
    """Give every way in which a condition is true for a category."""
    if not _about(guard, name):
        return
    base = frozenset(_literals(guard))
    if not guard.any:
        yield base
        return
    for one in guard.any:
        for inner in truths(one, name):
            yield base | inner


def falses(guard: Guard, name: str) -> Iterator[Term]:
    """Give every way in which a condition is false for a category."""
    if not _about(guard, name):
        yield frozenset()
        return
    for fact, said in _literals(guard):
        yield frozenset({(fact, not said)})
    if guard.any:
        yield from _none_of(guard.any, name)


def facts(guard: Guard, name: str) -> Iterator[str]:
    """Name every fact that a condition asks for, of a category."""
    if _about(guard, name):
        yield from (fact for fact, _ in _literals(guard))
        for one in guard.any:
            yield from facts(one, name)


def _none_of(guards: tuple[Guard, ...], name: str) -> Iterator[Term]:
    first, *rest = guards
    for term in falses(first, name):
        if not rest:
            yield term
        else:
            for more in _none_of(tuple(rest), name):
                yield term | more


def _about(guard: Guard, name: str) -> bool:
    if guard.category is not None and name not in guard.category:
        return False
    return guard.category_not is None or name not in guard.category_not


def _literals(guard: Guard) -> Iterator[tuple[str, bool]]:
    yield from ((fact, True) for fact in guard.holds)
    yield from ((fact, False) for fact in guard.lacks)
    if guard.cells_from is not None:
        yield CELLS, True
    if guard.cells_below is not None:
        yield CELLS, False
