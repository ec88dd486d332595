"""Whether the law can open a category at all, by any facts: the way, or what bars it.

A rule asks for named facts, and there are finitely many; of times only their order
counts. So every way there is can be walked: row by row, each row that denies made
false by one fact at a time. What is left at the end is open to a release, or shut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import attrs
from attrs import frozen

from fjcore.consent.analyse.classes import classes, leader, memberships
from fjcore.consent.analyse.terms import Term, facts, falses, truths
from fjcore.consent.evidence import EVIDENCE
from fjcore.consent.floor import law
from fjcore.consent.inquiry import Setting
from fjcore.consent.lawbook import Lawbook, Row
from fjcore.consent.parties import FAMILY, OTHER_REGIMES
from fjcore.consent.vocabulary import BasisKind, Reason
from fjcore.records.categories import CATEGORIES

#: Facts that are so only where evidence on file says it.
_SHOWN = frozenset(
    {"listed", "covered", "on_file"}
    | {a.name for cls in EVIDENCE.values() for a in attrs.fields(cls)}
)
_REGIMES = FAMILY | OTHER_REGIMES


@frozen
class Way:
    """Facts by which the law opens a category; ``rule`` opens it, or a release does."""

    rule: str
    facts: Term

    @property
    def by_release(self) -> bool:
        """Whether it takes a live release."""
        return self.rule == "C16"

    def so(self, fact: str) -> bool:
        """Whether a fact has to be so."""
        return (fact, True) in self.facts


@frozen
class Bar:
    """A rule that leaves a category shut, whatever the facts."""

    rule: str
    reason: Reason


def law_way(
    where: Setting, category: str, given: Term, *, released: bool, exemptions: bool
) -> Way | Bar:
    """Give a way in which the law opens a category in a setting, or the bar.

    ``given`` are facts that are fixed. ``released`` is False where no release can live
    at all. Exact: where it gives a bar, no facts open it.
    """
    return _any_way(law(), where, category, given, released, exemptions)


@lru_cache(maxsize=1 << 17)
def _any_way(
    book: Lawbook,
    where: Setting,
    category: str,
    given: Term,
    released: bool,
    exemptions: bool,
) -> Way | Bar:
    """Look for one of each class alone: the law tells the others apart in nothing."""
    led = _led(book, where)
    name = _alike_in(book, led)[leader("category", category)]
    asked = _asked_of(book, led, name)
    settled = frozenset(one for one in given if one[0] in asked)
    return _law_way(book, led, name, settled, released, exemptions)


@lru_cache(maxsize=1 << 14)
def _led(_: Lawbook, where: Setting) -> Setting:
    """Give the setting that stands for all that the law treats as it."""
    return Setting(
        recipient=leader("recipient", where.recipient),
        purpose=leader("purpose", where.purpose),
        basis=where.basis,
        regimes=where.regimes & _REGIMES,
    )


@lru_cache(maxsize=1 << 14)
def _alike_in(book: Lawbook, where: Setting) -> Mapping[str, str]:
    """Give for each category the first that the rows of a setting treat as it."""
    guards = [row.guard for row in book.rows_in(where)]
    every = [name for name in CATEGORIES if leader("category", name) == name]
    alike = classes(every, lambda n: tuple(memberships(guards, "category", n)))
    return {name: group[0] for group in alike for name in group}


@lru_cache(maxsize=1 << 16)
def _asked_of(book: Lawbook, where: Setting, category: str) -> frozenset[str]:
    """Name the facts that any row asks for, of a category in a setting."""
    return frozenset(
        fact for row in book.rows_in(where) for fact in facts(row.guard, category)
    )


@lru_cache(maxsize=1 << 16)
def _law_way(
    book: Lawbook,
    where: Setting,
    category: str,
    given: Term,
    released: bool,
    exemptions: bool,
) -> Way | Bar:
    basis = BasisKind(where.basis)
    rows = book.rows_in(where)
    walk = _Walk(
        rows=tuple(r for r in rows if exemptions or r.reason or not r.exemption),
        category=category,
        never=_never(basis),
        released=released and book.grounds[basis].releases,
    )
    found = next(walk.ways(0, given), None)
    if found is not None:
        return found
    if walk.deepest < len(walk.rows):
        row = walk.rows[walk.deepest]
        return Bar(row.rule, row.reason or Reason.NO_RELEASE)
    if book.grounds[basis].releases:
        return Bar("C7", Reason.OVER_CAP)
    return Bar("-", Reason.NO_RELEASE)


def _never(basis: BasisKind) -> frozenset[str]:
    """Name the facts that the evidence of a basis can never show."""
    kind = EVIDENCE.get(basis)
    if kind is None:
        return _SHOWN
    said = {a.name for a in attrs.fields(kind)}
    can = said | {"on_file"}
    can |= {"listed"} if "categories" in said else set()
    can |= {"covered"} if "covered" in said else set()
    return _SHOWN - can


@attrs.define
class _Walk:
    """One walk down the rows; ``deepest`` is the row that it did not get past."""

    rows: tuple[Row, ...]
    category: str
    never: frozenset[str]
    released: bool
    deepest: int = 0

    def ways(self, index: int, facts: Term) -> Iterator[Way]:
        self.deepest = max(self.deepest, index)
        if index == len(self.rows):
            if self.released:
                yield Way("C16", facts)
            return
        row = self.rows[index]
        if row.reason is None:
            for term in truths(row.guard, self.category):
                both = self.together(facts, term)
                if both is not None:
                    yield Way(row.rule, both)
            yield from self.ways(index + 1, facts)
            return
        for term in falses(row.guard, self.category):
            both = self.together(facts, term)
            if both is not None:
                yield from self.ways(index + 1, both)

    def together(self, facts: Term, more: Term) -> Term | None:
        """Give facts with more of them, or None where they cannot all be so."""
        both = facts | more
        if any(said and fact in self.never for fact, said in both):
            return None
        if any((fact, not said) in both for fact, said in more):
            return None
        shown = any(said and fact in _SHOWN for fact, said in both)
        return None if shown and ("on_file", False) in both else both
