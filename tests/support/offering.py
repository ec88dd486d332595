"""A plugin of everything that core evaluates or hands something to."""

from __future__ import annotations

from types import ModuleType

from fjcore.sdk import Manifest, parse_manifest

MANIFEST = """
api = "1"
name = "fjcore-offer"
requires-fjcore = ">=0.1"
title = "A plugin for a test"
kind = "exchange"
maintainers = ["The fjcore maintainers"]
provides = [
    "exporters", "health-checks", "importers", "instruments", "norms", "reports",
    "wording-packs",
]
permissions = ["aggregate", "deidentified"]
ids = "offer"
"""

TABLE = '\n[plugins.fjcore-offer]\npermissions = ["aggregate", "deidentified"]\n'

SOURCE = """
from attrs import evolve, frozen
from fjcore.records import Person
from fjcore.records.person import HumanName
from fjcore.screening import load
from fjcore.screening.parse import read
from fjcore.sdk import *

BROKEN = []

@frozen
class Maker:
    id: str
    accepts: object
    kind: type
    def make(self, config, /): return self.kind()

class Rows:
    accepts = ExportKind.AGGREGATE
    def write(self, items, out, /):
        for table in items:
            out.write(f"{table.id} {dict(table.rows)} {table.total}\\n".encode())
        if BROKEN: raise BROKEN[0]("Maeve")

class Unnamed:
    accepts = ExportKind.DEIDENTIFIED
    def write(self, items, out, /):
        for row in items:
            out.write(f"{row.record} {sorted(row.values.items())}\\n".encode())

class Bodies:
    accepts = ExportKind.DISCLOSURE
    def write(self, items, out, /):
        for one in items:
            out.write(b"<" + one.body + b">")
        if BROKEN: raise BROKEN[0]("Maeve")

ROWS = Maker("offer.rows", ExportKind.AGGREGATE, Rows)
BODIES = Maker("offer.bodies", ExportKind.DISCLOSURE, Bodies)
UNNAMED = Maker("offer.unnamed", ExportKind.DEIDENTIFIED, Unnamed)

class Lines:
    def drafts(self, source, /):
        for number, line in enumerate(source.read().decode().splitlines(), 1):
            if line == "stop": raise ValueError(line)
            names = (HumanName(text=line, use="legal"),)
            person = Person(names=names, agency_ids=(), gov_ids=())
            yield Draft(file="f", rows=(("f", number),), key=line, person=line,
                introducing=(person,), introduces=True)

@frozen
class Reader:
    id: str = "offer.lines"
    def make(self, config, /): return Lines()

@frozen
class Well:
    id: str = "offer.well"
    def check(self, config, /): return Health(ok=True, code="well")

@frozen
class Ill:
    id: str = "offer.ill"
    def check(self, config, /): raise RuntimeError("Maeve")

REPORT = ReportDefinition(
    id="offer.sex", title={"en": "People by sex"}, record="person", by="sex"
)
OWN = parse_instrument({**read("phq-2"), "id": "offer.mood"})
PACK = wording({
    "instrument": "offer.mood", "instrument_version": OWN.version, "pack_version": "1",
    "language": "qu", "translation": "local", "attribution": "made up",
    "items": {item.id: f"Question {item.id}" for item in OWN.asked},
    "options": {"*": {value: "often" for item in OWN.asked for value in item.points}},
}, OWN, use="clinical")
NORM = NormTable(id="offer.norm", instrument="offer.mood", score=OWN.scores[0].id,
    population="Made-up adults", source="a paper",
    rows=(NormRow(0, 2, "as most"), NormRow(3, 6, "as few")))

@hookimpl
def fjcore_exporters(): return [ROWS, BODIES, UNNAMED]
@hookimpl
def fjcore_importers(): return [Reader()]
@hookimpl
def fjcore_reports(): return [REPORT]
@hookimpl
def fjcore_instruments(): return [OWN]
@hookimpl
def fjcore_wording_packs(): return [PACK]
@hookimpl
def fjcore_norms(): return [NORM]
@hookimpl
def fjcore_health_checks(): return [Well(), Ill()]
"""


def offering(
    more: str = "", *, refusals: tuple[str, ...] = ()
) -> tuple[Manifest, ModuleType]:
    """Give the plugin; ``more`` is source that is added to its own."""
    module = ModuleType("fjcore_offer")
    exec(compile(SOURCE + more, "<plugin>", "exec"), vars(module))  # noqa: S102
    codes = ", ".join(f'"{code}"' for code in refusals)
    return parse_manifest(f"{MANIFEST}refusals = [{codes}]\n"), module
