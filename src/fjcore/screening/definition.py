"""An instrument as data: items, scores, bands, triggers, outcomes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import field, frozen

from fjcore.values import canonical


@frozen
class Option:
    """One answer of an item; ``score`` is None where it carries no points."""

    value: str
    label: str
    score: int | None


@frozen(kw_only=True)
class Item:
    """One question: neutral label, options, the gate under which it is asked."""

    id: str
    label: str
    type: str = "choice"
    options: tuple[Option, ...] = ()
    applies_if: Predicate | None = None
    default: str | None = None
    respondent: str = "survivor"
    optional: bool = False
    occasions: tuple[str, ...] = ()

    def score_of(self, value: str) -> int:
        """Give the points of an answer; one without points counts nothing."""
        for option in self.options:
            if option.value == value:
                return option.score or 0
        return 0

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """The points of each option."""
        return tuple(option.score or 0 for option in self.options)


@frozen(kw_only=True)
class Predicate:
    """One condition, of one shape: ``kind`` says which.

    Shape: ``item``, ``item_score``, ``score``, ``context`` compare ``name`` with
    ``value``; ``any``, ``all``, ``not``, ``at_least`` hold ``parts``.
    """

    kind: str
    name: str = ""
    value: Any = None
    parts: tuple[Predicate, ...] = ()
    count: int = 0

    def names(self, kind: str) -> Iterator[str]:
        """Give the names that the condition reads, of a kind."""
        if self.kind == kind or (kind == "item" and self.kind == "item_score"):
            yield self.name
        for part in self.parts:
            yield from part.names(kind)


@frozen(kw_only=True)
class Score:
    """A sum of items, or their mean scaled: ``times`` and ``min_answered`` then hold."""

    id: str
    kind: str
    items: tuple[str, ...]
    min: int
    max: int
    times: int = 0
    min_answered: int = 0


@frozen(kw_only=True)
class Band:
    """A named span of a score, both ends inside."""

    score: str
    id: str
    min: int
    max: int
    label: str
    local: bool = False


@frozen(kw_only=True)
class Trigger:
    """A condition with what is to be done: at once, or when the form is finished."""

    id: str
    when: Predicate
    timing: str
    action: str
    profile: str | None = None

    @property
    def severity(self) -> str:
        """Urgent where it is to be acted on at once, notice otherwise."""
        return "urgent" if self.timing == "immediate" else "notice"


@frozen(kw_only=True)
class Constraint:
    """A condition that is reported when true; it blocks nothing."""

    id: str
    when: Predicate
    message: str


@frozen(kw_only=True)
class Instrument:
    """One published edition of a screening tool, without its licensed wording."""

    id: str
    title: str
    version: str
    method: str
    source: str
    licence: str
    population: str
    items: tuple[Item, ...]
    scores: tuple[Score, ...] = ()
    bands: tuple[Band, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    outcome_rule: tuple[tuple[str | None, str], ...] = ()
    outcome_if_nothing_answered: str | None = None
    context: Mapping[str, Any] = field(factory=dict)
    limits: tuple[str, ...] = ()
    reviewed: bool = False
    logic: str = field(repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def in_gate_order(self) -> tuple[Item, ...]:
        """Items so that each stands after those its gate reads."""
        placed: dict[str, Item] = {}

        def place(item: Item) -> None:
            if item.id in placed:
                return
            if item.applies_if is not None:
                for name in item.applies_if.names("item"):
                    place(self.by_id[name])
            placed[item.id] = item

        for item in self.items:
            place(item)
        return tuple(placed.values())

    @property
    def logic_hash(self) -> str:
        """SHA-256 of all that can change a number or a flag, hexadecimal."""
        return self.logic


def logic_of(data: Mapping[str, Any]) -> str:
    """Hash the parts of a definition that decide; wording and sources are not in it."""
    keys = ("id", "version", "method", "scores", "triggers", "outcome_rule", "context")
    kept: dict[str, Any] = {key: data[key] for key in keys if data.get(key)}
    kept["items"] = [
        {
            key: [[o["value"], o.get("score")] for o in value]
            if key == "options"
            else value
            for key, value in item.items()
            if key not in ("neutral_label", "respondent")
        }
        for item in data["items"]
    ]
    kept["bands"] = [
        {key: band[key] for key in ("score", "id", "min", "max")}
        for band in data.get("bands", [])
    ]
    kept["triggers"] = [
        {key: value for key, value in row.items() if key != "action"}
        for row in data.get("triggers", [])
    ]
    return hashlib.sha256(canonical.dumps(_without_null(kept))).hexdigest()


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_null(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return ["*" if v is None else _without_null(v) for v in value]
    return value
