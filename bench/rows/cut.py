"""R1: cutting a record by a plan, against writing it out whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bench import plain, unit
from bench.harness import Candidate, Row
from bench.kinds import Record
from bench.rows import same
from fjcore.records import structure
from fjcore.redaction import cutter

PLANS = ("P1", "P2", "P0")


def cuts(*, native: bool) -> dict[str, Callable[[], Any]]:
    """Give the cut of the work unit by each plan, compiled and ready."""
    record = structure(unit.payload(unit.unit()), Record)
    made = {
        name: cutter(Record, unit.plan(getattr(unit, name)), native=native, warm=0)
        for name in PLANS
    }
    return {name: partial(cut, record) for name, cut in made.items()}


def check() -> None:
    """Set every cut against cattrs with overrides and against a naive reading."""
    record = structure(unit.payload(unit.unit()), Record)
    theirs = plain.converter().structure(unit.unit(), plain.mirror(Record))
    native, text = cuts(native=True), cuts(native=False)
    for name in PLANS:
        views = dict(unit.plan(getattr(unit, name)))
        read = plain.canon(plain.interpret(record, views))
        other = plain.cutting(plain.converter(), views)
        same(plain.canon(text[name]()), read)
        same(plain.canon(native[name]()), read)
        same(read, plain.canon(other.unstructure(theirs)))


def row() -> Row:
    """Time warm cuts of the work unit by three plans."""
    from cattrs.preconf.orjson import make_converter

    bare = make_converter()
    theirs = plain.converter().structure(unit.unit(), plain.mirror(Record))
    ours = cuts(native=True)
    return Row(
        id="R1",
        what="cut / cattrs for orjson, no redaction",
        inside="warm plan; dates stay dates on both sides; a cut orders its parts, and "
        "looks for missing values",
        baseline=lambda: bare.unstructure(theirs),
        candidates=[
            Candidate(name="P1: 17 of 25 withheld", act=ours["P1"], goal=0.7),
            Candidate(name="P2: all 25 withheld", act=ours["P2"]),
            Candidate(name="P0: nothing withheld", act=ours["P0"]),
        ],
        check=check,
    )
