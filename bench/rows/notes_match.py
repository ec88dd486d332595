"""N2: exact phrases in a note, against building and running one alternation."""

from __future__ import annotations

from bench.harness import Candidate, Row
from bench.notes.matching import ENTITIES, by_alternation, by_matcher, note, union
from bench.rows import same
from fjcore.redaction.narrative import Entity, Known, Matcher, Scrubber, fold

TEXT = note()


def known() -> Known:
    """Give the same thirty as entities of a file."""
    kinds = ("name",) * 10 + ("street",) * 10 + ("place",) * 10
    pairs = zip(kinds, ENTITIES, strict=True)
    return Known([Entity(kind, value, "other_party") for kind, value in pairs])


def check() -> None:
    """Set what the two find against each other, place by place."""
    found = by_matcher(ENTITIES, TEXT)
    if len(found) < 40:
        raise AssertionError("too few occurrences to be a measure")
    same(union(found), union(by_alternation(ENTITIES, TEXT)))


def row() -> Row:
    """Time building and scanning; the whole scrub with its variants stands beside."""
    whole = known()
    ready = Scrubber.of(whole, {"other_party"})
    matcher, folded = Matcher(ENTITIES), fold(TEXT)
    return Row(
        id="N2",
        what="30 exact phrases in 2,000 characters / an alternation of re",
        inside="build and scan, re's cache emptied; every occurrence, bounded",
        baseline=lambda: by_alternation(ENTITIES, TEXT),
        candidates=[
            Candidate(
                name="build and scan",
                act=lambda: by_matcher(ENTITIES, TEXT),
                goal=0.333,
            ),
            Candidate(name="scan alone, all ready", act=lambda: matcher.scan(folded)),
            Candidate(name="whole scrub, made ready", act=lambda: ready.look(TEXT)),
            Candidate(
                name="whole scrub, built and run",
                act=lambda: Scrubber.of(whole, {"other_party"}).look(TEXT),
            ),
        ],
        check=check,
    )
