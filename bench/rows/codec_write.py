"""C2: a record to plain data, against plain cattrs."""

from __future__ import annotations

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import same
from fjcore.records import structure, unstructure


def row() -> Row:
    """Time ``unstructure`` of the work unit."""
    bare = plain.converter()
    theirs = bare.structure(unit.unit(), plain.mirror(Record))
    ours = structure(unit.payload(unit.unit()), Record)

    def check() -> None:
        same(plain.canon(unstructure(ours)), plain.canon(bare.unstructure(theirs)))

    return Row(
        id="C2",
        what="record to plain data / cattrs.Converter",
        inside="dates become text on both sides",
        baseline=lambda: bare.unstructure(theirs),
        candidates=[
            Candidate(name="unstructure", act=lambda: unstructure(ours), goal=1.1)
        ],
        check=check,
    )
