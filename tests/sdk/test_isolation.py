from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import attrs
import pytest
from disclosure.worlds import built

from fjcore.errors import PluginFault
from fjcore.sdk import Registry, Site
from fjcore.sdk.isolation import IsolatedConnector

from .conftest import SITE

KEY = "fedcba9876543210" * 2

CODE = """
import json, os, sys, time
from datetime import UTC, datetime
from attrs import frozen
from fjcore.errors import HookError
from fjcore.sdk import Receipt, hookimpl

{head}

@frozen(kw_only=True)
class Config:
    out: str

@frozen
class Line:
    config: object
    folder: str

    def send(self, disclosure, key, /):
        {send}
        return Receipt("demo.line", datetime.now(UTC), key)

    def close(self):
        pass

class Lines:
    id = "demo.line"
    hosts = ()

    def connect(self, config, folder, /):
        return Line(config, folder)

@hookimpl
def fjcore_connectors():
    return [Lines()]
"""

TABLES = """
[[partners]]
id = "police"
kind = "law_enforcement"
name = "Example City Police"
connector = "demo.line"

[plugins.fjcore-demo]
isolation = "process"
seconds = {seconds}
memory = 512
environment = ["DEMO_WORD"]
config = {{ out = "out.json" }}
{more}
"""


@pytest.fixture
def line(install, tmp_path):
    """Give a function that opens the connector of a plugin made of some code."""

    def made(send="pass", head="", *, seconds=60, more=""):
        install(
            code=CODE.format(send=send, head=head),
            provides=("connectors",),
            more='config = "fjcore_demo:Config"',
        )
        found = Site.parse(SITE + TABLES.format(seconds=seconds, more=more), tmp_path)
        return Registry.build(found, strict=True).connector("demo.line")

    return made


def rarely(*said):
    return pytest.param(*said, marks=pytest.mark.nightly)


def refused(connector, kind, key=KEY):
    with pytest.raises(
        PluginFault, match=rf"fjcore-demo 1.2.0 send \({kind}\)"
    ) as told:
        connector.send(built(), key)
    assert told.value.__context__ is None


def test_it_delivers_from_a_process_of_its_own(line, tmp_path, monkeypatch):
    """A disclosure should be delivered whole by a process that is not this one."""
    monkeypatch.setenv("FJCORE_PASSPHRASE", "made-up words")
    monkeypatch.setenv("DEMO_WORD", "given")
    connector = line(
        "open(os.path.join(self.folder, self.config.out), 'w').write(json.dumps("
        "[os.getpid(), sorted(os.environ), disclosure.body.hex(), "
        "disclosure.recipient]))"
    )
    receipt = connector.send(built(), KEY)
    pid, names, body, recipient = json_of(tmp_path / "out.json")

    assert isinstance(connector, IsolatedConnector)
    assert ("demo.line", KEY) == (receipt.connector, receipt.reference)
    assert built().body.hex() == body
    assert built().recipient == recipient
    assert os.getpid() != pid
    assert "DEMO_WORD" in names
    assert not [name for name in names if name.startswith("FJCORE")]
    connector.close()


def json_of(path: Path):
    import json

    return json.loads(path.read_text("utf-8"))


def test_its_code_is_never_imported_here(line):
    """The plugin's code should run in the process alone, at building too."""
    before = set(sys.modules)
    line(head="open('/proc/self/comm').read()").send(built(), KEY)

    assert not [one for one in set(sys.modules) - before if "demo" in one]


