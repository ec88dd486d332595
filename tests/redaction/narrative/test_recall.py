"""Recall on made-up notes, by code that shares no table with the scrubber."""

from __future__ import annotations

import pytest

from bench.notes import recall
from bench.notes.guises import CERTAIN, FLAGGED, GUISES, MEASURED, TYPED

SEED, TRIES = 5, 30

#: What was measured, less a little: these are never lowered.
FLOORS = {"typo, 3 and 4": 0.6, "nickname": 0.85, "OCR, one character": 0.98}


def judged(found, kind):
    """Whether a guise was found as often as is promised."""
    if kind in CERTAIN:
        return found.removed == 1
    if kind in FLAGGED:
        return found.caught >= 0.99
    if kind in TYPED:
        return found.removed >= 0.95
    return found.caught >= FLOORS[kind]


@pytest.mark.parametrize("kind", GUISES)
def test_recall(kind):
    """Every guise should be found as often as is promised of it."""
    found = recall.tally(SEED, kind, TRIES)

    assert TRIES == found.tries
    assert judged(found, kind), found


@pytest.mark.nightly
@pytest.mark.parametrize("seed", recall.SEEDS)
@pytest.mark.parametrize("kind", GUISES)
def test_recall_by_seed(kind, seed):
    """Every guise should be found as often on every seed."""
    found = recall.tally(seed, kind)

    assert recall.TRIES == found.tries
    assert judged(found, kind), found


@pytest.mark.parametrize("count", [recall.alarms, recall.foreign_alarms])
def test_false_alarms(count):
    """Fewer than one span in a thousand words should go from texts about nobody."""
    found = count(SEED)

    assert found.words > 1000
    assert found.per_thousand < 1


def test_floors():
    """Every guise that is only measured should have its floor."""
    assert set(MEASURED) == set(FLOORS)


def test_a_miss_is_counted():
    """A mention of which a letter stays should count as missed."""
    held = recall.files(SEED)[0][0]
    who = held.people[0]
    text = f"Then {who.given} came."
    whole = [recall.Span(5, 5 + len(who.given), ("contact",), "x")]
    part = [recall.Span(5, 4 + len(who.given), ("contact",), "x")]

    assert recall.covers(whole, text, 5, 5 + len(who.given))
    assert not recall.covers(part, text, 5, 5 + len(who.given))
