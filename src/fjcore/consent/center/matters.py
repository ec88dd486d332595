"""The facts of a center that walls, forms, questions and first steps hang on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from attrs import field, frozen

from fjcore.consent._packwords import ReporterRole
from fjcore.consent.center.facts import Center, Funding, SystemKind
from fjcore.consent.center.standing import Standing, standings
from fjcore.consent.center.ways import Held, Way, holdings, reports_of
from fjcore.consent.center.words import say
from fjcore.consent.vocabulary import RecipientKind as Kind

_ADVOCATES = frozenset({ReporterRole.ADVOCATE, ReporterRole.VOLUNTEER_ADVOCATE})
_THERAPISTS = frozenset({ReporterRole.MENTAL_HEALTH_PROFESSIONAL})
_PUBLIC = frozenset(
    {
        *(Kind.LAW_ENFORCEMENT, Kind.PROSECUTOR, Kind.SYSTEM_ADVOCATE, Kind.CPS),
        *(Kind.PROBATION_PAROLE, Kind.APS, Kind.SCHOOL, Kind.HOUSING_PROVIDER),
        *(Kind.BENEFITS_AGENCY, Kind.VICTIM_COMPENSATION, Kind.COURT),
    }
)


@frozen(kw_only=True)
class Matters:
    """A center, where its agencies stand, and who could ever see what of each file."""

    center: Center
    everyone: tuple[Standing, ...] = field(repr=False)
    held: tuple[Held, ...] = field(repr=False)

    @classmethod
    def of(cls, center: Center) -> Matters:
        """Look at a center: every agency's standing, and every file's doors."""
        return cls(center=center, everyone=standings(center), held=holdings(center))

    def those(
        self, fits: Callable[[Standing], bool], *, holders: bool = False
    ) -> tuple[str, ...]:
        """Name the agencies of which something is so; ``holders``: that keep files."""
        return tuple(
            one.agency.name
            for one in self.everyone
            if (one.holds or not holders) and fits(one)
        )

    def named(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Name agencies by their ids, in the order of the file."""
        wanted = set(ids)
        return tuple(a.name for a in self.center.agencies if a.id in wanted)

    # --- laws and kinds ---------------------------------------------------------

    @cached_property
    def family(self) -> tuple[str, ...]:
        """Who is under VAWA, FVPSA or VOCA."""
        return self.those(lambda one: bool(one.family), holders=True)

    def under(self, regime: str) -> tuple[str, ...]:
        """Who is under a law."""
        return self.those(lambda one: regime in one.names, holders=True)

    @cached_property
    def lawless(self) -> tuple[str, ...]:
        """Whose files no law of the rules protects."""
        return self.those(
            lambda one: not any(n for n in one.names if n[:5] != "priv."), holders=True
        )

    @cached_property
    def team(self) -> tuple[str, ...]:
        """Who is of the prosecution team, or paid by it."""
        return self.those(lambda one: one.team)

    @cached_property
    def open_team(self) -> tuple[str, ...]:
        """Whose files the whole team may use with no release."""
        found = {
            one.standing.agency.id
            for one in self.held
            if one.standing.team
            and any("W1" in {w.rule for w in ways} for ways in self._cells(one))
        }
        return self.named(found)

    @staticmethod
    def _cells(one: Held) -> Iterator[tuple[Way, ...]]:
        for column in one.columns:
            yield from column.cells.values()

    @cached_property
    def employed(self) -> tuple[str, ...]:
        """Which advocates work for police or prosecution."""
        return self.those(lambda one: one.kind is Kind.SYSTEM_ADVOCATE)

    @cached_property
    def privileged(self) -> tuple[str, ...]:
        """Whose advocates have a privilege."""
        return self.those(lambda one: one.privileged)

    @cached_property
    def unprivileged(self) -> tuple[str, ...]:
        """Where advocates work of whom no privilege is known."""
        return self.those(
            lambda one: (
                bool(one.agency.staff & _ADVOCATES)
                and not one.privileged
                and one.kind is not Kind.SYSTEM_ADVOCATE
            )
        )

    @cached_property
    def privilege_source(self) -> str:
        """The texts on advocate privilege, or that none is known."""
        rows = [row for pack in self.center.packs for row in pack.privileges]
        cites = dict.fromkeys(c.section for row in rows for c in row.cites)
        return "; ".join(cites) or "privilege of the state; no pack is named"

    def kinds(self, *kinds: Kind) -> tuple[str, ...]:
        """Who is of some kinds."""
        return self.those(lambda one: one.kind in kinds)

    @cached_property
    def therapists(self) -> tuple[str, ...]:
        """Who may keep psychotherapy notes."""
        return self.those(
            lambda one: (
                bool(one.agency.staff & _THERAPISTS)
                or one.kind is Kind.MENTAL_HEALTH_PROVIDER
            ),
            holders=True,
        )

    @cached_property
    def public(self) -> tuple[str, ...]:
        """Which holders are public offices."""
        return self.those(lambda one: one.kind in _PUBLIC, holders=True)

    @cached_property
    def reporters(self) -> tuple[str, ...]:
        """Who must make some report under a pack."""
        return self.those(
            lambda one: any(
                reports_of(self.center.packs, one.agency.staff, kind, mandatory=True)
                for kind in Kind
            ),
            holders=True,
        )

    # --- what is shared ---------------------------------------------------------

    @cached_property
    def co_located(self) -> tuple[str, ...]:
        """Who works in the building, where there are two at least."""
        found = self.those(lambda one: one.agency.co_located)
        return found if len(found) > 1 else ()

    @cached_property
    def same_employer(self) -> tuple[str, ...]:
        """Who is paid by another agency, and who pays it."""
        paid = [one for one in self.center.agencies if one.employer != one.id]
        ids = {one.id for one in paid} | {one.employer for one in paid}
        return self.named(ids)

    @cached_property
    def paid(self) -> tuple[str, ...]:
        """Say of each agency that another pays by whom."""
        agencies = self.center.agencies
        return tuple(
            say(
                "say.paid",
                name=one.name,
                employer=self.center.agency(one.employer).name,
            )
            for one in agencies
            if one.employer != one.id
        )

    @cached_property
    def database(self) -> tuple[str, ...]:
        """Who would look into one client database."""
        ids: set[str] = set()
        for one in self.center.agencies:
            if one.shares_database_with:
                ids |= {one.id, *one.shares_database_with}
        for system in self.center.systems:
            if system.kind is SystemKind.CLIENT_DATABASE and len(system.used_by) > 1:
                ids |= set(system.used_by)
        return self.named(ids)

    def system(self, kind: SystemKind) -> tuple[str, ...]:
        """Name the shared things of a kind."""
        return tuple(one.name for one in self.center.systems if one.kind is kind)

    def users(self, kind: SystemKind) -> tuple[str, ...]:
        """Name who uses the shared things of a kind."""
        rows = (one for one in self.center.systems if one.kind is kind)
        return self.named(id for one in rows for id in one.used_by)

    @cached_property
    def run_by_company(self) -> tuple[str, ...]:
        """Which shared things a company runs."""
        return tuple(one.name for one in self.center.systems if one.vendor)

    @cached_property
    def hmis(self) -> tuple[str, ...]:
        """Who is under the grant laws, where there is an HMIS at all."""
        there = self.kinds(Kind.HMIS) or self.system(SystemKind.HMIS)
        return self.family if there else ()

    # --- what is not known ------------------------------------------------------

    @cached_property
    def unknown_money(self) -> tuple[str, ...]:
        """Whose money nobody has looked into."""
        return self.those(lambda one: Funding.UNKNOWN in one.agency.funding)

    @cached_property
    def unsaid_licence(self) -> tuple[str, ...]:
        """Whose law was taken as usual."""
        return self.those(
            lambda one: (
                one.agency.licences is None
                and any(not r.said and r.name in _LICENCES for r in one.regimes)
            )
        )

    @cached_property
    def unsaid_staff(self) -> tuple[str, ...]:
        """Of whom no profession is known, though they keep files."""
        return self.those(lambda one: not one.agency.staff, holders=True)


_LICENCES = frozenset({"hipaa", "part2", "ferpa"})
