"""The rules read and compiled: rows in their order, duties by rule, grounds by kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import attrs
from attrs import field, frozen

from fjcore.consent.guards import Guard
from fjcore.consent.inquiry import Setting
from fjcore.consent.vocabulary import BasisKind, ObligationKind, Reason


@frozen(kw_only=True)
class FloorRule:
    """One rule: what it says in plain words and where it comes from.

    ``read`` says how much of the source was read, ``as_of`` when. ``reviewed`` is
    False until a lawyer has read the rule. ``reasons`` are all it can give.
    """

    id: str
    kind: str
    layer: str
    statement: str
    citation: str
    read: str
    status: str
    as_of: str
    reviewed: bool
    reasons: tuple[Reason, ...]

    @property
    def settled(self) -> bool:
        """Whether the text of the source itself says so."""
        return self.status == "settled"


@frozen(kw_only=True)
class Row:
    """One row of the table; it allows where ``reason`` is None.

    ``exemption``: it allows whatever the basis asked on.
    """

    rule: str
    guard: Guard
    reason: Reason | None
    exemption: bool


@frozen(kw_only=True)
class Duty:
    """What must be done on an answer of a rule, or on a whole answer.

    ``reasons`` are of what is withheld; ``beyond``, ``within`` and ``denies`` are of
    the categories that are shown, shown, and withheld.
    """

    kinds: frozenset[ObligationKind]
    guard: Guard
    shown: bool = False
    withheld: bool = False
    reasons: frozenset[str] | None = None
    beyond: frozenset[str] | None = None
    within: frozenset[str] | None = None
    denies: frozenset[str] | None = None


@frozen(kw_only=True)
class Ground:
    """A basis: whether releases are looked at, and the limits that it passes."""

    kind: BasisKind
    releases: bool
    evidence: bool
    exempts: Mapping[str, tuple[str, ...]]


@frozen(kw_only=True)
class ObligationTerms:
    """When an obligation is discharged, whether it must be, and for what part."""

    phase: str
    must: bool
    part: str


@frozen(kw_only=True, eq=False)
class Lawbook:
    """All rules, compiled; nothing in it changes."""

    rules: tuple[FloorRule, ...]
    rows: tuple[Row, ...]
    duties: Mapping[tuple[str, str], tuple[Duty, ...]]
    grounds: Mapping[BasisKind, Ground]
    obligations: Mapping[ObligationKind, ObligationTerms]
    sha256: str
    rule_of: Mapping[Reason, str] = field(init=False)
    general: tuple[Duty, ...] = field(init=False)

    @rule_of.default
    def _checks(self) -> Mapping[Reason, str]:
        """Give the check of a release by which each reason is given."""
        found: dict[Reason, str] = {}
        for rule in self.rules:
            if rule.id.startswith("C"):
                found |= {r: rule.id for r in rule.reasons if r not in found}
        return MappingProxyType(found)

    @general.default
    def _of_answers(self) -> tuple[Duty, ...]:
        """Give the duties of a whole answer, whatever rule gave it."""
        rows = (row for (_, event), row in self.duties.items() if event == "answer")
        return tuple(duty for row in rows for duty in row)

    def rows_in(self, where: Setting) -> tuple[Row, ...]:
        """Give the rows that can speak in a setting, in their order."""
        return _rows_in(self, where)

    def on(self, rule: str, event: str) -> tuple[Duty, ...]:
        """Give the duties of a rule on ``allow``, ``deny``, ``cut`` or ``answer``."""
        return self.duties.get((rule, event), ())


@lru_cache(maxsize=4096)
def _rows_in(law: Lawbook, where: Setting) -> tuple[Row, ...]:
    exempts = law.grounds[BasisKind(where.basis)].exempts
    found = []
    for row in law.rows:
        flags = exempts.get(row.rule)
        left = None if flags == () else row.guard.left(where)
        if left is None:
            continue
        if flags:
            # A limit that a basis passes on its evidence stands where that is lacking.
            left = attrs.evolve(left, lacks=(*left.lacks, *flags))
        found.append(attrs.evolve(row, guard=left))
    return tuple(found)
