"""Who could ever see what, and how: the whole law walked for every pair of agencies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from attrs import field, frozen

from fjcore.consent._packrows import MandateRow, StatePack
from fjcore.consent._packwords import ReporterRole
from fjcore.consent.analyse.asker import Asker, askers_of
from fjcore.consent.analyse.ceiling import ceiling
from fjcore.consent.center.facts import Center
from fjcore.consent.center.sieve import alike, spots
from fjcore.consent.center.standing import Standing, policy_of, standings
from fjcore.consent.floor import FLOOR
from fjcore.consent.parties import Agency, Policy
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind
from fjcore.consent.vocabulary import RecipientKind as Kind
from fjcore.records.categories import CATEGORIES

#: Who is asked about beside the partners: those whom every community worries about.
OTHERS = (
    *(
        Kind.SUBJECT,
        Kind.ABUSER,
        Kind.COURT,
        Kind.DEFENSE,
        Kind.IMMIGRATION_ENFORCEMENT,
    ),
    *(Kind.HMIS, Kind.FUNDER, Kind.INTERPRETER, Kind.VENDOR, Kind.MEDIA),
    Kind.PUBLIC_WEB,
)

#: The rule under which a report is made, by whether it must be.
_REPORTS = {"R1": True, "R3": False}


@frozen(order=True)
class Way:
    """One way in which something can be seen: the rule that opens it, on which ground.

    ``by`` are the statutes of a state that it takes, for a report.
    """

    rule: str
    bases: tuple[BasisKind, ...]
    by: tuple[str, ...] = ()


#: The ways to one category, none where it can never be seen.
Ways = tuple[Way, ...]


@frozen(kw_only=True)
class Column:
    """One recipient of a holder: ``key`` is an agency's id, or ``kind:`` and a kind."""

    key: str
    kind: Kind
    cells: Mapping[str, Ways] = field(repr=False)
    shut: frozenset[str] = field(repr=False)


@frozen(kw_only=True)
class Held:
    """One agency as a holder, with all that each recipient could ever see of it."""

    standing: Standing
    policy: Policy = field(repr=False)
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """Give what one recipient could ever see."""
        return next(one for one in self.columns if one.key == key)

    @property
    def rules(self) -> frozenset[str]:
        """Every rule that opens or shuts something here."""
        opened = {
            way.rule
            for column in self.columns
            for ways in column.cells.values()
            for way in ways
        }
        return frozenset(opened).union(*(column.shut for column in self.columns))


def holdings(center: Center) -> tuple[Held, ...]:
    """Give every agency that keeps files, with who could ever see what of them.

    Exact for the rules of this version and the packs named, as ``can_ever`` is.
    """
    everyone = standings(center)
    return tuple(_held(center, everyone, one) for one in everyone if one.holds)


def _held(center: Center, everyone: tuple[Standing, ...], one: Standing) -> Held:
    policy = policy_of(center, everyone, one)
    known = {other.kind for other in everyone}
    keys = [one.agency.id, *policy.partners]
    keys += [f"kind:{kind}" for kind in OTHERS if kind not in known]
    columns = tuple(_column(center.packs, policy, one, key) for key in keys)
    return Held(standing=one, policy=policy, columns=columns)


def _column(
    packs: tuple[StatePack, ...], policy: Policy, held: Standing, key: str
) -> Column:
    opened: dict[str, dict[str, set[BasisKind]]] = {name: {} for name in CATEGORIES}
    shut: set[str] = set()
    own = key == policy.holder.agency
    askers = (_staff(policy),) if own else askers_of(policy, key)
    for asker in askers:
        found = _walked(_Asked.of(policy, asker))
        shut |= found.shut
        for name, rules in found.opened.items():
            for rule, bases in rules.items():
                opened[name].setdefault(rule, set()).update(bases)
    kind = askers[0].agency.kind
    cells = {
        name: tuple(_ways(packs, held.agency.staff, kind, name, rules))
        for name, rules in opened.items()
    }
    return Column(key=key, kind=kind, cells=cells, shut=frozenset(shut))


def _staff(policy: Policy) -> Asker:
    """Give the holder's own staff, also where its id is the word for a kind."""
    holder = policy.holder
    agency = Agency(holder.agency, kind=Kind.INTERNAL_STAFF, name=holder.name)
    return Asker(holder.agency, agency, implied=True)


@frozen(eq=False)
class _Asked:
    """One recipient under one policy; two that nothing tells apart are the same."""

    policy: Policy
    asker: Asker
    key: Hashable

    @classmethod
    def of(cls, policy: Policy, asker: Asker) -> _Asked:
        return cls(policy, asker, alike(policy, asker))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@frozen
class _Walked:
    opened: Mapping[str, Mapping[str, frozenset[BasisKind]]]
    shut: frozenset[str]


@lru_cache(maxsize=1024)
def _walked(asked: _Asked) -> _Walked:
    """Walk the law for one recipient, on every ground, for every purpose."""
    opened: dict[str, dict[str, set[BasisKind]]] = {}
    shut: set[str] = set()
    for spot, names in spots(asked.policy, asked.asker):
        top = ceiling(asked.policy, spot)
        if top.way is None or top.view <= View.MARKED:
            shut.update(bar.rule for bar in top.bars)
            continue
        for name in names:
            rules = opened.setdefault(name, {})
            rules.setdefault(top.way.rule, set()).add(spot.basis)
    fixed = {
        name: {rule: frozenset(bases) for rule, bases in rules.items()}
        for name, rules in opened.items()
    }
    return _Walked(fixed, frozenset(shut))


def _ways(
    packs: Iterable[StatePack],
    staff: frozenset[ReporterRole],
    kind: Kind,
    category: str,
    rules: Mapping[str, set[BasisKind]],
) -> Iterator[Way]:
    """Give the ways to a category; a report only where a pack has a row for it."""
    for rule in sorted(rules, key=_order().index):
        bases = tuple(one for one in BasisKind if one in rules[rule])
        if rule not in _REPORTS:
            yield Way(rule, bases)
            continue
        rows = reports_of(packs, staff, kind, mandatory=_REPORTS[rule])
        by = tuple(sorted({one.statute for one in rows if category in one.facts}))
        if by:
            yield Way(rule, bases, by)


@cache
def _order() -> tuple[str, ...]:
    return tuple(rule.id for rule in FLOOR)


def reports_of(
    packs: Iterable[StatePack],
    staff: frozenset[ReporterRole],
    kind: Kind,
    *,
    mandatory: bool,
) -> tuple[MandateRow, ...]:
    """Give the rows of packs by which this staff must, or may, report to a kind."""
    roles = (*sorted(staff), ReporterRole.ANY_PERSON)
    return tuple(
        row
        for pack in packs
        for row in pack.reports
        if row.mandatory is mandatory
        and kind in row.recipients
        and any(row.binds(role) for role in roles)
    )
