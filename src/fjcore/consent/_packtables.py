"""The tables of a pack's file, each row of them read into its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from attrs import define, evolve, field

from fjcore.consent._packreader import SLUG, Table, texts
from fjcore.consent._packrows import (
    AddressProgram,
    Authority,
    FormHold,
    LawWording,
    Majority,
    MandateRow,
    MinorConsent,
    OpenQuestion,
    PackLimit,
    Privilege,
    StatePack,
)
from fjcore.consent._packwords import (
    HeldPaper,
    LeapDay,
    LimitCap,
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
from fjcore.errors import Problem
from fjcore.records import CATEGORIES
from fjcore.records.categories import is_known

#: Number of the format; a file of a higher one is refused.
FORMAT = 1

STATE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
#: ``immediately``, ``promptly``, ``unstated``, or a number of hours, days, work days.
DEADLINE = re.compile(r"immediately|promptly|unstated|[1-9][0-9]{0,2}(h|d|wd)")
REGIME = re.compile(r"priv\.[a-z]{2}(\.[a-z0-9_-]{1,40}){1,4}")
YEARS = (1800, 2200)
#: A majority below 18 would let somebody sign alone whom federal practice protects.
AGES = (18, 21)
#: Languages of a wording; what a survivor reads is there in English and Spanish.
LANGUAGES = {"en": True, "es": True}


class _Known:
    """The items of a release: leaves of the tree and the parents of leaves."""

    def __contains__(self, item: object) -> bool:
        return isinstance(item, str) and is_known(item)


@define
class Rows:
    """Reads one file: the authorities first, which every other row cites."""

    top: Table
    authorities: dict[str, Authority] = field(factory=dict)
    ids: set[str] = field(factory=set)

    def cites(self, row: Table) -> tuple[Authority, ...]:
        """Take the citations of a row: one at least, each of the file's own."""
        names = row.names("cites", self.authorities, code="unknown_authority")
        return tuple(self.authorities[name] for name in names)

    def named(self, row: Table) -> str:
        """Take the id of a row, which no other row of the file has."""
        name = row.text("id", shape=SLUG)
        if name and name in self.ids:
            row.fault("id", "duplicate")
        self.ids.add(name)
        return name

    def each(self, key: str, read: Callable[[Rows, Table], Any]) -> tuple[Any, ...]:
        """Read every row of a table."""
        found = []
        for row in self.top.rows(key):
            found.append(read(self, row))
            row.done()
        return tuple(found)

    def only(self, key: str, read: Callable[[Rows, Table], Any]) -> Any:
        """Read a table that there is one of at most."""
        row = self.top.table(key)
        if row is None:
            return None
        found = read(self, row)
        row.done()
        return found


def read_tables(
    data: Mapping[str, Any], sha256: str, problems: list[Problem]
) -> StatePack:
    """Read the data of a file; it is a pack only where no problem was added."""
    top = Table(dict(data), "", problems)
    top.number("format", 1, FORMAT)
    rows = Rows(top)
    for row in top.rows("authority"):
        one = _authority(rows, row)
        row.done()
        if one.id:
            rows.authorities.setdefault(one.id, one)
    if not top.has("authority"):
        top.fault("authority", "required")
    pack = StatePack(
        id=top.text("id", shape=STATE),
        name=top.text("name"),
        version=top.number("version", 1, 10**6),
        as_of=top.day("as_of") or date.min,
        sha256=sha256,
        authorities=tuple(rows.authorities.values()),
        majority=rows.only("majority", _majority),
        address_program=rows.only("address_program", _program),
        minor_consents=rows.each("minor_consent", _minor_consent),
        privileges=rows.each("privilege", _privilege),
        mandates=rows.each("mandate", _mandate),
        wound_reports=rows.each("wound_report", _wound_report),
        limits=rows.each("limit", _limit),
        wordings=rows.each("wording", _wording),
        holds=rows.each("hold", _hold),
        questions=rows.each("question", _question),
    )
    top.done()
    return pack


def _authority(rows: Rows, row: Table) -> Authority:
    return Authority(
        id=rows.named(row),
        title=row.text("title"),
        section=row.text("section"),
        year=row.number("year", *YEARS),
        edition=row.number("edition", *YEARS, needed=False),
        read=row.word("read", Reading, Reading.MEMORY),
        reviewed=row.flag("reviewed"),
        reviewed_by=row.text("reviewed_by", needed=False),
        reviewed_on=row.day("reviewed_on", needed=False),
        note=row.text("note", needed=False),
    )


