"""E5: opening two compartments of six, against opening all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.records import structure
from fjcore.values import canonical


def row() -> Row:
    """Time the opening of two cells against that of six."""
    held = sealing.keys()
    record = structure(sealing.said(), sealing.Sheet)
    cells = held.seal(sealing.PACK.pack(record))
    places = {name: held.address(name) for name in cells}

    def opened(names: Iterable[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names:
            plain = held.seals.open(places[name], cells[name]).payload
            found |= canonical.loads(plain)
        return found

    def check() -> None:
        sealing.check()
        same(sealing.said(), opened(cells))

    two = ("identity", "contact")
    return Row(
        id="E5",
        what="open two compartments / open all six",
        inside="warm keys; reading the JSON of what was opened",
        baseline=lambda: opened(cells),
        candidates=[
            Candidate(name="two of six", act=lambda: opened(two), goal=0.6),
        ],
        check=check,
    )
