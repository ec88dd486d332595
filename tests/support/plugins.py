"""Local plugins made from source text, as a site's owner would write them."""

from __future__ import annotations

from types import ModuleType

from fjcore.sdk import Manifest, parse_manifest

MANIFEST = """
api = "1"
name = "{name}"
requires-fjcore = ">=0.1"
title = "A plugin for a test"
kind = "connector"
maintainers = ["The fjcore maintainers"]
provides = [{provides}]
permissions = []
ids = "{ids}"
"""

#: A connector that writes nothing, keeps what it is given, and closes as told.
CONNECTOR = """
from datetime import UTC, datetime
from fjcore.sdk import Receipt, hookimpl

got = []

class Mailbox:
    def send(self, disclosure, key, /):
        got.append(disclosure.body)
        {on_send}
        return Receipt("demo.mailbox", datetime.now(UTC), "letter")

    def close(self):
        {on_close}

class Factory:
    id = "demo.mailbox"
    hosts = ()

    def connect(self, config, folder, /):
        return Mailbox()

@hookimpl
def fjcore_connectors():
    return (Factory(),)
"""


def connector(
    *, on_send: str = "pass", on_close: str = "pass"
) -> tuple[Manifest, ModuleType]:
    """Give a connector ``demo.mailbox`` that does more when it sends or is closed."""
    text = MANIFEST.format(name="fjcore-demo", provides='"connectors"', ids="demo")
    module = ModuleType("fjcore_demo")
    source = CONNECTOR.format(on_send=on_send, on_close=on_close)
    exec(compile(source, "<plugin>", "exec"), vars(module))  # noqa: S102
    return parse_manifest(text), module
