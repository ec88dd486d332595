from __future__ import annotations

import subprocess
import sys
import threading
from itertools import permutations

import pytest

from fjcore.errors import (
    IncompatiblePlugin,
    MissingPlugin,
    PluginError,
    PluginFault,
    SiteError,
    UnknownRecord,
)
from fjcore.records import CORE_RECORDS
from fjcore.sdk import PluginState, Registry, Site

from .conftest import SITE, local, site
from .test_signatures import GOOD, HEAD, hook

CANARY = "c4n4ry-0f-7h3-pr1v473"


def status(registry, name="fjcore-demo"):
    return next(one for one in registry.report if one.name == name)


def test_an_empty_registry_is_core_alone():
    """Without plugins there should be core's record types and an open policy."""
    got = Registry.empty()

    assert len(CORE_RECORDS) == len(got.catalog().types)
    assert not got.closed
    assert got.report == ()
    with pytest.raises(MissingPlugin):
        got.connector("demo.line")


def test_a_form_brings_its_record_type():
    """A local form's answers should have a record type in the catalog."""
    got = Registry.build(site("fjcore-demo"), extra=[local(GOOD)])

    assert got.forms["x_demo.visit"].record_type is got.catalog().get("x_demo.visit")
    with pytest.raises(UnknownRecord):
        Registry.empty().catalog().get("x_demo.visit")


def test_a_form_cannot_be_changed_after_it_was_checked():
    """A plugin that keeps its form should not be able to change the one in use."""
    manifest, module = local(GOOD)
    got = Registry.build(site("fjcore-demo"), extra=[(manifest, module)])
    module.FORM.title["en"] = "Changed"

    assert dict(got.forms["x_demo.visit"].title) == {"en": "Visit"}


def test_a_plugin_that_is_not_named_does_not_run(install):
    """An installed plugin should stay asleep until the site names it."""
    install(code="raise RuntimeError('ran')")
    got = Registry.build(site())

    assert status(got).state == PluginState.OFF
    assert status(got).reason == "not_named"
    assert "fjcore_demo" not in sys.modules
    assert not got.closed


def test_a_disabled_plugin_does_not_run(install):
    """A plugin that the site switched off should not run and not close anything."""
    install(code="raise RuntimeError('ran')", provides=("limits",))
    got = Registry.build(
        Site.parse(SITE + "[plugins.fjcore-demo]\nenabled = false", "/x")
    )

    assert (status(got).state, status(got).reason) == (PluginState.OFF, "disabled")
    assert "fjcore_demo" not in sys.modules
    assert not got.closed


def test_an_installed_and_named_plugin_is_enabled(install):
    """A plugin that is installed and named should be in use under its version."""
    install(code=GOOD)
    got = Registry.build(site("fjcore-demo"))

    assert status(got).state == PluginState.ENABLED
    assert status(got).version == "1.2.0"
    assert {"x_demo.visit"} == set(got.forms)


def test_a_named_plugin_that_is_missing_closes():
    """A plugin nobody can read may have been a limit, so nothing may leave."""
    got = Registry.build(site("fjcore-demo"))

    assert status(got).state == PluginState.MISSING
    assert status(got).reason == "missing_plugin"
    assert got.closed
    assert got.policy(site("fjcore-demo")).closed


def test_a_manifest_that_cannot_be_read_closes(install):
    """A plugin with a broken manifest may have been a limit, so nothing may leave."""
    install(manifest="api = ", code=GOOD)
    got = Registry.build(site("fjcore-demo"))

    assert (
        status(got).state,
        status(got).reason,
    ) == (PluginState.BROKEN, "manifest_error")
    assert got.closed


@pytest.mark.parametrize(("kind", "closed"), [("forms", False), ("limits", True)])
@pytest.mark.parametrize(
    "fault",
    [
        f"raise ValueError('{CANARY}')",
        f"raise SystemExit('{CANARY}')",
        f"raise BaseExceptionGroup('{CANARY}', [ValueError('{CANARY}')])",
        f"raise type('{CANARY}', (Exception,), {{}})()",
        f"import {CANARY.replace('-', '_')}",
        "def f(): f()\nf()",
    ],
)
def test_a_plugin_that_fails_on_import_is_contained(install, kind, closed, fault):
    """A plugin that fails while loading should be off, and close only if it limits."""
    install(code=fault, provides=(kind,))
    install("fjcore-good", GOOD.replace("x_demo", "x_good"), ids="good")
    got = Registry.build(site("fjcore-demo", "fjcore-good"))

    assert (
        status(got).state,
        status(got).reason,
    ) == (PluginState.BROKEN, "plugin_fault")
    assert closed == got.closed
    assert {"x_good.visit"} == set(got.forms)
    assert CANARY not in repr(got.report)


