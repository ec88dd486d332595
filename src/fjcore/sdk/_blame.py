"""Whose fault it was: by distribution, version and hook, and never with a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fjcore.errors import PluginFault, PluginRefused
from fjcore.values.blame import kind_of, said_of

T = TypeVar("T")

#: Of a plugin that says by no code of its manifest why it fails.
NONE: frozenset[str] = frozenset()


def who(name: str, version: str, *more: str) -> str:
    """Name a plugin in an error: distribution, version, then hook or check."""
    return " ".join(part for part in (name, version, *more) if part)


def contained(call: Callable[[], T], where: str, refusals: frozenset[str] = NONE) -> T:
    """Run a plugin's code; what it raises becomes a fault that names only its type.

    ``refusals``: the codes by which the plugin may say why it refuses.
    Raises: PluginRefused, naming one of those; PluginFault, also for SystemExit;
    KeyboardInterrupt passes.
    """
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        code, kind = said_of(error, refusals), kind_of(error)
    if code:
        raise PluginRefused(f"{where} ({code})")
    raise PluginFault(f"{where} ({kind})")
