"""The second oracle: the three-valued rules, read one by one from plain data.

A truth is the set of what it may still be; a number is the lowest and the highest it
may still be. Slow, literal, and apart from the engine.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from screening.cases import Case, asked

YES, NO = frozenset({True}), frozenset({False})
OPEN = YES | NO


def told(case: Case) -> dict[str, Any]:
    """Give all that follows from a case, in the words that vectors use."""
    return _Rules(case).told()


class _Rules:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.data = case.data
        self.items = {item["id"]: item for item in asked(case.data)}

    def value(self, name: str) -> str | None:
        if name in self.case.answers:
            return self.case.answers[name]
        return None if name in self.case.skips else self.items[name].get("default")

    def applies(self, name: str) -> frozenset[bool]:
        gate = self.items[name].get("applies_if")
        return YES if gate is None else self.truth(gate)

    def span(self, name: str) -> tuple[int, int]:
        gate = self.applies(name)
        if gate == NO:
            return 0, 0
        points = [
            option.get("score") or 0
            for option in self.items[name].get("options", [])
            if self.value(name) in (None, option["value"])
        ]
        if gate == OPEN:
            points.append(0)
        return (min(points), max(points)) if points else (0, 0)

    def score(self, row: dict[str, Any]) -> tuple[Fraction, Fraction]:
        spans = [self.span(name) for name in row["items"]]
        scale = Fraction(1)
        if row["kind"] == "scaled_mean":
            scale = Fraction(row["times"], len(spans))
        return sum(s[0] for s in spans) * scale, sum(s[1] for s in spans) * scale

    def value_of(self, row: dict[str, Any]) -> Fraction | None:
        low, high = self.score(row)
        if row["kind"] == "sum":
            return low if low == high else None
        given = []
        for name in row["items"]:
            options = {o["value"]: o["score"] for o in self.items[name]["options"]}
            if self.value(name) is not None:
                given.append(options[self.value(name)])
        if len(given) < row["min_answered"]:
            return None
        return Fraction(row["times"] * sum(given), len(given))

    def truth(self, p: dict[str, Any]) -> frozenset[bool]:
        if "item" in p:
            gate, value = self.applies(p["item"]), self.value(p["item"])
            if gate == NO:
                return NO
            if value is None:
                return OPEN
            return gate if value == p["eq"] else NO
        if "item_score" in p:
            return self.over(self.span(p["item_score"]), p["ge"])
        if "score" in p:
            rows = {row["id"]: row for row in self.data["scores"]}
            return self.over(self.score(rows[p["score"]]), p["ge"])
        if "context" in p:
            return self.fact(p["context"], p["eq"])
        if "not" in p:
            return frozenset(not one for one in self.truth(p["not"]))
        parts = [self.truth(q) for key in ("any", "all", "of") for q in p.get(key, [])]
        need = {"any": 1, "all": len(parts)}
        least = next((need[key] for key in need if key in p), p.get("at_least"))
        sure = len([one for one in parts if one == YES])
        hoped = len([one for one in parts if one != NO])
        return self.over((sure, hoped), least)

    def over(self, span: tuple[Any, Any], least: int) -> frozenset[bool]:
        return frozenset({span[0] >= least, span[1] >= least})

    def fact(self, name: str, value: Any) -> frozenset[bool]:
        declared = self.data.get("context", {})
        if name not in self.case.context and name not in declared:
            return NO
        default = declared.get(name, {}).get("default")
        fact = self.case.context.get(name, default)
        if fact is None:
            return OPEN
        return YES if (type(fact), fact) == (type(value), value) else NO

    def outcomes(self) -> list[str]:
        heard = [n for n in self.case.answers if self.applies(n) != NO]
        silent = self.data.get("outcome_if_nothing_answered")
        if silent and not heard:
            return [silent]
        triggers = {t["id"]: t["when"] for t in self.data["triggers"]}
        found: list[str] = []
        for name, outcome in self.data.get("outcome_rule", []):
            flag = YES if name is None else self.truth(triggers[name])
            if True in flag and outcome not in found:
                found.append(outcome)
            if flag == YES:
                break
        return found

    def profile(self) -> str | None:
        cuts = self.data.get("cut_profiles", {})
        for row in cuts.get("choose", []):
            if self.truth(row["when"]) == YES:
                return row["profile"]
        return cuts.get("default")

    def outside(self) -> list[str]:
        ages = self.data.get("eligibility")
        if not ages:
            return []
        told = self.case.context.get("age")
        fits = ages.get("age_min", 0) <= (-1 if told is None else told)
        fits = fits and (told or 0) <= ages.get("age_max", 10**9)
        return [] if fits else ["outside_population"]

    def open_items(self) -> list[str]:
        return [
            name
            for name, item in self.items.items()
            if any(
                item.get("judged") or o.get("score") is not None
                for o in item.get("options", [])
            )
            and not item.get("optional")
            and self.applies(name) != NO
            and self.value(name) is None
        ]

    def told(self) -> dict[str, Any]:
        bands: dict[str, list[str]] = {}
        scores = {row["id"]: self.score(row) for row in self.data.get("scores", [])}
        for band in self.data.get("bands", []):
            low, high = scores[band["score"]]
            fits = band["max"] >= low and band["min"] <= high
            bands.setdefault(band["score"], []).extend([band["id"]] if fits else [])
        shut = [name for name in self.items if self.applies(name) == NO]
        return {
            "scores": scores,
            "values": {r["id"]: self.value_of(r) for r in self.data.get("scores", [])},
            "bands": bands,
            "flags": {t["id"]: self.truth(t["when"]) for t in self.data["triggers"]},
            "outcomes": self.outcomes(),
            "missing": self.open_items(),
            "not_applicable": shut,
            "may_apply": [n for n in self.items if self.applies(n) == OPEN],
            "profile": self.profile(),
            "warnings": self.outside(),
            "ignored": [name for name in shut if name in self.case.answers],
            "constraints": [
                row["id"]
                for row in self.data.get("constraints", [])
                if self.truth(row["when"]) == YES
            ],
        }
