"""The rules: scores, bands, alerts, outcomes, contradictions, cuts, and other gates."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from fjcore.screening.xlsform._rows import Row
from fjcore.screening.xlsform._survey import condition

_TIMINGS = ("immediate", "end")


@define
class Rules:
    """Reads the rules, row by row; ``names`` are the questions by their names."""

    names: dict[str, str]
    gates: dict[str, dict[str, Any]] = field(factory=dict)
    data: dict[str, Any] = field(factory=dict)
    #: Where in the workbook each part of a definition stands.
    places: dict[str, Row] = field(factory=dict)

    def read(self, row: Row) -> None:
        """Read one row."""
        kind = row.needed("kind")
        known = {
            "gate": self.gate,
            "score": self.score,
            "band": self.band,
            "trigger": self.trigger,
            "outcome": self.outcome,
            "nothing": self.nothing,
            "constraint": self.constraint,
            "cut": self.cut,
        }
        if kind in known:
            known[kind](row)
        elif kind:
            row.refuse("kind", "unknown_code")

    def add(self, key: str, value: Any, row: Row, *names: str) -> None:
        """Add a part of a definition, and remember the names by which it is told."""
        held = self.data.setdefault(key, [])
        self.places[f"{key}.{len(held)}"] = row
        for path in (key, *(f"{key}.{name}" for name in names)):
            self.places.setdefault(path, row)
        held.append(value)

    def when(self, row: Row) -> dict[str, Any]:
        """Read the condition of a rule."""
        row.needed("when")
        return condition(row, "when", self.names, plain=False) or {}

    def gate(self, row: Row) -> None:
        """Read the gate of a question that its own row could not hold."""
        name = row.needed("of")
        if name and name not in self.names:
            row.refuse("of", "unknown_item")
        elif name in self.gates:
            row.refuse("of", "duplicate")
        self.gates[name] = self.when(row)

    def score(self, row: Row) -> None:
        """Read a sum or a scaled mean."""
        names = row.needed("of").split()
        if any(name not in self.names for name in names):
            row.refuse("of", "unknown_item")
        name = row.needed("id")
        found: dict[str, Any] = {
            "id": name,
            "kind": "sum",
            "items": [self.names.get(one, one) for one in names],
            "min": row.number_in("min", needed=True),
            "max": row.number_in("max", needed=True),
        }
        if row.get("direction") is not None:
            found["direction"] = row.get("direction")
        if row.get("times") is not None or row.get("min_answered") is not None:
            found["kind"] = "scaled_mean"
            for key in ("times", "min_answered"):
                found[key] = row.number_in(key, needed=True)
        self.add("scores", found, row, name)

    def band(self, row: Row) -> None:
        """Read a band."""
        name, score = row.needed("id"), row.needed("of")
        found: dict[str, Any] = {
            "score": score,
            "id": name,
            "min": row.number_in("min", needed=True),
            "max": row.number_in("max", needed=True),
            "label": row.words("label").get("", name),
        }
        local = {"local": True} if row.yes("local") else {}
        self.add("bands", found | local, row, score, name)

    def trigger(self, row: Row) -> None:
        """Read an alert."""
        name = row.needed("id")
        found: dict[str, Any] = {
            "id": name,
            "when": self.when(row),
            "timing": row.needed("timing"),
            "action": row.needed("action"),
        }
        if found["timing"] not in (*_TIMINGS, ""):
            row.refuse("timing", "unknown_code")
        columns = {"severity": "severity", "action_code": "code", "source": "source"}
        for key, column in {**columns, "profile": "profile"}.items():
            if row.get(column) is not None:
                found[key] = row.get(column)
        self.add("triggers", found, row, name)

    def outcome(self, row: Row) -> None:
        """Read a row of the outcome rule; without a trigger it is the last."""
        name = row.needed("id")
        self.add("outcome_rule", [row.get("of"), name], row, name)

    def nothing(self, row: Row) -> None:
        """Read the outcome of a form without any answer."""
        if "outcome_if_nothing_answered" in self.data:
            row.refuse("kind", "duplicate")
        self.data["outcome_if_nothing_answered"] = row.needed("id")
        self.places["outcome_if_nothing_answered"] = row

    def constraint(self, row: Row) -> None:
        """Read what contradicts."""
        name = row.needed("id")
        found = {
            "id": name,
            "when": self.when(row),
            "message": row.needed("label"),
        }
        self.add("constraints", found, row, name)

    def cut(self, row: Row) -> None:
        """Read a cut: by a fact, or the one without any."""
        cuts = self.data.setdefault("cut_profiles", {})
        name = row.needed("id")
        self.places.setdefault("cut_profiles", row)
        if row.get("when") is None:
            if "default" in cuts:
                row.refuse("when", "duplicate")
            cuts["default"] = name
            self.places["cut_profiles.default"] = row
            return
        held = cuts.setdefault("choose", [])
        self.places[f"cut_profiles.choose.{len(held)}"] = row
        held.append({"when": self.when(row), "profile": name})
