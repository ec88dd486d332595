"""The files of the law as they are written, read strictly: every fault with its place.

What a file says is data and nothing else: there is no word in it that runs anything.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent.known import FACTS
from fjcore.consent.vocabulary import (
    BasisKind,
    ObligationKind,
    Purpose,
    Reason,
    RecipientKind,
)
from fjcore.errors import LawRefused, Malformed, Problem
from fjcore.records.categories import CATEGORIES
from fjcore.records.codec import structure_settings

Words = tuple[str, ...]

REGIMES = frozenset({"vawa", "fvpsa", "voca", "hipaa", "part2", "ferpa"})
#: The closed vocabulary of each key of a condition, and the family of sets it may name.
WORDS: Mapping[str, tuple[str, Collection[str]]] = {
    "recipient": ("recipient", frozenset(map(str, RecipientKind))),
    "recipient_not": ("recipient", frozenset(map(str, RecipientKind))),
    "purpose": ("purpose", frozenset(map(str, Purpose))),
    "basis": ("basis", frozenset(map(str, BasisKind))),
    "basis_not": ("basis", frozenset(map(str, BasisKind))),
    "regimes_any": ("regimes", REGIMES),
    "regimes_none": ("regimes", REGIMES),
    "category": ("category", CATEGORIES),
    "category_not": ("category", CATEGORIES),
    "beyond": ("category", CATEGORIES),
    "within": ("category", CATEGORIES),
    "denies": ("category", CATEGORIES),
    "reasons": ("reasons", frozenset(map(str, Reason))),
    "kinds": ("kinds", frozenset(map(str, ObligationKind))),
    "holds": ("facts", FACTS),
    "lacks": ("facts", FACTS),
}
_CHOICES: Mapping[str, Collection[str]] = {
    "kind": ("limit", "grant", "guard", "duty"),
    "layer": ("L0", "L1", "L2", "L3", "L4", "L5"),
    "read": ("full", "part", "memory"),
    "status": ("settled", "policy"),
    "then": ("allow", "deny"),
    "on": ("allow", "deny", "cut", "answer"),
    "phase": ("before", "with", "after"),
    "part": ("disclose", "withhold"),
}
_ID = re.compile(r"[A-Z][0-9]{1,2}[a-z]?|-")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen(kw_only=True)
class AnyOf:
    """One condition of several of which one must hold."""

    recipient: Words = ()
    recipient_not: Words = ()
    purpose: Words = ()
    basis: Words = ()
    basis_not: Words = ()
    regimes_any: Words = ()
    regimes_none: Words = ()
    category: Words = ()
    category_not: Words = ()
    holds: Words = ()
    lacks: Words = ()


@frozen(kw_only=True)
class RowSaid:
    """One row: a condition, and what follows where it holds."""

    then: str
    reason: str = ""
    recipient: Words = ()
    recipient_not: Words = ()
    purpose: Words = ()
    basis: Words = ()
    basis_not: Words = ()
    regimes_any: Words = ()
    regimes_none: Words = ()
    category: Words = ()
    category_not: Words = ()
    holds: Words = ()
    lacks: Words = ()
    cells_from: int | None = None
    cells_below: int | None = None
    any: tuple[AnyOf, ...] = ()


@frozen(kw_only=True)
class DutySaid:
    """One duty: what must be done, on what answer, under what condition."""

    on: str
    kinds: Words
    of: str = ""
    shown: bool = False
    withheld: bool = False
    beyond: Words = ()
    within: Words = ()
    denies: Words = ()
    reasons: Words = ()
    recipient: Words = ()
    recipient_not: Words = ()
    regimes_any: Words = ()
    category: Words = ()
    category_not: Words = ()
    holds: Words = ()
    lacks: Words = ()


@frozen(kw_only=True)
class RuleSaid:
    """One rule of a statute."""

    id: str
    kind: str
    layer: str
    statement: str
    citation: str
    read: str
    status: str
    as_of: str
    reviewed: bool
    reviewed_by: str = ""
    reviewed_on: str = ""
    reasons: Words = ()
    lifts: Words = ()
    exemption: bool = False
    row: tuple[RowSaid, ...] = ()
    duty: tuple[DutySaid, ...] = ()


@frozen(kw_only=True)
class ObligationSaid:
    """One duty there is: when it is done, whether it must be, for what."""

    kind: str
    phase: str
    must: bool
    part: str


@frozen(kw_only=True)
class StatuteSaid:
    """One file of rules."""

    subject: str
    rule: tuple[RuleSaid, ...] = ()
    obligation: tuple[ObligationSaid, ...] = ()


@frozen(kw_only=True)
class ExemptSaid:
    """A limit that a basis passes, where its evidence says so."""

    rule: str
    holds: Words = ()


@frozen(kw_only=True)
class BasisSaid:
    """One ground: whether releases are looked at, and whether it needs evidence."""

    kind: str
    releases: bool = False
    evidence: bool = False
    exempts: tuple[ExemptSaid, ...] = ()


@frozen(kw_only=True)
class SetsSaid:
    """Names for sets of words, by the kind of word."""

    regimes: Mapping[str, Words] = field(factory=dict)
    recipient: Mapping[str, Words] = field(factory=dict)
    purpose: Mapping[str, Words] = field(factory=dict)
    category: Mapping[str, Words] = field(factory=dict)
    basis: Mapping[str, Words] = field(factory=dict)
    reasons: Mapping[str, Words] = field(factory=dict)


@frozen(kw_only=True)
class TableSaid:
    """The order of the rules, the sets and the bases."""

    version: int
    order: Words
    sets: SetsSaid = field(factory=SetsSaid)
    basis: tuple[BasisSaid, ...] = ()


def parsed(text: str, where: str) -> dict[str, Any]:
    """Read one file as plain data.

    Raises: LawRefused, naming the file.
    """
    found = None
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError):
        pass
    if found is None:
        raise LawRefused(where, problems=(Problem(where, "format"),))
    return found


def structured(data: Mapping[str, Any], cls: type[Any], where: str) -> Any:
    """Read the plain data of a file as what it is.

    Raises: LawRefused, with the path and code of every fault.
    """
    found: Any = None
    problems: tuple[Problem, ...] = ()
    try:
        found = structure_settings(data, cls, where=where)
    except Malformed as error:
        problems = error.problems
    if found is None:
        raise LawRefused(where, problems=problems)
    return found


def rule_problems(rule: RuleSaid, at: str) -> Iterator[Problem]:
    """Find what a rule lacks, or says in words that are not of the vocabulary."""
    yield from _chosen(rule, at)
    if not _ID.fullmatch(rule.id):
        yield Problem(f"{at}.id", "format")
    for name in ("statement", "citation"):
        if not getattr(rule, name).strip():
            yield Problem(f"{at}.{name}", "required")
    if not _DAY.fullmatch(rule.as_of):
        yield Problem(f"{at}.as_of", "format")
    if rule.reviewed and not (rule.reviewed_by.strip() and rule.reviewed_on):
        yield Problem(f"{at}.reviewed_by", "required")
    yield from _words(rule, at)
    for number, row in enumerate(rule.row):
        here = f"{at}.row.{number}"
        yield from (*_chosen(row, here), *_words(row, here))
        if (row.then == "deny") is (row.reason not in WORDS["reasons"][1]):
            yield Problem(f"{here}.reason", "unknown_code")
        for index, one in enumerate(row.any):
            yield from _words(one, f"{here}.any.{index}")
    for number, duty in enumerate(rule.duty):
        here = f"{at}.duty.{number}"
        yield from (*_chosen(duty, here), *_words(duty, here))


def _chosen(said: Any, at: str) -> Iterator[Problem]:
    for name, known in _CHOICES.items():
        if getattr(said, name, next(iter(known))) not in known:
            yield Problem(f"{at}.{name}", "unknown_code")


def _words(said: Any, at: str) -> Iterator[Problem]:
    for attribute in attrs.fields(type(said)):
        family = WORDS.get(attribute.name)
        for index, word in enumerate(getattr(said, attribute.name) if family else ()):
            if not word.startswith("@") and family and word not in family[1]:
                yield Problem(f"{at}.{attribute.name}.{index}", "unknown_code")


def obligation_problems(said: ObligationSaid, at: str) -> Iterator[Problem]:
    """Find what is wrong with the entry of one duty."""
    yield from (p for p in _chosen(said, at) if not p.path.endswith(".kind"))
    if said.kind not in WORDS["kinds"][1]:
        yield Problem(f"{at}.kind", "unknown_code")
