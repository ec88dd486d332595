"""N1: what the whole scrub costs beside a search for the bare text, and what it finds.

The table of recall is printed below the row.
"""

from __future__ import annotations

from bench.harness import Candidate, Row
from bench.notes import recall
from bench.rows import same
from fjcore.redaction.narrative import Known

SEED = 11

#: The note of the timed row has the names of its file as they are.
TEXT = "Then {} came, and {} was told of it. "


def bare(known: Known, text: str) -> list[tuple[int, int]]:
    """Give where the values of a file stand as they are: what ``str.find`` finds."""
    found = []
    for one in known.entities:
        at = text.find(one.value)
        while at >= 0:
            found.append((at, at + len(one.value)))
            at = text.find(one.value, at + 1)
    return found


def row() -> Row:
    """Time both on a note of two thousand characters with its names as they are."""
    held, ready = recall.files(SEED)[0]
    known = recall.known(held)
    names = [who.name for who in held.people]
    pairs = zip(names, names[1:] + names[:1], strict=True)
    text = "".join(TEXT.format(*pair) for pair in pairs)
    text = (text * 20)[:2000]

    def check() -> None:
        places = {p for a, b in bare(known, text) for p in range(a, b)}
        gone = {p for s in ready.look(text).spans for p in range(s.start, s.end)}
        same(set(), places - gone)

    return Row(
        id="N1",
        what="whole scrub of a note / str.find of each value",
        inside="all passes and patterns, made ready; 2,000 characters, 32 entities",
        baseline=lambda: bare(known, text),
        candidates=[Candidate(name="whole scrub", act=lambda: ready.look(text))],
        check=check,
        prints=recall.table,
    )
