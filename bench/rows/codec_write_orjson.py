"""C2o: a record to plain data for orjson, against the converter that cattrs makes."""

from __future__ import annotations

from typing import Any

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import same
from fjcore.records import dumps, structure, unstructure


def row() -> Row:
    """Time ``unstructure``, which leaves dates as they are on both sides."""
    import orjson
    from cattrs.preconf.orjson import make_converter

    bare = make_converter()
    theirs = plain.converter().structure(unit.unit(), plain.mirror(Record))
    ours: Any = structure(unit.payload(unit.unit()), Record)

    def check() -> None:
        left = plain.canon(bare.unstructure(theirs))
        same(plain.canon(unstructure(ours, native=True)), left)
        same(plain.canon(unstructure(ours)), left)
        same(plain.canon(orjson.loads(dumps(ours))), left)

    return Row(
        id="C2o",
        what="record to plain data for orjson / cattrs for orjson",
        inside="no bytes but where said; orjson is left to write the dates",
        baseline=lambda: bare.unstructure(theirs),
        candidates=[
            Candidate(
                name="unstructure, native",
                act=lambda: unstructure(ours, native=True),
                goal=1.1,
            ),
            Candidate(name="dates to text", act=lambda: unstructure(ours)),
            Candidate(name="dumps, checked, to bytes", act=lambda: dumps(ours)),
            Candidate(name="cattrs, to bytes", act=lambda: bare.dumps(theirs)),
        ],
        check=check,
    )
