"""The vectors that ship kill every change in one point of the logic."""

from __future__ import annotations

import pytest
from screening.one_point import lives, telling
from screening.sample import SHIPPED

from fjcore.screening.parse import read
from fjcore.screening.vectors import vector

#: Changes that make the same tool: gates of items that no score and no flag reads, and
#: an answer that only counts where another one beside it already does.
EQUIVALENT = {
    "cssrs-screener-recent": {
        "('triggers', 1, 'when', 'any') without 4",
        "('triggers', 2, 'when', 'any') without 2",
        "('triggers', 2, 'when', 'any') without 3",
        "('triggers', 2, 'when', 'any') without 4",
    },
    "fjcore-strangulation-event": {
        "('items', 1, 'applies_if') gone",
        "('items', 2, 'applies_if') gone",
    },
}
#: Tools with hundreds of points: their changes are tried at night.
LARGE = {"pcl-5", "phq-9", "ahs", "casr-sf", "fjcore-strangulation-event", "gad-7"}
LARGE |= {"da-20", "dash-ric-24"}
EACH = [
    pytest.param(n, marks=[pytest.mark.nightly] if n in LARGE else []) for n in SHIPPED
]


@pytest.mark.parametrize("name", EACH)
def test_the_vectors_of_what_ships_kill_every_change(name: str) -> None:
    """A change in one point of the logic should be refused by lint or by a vector."""
    data = read(name)
    rows = [vector(row, "tests") for row in data["tests"]]
    left = {what for what, other in telling(data) if lives(other, rows)}

    assert lives(data, rows)
    assert EQUIVALENT.get(name, set()) == left


@pytest.mark.nightly
def test_there_are_changes_to_kill_in_all() -> None:
    """The changes that are tried should be many, so that none left means something."""
    counts = {name: len([*telling(read(name))]) for name in SHIPPED}
    few = {name for name, count in counts.items() if count < 10}

    assert 2000 < sum(counts.values())
    assert {"b-safer-v2", "pvs"} >= few


def test_there_are_changes_to_kill() -> None:
    """A small tool should have dozens of changes, so that none left means something."""
    counts = {name: len([*telling(read(name))]) for name in ("hark", "stat", "phq-2")}

    assert min(counts.values()) > 30
