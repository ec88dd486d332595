"""C2o: a record to plain data, against the converter that cattrs makes for orjson."""

from __future__ import annotations

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import same
from fjcore.records import structure, unstructure


def row() -> Row:
    """Time ``unstructure``, against a converter that leaves dates as they are."""
    from cattrs.preconf.orjson import make_converter

    bare = make_converter()
    theirs = plain.converter().structure(unit.unit(), plain.mirror(Record))
    ours = structure(unit.payload(unit.unit()), Record)

    def check() -> None:
        same(plain.canon(unstructure(ours)), plain.canon(bare.unstructure(theirs)))

    return Row(
        id="C2o",
        what="record to plain data / cattrs for orjson",
        inside="dates become text on fjcore's side only",
        baseline=lambda: bare.unstructure(theirs),
        candidates=[
            Candidate(name="unstructure", act=lambda: unstructure(ours), goal=1.1)
        ],
        check=check,
    )
