"""What a plugin declares is data through and through."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import Any

import attrs
import pytest

from fjcore.consent import Limit, View
from fjcore.errors import KeyUnavailable
from fjcore.sdk._lines import Line
from fjcore.sdk._looking import looked
from fjcore.sdk._plain import is_own_error, is_plain_data
from fjcore.sdk.health import Health

LIMIT = Limit("demo.limit", statement="Not here.", citation="a rule")


class Text(str):
    """A text that says that it is of Python itself."""

    __slots__ = ()
    __module__ = "builtins"


class Table(dict):
    """A table that could run code at each look."""


class Steps(IntEnum):
    """An enumeration that says that it is of fjcore."""

    FULL = 99


Steps.__module__ = "fjcore.consent.view"


@attrs.frozen
class Part:
    """A part that says that it is of fjcore."""

    name: str = "x"


Part.__module__ = "fjcore.consent.parties"


@pytest.mark.parametrize(
    "sound",
    [LIMIT, View.FULL, ("a", 1, None), {"a": [b"", 1.5]}, MappingProxyType({"a": {1}})],
    ids=["limit", "view", "row", "table", "sealed"],
)
def test_data(sound: object) -> None:
    """The parts of fjcore, and plain data, should be taken."""
    assert is_plain_data(sound)


@pytest.mark.parametrize(
    "hostile",
    [Text("a"), Table(), MappingProxyType(Table()), Steps.FULL, Part(), (1, [Text()])],
    ids=["text", "table", "sealed", "step", "part", "within"],
)
def test_what_may_run_code(hostile: Any) -> None:
    """What is derived from plain data should not be, whatever module it names."""
    assert not is_plain_data(hostile)
    assert not is_plain_data(attrs.evolve(LIMIT, statement=hostile))


def test_own_errors() -> None:
    """An error of a plugin's own should be none of ours by what it says of itself."""
    made = type("KeyUnavailable", (KeyUnavailable,), {"__module__": "fjcore.errors"})

    assert is_own_error(KeyUnavailable)
    assert not is_own_error(made)


@attrs.frozen
class Settings:
    """What a site says to a plugin."""

    token: str = "quokka zephyr"  # noqa: S105 - made up


class Telling:
    """A health check that repeats its settings, or does not."""

    id = "demo.check"

    def __init__(self, advice: str) -> None:
        self.advice = advice

    def check(self, config: object, /) -> Health:
        return Health(ok=False, code="odd", advice=self.advice)


@pytest.mark.parametrize(
    ("advice", "told"),
    [("Renew the token.", "odd"), ("Renew quokka zephyr.", "hook_error")],
)
def test_health_repeats_no_setting(advice: str, told: str) -> None:
    """An answer that holds a setting should not be told."""
    line = Line(Telling(advice), {"of": (Settings(),)}, "fjcore-demo 1.2.0")
    (row,) = looked([("demo.check", line)])

    assert told == row.health.code
    assert "quokka" not in repr(row)
