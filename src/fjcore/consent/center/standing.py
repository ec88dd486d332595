"""Where an agency stands in law: its kind and its regimes, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from fjcore.consent.center.facts import Center, CenterAgency, Funding, Licence
from fjcore.consent.center.words import say
from fjcore.consent.packs import limits_of
from fjcore.consent.parties import FAMILY, Agency, Holder, Policy
from fjcore.consent.vocabulary import RecipientKind as Kind

#: The prosecution team, as the rules have it (``law/table.toml``).
TEAM = frozenset(
    {Kind.LAW_ENFORCEMENT, Kind.PROSECUTOR, Kind.SYSTEM_ADVOCATE, Kind.PROBATION_PAROLE}
)

#: Who helps survivors, and is something else where the prosecution team pays them.
_HELPERS = frozenset({Kind.VSP_ADVOCATE, Kind.SHELTER, Kind.FJC_NAVIGATOR})

#: What an agency of a kind is under, where its file does not say.
_USUAL = {
    Kind.MEDICAL_PROVIDER: Licence.HIPAA,
    Kind.FORENSIC_NURSE: Licence.HIPAA,
    Kind.EMS: Licence.HIPAA,
    Kind.MENTAL_HEALTH_PROVIDER: Licence.HIPAA,
    Kind.SUD_PROGRAM: Licence.PART2,
    Kind.SCHOOL: Licence.FERPA,
}

#: Who keeps no file on survivors of its own, and so only ever receives.
NO_FILE = frozenset(
    {
        *(Kind.SUBJECT, Kind.PARENT_GUARDIAN, Kind.PERSONAL_REP, Kind.FAMILY_FRIEND),
        *(Kind.ABUSER, Kind.EMPLOYER, Kind.INTERPRETER, Kind.VENDOR, Kind.PUBLIC_WEB),
        *(Kind.MEDIA, Kind.LEGISLATOR, Kind.INTERNAL_STAFF, Kind.FUNDER, Kind.AUDITOR),
        *(
            Kind.HMIS,
            Kind.COC,
            Kind.PO_REGISTRY,
            Kind.RESEARCHER,
            Kind.OPPOSING_COUNSEL,
        ),
        *(Kind.DEFENSE, Kind.IMMIGRATION_ENFORCEMENT),
    }
)


@frozen
class Regime:
    """A law that attaches to an agency, the fact it is from, and if that was said.

    ``said`` is False where the file is silent and the usual was taken.
    """

    name: str
    reason: str
    said: bool = True


@frozen(kw_only=True)
class Standing:
    """An agency with its kind in law and the laws that attach to it.

    ``kind`` differs from what the file says where the prosecution team pays advocates;
    ``kind_reason`` then says so.
    """

    agency: CenterAgency
    kind: Kind
    kind_reason: str
    regimes: tuple[Regime, ...]
    team: bool

    @property
    def names(self) -> frozenset[str]:
        """The regimes by name."""
        return frozenset(one.name for one in self.regimes)

    @property
    def family(self) -> frozenset[str]:
        """Those of them that are VAWA, FVPSA or VOCA."""
        return self.names & FAMILY

    @property
    def privileged(self) -> bool:
        """Whether a privilege of a pack attaches to its staff."""
        return any(name.startswith("priv.") for name in self.names)

    @property
    def holds(self) -> bool:
        """Whether it keeps files on survivors."""
        return self.kind not in NO_FILE


def standings(center: Center) -> tuple[Standing, ...]:
    """Give each agency of a center with where it stands, in the order of the file."""
    return tuple(_standing(center, one) for one in center.agencies)


def _standing(center: Center, agency: CenterAgency) -> Standing:
    employer = center.agency(agency.employer)
    paid = employer.id != agency.id and employer.kind in TEAM
    kind, why = agency.kind, ""
    if paid and agency.kind in _HELPERS:
        kind = Kind.SYSTEM_ADVOCATE
        why = say("kind.paid", employer=employer.name)
    return Standing(
        agency=agency,
        kind=kind,
        kind_reason=why,
        regimes=tuple(_regimes(center, agency, employer, kind)),
        team=kind in TEAM or paid,
    )


def _regimes(
    center: Center, agency: CenterAgency, employer: CenterAgency, kind: Kind
) -> Iterator[Regime]:
    unknown = Funding.UNKNOWN in agency.funding
    for name in ("vawa", "fvpsa", "voca"):
        if unknown:
            yield Regime(name, say("regime.unknown_money"), said=False)
        elif name in agency.funding:
            yield Regime(name, say("regime.money", law=name.upper()))
    if agency.licences is None:
        if (usual := _USUAL.get(agency.kind)) is not None:
            yield Regime(usual, say("regime.usual"), said=False)
    else:
        for licence in sorted(agency.licences):
            yield Regime(licence, say("regime.licence"))
    employed = kind if employer.id == agency.id else employer.kind
    for pack in center.packs:
        for row in pack.privileges:
            if row.roles & agency.staff and {kind, employed} <= row.employers:
                cites = "; ".join(cite.section for cite in row.cites)
                yield Regime(row.regime, say("regime.privilege", cites=cites))


def policy_of(center: Center, everyone: tuple[Standing, ...], held: Standing) -> Policy:
    """Give the policy of one agency as a holder, the others being its partners."""
    holder = Holder(
        held.agency.id,
        kind=held.kind,
        name=held.agency.name,
        unit=held.agency.unit,
        regimes=held.names,
        state=center.state,
        tz=center.tz,
    )
    partners = {
        one.agency.id: Agency(one.agency.id, kind=one.kind, name=one.agency.name)
        for one in everyone
        if one is not held
    }
    return Policy(holder=holder, partners=partners, limits=limits_of(center.packs))
