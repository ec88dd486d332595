"""E1: sealing the sensitive fields by compartment, against sealing each by itself."""

from __future__ import annotations

from bench import sealing
from bench.harness import Candidate, Row
from fjcore.records import structure


def row() -> Row:
    """Time the sealing of six cells, against 25 bare calls of AES-GCM."""
    bodies = sealing.fields()
    held, plain = sealing.keys(), sealing.said()
    record = structure(plain, sealing.Sheet)
    ready = sealing.packed(plain)
    return Row(
        id="E1",
        what="seal six compartments / 25 AESGCM calls, os.urandom each",
        inside="warm keys; places, context, padding, key records and uses in memory; "
        "bytes are ready for the baseline",
        baseline=lambda: sealing.loop(bodies),
        candidates=[
            Candidate(
                name="pack, seal (orjson)",
                act=lambda: held.seal(sealing.PACK.pack(record)),
                goal=0.6,
            ),
            Candidate(
                name="pack, seal (standard json)",
                act=lambda: held.seal(sealing.PACK_STANDARD.pack(record)),
            ),
            Candidate(name="seal, bytes ready", act=lambda: held.seal(ready)),
        ],
        check=sealing.check,
    )
