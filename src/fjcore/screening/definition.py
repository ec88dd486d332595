"""An instrument as data: items, scores, bands, triggers, outcomes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

from attrs import evolve, field, frozen

from fjcore.values import canonical

#: A free text of an answer is a remark, not a document.
MAX_TEXT = 4096


@frozen
class Option:
    """One answer of an item; ``score`` is None where it carries no points."""

    value: str
    label: str
    score: int | None


@frozen(kw_only=True)
class Predicate:
    """One condition, of one shape: ``kind`` says which.

    Shape: ``item``, ``item_score``, ``score``, ``context`` compare ``name`` with
    ``value``; ``any``, ``all``, ``not``, ``at_least`` hold ``parts``.
    """

    kind: str
    name: str = ""
    value: Any = ""
    parts: tuple[Predicate, ...] = ()
    count: int = 0

    def walk(self) -> Iterator[Predicate]:
        """Give the condition and every condition inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def depth(self) -> int:
        """How many conditions stand inside one another, this one counted."""
        return 1 + max((part.depth for part in self.parts), default=0)

    def printed(self) -> str:
        """Give the condition in its one written form."""
        if self.parts:
            inner = ",".join(part.printed() for part in self.parts)
            return f"{self.kind}:{self.count}({inner})"
        return f"{self.kind}:{json.dumps([self.name, self.value])}"


@frozen(kw_only=True)
class Item:
    """One question: neutral label, options, the gate under which it is asked.

    ``judged``: a rating of the professional, recorded and never counted.
    """

    id: str
    label: str
    type: str = "choice"
    options: tuple[Option, ...] = ()
    applies_if: Predicate | None = None
    default: str | None = None
    respondent: str = "survivor"
    optional: bool = False
    occasions: tuple[str, ...] = ()
    judged: bool = False

    @cached_property
    def points(self) -> Mapping[str, int]:
        """The points of each answer; one without points counts nothing."""
        return {option.value: option.score or 0 for option in self.options}

    @cached_property
    def span(self) -> tuple[int, int]:
        """The fewest and the most points that an answer can give."""
        points = self.points.values()
        return (min(points), max(points)) if points else (0, 0)

    @cached_property
    def counts(self) -> bool:
        """Whether a form without this item is not complete."""
        scored = any(option.score is not None for option in self.options)
        return self.judged or (self.type == "choice" and scored and not self.optional)

    def takes(self, value: object) -> bool:
        """Whether a value can be an answer to this item; a blank is no answer."""
        if type(value) is not str:
            return False
        if self.type == "choice":
            return value in self.points
        whole = not any("\ud800" <= sign <= "\udfff" for sign in value)
        return bool(value.strip()) and len(value) <= MAX_TEXT and whole


@frozen(kw_only=True)
class Score:
    """A sum of items, or their scaled mean, with ``times`` and ``min_answered``."""

    id: str
    kind: str
    items: tuple[str, ...]
    min: int
    max: int
    times: int = 0
    min_answered: int = 0
    direction: str = "higher_is_worse"


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
    severity: str
    action_code: str | None = None
    profile: str | None = None


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
    revision: int = 1
    category: str | None = None
    judgements: tuple[Item, ...] = ()
    scores: tuple[Score, ...] = ()
    bands: tuple[Band, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    outcomes: tuple[str, ...] = ()
    outcome_rule: tuple[tuple[str | None, str], ...] = ()
    outcome_if_nothing_answered: str | None = None
    context: Mapping[str, str | int | bool | None] = field(factory=dict)
    missing: str = "bounds"
    entry_modes: tuple[str, ...] = ("itemised",)
    override: str = "upward_only"
    override_reasons: tuple[str, ...] = ("professional_judgement",)
    limits: tuple[str, ...] = ()
    reviewed: bool = False

    @cached_property
    def asked(self) -> tuple[Item, ...]:
        """Everything that takes an answer: an item of two occasions is two."""
        found: list[Item] = []
        for item in self.items:
            named = [f"{item.id}@{occasion}" for occasion in item.occasions]
            found += [evolve(item, id=name, occasions=()) for name in named] or [item]
        return (*found, *self.judgements)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """What takes an answer, by the name its answer goes by."""
        return {item.id: item for item in self.asked}

    @cached_property
    def scores_by_id(self) -> Mapping[str, Score]:
        """Scores by id."""
        return {score.id: score for score in self.scores}

    @cached_property
    def banded(self) -> Mapping[str, tuple[Band, ...]]:
        """The bands of each score that has some, the lowest first."""
        named = [s.id for s in self.scores if any(b.score == s.id for b in self.bands)]
        ordered = sorted(self.bands, key=lambda band: band.min)
        return {n: tuple(b for b in ordered if b.score == n) for n in named}

    @cached_property
    def profiles(self) -> frozenset[str]:
        """The alternative cuts among which a holder may choose."""
        return frozenset(t.profile for t in self.triggers if t.profile is not None)

    def reads(self, condition: Predicate) -> frozenset[str]:
        """Give the items that a condition reads, through scores too."""
        found: set[str] = set()
        for part in condition.walk():
            if part.kind in ("item", "item_score"):
                found.add(part.name)
            elif part.kind == "score":
                found.update(self.scores_by_id[part.name].items)
        return frozenset(found)

    @cached_property
    def in_gate_order(self) -> tuple[Item, ...]:
        """Items so that each stands after those its gate reads.

        Raises: graphlib.CycleError; no instrument that was read has a circle.
        """
        gates = {
            item.id: self.reads(item.applies_if)
            if item.applies_if
            else frozenset[str]()
            for item in self.asked
        }
        order = TopologicalSorter(gates).static_order()
        return tuple(self.by_id[name] for name in order)

    @cached_property
    def logic_hash(self) -> str:
        """SHA-256 of all that can change a number or a flag, hexadecimal.

        Labels, wording, sources and the edition's own label are not in it.
        """
        return hashlib.sha256(canonical.dumps(_logic(self))).hexdigest()


def _logic(made: Instrument) -> dict[str, object]:
    """Everything that decides, as plain data in one form."""
    return {
        "id": made.id,
        "method": made.method,
        "items": [_item(item) for item in made.asked],
        "scores": [
            [s.id, s.kind, s.items, s.min, s.max, s.times, s.min_answered, s.direction]
            for s in made.scores
        ],
        "bands": [[b.score, b.id, b.min, b.max] for b in made.bands],
        "triggers": [
            [t.id, t.when.printed(), t.timing, t.profile or ""] for t in made.triggers
        ],
        "outcome_rule": [[name or "*", found] for name, found in made.outcome_rule],
        "outcome_if_nothing_answered": made.outcome_if_nothing_answered or "",
        "context": {name: json.dumps(fact) for name, fact in made.context.items()},
        "missing": made.missing,
        "entry_modes": made.entry_modes,
        "override": [made.override, *made.override_reasons],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "type": item.type,
        "options": [
            [option.value] if option.score is None else [option.value, option.score]
            for option in item.options
        ],
        "gate": item.applies_if.printed() if item.applies_if else "",
        "default": [] if item.default is None else [item.default],
        "optional": item.optional,
        "judged": item.judged,
    }
