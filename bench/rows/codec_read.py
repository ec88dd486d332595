"""C1: reading a record strictly, against plain cattrs."""

from __future__ import annotations

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import same
from fjcore.records import structure


def row() -> Row:
    """Time ``structure`` of the work unit from plain data."""
    said = unit.unit()
    read = unit.payload(said)
    mirror = plain.mirror(Record)
    bare = plain.converter()
    strict = plain.converter(detailed=True, strict=True)

    def check() -> None:
        ours = plain.canon(plain.values(structure(read, Record)))
        same(ours, plain.canon(plain.values(bare.structure(said, mirror))))
        same(ours, plain.canon(plain.values(strict.structure(said, mirror))))

    return Row(
        id="C1",
        what="plain data to record / cattrs.Converter, no details, no strict keys",
        inside="no parsing of bytes; fjcore also checks every value, cattrs none",
        baseline=lambda: bare.structure(said, mirror),
        candidates=[
            Candidate(name="structure", act=lambda: structure(read, Record), goal=1.2),
            Candidate(
                name="cattrs with details and strict keys",
                act=lambda: strict.structure(said, mirror),
            ),
        ],
        check=check,
    )
