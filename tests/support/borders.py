"""A plugin of one thing at every border, each of which does what a test has it do."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from fjcore.records import CORE_RECORDS
from fjcore.screening import Session, load
from fjcore.sdk import ExportKind, KeyContext, Registry, Site, WrappedKey
from fjcore.testing.disclosures import AT
from fjcore.testing.keyrings import context_of
from fjcore.testing.suites._exporters import samples
from fjcore.values import FixedClock, SecretBytes

PROVIDES = ("alert-channels", "exporters", "importers", "keyrings")
PERMISSIONS = ("aggregate", "holds-keys")
TABLE = """
[plugins.fjcore-demo]
permissions = ["aggregate", "holds-keys"]
"""

SOURCE = """
from attrs import evolve, frozen
from fjcore.crypto import RootKeyring
from fjcore.records import Person
from fjcore.records.person import HumanName
from fjcore.sdk import *

acts = []

def act(*given):
    return acts[0](*given)

class Rows:
    accepts = ExportKind.AGGREGATE
    def write(self, items, out, /): return act(out)

class Lines:
    def drafts(self, source, /): return act(draft)

class Pager:
    def tell(self, notice, /): return act(notice)
    def close(self): pass

class Ring:
    id = "demo.ring"
    caps = frozenset()
    def wrap(self, key, context, /): return act(key)
    def unwrap(self, wrapped, context, /): return act(wrapped)
    def close(self): pass

def draft(key):
    names = (HumanName(text=key, use="legal"),)
    person = Person(names=names, agency_ids=(), gov_ids=())
    return Draft(file="f", rows=(("f", 1),), key=key, person=key,
        introducing=(person,), introduces=True)

@frozen
class Maker:
    id: str
    kind: type
    accepts: object = ExportKind.AGGREGATE
    def make(self, config, /): return self.kind()

@frozen
class Opener:
    id: str
    kind: type
    hosts: tuple = ()
    def connect(self, config, folder, /): return self.kind()

@hookimpl
def fjcore_exporters(): return [Maker("demo.rows", Rows)]
@hookimpl
def fjcore_importers(): return [Maker("demo.lines", Lines)]
@hookimpl
def fjcore_alert_channels(): return [Opener("demo.pager", Pager)]
@hookimpl
def fjcore_keyrings(): return [Opener("demo.ring", Ring)]
"""

KEY = SecretBytes(bytes(range(32)))
CONTEXT: KeyContext = context_of(KEY)


@frozen
class Border:
    """One border: what calls the plugin there, by which hook, and the id and call."""

    name: str
    hook: str
    call: str
    error: str

    @property
    def where(self) -> str:
        """How a fault there is named."""
        return f"fjcore-demo local {self.hook} {self.call}"


BORDERS = (
    Border("exporter", "fjcore_exporters", "demo.rows write", "PluginFault"),
    Border("importer", "fjcore_importers", "demo.lines drafts", "ImportRejected"),
    Border("channel", "fjcore_alert_channels", "demo.pager tell", "PluginFault"),
    Border("wrap", "fjcore_keyrings", "demo.ring wrap", "KeyUnavailable"),
    Border("unwrap", "fjcore_keyrings", "demo.ring unwrap", "KeyUnavailable"),
)


def cross(border: Border, registry: Registry, site: Site) -> Any:
    """Have core call the plugin at a border, and give what it makes of the answer."""
    if border.name == "exporter":
        return registry.exporter("demo.rows").written(samples(ExportKind.AGGREGATE))
    if border.name == "importer":
        return registry.importer("demo.lines").drafts(b"lines", CORE_RECORDS)
    if border.name == "channel":
        with registry.alerting(site, instrument="lap-11", asked_by="j.rivers") as told:
            session = Session(load("lap-11"), clock=FixedClock(AT))
            session.answer("q5", "yes", by="j.rivers")
            return told(session.alerts[0])
    ring = registry.keyring("demo.ring")
    if border.name == "wrap":
        return ring.wrap(KEY, CONTEXT)
    return ring.unwrap(WrappedKey("root", b"sealed"), CONTEXT)
