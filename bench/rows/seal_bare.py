"""E2: sealing by compartment, against six bare calls over the same bytes."""

from __future__ import annotations

from bench import sealing
from bench.harness import Candidate, Row
from fjcore.records import structure


def row() -> Row:
    """Time the sealing of six cells, against six bare calls of AES-GCM."""
    held, plain = sealing.keys(), sealing.said()
    record = structure(plain, sealing.Sheet)
    ready = sealing.packed(plain)
    bodies = list(ready.values())
    return Row(
        id="E2",
        what="seal six compartments / six bare AESGCM calls",
        inside="as E1; the packed bytes are ready for the baseline",
        baseline=lambda: sealing.loop(bodies),
        candidates=[
            Candidate(
                name="pack, seal (orjson)",
                act=lambda: held.seal(sealing.PACK.pack(record)),
                goal=2.5,
            ),
            Candidate(name="pack (orjson)", act=lambda: sealing.PACK.pack(record)),
            Candidate(name="seal, bytes ready", act=lambda: held.seal(ready)),
        ],
        check=sealing.check,
    )
