"""Whose fault it was: by distribution, version and hook, and never with a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fjcore.errors import PluginFault
from fjcore.values.blame import kind_of

T = TypeVar("T")


def who(name: str, version: str, *more: str) -> str:
    """Name a plugin in an error: distribution, version, then hook or check."""
    return " ".join(part for part in (name, version, *more) if part)


def contained(call: Callable[[], T], where: str) -> T:
    """Run a plugin's code; what it raises becomes a fault that names only its type.

    Raises: PluginFault, also for SystemExit; KeyboardInterrupt passes.
    """
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        kind = kind_of(error)
    raise PluginFault(f"{where} ({kind})")
