"""Thirty entities and a note of two thousand characters, to be searched exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bench.notes.people import NAMES
from fjcore.redaction.narrative import Matcher, fold

#: What is looked for: ten names, ten streets, ten other phrases.
ENTITIES: tuple[str, ...] = (
    *(
        f"{given} {family}"
        for given, family in zip(*(part[:10] for part in NAMES["en"]), strict=True)
    ),
    *(f"{number} Cottonspark Ave" for number in range(1480, 1490)),
    "St. Vincent",
    "St. Vincent Hospital",
    *(f"Larkmeadow School {number}" for number in range(1, 9)),
)

_SENTENCES = (
    "Client reports that Mirel Tavaroy came to {street} and would not leave. ",
    "Officer took photographs at St. Vincent Hospital, and {name} waited outside. ",
    "Safety plan reviewed with {name}; the next visit is on Tuesday at the office. ",
)


def note() -> str:
    """Give the note, with about forty-five occurrences in it."""
    pieces: list[str] = []
    for turn in range(60):
        said = _SENTENCES[turn % 3]
        place = ENTITIES[10 + turn % 10]
        pieces.append(said.format(name=ENTITIES[turn % 10], street=place))
    return "".join(pieces)[:2000]


def by_matcher(phrases: Sequence[str], text: str) -> list[tuple[int, int, int]]:
    """Build and scan: every occurrence of every phrase."""
    return Matcher(phrases).scan(fold(text))


def by_alternation(phrases: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Build and scan with ``re``: one alternation, the longest first, bounded."""
    re.purge()
    longest = sorted(map(str.lower, phrases), key=len, reverse=True)
    either = "|".join(map(re.escape, longest))
    form = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    return [found.span() for found in form.finditer(text.lower())]


def union(spans: Sequence[tuple[int, ...]]) -> set[int]:
    """Give the places that spans cover."""
    return {place for one in spans for place in range(one[0], one[1])}
