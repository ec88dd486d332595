"""R1t: cutting a record to text, against a converter that writes dates as text."""

from __future__ import annotations

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import cut


def row() -> Row:
    """Time warm cuts of the work unit as they leave, ordered by their bytes."""
    bare = plain.converter()
    theirs = bare.structure(unit.unit(), plain.mirror(Record))
    other = plain.cutting(plain.converter(), dict(unit.plan(unit.P1)))
    ours = cut.cuts(native=False)
    return Row(
        id="R1t",
        what="cut to text / cattrs.Converter.unstructure, no redaction",
        inside="warm plan; dates become text on both sides; a cut orders its parts by "
        "their bytes",
        baseline=lambda: bare.unstructure(theirs),
        candidates=[
            Candidate(name="P1: 17 of 25 withheld", act=ours["P1"], goal=0.7),
            Candidate(name="P2: all 25 withheld", act=ours["P2"]),
            Candidate(name="P0: nothing withheld", act=ours["P0"]),
            Candidate(
                name="P1 by cattrs overrides", act=lambda: other.unstructure(theirs)
            ),
        ],
        check=cut.check,
    )
