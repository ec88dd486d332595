"""The files of the law compiled: what they say becomes rows, duties and grounds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from fjcore.consent import _lawfile as said
from fjcore.consent._lawcheck import TABLE, faults
from fjcore.consent._order import unreachable
from fjcore.consent.guards import Guard
from fjcore.consent.lawbook import (
    Duty,
    FloorRule,
    Ground,
    Lawbook,
    ObligationTerms,
    Row,
)
from fjcore.consent.vocabulary import BasisKind, ObligationKind, Reason
from fjcore.errors import LawRefused, Problem
from fjcore.values import canonical

Plain = Mapping[str, Mapping[str, Any]]


def plain_of(texts: Mapping[str, str]) -> Plain:
    """Read the files of the law, by their names, as plain data.

    Raises: LawRefused, naming a file that is none.
    """
    return {name: said.parsed(text, name) for name, text in texts.items()}


def digest(plain: Plain) -> str:
    """Give the SHA-256 of what the files say, whatever their spaces and comments."""
    return hashlib.sha256(canonical.dumps(plain)).hexdigest()


def read(plain: Plain) -> Lawbook:
    """Compile the files of the law.

    Raises: LawRefused, with the file, path and code of every fault.
    """
    table: said.TableSaid = said.structured(plain.get(TABLE, {}), said.TableSaid, TABLE)
    statutes = {
        name: said.structured(data, said.StatuteSaid, name)
        for name, data in sorted(plain.items())
        if name != TABLE
    }
    problems = tuple(faults(table, statutes))
    if problems:
        raise LawRefused("law", problems=problems)
    return _compiled(table, statutes, digest(plain))


def _compiled(
    table: said.TableSaid,
    statutes: Mapping[str, said.StatuteSaid],
    sha256: str,
) -> Lawbook:
    spoken = {rule.id: rule for s in statutes.values() for rule in s.rule}
    ordered = [spoken[name] for name in table.order]
    rows = [
        _row(rule, row, table.sets) for rule in _lifted(ordered) for row in rule.row
    ]
    dead = unreachable([row.guard for row in rows])
    if dead is not None:
        where = rows[dead].rule
        raise LawRefused("law", problems=(Problem(where, "unreachable"),))
    duties: dict[tuple[str, str], tuple[Duty, ...]] = {}
    for rule in ordered:
        for duty in rule.duty:
            key = (duty.of or rule.id, duty.on)
            duties[key] = (*duties.get(key, ()), _duty(duty, table.sets))
    return Lawbook(
        rules=tuple(map(_rule, ordered)),
        rows=tuple(rows),
        duties=MappingProxyType(duties),
        grounds=MappingProxyType({BasisKind(b.kind): _ground(b) for b in table.basis}),
        obligations=MappingProxyType(
            {
                ObligationKind(one.kind): ObligationTerms(
                    phase=one.phase, must=one.must, part=one.part
                )
                for statute in statutes.values()
                for one in statute.obligation
            }
        ),
        sha256=sha256,
    )


def _lifted(ordered: list[said.RuleSaid]) -> list[said.RuleSaid]:
    """Put each rule that lifts another right before it: where it holds, that does not.

    Raises: ValueError, never: a rule that is lifted is in the order.
    """
    found = list(ordered)
    for rule in ordered:
        for lifted in rule.lifts:
            found.remove(rule)
            found.insert([one.id for one in found].index(lifted), rule)
    return found


def _words(part: Any, name: str, sets: said.SetsSaid) -> frozenset[str] | None:
    family = said.WORDS[name][0]
    listed: tuple[str, ...] = getattr(part, name, ())
    if not listed:
        return None
    table = getattr(sets, family, {})
    return frozenset(
        inner
        for word in listed
        for inner in (table[word[1:]] if word.startswith("@") else (word,))
    )


_SETS = tuple(
    a.name
    for a in attrs.fields(Guard)
    if a.name in said.WORDS and a.name not in ("holds", "lacks")
)


def _guard(part: Any, sets: said.SetsSaid) -> Guard:
    return Guard(
        **{name: _words(part, name, sets) for name in _SETS},
        holds=part.holds,
        lacks=part.lacks,
        cells_from=getattr(part, "cells_from", None),
        cells_below=getattr(part, "cells_below", None),
        any=tuple(_guard(one, sets) for one in getattr(part, "any", ())),
    )


def _row(rule: said.RuleSaid, row: said.RowSaid, sets: said.SetsSaid) -> Row:
    return Row(
        rule=rule.id,
        guard=_guard(row, sets),
        reason=Reason(row.reason) if row.then == "deny" else None,
        exemption=rule.exemption,
    )


def _duty(duty: said.DutySaid, sets: said.SetsSaid) -> Duty:
    return Duty(
        kinds=frozenset(map(ObligationKind, duty.kinds)),
        guard=_guard(duty, sets),
        shown=duty.shown,
        withheld=duty.withheld,
        **{
            name: _words(duty, name, sets)
            for name in ("reasons", "beyond", "within", "denies")
        },
    )


def _ground(said_: said.BasisSaid) -> Ground:
    return Ground(
        kind=BasisKind(said_.kind),
        releases=said_.releases,
        evidence=said_.evidence,
        exempts=MappingProxyType({one.rule: one.holds for one in said_.exempts}),
    )


def _rule(rule: said.RuleSaid) -> FloorRule:
    given = [*rule.reasons, *(row.reason for row in rule.row if row.reason)]
    return FloorRule(
        **{
            a.name: getattr(rule, a.name)
            for a in attrs.fields(FloorRule)
            if a.name != "reasons"
        },
        reasons=tuple(dict.fromkeys(map(Reason, given))),
    )
