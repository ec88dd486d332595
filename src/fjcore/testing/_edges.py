"""Lives that break naive code, at least one of each kind among the first made up."""

from __future__ import annotations

from enum import StrEnum


class Edge(StrEnum):
    """What is out of the ordinary about a made-up survivor."""

    PARTIAL_DATES = "partial_dates"
    REASONS = "reasons"
    GUARDIANS = "guardians"
    STAFF = "staff"
    ONE_WORD = "one_word"
    APOSTROPHE = "apostrophe"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    LONGEST = "longest"
    TWINS = "twins"
    SUBSTITUTE = "substitute"
    TURNING_18 = "turning_18"
    WITHDRAWN = "withdrawn"
    DST = "dst"
    LEAP_DAY = "leap_day"
    DEATH = "death"
    MERGED = "merged"
    EVERYTHING = "everything"


#: Among so many survivors every case and every type of record is met.
ENOUGH = 24


def edge_at(index: int) -> Edge | None:
    """Give the case of a survivor by her number; most have none."""
    every = tuple(Edge)
    return every[index] if index < len(every) else None
