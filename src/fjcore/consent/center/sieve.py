"""The spots to be looked at: one for all that no rule and no limit tells apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache

from fjcore.consent.analyse.asker import Asker
from fjcore.consent.analyse.ceiling import Spot
from fjcore.consent.analyse.cells import Grid, outline
from fjcore.consent.analyse.classes import classes, leader
from fjcore.consent.floor import law
from fjcore.consent.guards import Guard
from fjcore.consent.lawbook import Lawbook
from fjcore.consent.parties import Limit, Policy
from fjcore.consent.vocabulary import Purpose

_PARTICIPANT = "acp_participant"


def alike(policy: Policy, asker: Asker) -> Hashable:
    """Give all that decides what a recipient may see: as it is, so is every answer."""
    holder = policy.holder
    kind = asker.agency.kind
    return (
        outline(policy, asker) if policy.limits else leader("recipient", kind),
        policy.limits,
        asker.agency.id == holder.agency,
        asker.is_subject,
        asker.bases(),
        _told(law(), holder.regimes),
        bool(holder.family) and policy.max_release_days <= 0,
        bool(holder.unit),
        policy.closed,
    )


@lru_cache(maxsize=1024)
def _told(book: Lawbook, regimes: frozenset[str]) -> tuple[bool, ...]:
    """Say for every condition of the law whether the regimes of a holder fit it."""
    return tuple(
        (guard.regimes_any is None or bool(guard.regimes_any & regimes))
        and (guard.regimes_none is None or not guard.regimes_none & regimes)
        for row in book.rows
        for guard in _with_inner(row.guard)
    )


def _with_inner(guard: Guard) -> Iterator[Guard]:
    yield guard
    for one in guard.any:
        yield from _with_inner(one)


def spots(policy: Policy, asker: Asker) -> Iterator[tuple[Spot, tuple[str, ...]]]:
    """Give each spot of a recipient, with the categories that it stands for."""
    for names in Grid.of(policy.limits).categories:
        for basis in asker.bases():
            for purpose in _purposes(policy.limits, names[0]):
                for participant in _participants(policy.limits, names[0]):
                    spot = Spot(
                        asker=asker,
                        basis=basis,
                        purpose=purpose,
                        category=names[0],
                        participant=participant,
                    )
                    yield spot, names


@lru_cache(maxsize=1024)
def _purposes(limits: tuple[Limit, ...], category: str) -> tuple[Purpose, ...]:
    """Give one purpose of each class that is told apart for a category."""
    asked = [
        *_asked(law(), category),
        *(one.purposes for one in limits if one.purposes),
    ]

    def told(purpose: Purpose) -> Hashable:
        return tuple(purpose in one for one in asked)

    return tuple(group[0] for group in classes(Purpose, told))


@lru_cache(maxsize=1024)
def _asked(book: Lawbook, category: str) -> tuple[frozenset[str], ...]:
    guards = (g for g in _guards(book) if g.purpose is not None and _about(g, category))
    return tuple(guard.purpose for guard in guards if guard.purpose is not None)


def _guards(book: Lawbook) -> Iterator[Guard]:
    for row in book.rows:
        yield from _with_inner(row.guard)


def _about(guard: Guard, category: str) -> bool:
    return (guard.category is None or category in guard.category) and (
        guard.category_not is None or category not in guard.category_not
    )


@lru_cache(maxsize=1024)
def _participants(limits: tuple[Limit, ...], category: str) -> tuple[bool, ...]:
    """Say whether being in an address program can matter for a category."""
    asks = any(
        _PARTICIPANT in (*guard.holds, *guard.lacks) and _about(guard, category)
        for guard in _guards(law())
    )
    return (False, True) if asks or any(one.acp_only for one in limits) else (False,)