#: What a delivery does, and how the fault of it is told.
WRONG = {
    "raise ValueError('Ana Sample')": "ValueError",
    "raise HookError('Ana Sample')": "HookError",
    "os._exit(3)": "Crashed",
    "return Receipt(1, datetime.now(UTC), key)": "Garbled",
    "return Receipt('demo.line', datetime.now(UTC), 'x' * 100_000)": "Garbled",
    "held = bytearray(1 << 30)": "MemoryError",
    "[os.write(n, b'{' * 200_000) for n in range(3, 9) if is_open(n)]": "Garbled",
}
RARE = {
    "raise SystemExit(0)": "SystemExit",
    "os.kill(os.getpid(), 11)": "Crashed",
    "return None": "AttributeError",
    "return Receipt('demo.line', datetime.now(), key)": "Garbled",
    "print('{}'); os.write(2, b'Ana Sample'); os._exit(0)": "Crashed",
    "raise type('Ana Sample', (Exception,), {})()": "Exception",
}
IS_OPEN = """
def is_open(n):
    try:
        return os.fstat(n).st_mode & 0o10000
    except OSError:
        return 0
"""


@pytest.mark.parametrize("wrong", [WRONG, rarely(RARE)], ids=["usual", "rare"])
def test_a_process_that_goes_wrong_is_a_fault(line, wrong):
    """A crash, an odd answer and too much memory should each be named, and no more."""
    well = "return Receipt('demo.line', datetime.now(UTC), key)"
    acts = [f"def act{n}(key):\n    {act}\n    {well}\n" for n, act in enumerate(wrong)]
    head = IS_OPEN + "".join(acts)
    connector = line("return globals()[f'act{int(key)}'](key)", head)

    for number, kind in enumerate(wrong.values()):
        refused(connector, kind, f"{number:032d}")


@pytest.mark.parametrize(
    "send",
    [
        "time.sleep(60)",
        rarely("os.fork() or time.sleep(60)"),
        rarely("[0 for _ in iter(int, 1)]"),
    ],
)
def test_a_process_that_does_not_end_is_ended(line, send):
    """A process that hangs should be ended in its time, with what it began."""
    patient = line(send)
    # Enough to import what it needs, and nothing depends on whether it does.
    settings = attrs.evolve(patient.factory.settings, seconds=3)
    connector = attrs.evolve(
        patient, factory=attrs.evolve(patient.factory, settings=settings)
    )
    began = time.monotonic()
    refused(connector, "Late")

    assert time.monotonic() - began < 40


@pytest.mark.parametrize(
    ("head", "kind", "said"),
    [
        ("raise ValueError('Ana Sample')", PluginFault, r"\(ValueError\)"),
        ("os._exit(1)", PluginFault, r"\(Crashed\)"),
    ],
)
def test_a_package_that_cannot_be_imported_is_told(line, head, kind, said):
    """A plugin that fails at import should be told of by its name."""
    with pytest.raises(kind, match=said):
        line(head=head)


def test_only_connectors_run_apart(install, tmp_path):
    """A plugin that brings more than connectors should not be run in a process."""
    install(
        code=CODE.format(send="pass", head="")
        + "@hookimpl\ndef fjcore_limits():\n    return []\n",
        provides=("connectors", "limits"),
        more='config = "fjcore_demo:Config"',
    )
    tables = TABLES.format(seconds=9, more="").replace('connector = "demo.line"', "")
    registry = Registry.build(Site.parse(SITE + tables, tmp_path))
    status = next(one for one in registry.report if one.name == "fjcore-demo")

    assert ("broken", "incompatible_plugin") == (status.state, status.reason)
    assert registry.closed


def test_settings_of_the_plugin_are_checked_in_the_process(install, tmp_path):
    """Settings that do not fit should keep the plugin off, as without a process."""
    install(
        code=CODE.format(send="pass", head=""),
        provides=("connectors",),
        more='config = "fjcore_demo:Config"',
    )
    tables = TABLES.format(seconds=9, more="").replace('connector = "demo.line"', "")
    found = Site.parse(SITE + tables.replace('out = "out.json"', "out = 5"), tmp_path)
    report = Registry.build(found).report
    status = next(one for one in report if one.name == "fjcore-demo")

    assert ("broken", "incompatible_plugin") == (status.state, status.reason)