def test_a_fault_names_plugin_hook_and_type_alone():
    """A failing hook should be blamed by name, without its text or its context."""
    source = HEAD + (
        "@hookimpl\ndef fjcore_forms():\n"
        f"    try: 1 / 0\n    except ZeroDivisionError: raise ValueError('{CANARY}')\n"
    )

    with pytest.raises(PluginFault) as caught:
        Registry.build(site("fjcore-demo"), extra=[local(source)], strict=True)

    assert caught.value.where == "fjcore-demo local fjcore_forms (ValueError)"
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_an_interrupt_passes():
    """The person at the keyboard should be able to stop a plugin."""
    source = HEAD + "@hookimpl\ndef fjcore_forms(): raise KeyboardInterrupt\n"

    with pytest.raises(KeyboardInterrupt):
        Registry.build(site("fjcore-demo"), extra=[local(source)])


def test_strict_raises_what_would_be_reported():
    """A deployment should be able to refuse to start over a missing plugin."""
    with pytest.raises(MissingPlugin, match="fjcore-demo"):
        Registry.build(site("fjcore-demo"), strict=True)


def test_the_order_of_plugins_changes_nothing():
    """A registry should be the same whatever order its plugins come in."""
    names = ("fjcore-aa", "fjcore-bb", "fjcore-cc")
    parts = [
        local(GOOD.replace("x_demo", f"x_{name[-2:]}"), name=name, ids=name[-2:])
        for name in names
    ]
    built = [
        Registry.build(
            site(*(parts[i][0].name for i in order)), extra=[parts[i] for i in order]
        )
        for order in permutations(range(3))
    ]

    # Other plugins may be installed beside these; every build sees the same ones.
    assert all(one == built[0] for one in built)
    assert list(built[0].forms) == ["x_aa.visit", "x_bb.visit", "x_cc.visit"]


def test_two_plugins_of_one_prefix_are_both_out():
    """When two plugins claim one prefix, neither should win by its order."""
    got = Registry.build(
        site("fjcore-aa", "fjcore-bb"),
        extra=[local(GOOD, name="fjcore-aa"), local(GOOD, name="fjcore-bb")],
    )

    assert dict(got.forms) == {}
    assert status(got, "fjcore-aa").reason == "duplicate_plugin"
    assert status(got, "fjcore-bb").reason == "duplicate_plugin"


AGENCIES = hook("agencies", "[POLICE, evolve(POLICE, id='demo.shelter')]")


def test_an_agency_is_inert_until_it_is_adopted():
    """Only agencies that the site adopts should become partners."""
    plugin = local(AGENCIES, provides=("agencies",))
    named = site("fjcore-demo", more="")
    adopting = Site.parse(
        SITE + '[plugins.fjcore-demo]\nadopts = ["demo.police"]', "/x"
    )

    assert dict(Registry.build(named, extra=[plugin]).agencies) == {}
    got = Registry.build(adopting, extra=[plugin])
    assert {"demo.police"} == set(got.agencies)
    assert {"demo.police"} == set(got.policy(adopting).partners)


def test_the_site_has_the_last_word_on_a_partner():
    """A site's own row should name the capabilities and connector of an agency."""
    named = Site.parse(
        SITE
        + '[[partners]]\nid = "demo.police"\ncapabilities = ["redisclosure_notice"]\n'
        '[[partners]]\nid = "court"\nkind = "court"\nname = "Example Court"\n'
        '[plugins.fjcore-demo]\nadopts = ["demo.police"]',
        "/x",
    )
    got = Registry.build(named, extra=[local(AGENCIES, provides=("agencies",))])

    assert {"redisclosure_notice"} == got.agencies["demo.police"].capabilities
    assert got.agencies["demo.police"].name == "Police"
    assert got.policy(named).partners["court"].name == "Example Court"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        (
            '[plugins.fjcore-demo]\nadopts = ["demo.polise"]',
            "plugins.fjcore-demo.adopts.0",
        ),
        (
            '[[partners]]\nid = "court"\nkind = "court"\nname = "C"\n'
            'connector = "demo.lime"\n[plugins.fjcore-demo]',
            "partners.0.connector",
        ),
    ],
)
def test_what_a_site_asks_of_its_plugins_must_be_there(more, path):
    """A misspelt agency or connector should be told at start, by its path."""
    with pytest.raises(SiteError) as caught:
        Registry.build(
            Site.parse(SITE + more, "/x"),
            extra=[local(AGENCIES, provides=("agencies",))],
        )

    assert (path,) == tuple(problem.path for problem in caught.value.problems)


def test_a_failed_plugin_is_not_the_sites_fault():
    """An agency of a plugin that failed should be absent, not a fault of the site."""
    named = Site.parse(
        SITE + '[[partners]]\nid = "demo.police"\n'
        '[plugins.fjcore-demo]\nadopts = ["demo.police"]',
        "/x",
    )
    got = Registry.build(named, extra=[local(HEAD)])

    assert dict(got.policy(named).partners) == {}
    assert status(got).state == PluginState.BROKEN