def _majority(rows: Rows, row: Table) -> Majority:
    return Majority(
        age=row.number("age", *AGES),
        leap_day=row.word("leap_day", LeapDay, LeapDay.UNSTATED),
        cites=rows.cites(row),
        note=row.text("note", needed=False),
    )


def _minor_consent(rows: Rows, row: Table) -> MinorConsent:
    return MinorConsent(
        id=rows.named(row),
        purpose=row.word("purpose", Purpose, Purpose.SERVICE_COORDINATION),
        statement=row.text("statement"),
        cites=rows.cites(row),
        note=row.text("note", needed=False),
    )


def _privilege(rows: Rows, row: Table) -> Privilege:
    return Privilege(
        id=rows.named(row),
        regime=row.text("regime", shape=REGIME),
        roles=row.words("roles", ReporterRole),
        employers=row.words("employers", RecipientKind),
        categories=_leaves(row, "categories"),
        waiver=row.word("waiver", Waiver, Waiver.EXPRESS_WRITTEN),
        ends_at_death=row.flag("ends_at_death"),
        exceptions=row.words("exceptions", PrivilegeException, needed=False),
        cites=rows.cites(row),
        note=row.text("note", needed=False),
    )


def _program(rows: Rows, row: Table) -> AddressProgram:
    return AddressProgram(
        name=row.text("name"),
        substitute=_leaves(row, "substitute"),
        protects=_leaves(row, "protects"),
        years=row.number("years", 1, 100),
        move_notice_hours=row.number("move_notice_hours", 1, 10_000, needed=False),
        offices=row.words("offices", RecipientKind),
        cites=rows.cites(row),
        note=row.text("note", needed=False),
    )


def _mandate(rows: Rows, row: Table) -> MandateRow:
    return MandateRow(
        id=rows.named(row),
        roles=row.words("roles", ReporterRole),
        except_roles=row.words("except_roles", ReporterRole, needed=False),
        triggers=row.words("triggers", ReportTrigger),
        recipients=row.words("recipients", RecipientKind),
        offices=row.word("offices", Offices, Offices.EACH, needed=False),
        facts=_leaves(row, "facts"),
        duty=row.word("duty", ReportDuty, ReportDuty.PERMISSIVE),
        deadline=row.text("deadline", shape=DEADLINE),
        told=row.word("told", Telling, Telling.BEFORE),
        exceptions=row.names("exceptions", needed=False),
        cites=rows.cites(row),
        note=row.text("note", needed=False),
    )


def _wound_report(rows: Rows, row: Table) -> MandateRow:
    not_named = row.words("not_named", ReportTrigger, needed=False)
    return evolve(_mandate(rows, row), not_named=not_named)


def _limit(rows: Rows, row: Table) -> PackLimit:
    cap = row.word("cap", LimitCap, LimitCap.MARKED, needed=False)
    return PackLimit(
        id=rows.named(row),
        statement=row.text("statement"),
        categories=frozenset(
            row.names("categories", _Known(), code="unknown_category")
        ),
        recipients=row.words("recipients", RecipientKind, needed=False),
        purposes=row.words("purposes", Purpose, needed=False),
        cap=View[cap.name],
        participants_only=row.flag("participants_only", needed=False),
        cites=rows.cites(row),
    )


def _wording(rows: Rows, row: Table) -> LawWording:
    return LawWording(
        id=rows.named(row),
        kind=row.word("kind", WordingKind, WordingKind.STATUTE),
        text=texts(row, "text", LANGUAGES),
        cites=rows.cites(row),
    )


def _hold(rows: Rows, row: Table) -> FormHold:
    return FormHold(
        id=rows.named(row),
        on=row.word("on", HeldPaper, HeldPaper.RELEASE_FORM),
        statement=row.text("statement"),
        cites=rows.cites(row),
    )


def _question(rows: Rows, row: Table) -> OpenQuestion:
    return OpenQuestion(
        id=rows.named(row), text=row.text("text"), cites=rows.cites(row)
    )


def _leaves(row: Table, key: str) -> frozenset[str]:
    # Leaves only: a parent would come to cover what enters the tree later.
    return frozenset(row.names(key, CATEGORIES, code="unknown_category"))
