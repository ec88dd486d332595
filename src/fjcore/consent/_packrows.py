"""What a state pack holds, row by row; nothing in it can say that something leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from attrs import field, frozen

from fjcore.consent._packwords import (
    HeldPaper,
    LeapDay,
    Offices,
    PrivilegeException,
    Reading,
    ReportDuty,
    ReporterRole,
    ReportTrigger,
    Telling,
    Waiver,
    WordingKind,
)
from fjcore.consent.view import View
from fjcore.consent.vocabulary import Purpose, RecipientKind


def _sealed(texts: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(texts))


@frozen(kw_only=True)
class Authority:
    """One text that rows of a pack rest on, and how far it was read.

    Units: ``year`` the year in which somebody last looked; ``edition`` the year to
    which the copy says that it is current, 0 where it says nothing.
    """

    id: str
    title: str
    section: str
    year: int
    read: Reading
    edition: int = 0
    reviewed: bool = False
    reviewed_by: str = ""
    reviewed_on: date | None = None
    note: str = ""


@frozen(kw_only=True)
class Majority:
    """The age of majority; never below 18, so that a pack cannot lower it.

    Units: ``age`` in whole years.
    """

    age: int
    leap_day: LeapDay
    cites: tuple[Authority, ...]
    note: str = ""


@frozen(kw_only=True)
class MinorConsent:
    """Where a minor may consent alone: a fact for counsel, which decides nothing.

    What decides is the fact ``may_consent_alone`` that somebody records of a person.
    """

    id: str
    purpose: Purpose
    statement: str
    cites: tuple[Authority, ...]
    note: str = ""


@frozen(kw_only=True)
class Privilege:
    """Whose talk with a survivor is privileged, and how that ends."""

    id: str
    regime: str
    roles: frozenset[ReporterRole]
    employers: frozenset[RecipientKind]
    categories: frozenset[str]
    waiver: Waiver
    ends_at_death: bool
    exceptions: frozenset[PrivilegeException]
    cites: tuple[Authority, ...]
    note: str = ""


@frozen(kw_only=True)
class AddressProgram:
    """A substitute address program: what stands in for what, and for which offices.

    Units: ``years`` that an address holds; ``move_notice_hours`` after which an untold
    move may cancel it, 0 where nothing is said.
    """

    name: str
    substitute: frozenset[str]
    protects: frozenset[str]
    years: int
    move_notice_hours: int
    offices: frozenset[RecipientKind]
    cites: tuple[Authority, ...]
    note: str = ""


@frozen(kw_only=True)
class MandateRow:
    """Who must or may report what to whom, and which categories the report holds.

    ``statute`` is the section of the first citation. ``except_roles`` are those whom
    a duty of any person leaves out. ``not_named`` are wounds that the statute does not
    name. ``exceptions`` are for a person to judge.
    """

    id: str
    roles: frozenset[ReporterRole]
    triggers: frozenset[ReportTrigger]
    recipients: frozenset[RecipientKind]
    offices: Offices
    facts: frozenset[str]
    duty: ReportDuty
    deadline: str
    told: Telling
    cites: tuple[Authority, ...]
    except_roles: frozenset[ReporterRole] = frozenset()
    exceptions: tuple[str, ...] = ()
    not_named: frozenset[ReportTrigger] = frozenset()
    note: str = ""

    @property
    def statute(self) -> str:
        """The statute that the row is of."""
        return self.cites[0].section

    @property
    def mandatory(self) -> bool:
        """Whether the report must be made."""
        return self.duty is ReportDuty.MANDATORY

    @property
    def needs_review(self) -> bool:
        """Whether counsel has to look before a report rests on the row."""
        return bool(self.exceptions) or not all(cite.reviewed for cite in self.cites)

    def binds(self, role: ReporterRole) -> bool:
        """Whether the row speaks of a role."""
        named = role in self.roles or ReporterRole.ANY_PERSON in self.roles
        return named and role not in self.except_roles


@frozen(kw_only=True)
class PackLimit:
    """A cap on what may be seen; an empty set of kinds or purposes matches all."""

    id: str
    statement: str
    categories: frozenset[str]
    recipients: frozenset[RecipientKind]
    purposes: frozenset[Purpose]
    cap: View
    participants_only: bool
    cites: tuple[Authority, ...]


@frozen(kw_only=True)
class LawWording:
    """The name of an order, an offense or an office, in the languages it is told in."""

    id: str
    kind: WordingKind
    text: Mapping[str, str] = field(converter=_sealed)
    cites: tuple[Authority, ...]


@frozen(kw_only=True)
class FormHold:
    """What a form or an answer may not do; a fact for whoever writes the form."""

    id: str
    on: HeldPaper
    statement: str
    cites: tuple[Authority, ...]


@frozen(kw_only=True)
class OpenQuestion:
    """What the pack does not know, and counsel is asked."""

    id: str
    text: str
    cites: tuple[Authority, ...]


@frozen(kw_only=True)
class StatePack:
    """The facts of one state's law that its holders need, as one file gave them.

    It decides nothing by being there. ``sha256`` is of the data alone, so that comments
    and the order of keys do not matter; adopting it is the site's act.
    """

    id: str
    name: str
    version: int
    as_of: date
    sha256: str
    authorities: tuple[Authority, ...]
    majority: Majority | None = None
    address_program: AddressProgram | None = None
    minor_consents: tuple[MinorConsent, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    mandates: tuple[MandateRow, ...] = ()
    wound_reports: tuple[MandateRow, ...] = ()
    limits: tuple[PackLimit, ...] = ()
    wordings: tuple[LawWording, ...] = ()
    holds: tuple[FormHold, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()

    @property
    def reviewed(self) -> bool:
        """Whether a lawyer has read every text that the pack rests on."""
        return all(one.reviewed for one in self.authorities)

    @property
    def reports(self) -> tuple[MandateRow, ...]:
        """Every row on a report, on wounds or on anything else."""
        return (*self.mandates, *self.wound_reports)