LINE = (
    HEAD
    + """
@frozen
class Config:
    base: str
    tries: int = 3

@frozen
class Open:
    config: Config
    folder: str
    def send(self, disclosure, key, /): return None
    def close(self): pass

class Factory:
    id = "demo.line"
    hosts = ()
    def connect(self, config, folder, /): return Open(config, folder)

@hookimpl
def fjcore_connectors(): return [Factory()]
"""
)
CONFIG = {"provides": ("connectors",), "more": 'config = "fjcore_demo:Config"'}


def wired(config, source=LINE):
    named = Site.parse(SITE + f"[plugins.fjcore-demo]\n{config}", "/srv/rimrock")
    return Registry.build(named, extra=[local(source, **CONFIG)])


def test_a_connector_gets_its_own_settings_and_folder():
    """A connector should be opened with its typed settings and the site's folder."""
    got = wired('config = { base = "outbox" }').connector("demo.line")

    assert (got.config.base, got.config.tries) == ("outbox", 3)
    assert got.folder == "/srv/rimrock"


@pytest.mark.parametrize("config", ["", "config = { base = 3 }", "config = { x = 3 }"])
def test_wrong_settings_keep_a_plugin_out(config):
    """A plugin whose settings do not fit should be off, with nothing of them told."""
    got = wired(config)

    assert IncompatiblePlugin.code == status(got).reason
    assert not got.closed


def test_settings_for_a_plugin_that_has_none_keep_it_out():
    """Settings that nothing reads should be told, since somebody relies on them."""
    named = Site.parse(SITE + "[plugins.fjcore-demo]\nconfig = { hide = true }", "/x")
    got = Registry.build(named, extra=[local(GOOD)])

    assert IncompatiblePlugin.code == status(got).reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return Open(config, folder)", f"raise ValueError('{CANARY}')"),
        ("return Open(config, folder)", "return object()"),
        ("def send(self, disclosure, key, /)", "async def send(self, disclosure, key)"),
        ("def send(self, disclosure, key, /)", "def send(self, disclosure)"),
    ],
)
def test_a_connector_that_does_not_keep_its_contract_is_not_given(old, new):
    """A connector that cannot send as it must should never be handed out."""
    got = wired('config = { base = "outbox" }', LINE.replace(old, new))

    with pytest.raises(PluginError) as caught:
        got.connector("demo.line")
    assert caught.value.code in ("plugin_fault", "hook_error")
    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None


def test_rules_and_limits_reach_the_policy():
    """A plugin's rule should stand in the policy that decisions are made with."""
    named = site("fjcore-demo")
    got = Registry.build(
        named, extra=[local(hook("limits", "[Rule()]"), provides=("limits",))]
    )

    assert tuple(rule.id for rule in got.policy(named).rules) == ("demo.rule",)
    assert got.limits == ()


HOSTILE = [
    "class Lying(str):\n    def __eq__(s, o): return True\n"
    "    __hash__ = str.__hash__\n"
    "@hookimpl\n"
    "def fjcore_agencies(): return [evolve(POLICE, id=Lying('core.police'))]\n",
    "class Endless(list):\n    def __iter__(s):\n        while True: yield POLICE\n"
    "@hookimpl\ndef fjcore_agencies(): return Endless()\n",
    "class Loud:\n    @property\n    def id(self): raise ValueError('CANARY')\n"
    "@hookimpl\ndef fjcore_agencies(): return [Loud()]\n",
    "class Meta(type):\n    @property\n    def __name__(c): return 'CANARY x'\n"
    "class Odd(Exception, metaclass=Meta): pass\n"
    "@hookimpl\ndef fjcore_agencies(): raise Odd()\n",
    "CYCLE = []\nCYCLE.append(CYCLE)\n@hookimpl\ndef fjcore_agencies(): return CYCLE\n",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_a_hostile_plugin_is_contained(source):
    """A plugin that lies, hangs on or leaks should be off, and the rest work."""
    before = threading.active_count()
    got = Registry.build(
        site("fjcore-demo", "fjcore-good"),
        extra=[
            local(HEAD + source, provides=("agencies",)),
            local(GOOD.replace("x_demo", "x_good"), name="fjcore-good", ids="good"),
        ],
    )

    assert status(got).state == PluginState.BROKEN
    assert {"x_good.visit"} == set(got.forms)
    assert "CANARY" not in repr(got.report)
    assert before == threading.active_count()


def test_importing_fjcore_looks_for_no_plugin():
    """Importing the library should neither load pluggy nor scan what is installed."""
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}; import fjcore; "
        "print([m for m in ('pluggy', 'importlib.metadata') if m in sys.modules])"
    )
    got = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {sys.path!r}; {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert got.stdout.strip() == "[]"
