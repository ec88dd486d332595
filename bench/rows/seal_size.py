"""E6: bytes stored by compartment, against an envelope for each field."""

from __future__ import annotations

from bench import sealing, unit
from bench.harness import Candidate, Row
from fjcore.crypto import CellAddress, Codec
from fjcore.records import structure

#: What a byte counts as, for a table of times.
BYTE = 1e-6


class _Scale:
    """Weighs what is stored: its reading rises by each byte put on it."""

    total = 0.0

    def put(self, size: int) -> None:
        self.total += size * BYTE


def row() -> Row:
    """Weigh six cells against 25 envelopes."""
    held, scale = sealing.keys(), _Scale()
    record = structure(sealing.said(), sealing.Sheet)
    fields = list(unit.groups(unit.unit()))

    def each() -> None:
        for number, (letter, _, value) in enumerate(fields):
            where = CellAddress(
                held.subject_id,
                unit.COMPARTMENTS[letter],
                "unit.sheet",
                held.record_id,
                1,
                f"field.{number}",
            )
            body = unit.as_bytes(value)
            scale.put(len(held.seals.seal(where, body, codec=Codec.JSON)))

    def packed() -> None:
        for cell in held.seal(sealing.PACK.pack(record)).values():
            scale.put(len(cell))

    return Row(
        id="E6",
        what="bytes of six cells / bytes of 25 envelopes, both padded",
        inside="no time at all: a byte counts as a microsecond",
        baseline=each,
        candidates=[Candidate(name="packed", act=packed, goal=0.8)],
        check=sealing.check,
        clock=lambda: scale.total,
    )
