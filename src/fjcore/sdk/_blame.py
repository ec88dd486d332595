"""Whose fault it was: by distribution, version and hook, and never with a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fjcore.errors import PluginFault

T = TypeVar("T")

_MAX_NAME = 64


def who(name: str, version: str, *more: str) -> str:
    """Name a plugin in an error: distribution, version, then hook or check."""
    return " ".join(part for part in (name, version, *more) if part)


def kind_of(error: BaseException) -> str:
    """Give the name of an exception's type, when it is a plain one.

    An exception's text may hold anything, and so may a type made while running.
    """
    name: object = type.__dict__["__name__"].__get__(type(error))
    if type(name) is str and name.isidentifier() and len(name) <= _MAX_NAME:
        return name
    return "Exception"


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
