"""An instrument as data: items, scores, bands, triggers, outcomes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from fjcore.screening.elements import (
    Band,
    Choice,
    Constraint,
    Item,
    Score,
    Trigger,
)
from fjcore.screening.grammar import Predicate
from fjcore.screening.licence import Licence
from fjcore.screening.loinc import Loinc
from fjcore.screening.provenance import Citation, Figure, Review
from fjcore.values import canonical

if TYPE_CHECKING:
    from fjcore.screening.scoring import Scorer


@frozen(kw_only=True)
class Instrument:
    """One published edition of a screening tool, without its licensed wording."""

    id: str
    title: str
    version: str
    method: str
    source: str
    licence_note: str
    population: str
    items: tuple[Item, ...]
    revision: int = 1
    category: str | None = None
    window: str | None = None
    respondent: str = "survivor"
    judgements: tuple[Item, ...] = ()
    scores: tuple[Score, ...] = ()
    bands: tuple[Band, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    outcomes: tuple[str, ...] = ()
    outcome_rule: tuple[tuple[str | None, str], ...] = ()
    outcome_if_nothing_answered: str | None = None
    context: Mapping[str, str | int | bool | None] = field(factory=dict)
    default_profile: str | None = None
    choices: tuple[Choice, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    missing: str = "bounds"
    entry_modes: tuple[str, ...] = ("itemised",)
    override: str = "upward_only"
    override_reasons: tuple[str, ...] = ("professional_judgement",)
    licence: Licence | None = None
    limits: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    evidence: tuple[Citation, ...] = ()
    review: Mapping[str, Review] = field(factory=dict)
    loinc: Loinc = field(factory=Loinc)
    notes: str | None = None
    missing_rule: str | None = None
    missing_note: str | None = None
    override_note: str | None = None
    norms_versioned: bool = False
    reviewed: bool = False
    tested: bool = False
    document_hash: str = ""

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

    @cached_property
    def unreviewed(self) -> tuple[str, ...]:
        """The parts that no person has checked yet, sorted."""
        return tuple(sorted(n for n, row in self.review.items() if not row.reviewed))

    def reads(self, condition: Predicate) -> frozenset[str]:
        """Give the items that a condition reads, through scores too."""
        found: set[str] = set()
        for part in condition.walk():
            if part.kind in ("item", "item_score"):
                found.add(part.name)
            elif part.kind == "score":
                found.update(self.scores_by_id[part.name].items)
        return frozenset(found)

    def read_by(self, condition: Predicate) -> tuple[str, ...]:
        """Give the items that a condition reads, in the order of the form."""
        found = self.reads(condition)
        return tuple(item.id for item in self.asked if item.id in found)

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
    def scorer(self) -> Scorer:
        """What scores this definition: written out once, on first use."""
        from fjcore.screening.scoring import Scorer

        return Scorer(self)

    @cached_property
    def logic_hash(self) -> str:
        """SHA-256 of all that can change a number or a flag, hexadecimal.

        Labels, wording, sources and the edition's own label are not in it.
        """
        return hashlib.sha256(canonical.dumps(_logic(self))).hexdigest()


def _logic(made: Instrument) -> dict[str, object]:
    """Everything that decides, as plain data in one form."""
    found: dict[str, object] = {
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
    # A part that few definitions have changes the hash of those alone.
    if made.default_profile or made.choices:
        rows = [[row.when.printed(), row.profile] for row in made.choices]
        found["profiles"] = [made.default_profile or "", rows]
    return found


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
