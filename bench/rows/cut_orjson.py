"""R1o: cutting a record, against the converter that cattrs makes for orjson."""

from __future__ import annotations

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import cut


def row() -> Row:
    """Time a warm cut, against a converter that leaves dates as they are."""
    from cattrs.preconf.orjson import make_converter

    bare = make_converter()
    theirs = plain.converter().structure(unit.unit(), plain.mirror(Record))
    return Row(
        id="R1o",
        what="cut / cattrs for orjson, no redaction",
        inside="warm plan; dates become text on fjcore's side only",
        baseline=lambda: bare.unstructure(theirs),
        candidates=[
            Candidate(name="P1: 17 of 25 withheld", act=cut.cuts()["P1"], goal=0.7)
        ],
        check=cut.check,
    )
