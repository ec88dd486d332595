"""Reading the file of a planned center strictly: every fault at once, by its path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from fjcore.consent._packreader import Table
from fjcore.consent._packrows import StatePack
from fjcore.consent._packtables import STATE
from fjcore.consent._packwords import ReporterRole
from fjcore.consent.center.facts import (
    Center,
    CenterAgency,
    Funding,
    Licence,
    SharedSystem,
    SystemKind,
)
from fjcore.consent.packs import shipped_packs
from fjcore.consent.vocabulary import RecipientKind
from fjcore.errors import CenterRefused, FjcoreError, Problem
from fjcore.values import zone
from fjcore.values.plaintoml import plain_toml

#: A file of agencies is written by hand; more than this is none.
MAX_CENTER_BYTES = 256 << 10

#: Most agencies, and most shared systems, of one center.
MAX_AGENCIES = 60

#: Number of the format; a file of a higher one is refused.
FORMAT = 1

_ID = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_NOTHING = date(1, 1, 1)

#: What stands alone: with it no other word about money can be so.
_ALONE = frozenset({Funding.NONE, Funding.UNKNOWN})


def example_text() -> str:
    """Give the example that comes along: a made-up center in Billings, Montana."""
    return (
        files("fjcore.consent.center").joinpath("data/example.toml").read_text("utf-8")
    )


def center_from(text: str, *, where: str = "center") -> Center:
    """Read a planned center from TOML text.

    Raises: CenterRefused, naming ``where``, with the path and code of every fault.
    """
    problems: list[Problem] = []
    data = _toml(text)
    if isinstance(data, str):
        code = data
        raise CenterRefused(where, problems=(Problem("", code),))
    found = _center(Table(data, "", problems))
    if not problems:
        problems += _between(found)
    if problems:
        raise CenterRefused(where, problems=tuple(dict.fromkeys(problems)))
    return found


def _toml(text: str) -> dict[str, Any] | str:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_CENTER_BYTES:
        return "too_big"
    data = plain_toml(text)
    return "format" if data is None else data


def _center(top: Table) -> Center:
    top.number("format", 1, FORMAT)
    table = top.table("center")
    if table is None:
        if not top.has("center"):
            top.fault("center", "required")
        table = Table({}, "center", [])
    found = Center(
        name=table.text("name"),
        state=table.text("state", shape=STATE),
        tz=_zone(table),
        as_of=table.day("as_of") or _NOTHING,
        packs=_packs(table),
        agencies=tuple(_agency(row) for row in top.rows("agency")),
        systems=tuple(_system(row) for row in top.rows("system")),
    )
    table.done()
    top.done()
    for key, rows in (("agency", found.agencies), ("system", found.systems)):
        if len(rows) > MAX_AGENCIES:
            top.fault(key, "length")
    if not top.has("agency") or top.data["agency"] == []:
        top.fault("agency", "required")
    return found


def _zone(table: Table) -> str:
    name, known = table.text("tz"), True
    try:
        zone(name or "UTC")
    except FjcoreError:
        known = False
    if not known:
        table.fault("tz", "unknown_code")
    return name


def _packs(table: Table) -> tuple[StatePack, ...]:
    known = {pack.id: pack for pack in shipped_packs()}
    names = table.names("packs", known, code="unknown_pack", needed=False)
    return tuple(known[name] for name in names)


def _agency(row: Table) -> CenterAgency:
    name = row.text("id", shape=_ID)
    said = row.has("licences")
    licences = row.words("licences", Licence, needed=False)
    found = CenterAgency(
        id=name,
        name=row.text("name"),
        kind=row.word("kind", RecipientKind, RecipientKind.EMPLOYER),
        employer=row.text("employer", shape=_ID, needed=False) or name,
        funding=row.words("funding", Funding),
        unit=row.text("unit", shape=_ID, needed=False) or name,
        licences=licences if said else None,
        staff=row.words("staff", ReporterRole, needed=False),
        co_located=row.flag("co_located", needed=False),
        tribal=row.flag("tribal", needed=False),
        shares_database_with=row.names("shares_database_with", needed=False),
    )
    if len(found.funding) > 1 and found.funding & _ALONE:
        row.fault("funding", "conflict")
    row.done()
    return found


def _system(row: Table) -> SharedSystem:
    found = SharedSystem(
        id=row.text("id", shape=_ID),
        name=row.text("name"),
        kind=row.word("kind", SystemKind, SystemKind.FILES),
        used_by=row.names("used_by"),
        vendor=row.text("vendor", needed=False),
    )
    row.done()
    return found


def _between(center: Center) -> Iterator[Problem]:
    """Give the faults that only show between rows."""
    ids = [one.id for one in center.agencies]
    yield from _twice("agency", ids)
    yield from _twice("system", [one.id for one in center.systems])
    yield from _twice("agency", [one.name for one in center.agencies], "name")
    for index, one in enumerate(center.agencies):
        at = f"agency.{index}"
        if one.employer not in ids:
            yield Problem(f"{at}.employer", "unknown_agency")
        for place, other in enumerate(one.shares_database_with):
            if other not in ids:
                yield Problem(f"{at}.shares_database_with.{place}", "unknown_agency")
            elif other == one.id:
                yield Problem(f"{at}.shares_database_with.{place}", "conflict")
    for index, system in enumerate(center.systems):
        for place, other in enumerate(system.used_by):
            if other not in ids:
                yield Problem(f"system.{index}.used_by.{place}", "unknown_agency")
    for index, pack in enumerate(center.packs):
        if pack.id != center.state:
            yield Problem(f"center.packs.{index}", "other_state")


def _twice(key: str, names: list[str], part: str = "id") -> Iterator[Problem]:
    counts = Counter(names)
    for index, name in enumerate(names):
        if counts[name] > 1:
            yield Problem(f"{key}.{index}.{part}", "duplicate")
