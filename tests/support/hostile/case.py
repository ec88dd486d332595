"""One plugin that means harm."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Ends(StrEnum):
    """What becomes of the one disclosure; never more than without the plugin."""

    OFF = "The plugin is off; the rest goes on."
    CLOSED = "The plugin is off, and nothing leaves."
    REFUSED = "Nothing leaves."
    UNCONFIRMED = "The disclosure counts as not confirmed."
    HARMLESS = "Sent as without it, or less."
    SEEN = "Seen and not stopped; what is sent is as without it."


@frozen(kw_only=True)
class Case:
    """A plugin: what it tries, its code, and what should come of it.

    ``code`` is the reason code of its state, or of the error; ``says`` what the fault
    names beside the plugin; ``did`` what its row in the report says that it did.
    ``given``: the site's own table for it.
    """

    id: str
    tries: str
    source: str
    ends: Ends
    code: str = ""
    says: str = ""
    did: str = ""
    provides: tuple[str, ...] = ("limits",)
    permissions: tuple[str, ...] = ()
    ids: str = "demo"
    more: str = ""
    given: str = ""
    after: str = ""
    name: str = "fjcore-demo"
    requires: str = ">=0.1"

    @property
    def delivers(self) -> bool:
        """Whether the partner is reached by its connector."""
        return "connectors" in self.provides and self.ends is not Ends.OFF


HEAD = """
import asyncio, atexit, os, socket, sys, threading, time
from datetime import UTC, datetime
from attrs import evolve
from fjcore.sdk import *
from fjcore.sdk import _pluggy

LIMIT = Limit("demo.limit", statement="Not here.", citation="a rule",
    categories=frozenset({"location.shelter"}))

def forced(item, **parts):
    item = evolve(item)
    for name, value in parts.items():
        object.__setattr__(item, name, value)
    return item
"""

HOOK = "\n@hookimpl\ndef fjcore_{hook}():\n    return {result}\n"

RULE = """
class Rule:
    id = "demo.rule"

    def cap(self, question, /):
        {body}
"""

SPANS = """
class Spans:
    id = name = "demo.spans"

    def spans(self, text, language, /):
        {body}
"""

LINE = """
got = []

class Line:
    def send(self, disclosure, key, /):
        got.append(disclosure)
        {send}

    def close(self):
        {close}

class Factory:
    id = "demo.mailbox"
    hosts = {hosts}

    def connect(self, config, folder, /):
        return {made}

RECEIPT = Receipt("demo.mailbox", datetime.now(UTC), "letter")
"""


def limits(result: str = "[LIMIT]", before: str = "") -> str:
    """Give a plugin of limits."""
    return HEAD + before + HOOK.format(hook="limits", result=result)


def rule(body: str, before: str = "") -> str:
    """Give a plugin of one rule in code."""
    return (
        HEAD
        + before
        + RULE.format(body=body)
        + HOOK.format(hook="limits", result="[Rule()]")
    )


def spans(body: str, before: str = "") -> str:
    """Give a plugin of one recogniser."""
    return (
        HEAD
        + before
        + SPANS.format(body=body)
        + HOOK.format(hook="recognisers", result="[Spans()]")
    )


def line(
    send: str = "return RECEIPT",
    *,
    before: str = "",
    close: str = "pass",
    hosts: str = "()",
    made: str = "Line()",
) -> str:
    """Give a plugin of one connector."""
    body = LINE.format(send=send, close=close, hosts=hosts, made=made)
    return HEAD + before + body + HOOK.format(hook="connectors", result="[Factory()]")
