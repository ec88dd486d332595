"""What a planned center is made of: agencies and what they share, and no person."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from attrs import field, frozen

from fjcore.consent._packrows import StatePack
from fjcore.consent._packwords import ReporterRole
from fjcore.consent.vocabulary import RecipientKind


class Funding(StrEnum):
    """Where an agency's money for this work comes from.

    ``unknown``: nobody has looked yet; it is then taken to be all three grant laws.
    """

    VAWA = "vawa"
    FVPSA = "fvpsa"
    VOCA = "voca"
    OTHER = "other"
    NONE = "none"
    UNKNOWN = "unknown"


class Licence(StrEnum):
    """A law on records that an agency is under by what it does."""

    HIPAA = "hipaa"
    PART2 = "part2"
    FERPA = "ferpa"


class SystemKind(StrEnum):
    """What partners may share beside a building."""

    CLIENT_DATABASE = "client_database"
    HMIS = "hmis"
    CALENDAR = "calendar"
    SIGN_IN = "sign_in"
    NETWORK = "network"
    PHONE = "phone"
    MAIL = "mail"
    FILES = "files"
    CAMERAS = "cameras"


@frozen(kw_only=True)
class CenterAgency:
    """A partner as the community knows it.

    ``employer`` pays its staff: an agency's id, its own where nothing else is said.
    ``licences`` is None where the file does not say. ``staff`` are professions.
    """

    id: str
    name: str
    kind: RecipientKind
    employer: str
    funding: frozenset[Funding]
    unit: str
    licences: frozenset[Licence] | None = None
    staff: frozenset[ReporterRole] = frozenset()
    co_located: bool = False
    tribal: bool = False
    shares_database_with: tuple[str, ...] = ()


@frozen(kw_only=True)
class SharedSystem:
    """A thing that partners use together; ``vendor`` runs it, if a company does."""

    id: str
    name: str
    kind: SystemKind
    used_by: tuple[str, ...]
    vendor: str = ""


@frozen(kw_only=True)
class Center:
    """A center that is being planned. It holds no fact about any survivor.

    ``as_of`` is the day on which somebody asked the agencies. ``packs`` are the state
    packs that the plan takes as if they were adopted.
    """

    name: str
    state: str
    tz: str
    as_of: date
    agencies: tuple[CenterAgency, ...]
    systems: tuple[SharedSystem, ...] = ()
    packs: tuple[StatePack, ...] = field(default=(), repr=False)

    def agency(self, id: str) -> CenterAgency:
        """Give an agency of the center by its id."""
        return next(one for one in self.agencies if one.id == id)
