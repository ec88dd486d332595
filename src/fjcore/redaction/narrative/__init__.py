"""Notes: what is known of a file is taken out of them before they are released."""

from __future__ import annotations

from fjcore.redaction.narrative.entities import (
    Entity,
    EntityKind,
    Known,
    known_entities,
)
from fjcore.redaction.narrative.marking import marked
from fjcore.redaction.narrative.matcher import Matcher
from fjcore.redaction.narrative.normalise import Folded, fold
from fjcore.redaction.narrative.proposal import (
    Addition,
    Approval,
    Part,
    Passage,
    RedactionProposal,
    Scrubbed,
    apply,
    approve,
    scrub,
)
from fjcore.redaction.narrative.recogniser import Recogniser
from fjcore.redaction.narrative.releasing import Review, grounds, hidden_by, released
from fjcore.redaction.narrative.scrubber import REVIEWED, Found, Options, Scrubber
from fjcore.redaction.narrative.spans import Span, span

__all__ = [
    "REVIEWED",
    "Addition",
    "Approval",
    "Entity",
    "EntityKind",
    "Folded",
    "Found",
    "Known",
    "Matcher",
    "Options",
    "Part",
    "Passage",
    "Recogniser",
    "RedactionProposal",
    "Review",
    "Scrubbed",
    "Scrubber",
    "Span",
    "apply",
    "approve",
    "fold",
    "grounds",
    "hidden_by",
    "known_entities",
    "marked",
    "released",
    "scrub",
    "span",
]
