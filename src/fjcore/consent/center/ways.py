"""Who could ever see what, and how: the whole law walked for every pair of agencies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from attrs import field, frozen

from fjcore.consent._packrows import MandateRow, StatePack
from fjcore.consent._packwords import ReporterRole
from fjcore.consent.analyse.asker import AGENCY, ANY, Asker, askers_of
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
    own = key == policy.holder.agency
    askers = (_staff(policy),) if own else _askers(policy, key)
    found = [_walked(_Asked.of(policy, asker)) for asker in askers]
    kind = askers[0].agency.kind
    staff = held.agency.staff
    must = reports_of(packs, staff, kind, mandatory=True)
    may = reports_of(packs, staff, kind, mandatory=False)
    cells = {
        name: tuple(_kept(_joined(found, name), name, must, may)) for name in CATEGORIES
    }
    shut = frozenset[str]().union(*(one.shut for one in found))
    return Column(key=key, kind=kind, cells=cells, shut=shut)


def _askers(policy: Policy, key: str) -> tuple[Asker, ...]:
    return askers_of(policy, key if key.startswith(ANY) else f"{AGENCY}{key}")


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
    opened: Mapping[str, Ways]
    shut: frozenset[str]


@lru_cache(maxsize=1024)
def _walked(asked: _Asked) -> _Walked:
    """Walk the law for one recipient, on every ground, for every purpose."""
    opened: dict[str, list[Way]] = {name: [] for name in CATEGORIES}
    shut: set[str] = set()
    for spot, names in spots(asked.policy, asked.asker):
        top = ceiling(asked.policy, spot)
        if top.way is None or top.view <= View.MARKED:
            shut.update(bar.rule for bar in top.bars)
            continue
        for name in names:
            opened[name].append(Way(top.way.rule, (spot.basis,)))
    fixed = {name: _together([tuple(ways)]) for name, ways in opened.items()}
    return _Walked(fixed, frozenset(shut))


def _joined(found: list[_Walked], name: str) -> Ways:
    ways = [one.opened[name] for one in found]
    return ways[0] if len(ways) == 1 else _together(ways)


def _together(found: list[Ways]) -> Ways:
    """Give ways in the order of the rules, one for each, with all its grounds."""
    if len(found) == 1 and len(found[0]) < 2:
        return found[0]
    grounds: dict[str, set[BasisKind]] = {}
    for way in (way for ways in found for way in ways):
        grounds.setdefault(way.rule, set()).update(way.bases)
    return tuple(
        Way(rule, tuple(basis for basis in _BASES if basis in grounds[rule]))
        for rule in sorted(grounds, key=_order().index)
    )


_BASES = tuple(BasisKind)


def _kept(
    ways: Ways,
    category: str,
    must: tuple[MandateRow, ...],
    may: tuple[MandateRow, ...],
) -> Iterator[Way]:
    """Give ways to a category; a report only where a statute has a row for it."""
    for way in ways:
        if way.rule not in _REPORTS:
            yield way
            continue
        rows = must if _REPORTS[way.rule] else may
        by = tuple(sorted({one.statute for one in rows if category in one.facts}))
        if by:
            yield Way(way.rule, way.bases, by)


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
