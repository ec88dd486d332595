"""State packs: one state's facts of law as data, inert until a site adopts them.

A pack has no way to say that something leaves. It gives rows on who must or may report
what, by which a mandated report can be decided; facts, such as the age of majority; and
limits, which only narrow. Not legal advice; no lawyer has read a shipped pack.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from fjcore.consent._packlint import lint
from fjcore.consent._packrows import MandateRow, PackLimit, StatePack
from fjcore.consent._packtables import read_tables
from fjcore.consent._packwords import ReporterRole, ReportTrigger
from fjcore.consent.parties import Limit
from fjcore.consent.vocabulary import RecipientKind
from fjcore.errors import NotCanonical, PackRefused, Problem
from fjcore.values import canonical
from fjcore.values.plaintoml import plain_toml

#: A pack is written by hand; more than this is none.
MAX_PACK_BYTES = 256 << 10

_ROLES, _TRIGGERS = frozenset(ReporterRole), frozenset(ReportTrigger)

#: The age of majority where a state says nothing later.
LEAST_MAJORITY = 18


def parse_pack(text: str, *, where: str = "pack") -> StatePack:
    """Read a state pack from TOML text.

    Raises: PackRefused, naming ``where``, with the path and code of every fault.
    """
    pack, problems = _read(text)
    if pack is None or problems:
        raise PackRefused(where, problems=problems)
    return pack


def lint_pack(text: str) -> tuple[Problem, ...]:
    """Give every fault of a state pack's text, by path and code, in one pass."""
    return _read(text)[1]


def _read(text: str) -> tuple[StatePack | None, tuple[Problem, ...]]:
    if len(text) > MAX_PACK_BYTES:
        return None, (Problem("", "too_big"),)
    data = _toml(text)
    if data is None:
        return None, (Problem("", "format"),)
    problems: list[Problem] = []
    pack = read_tables(data, sha256_of(data), problems)
    problems += lint(pack)
    return pack, tuple(dict.fromkeys(problems))


def _toml(text: str) -> dict[str, Any] | None:
    found = plain_toml(text)
    return None if found is None else _composed(found)


def _composed(value: Any) -> Any:
    """Give data with its texts in their one form."""
    if isinstance(value, dict):
        return {_composed(key): _composed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def sha256_of(data: object) -> str:
    """Give the SHA-256 of a pack's data, hexadecimal; empty where it can be no pack.

    Shape: the one canonical JSON of the data (UTF-8, sorted keys, no spaces, texts in
    NFC, days as ``YYYY-MM-DD``), so that comments and the order of keys do not count.
    """
    try:
        return hashlib.sha256(canonical.dumps(data)).hexdigest()
    except (NotCanonical, ValueError):
        return ""


@cache
def shipped_packs() -> tuple[StatePack, ...]:
    """Give the packs that come along, by id; none of them is in force by that."""
    folder = files("fjcore.consent").joinpath("law/states")
    found = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".toml")),
        key=lambda item: item.name,
    )
    return tuple(parse_pack(item.read_text("utf-8"), where=item.name) for item in found)


def majority_age(
    packs: Iterable[StatePack], state: str, *, least: int = LEAST_MAJORITY
) -> int:
    """Give the age of majority of a state: the latest that anything says.

    Units: whole years; ``least`` is what holds without a pack, and no pack lowers it.
    """
    ages = [
        pack.majority.age
        for pack in packs
        if pack.id == state and pack.majority is not None
    ]
    return max([least, *ages])


def mandates_for(
    packs: Iterable[StatePack],
    role: str,
    recipient_kind: str,
    trigger: str,
    *,
    statute: str = "",
) -> tuple[MandateRow, ...]:
    """Give the rows by which a role reports a thing to a kind of recipient.

    No row with ``mandatory`` means not a mandated reporter (rule R2); a permissive row
    says that a report is allowed by that statute, and never that it is owed. A role,
    kind or trigger outside its closed list has no row. ``statute`` asks for the rows
    of one statute alone, by its section or by the id of its authority.
    """
    if role not in _ROLES or trigger not in _TRIGGERS:
        return ()
    return tuple(
        row
        for pack in packs
        for row in pack.reports
        if row.binds(ReporterRole(role))
        and recipient_kind in row.recipients
        and trigger in row.triggers
        and statute in ("", row.statute, row.cites[0].id)
    )


def limits_of(packs: Iterable[StatePack]) -> tuple[Limit, ...]:
    """Give the limits of packs as the engine takes them; each only narrows."""
    return tuple(_limit(pack, row) for pack in packs for row in pack.limits)


def _limit(pack: StatePack, row: PackLimit) -> Limit:
    return Limit(
        f"{pack.id.lower()}.{row.id}",
        cap=row.cap,
        statement=row.statement,
        citation="; ".join(cite.section for cite in row.cites),
        recipient_kinds=frozenset(map(RecipientKind, row.recipients)),
        purposes=row.purposes,
        categories=row.categories,
        acp_only=row.participants_only,
        reviewed=all(cite.reviewed for cite in row.cites),
    )
