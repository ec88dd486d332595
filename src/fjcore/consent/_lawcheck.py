"""What the files of the law lack together: ids, order, sets, grounds, duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fjcore.consent import _lawfile as said
from fjcore.consent.known import FACTS
from fjcore.consent.vocabulary import BasisKind, ObligationKind
from fjcore.errors import Problem

#: The file of the order, the sets and the bases; every other file holds rules.
TABLE = "table.toml"


def faults(
    table: said.TableSaid, statutes: Mapping[str, said.StatuteSaid]
) -> Iterator[Problem]:
    """Find every fault of the files together."""
    seen: set[str] = set()
    for name, statute in statutes.items():
        for number, rule in enumerate(statute.rule):
            at = f"{name}.rule.{number}"
            yield from said.rule_problems(rule, at)
            if rule.id in seen:
                yield Problem(f"{at}.id", "duplicate")
            if rule.id not in table.order:
                yield Problem(f"{at}.id", "unreachable")
            seen.add(rule.id)
            yield from _named(rule, table, at)
        for number, one in enumerate(statute.obligation):
            yield from said.obligation_problems(one, f"{name}.obligation.{number}")
    for index, rule_id in enumerate(table.order):
        if rule_id not in seen or rule_id in table.order[:index]:
            code = "duplicate" if rule_id in seen else "unknown_code"
            yield Problem(f"{TABLE}.order.{index}", code)
    yield from _ground_faults(table, seen)
    named = [one.kind for statute in statutes.values() for one in statute.obligation]
    if sorted(named) != sorted(map(str, ObligationKind)):
        yield Problem("obligation", "required")


def _ground_faults(table: said.TableSaid, rules: set[str]) -> Iterator[Problem]:
    for number, one in enumerate(table.basis):
        at = f"{TABLE}.basis.{number}"
        for exempt in one.exempts:
            if exempt.rule not in rules or not set(exempt.holds) <= set(FACTS):
                yield Problem(f"{at}.exempts", "unknown_code")
    if sorted(one.kind for one in table.basis) != sorted(map(str, BasisKind)):
        yield Problem(f"{TABLE}.basis", "required")


def _named(rule: said.RuleSaid, table: said.TableSaid, at: str) -> Iterator[Problem]:
    """Find sets and rules that are named and are not there."""
    parts: list[tuple[str, Any]] = [(at, rule)]
    parts += [(f"{at}.row.{n}", row) for n, row in enumerate(rule.row)]
    parts += [(f"{at}.row", one) for row in rule.row for one in row.any]
    parts += [(f"{at}.duty.{n}", duty) for n, duty in enumerate(rule.duty)]
    for here, part in parts:
        for name, (family, _) in said.WORDS.items():
            sets = getattr(table.sets, family, {})
            for word in getattr(part, name, ()):
                if word.startswith("@") and word[1:] not in sets:
                    yield Problem(f"{here}.{name}", "unknown_code")
    others = (*rule.lifts, *(duty.of for duty in rule.duty if duty.of))
    if not set(others) <= set(table.order):
        yield Problem(at, "unknown_code")
