"""A good example of everything that the kit looks at, each the suite's own subclass."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from types import ModuleType

from attrs import evolve

from fjcore.disclosure import ExportKind, Receipt
from fjcore.records import Person
from fjcore.records.importing import Draft
from fjcore.records.person import HumanName
from fjcore.screening import AlertPolicy, load, wording
from fjcore.screening import parse as parse_instrument
from fjcore.screening.norms import NormRow, NormTable
from fjcore.screening.parse import read
from fjcore.sdk import (
    Agency,
    CodeList,
    Disclosure,
    Limit,
    View,
    hookimpl,
    parse_form,
    span,
)
from fjcore.sdk.hookspecs import HookSpecs
from fjcore.testing import suites

FORM = """
form = "x_demo.visit"
version = 1
title = { en = "Visit", es = "Visita" }
[[field]]
name = "pets"
type = "yes_no"
category = "household"
about = "subject"
identifying = "quasi"
label = { en = "Do you have pets?", es = "¿Tiene mascotas?" }
"""
MANIFEST = """
api = "1"
name = "fjcore-demo"
requires-fjcore = ">=0.1"
title = "A plugin for a test"
kind = "community"
maintainers = ["The fjcore maintainers"]
provides = ["agencies"]
ids = "demo"
"""
ENGLISH = """
id = "demo.release"
version = "1"
kind = "release"
extends = "fjcore.release/1"
forms = ["vawa"]
languages = ["en"]
wording = "1"
as_of = "2026-11-26"
reviewed = false
source = "34 U.S.C. 12291(b)(2)(B)"
title.en = "Permission to Share"
"""
POLICE = Agency("demo.police", kind="law_enforcement", name="Example Police")
CODES = CodeList(
    "x_demo.how", "1", {"a": "A"}, maps_to="fj.name_use", maps={"a": "alias"}
)
OWN = parse_instrument({**read("phq-2"), "id": "demo.own"})
NORM = NormTable(
    id="demo.norm",
    instrument="phq-2",
    score=next(iter(load("phq-2").scores_by_id)),
    population="Made-up adults",
    source="a paper that is not there",
    rows=(NormRow(0, 2, "as most"), NormRow(3, 6, "as few")),
)
LIMIT = Limit("demo.limit", statement="Not here.", citation="a law")
POLICY = AlertPolicy(id="demo.policy", roles=frozenset({"supervisor"}))


def pack(**said):
    """Words of the example instrument."""
    made = load("phq-2")
    rows = {
        "instrument": "demo.own",
        "instrument_version": made.version,
        "pack_version": "1",
        "language": "qu",
        "translation": "local",
        "items": {item.id: "How have you been?" for item in made.asked},
        "options": {"*": {value: "often" for i in made.asked for value in i.points}},
        "attribution": "made up",
        "reading_grade": 5,
    }
    return wording({**rows, **said}, OWN, use="clinical")


def template():
    """Give the shipped release, which meets what the kit asks of one."""
    from fjcore.consent import release_template

    return release_template("fjcore.release")


def module(hook=None, name="json"):
    """Give a plugin of one file; its import is tried under a module that is there."""

    @hookimpl
    def fjcore_agencies():
        return [POLICE]

    fjcore_agencies.__annotations__ = HookSpecs.fjcore_agencies.__annotations__
    fjcore_agencies.__globals__.update(_NAMES)
    made = ModuleType(name)
    made.fjcore_agencies = hook or fjcore_agencies
    return made


def _names():
    from collections.abc import Sequence

    return {"Sequence": Sequence, "Agency": Agency}


_NAMES = _names()


class Plugin(suites.PluginSuite):
    module = module()
    manifest_text = MANIFEST


class Box:
    """A connector that keeps each body once per id in a folder."""

    def __init__(self, folder, mute=False):
        self.folder, self.mute = folder, mute

    def send(self, disclosure, key, /):
        if type(disclosure) is not Disclosure or self.mute:
            raise RuntimeError("not taken")
        (self.folder / disclosure.id).write_bytes(disclosure.body)
        return Receipt("demo.box", datetime(2026, 3, 2, tzinfo=UTC), disclosure.id)

    def close(self):
        pass


class Connector(suites.ConnectorSuite):
    connector_id = "demo.box"

    def open(self, folder):
        return Box(folder)

    def arrived(self, folder):
        return [path.read_bytes() for path in sorted(folder.iterdir())]

    def unanswered(self, folder):
        return Box(folder, mute=True)


class Forms(suites.FormSuite):
    forms = (parse_form(FORM),)
    answers = {"x_demo.visit": {"pets": True}}  # noqa: RUF012


class Lists(suites.VocabularySuite):
    lists = (CODES,)


class Instruments(suites.InstrumentSuite):
    instruments = (OWN,)


class Words(suites.WordingSuite):
    packs = (pack(),)
    instruments = (OWN,)


class Norms(suites.NormSuite):
    norms = (NORM,)


class Policies(suites.AlertPolicySuite):
    policies = (POLICY,)


class Agencies(suites.AgencySuite):
    agencies = (POLICE,)


class Templates(suites.ReleaseTemplateSuite):
    templates = (template(),)


class Rule:
    id = "demo.rule"

    def cap(self, question, /):
        return View.MARKED if question.acp_participant else View.FULL


class Limits(suites.LimitSuite):
    limits = (LIMIT, Rule())


class Fort:
    """Finds one name."""

    id = "demo.fort"

    def spans(self, text, language, /):
        start = text.find("Fort Quill")
        if start < 0:
            return []
        return [span(start, start + 10, "location.area", "barracks")]


class Recognisers(suites.RecogniserSuite):
    recogniser = Fort()
    texts = (("He serves at Fort Quill now.", "Fort Quill"),)


class Reader:
    """Reads lines of a key and a name."""

    def drafts(self, source, /):
        lines = source.read().decode("ascii").splitlines()
        if lines[:1] != ["key,text"]:
            raise ValueError("header")
        for number, line in enumerate(lines[1:], 1):
            key, text = line.split(",")
            if not key.isalnum() or not text.replace(" ", "").isalpha():
                raise ValueError("line")
            names = (HumanName(text=text, use="legal"),)
            person = Person(names=names, agency_ids=(), gov_ids=())
            yield Draft(
                file="demo",
                rows=(("demo", number),),
                key=key,
                person=key,
                introducing=(person,),
                introduces=True,
                synthetic=True,
            )


class Maker:
    id = "demo.reader"

    def __init__(self, reader=Reader):
        self.reader = reader

    def make(self, config, /):
        return self.reader()


class Importers(suites.ImporterSuite):
    factory = Maker()
    samples = (b"key,text\na1,Maeve Quill\na2,Ana Sample\n",)


class Writer:
    """Writes a CSV file of counts."""

    accepts = ExportKind.AGGREGATE

    def write(self, items, out, /):
        held = io.StringIO()
        rows = csv.writer(held)
        for table in items:
            rows.writerow(["code", "count"])
            for code, count in table.rows:
                plain = f"'{code}" if code[:1] in "=+-@" else code
                rows.writerow([plain, "" if count is None else count])
        out.write(held.getvalue().encode())


class WriterMaker:
    id = "demo.writer"
    accepts = ExportKind.AGGREGATE

    def __init__(self, writer=Writer):
        self.writer = writer

    def make(self, config, /):
        return self.writer()


class Exporters(suites.ExporterSuite):
    factory = WriterMaker()


GOOD = (
    Plugin,
    Connector,
    Forms,
    Lists,
    Instruments,
    Words,
    Norms,
    Policies,
    Agencies,
    Templates,
    Limits,
    Recognisers,
    Importers,
    Exporters,
)


def forged(item, **parts):
    """Give an item with parts that no reader would have let in."""
    made = evolve(item)
    for name, value in parts.items():
        object.__setattr__(made, name, value)
    return made
