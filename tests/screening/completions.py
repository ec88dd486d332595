"""The oracle: every completion of the missing answers, each scored by plain yes and no.

It reads the definition as plain data and shares nothing with the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import frozen
from screening.cases import Case, asked, values_of


@frozen(kw_only=True)
class Whole:
    """What holds of one completion, in which nothing is open."""

    scores: dict[str, Fraction]
    flags: dict[str, bool]
    bands: dict[str, str]
    outcome: str | None
    unanswered: frozenset[str]


def completions(case: Case) -> Iterator[Whole]:
    """Give every way in which a case can turn out."""
    items = {item["id"]: item for item in asked(case.data)}
    said = dict(case.answers)
    for name, item in items.items():
        if "default" in item and name not in case.skips:
            said.setdefault(name, item["default"])
    missing = [n for n in items if n not in said and values_of(items[n])]
    for facts in _facts(case):
        for values in product(*(values_of(items[name]) for name in missing)):
            full = said | dict(zip(missing, values, strict=True))
            yield _Reading(case.data, full, facts).whole(set(missing))


def _facts(case: Case) -> list[dict[str, Any]]:
    """Every way in which the facts can turn out; one not told has its default."""
    declared = case.data.get("context", {})
    known = {name: row["default"] for name, row in declared.items()} | case.context
    open_ = [name for name, fact in known.items() if fact is None]
    return [
        known | dict(zip(open_, found, strict=True))
        for found in product(*([_guesses(case.data)] * len(open_)))
    ]


def _guesses(data: Any) -> list[Any]:
    """Every fact that a condition asks for, and one that none asks for."""
    found: list[Any] = ["something else"]
    todo = [data]
    while todo:
        at = todo.pop()
        if isinstance(at, dict):
            if "context" in at and "eq" in at:
                found.append(at["eq"])
            todo += at.values()
        elif isinstance(at, list):
            todo += at
    return [value for n, value in enumerate(found) if value not in found[:n]]


class _Reading:
    """One complete form, read by two-valued logic."""

    def __init__(self, data: Any, full: dict[str, str], facts: dict[str, Any]) -> None:
        self.data = data
        self.full = full
        self.facts = facts
        self.items = {item["id"]: item for item in asked(data)}
        self.sums = {score["id"]: score for score in data.get("scores", [])}

    def asked(self, name: str) -> bool:
        """Whether an item's gate is open."""
        gate = self.items[name].get("applies_if")
        return gate is None or self.holds(gate)

    def points(self, name: str) -> int:
        """Give the points of an item; none behind a shut gate."""
        if not self.asked(name):
            return 0
        options = {o["value"]: o.get("score") for o in self.items[name]["options"]}
        return options[self.full[name]] or 0

    def score(self, name: str) -> Fraction:
        """Give a score."""
        row = self.sums[name]
        whole = Fraction(sum(self.points(item) for item in row["items"]))
        if row["kind"] == "scaled_mean":
            return whole * row["times"] / len(row["items"])
        return whole

    def holds(self, p: dict[str, Any]) -> bool:
        """Whether a condition holds."""
        if "item" in p:
            return self.asked(p["item"]) and self.full[p["item"]] == p["eq"]
        if "item_score" in p:
            return self.points(p["item_score"]) >= p["ge"]
        if "score" in p:
            return self.score(p["score"]) >= p["ge"]
        if "context" in p:
            fact = self.facts.get(p["context"])
            return (type(fact), fact) == (type(p["eq"]), p["eq"])
        if "not" in p:
            return not self.holds(p["not"])
        if "any" in p:
            return any(self.holds(part) for part in p["any"])
        if "all" in p:
            return all(self.holds(part) for part in p["all"])
        return sum(self.holds(part) for part in p["of"]) >= p["at_least"]

    def whole(self, missing: set[str]) -> Whole:
        """Give everything that holds."""
        scores = {name: self.score(name) for name in self.sums}
        flags = {t["id"]: self.holds(t["when"]) for t in self.data.get("triggers", [])}
        rule = self.data.get("outcome_rule", [])
        outcome = next((o for t, o in rule if t is None or flags[t]), None)
        return Whole(
            scores=scores,
            flags=flags,
            bands={
                band["score"]: band["id"]
                for band in self.data.get("bands", [])
                if band["min"] <= scores[band["score"]] <= band["max"]
            },
            outcome=outcome,
            unanswered=frozenset(n for n in missing if self.asked(n)),
        )
