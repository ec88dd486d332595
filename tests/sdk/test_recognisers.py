"""Plugins that look for names in notes: they add, or they end the release."""

from __future__ import annotations

import sys
import threading
from types import ModuleType

import pytest
from redaction.narrative.files import categories, named
from support.plugins import MANIFEST
from support.vaults import site_in

from fjcore.errors import PluginError, PluginFault
from fjcore.redaction.narrative import Options, Scrubber
from fjcore.sdk import Registry, parse_manifest

TEXT = "Then Quokka and Mirel came."
MIREL = named("Mirel Tavaroy")
PLUGIN = """
from fjcore.sdk import Span, hookimpl, span

class Finder:
    id = "demo.finder"

    def spans(self, text, language, /):
        {body}

@hookimpl
def fjcore_recognisers():
    return [Finder()]
"""
NAMED = "\n[plugins.fjcore-demo]\npermissions = [{}]\n"
READS = '"reads-narrative"'


def registry_of(folder, body, *, permissions=READS, **said):
    """A registry of a site with one plugin, whose recogniser does something."""
    text = MANIFEST.format(name="fjcore-demo", provides='"recognisers"', ids="demo")
    text = text.replace("permissions = []", f"permissions = [{permissions}]")
    module = ModuleType("fjcore_demo")
    exec(compile(PLUGIN.format(body=body), "<plugin>", "exec"), vars(module))  # noqa: S102
    site = site_in(folder, more=NAMED.format(permissions))
    return Registry.build(site, extra=[(parse_manifest(text), module)], **said)


def gone(registry, text=TEXT, **options):
    """What goes from a text with the recognisers of a registry.

    A busy machine may start their threads late: only one that waits is late.
    """
    said = Options(recognisers=registry.recognisers, **{"limit_s": 120.0, **options})
    found = Scrubber.of(MIREL, categories(MIREL), said).look(text)
    return [text[one.start : one.end] for one in found.spans]


def test_a_plugin_adds(tmp_path):
    """What a plugin's recogniser finds should go besides what is known."""
    found = registry_of(tmp_path, 'return [span(5, 11, "other_party", "found")]')

    assert ["Quokka", "Mirel"] == gone(found)


@pytest.mark.parametrize(
    "body",
    ["return []", "return [span(0, 4, 'contact', 'x')]", "text = ''; return []"],
    ids=["nothing", "elsewhere", "forgotten"],
)
def test_a_plugin_takes_nothing_away(body, tmp_path):
    """Whatever a plugin gives, what the file knows should go all the same."""
    assert "Mirel" in gone(registry_of(tmp_path, body))


FAULTS = {
    "raises": "raise ValueError(text)",
    "exits": "raise SystemExit(text)",
    "no list": "return 7",
    "no span": "return [(1, 2)]",
    "text": "return text",
    "backwards": "return [Span(9, 4, ('contact',), 'x')]",
    "beyond": "return [Span(0, 10_000, ('contact',), 'x')]",
    "minus": "return [Span(-9, 4, ('contact',), 'x')]",
    "raises late": "return (1 // 0 for _ in text)",
}


@pytest.mark.parametrize("body", FAULTS.values(), ids=FAULTS)
def test_a_fault_names_the_plugin(body, tmp_path):
    """A recogniser at fault should end the release, its plugin named, the text not."""
    found = registry_of(tmp_path, body)
    with pytest.raises(PluginFault) as caught:
        gone(found)

    assert (
        "fjcore-demo local fjcore_recognisers demo.finder: spans" == caught.value.where
    )
    assert caught.value.__context__ is None
    assert "Mirel" not in str(caught.value)


def test_one_that_hangs_is_late(tmp_path):
    """A recogniser that hangs should end the release in time, and be named."""
    found = registry_of(tmp_path, "import fjcore_gate; fjcore_gate.wait()")
    gate = threading.Event()
    stand_in = ModuleType("fjcore_gate")
    stand_in.wait = gate.wait
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "fjcore_gate", stand_in)
        with pytest.raises(PluginFault) as caught:
            gone(found, limit_s=0.2)
        gate.set()

    assert (
        "fjcore-demo local fjcore_recognisers demo.finder: late" == caught.value.where
    )


def test_reading_notes_is_a_permission(tmp_path):
    """A recogniser of a plugin that may not read notes should not load."""
    with pytest.raises(PluginError) as caught:
        registry_of(tmp_path, "return []", permissions="", strict=True)

    assert "permission (D5)" in caught.value.where


def test_without_it_nothing_leaves(tmp_path):
    """A recogniser that does not load should close disclosures."""
    closed = registry_of(tmp_path, "return []", permissions="")

    assert closed.closed
    assert () == closed.recognisers
