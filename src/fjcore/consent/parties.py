"""Holder, agencies, limits: who is who, and what narrows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Protocol

from attrs import field, frozen

from fjcore.consent._convert import name_set
from fjcore.consent._packrows import StatePack
from fjcore.consent._pin import FLOOR_SHA256
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, ObligationKind, Purpose, RecipientKind
from fjcore.errors import RuleFailed
from fjcore.records.categories import covers
from fjcore.values import canonical

#: Regimes under which every disclosure needs the survivor's own release.
FAMILY = frozenset({"vawa", "fvpsa", "voca"})
#: To so many questions the limits that speak are kept with a policy.
KEPT = 16384
#: Other regimes that attach to a holder.
OTHER_REGIMES = frozenset({"hipaa", "part2", "ferpa"})


def _kinds(items: Iterable[str]) -> frozenset[RecipientKind]:
    return frozenset(map(RecipientKind, items))


def _purposes(items: Iterable[str]) -> frozenset[Purpose]:
    return frozenset(map(Purpose, items))


def _agencies(table: Mapping[str, Agency]) -> Mapping[str, Agency]:
    return MappingProxyType(dict(table))


@frozen
class Agency:
    """A recipient by name; ``capabilities`` are the obligations it can honour."""

    id: str
    kind: RecipientKind = field(kw_only=True, converter=RecipientKind)
    name: str = field(kw_only=True)
    capabilities: frozenset[ObligationKind] | None = field(default=None, kw_only=True)


@frozen
class Holder:
    """The agency unit whose vault it is, with the regimes that attach to it.

    Units: ``majority`` in whole years, the age of majority that a pack says; it counts
    where it is later than the engine's own.
    """

    agency: str
    kind: RecipientKind = field(kw_only=True, converter=RecipientKind)
    name: str = field(kw_only=True)
    unit: str = field(kw_only=True)
    regimes: frozenset[str] = field(kw_only=True, converter=name_set)
    state: str = field(kw_only=True)
    tz: str = field(kw_only=True)
    majority: int = field(default=0, kw_only=True)

    @property
    def family(self) -> frozenset[str]:
        """Those of its regimes that are VAWA, FVPSA or VOCA."""
        return self.regimes & FAMILY


@frozen(kw_only=True)
class LimitQuestion:
    """What a limit may look at; never a value, never a release."""

    recipient: str
    recipient_kind: RecipientKind
    purpose: Purpose
    basis: BasisKind
    category: str
    acp_participant: bool = False


@frozen
class Limit:
    """A cap on what may be seen, wherever all it names matches; it only narrows.

    An empty set matches everything. ``categories`` may hold parents.
    """

    id: str
    cap: View = field(default=View.MARKED, kw_only=True, converter=View)
    statement: str = field(kw_only=True)
    citation: str = field(kw_only=True)
    recipient_kinds: frozenset[RecipientKind] = field(
        default=frozenset(), kw_only=True, converter=_kinds
    )
    recipients: frozenset[str] = field(
        default=frozenset(), kw_only=True, converter=name_set
    )
    purposes: frozenset[Purpose] = field(
        default=frozenset(), kw_only=True, converter=_purposes
    )
    categories: frozenset[str] = field(
        default=frozenset(), kw_only=True, converter=name_set
    )
    acp_only: bool = field(default=False, kw_only=True)
    reviewed: bool = field(default=False, kw_only=True)

    def matches(self, question: LimitQuestion) -> bool:
        """Whether the limit speaks to a question."""
        return (
            (
                not self.recipient_kinds
                or question.recipient_kind in self.recipient_kinds
            )
            and (not self.recipients or question.recipient in self.recipients)
            and (not self.purposes or question.purpose in self.purposes)
            and (
                not self.categories
                or any(covers(item, question.category) for item in self.categories)
            )
            and (question.acp_participant or not self.acp_only)
        )


class LimitRule(Protocol):
    """A narrowing rule in code: gives the highest view it leaves."""

    @property
    def id(self) -> str:
        """Names the rule."""
        ...

    def cap(self, question: LimitQuestion, /) -> View:
        """Give the highest view for a question; ``View.FULL`` narrows nothing."""
        ...


@frozen(kw_only=True, eq=False)
class PluginRule:
    """A plugin's rule as the engine asks it: its id read once, its answers timed.

    ``plugin`` names distribution, version and hook; an answer later than ``late_s``
    seconds is a fault. ``ask`` asks the rule itself.
    """

    id: str
    plugin: str
    late_s: float
    ask: Callable[[LimitQuestion], View] = field(repr=False)

    def cap(self, question: LimitQuestion, /) -> View:
        """Give the highest view for a question."""
        return self.ask(question)

    def blamed(self, kind: str) -> str:
        """Name the rule in an error: plugin, version, hook, rule, what it did."""
        return f"{self.plugin} {self.id} ({kind})"


@frozen(kw_only=True)
class Policy:
    """All that a decision rests on beside the survivor's own word.

    ``packs`` are the state packs that the site adopted.
    """

    holder: Holder
    partners: Mapping[str, Agency] = field(converter=_agencies)
    limits: tuple[Limit, ...] = ()
    rules: tuple[LimitRule, ...] = ()
    closed: bool = False
    max_release_days: int = 90
    min_cell: int = 11
    packs: tuple[StatePack, ...] = ()

    @cached_property
    def _matching(self) -> dict[LimitQuestion, tuple[Limit, ...]]:
        """The limits that speak to a question, for those already asked."""
        return {}

    def matching(self, question: LimitQuestion) -> tuple[Limit, ...]:
        """Give the limits that speak to a question, found once for each."""
        found = self._matching.get(question)
        if found is None:
            found = tuple(limit for limit in self.limits if limit.matches(question))
            if len(self._matching) >= KEPT:
                self._matching.clear()
            self._matching[question] = found
        return found

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything that decides, hexadecimal.

        Raises: RuleFailed, when a rule plugin fails to say its name.
        """
        holder = self.holder
        said = {
            "floor": FLOOR_SHA256,
            "holder": [
                holder.agency,
                holder.kind,
                holder.unit,
                *sorted(holder.regimes),
                holder.state,
                holder.tz,
            ],
            "partners": sorted(map(_said, self.partners.values())),
            "limits": sorted(
                [
                    limit.id,
                    limit.cap.name,
                    sorted(map(str, limit.recipient_kinds)),
                    sorted(limit.recipients),
                    sorted(map(str, limit.purposes)),
                    sorted(limit.categories),
                    limit.acp_only,
                ]
                for limit in self.limits
            ),
            "rules": sorted(map(_name_of, self.rules)),
            "closed": self.closed,
            "numbers": [self.max_release_days, self.min_cell, holder.majority],
            "packs": sorted([pack.id, pack.sha256] for pack in self.packs),
        }
        return hashlib.sha256(canonical.dumps(_plain(said))).hexdigest()


def _name_of(rule: LimitRule) -> str:
    found = None
    try:
        found = str(rule.id)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a rule that fails, or exits, ends the disclosure
        found = None
    if found is None:
        raise RuleFailed("rule")
    return found


def _said(partner: Agency) -> list[str]:
    """Give what of a partner decides; what it can keep, only where that is declared."""
    able = partner.capabilities
    return [
        partner.id,
        str(partner.kind),
        *([] if able is None else ["able", *sorted(map(str, able))]),
    ]


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (bool, int)) else str(value)
