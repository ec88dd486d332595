"""The only module that imports pluggy: it marks hooks and collects who has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, TypeVar

import pluggy

F = TypeVar("F", bound=Callable[..., Any])

PROJECT = "fjcore"

_spec = pluggy.HookspecMarker(PROJECT)
_impl = pluggy.HookimplMarker(PROJECT)


def hookspec(function: F) -> F:
    """Mark a method as the specification of a hook."""
    return _spec(function)


def hookimpl(function: F) -> F:
    """Mark a function of a plugin as its part in the hook of the same name."""
    return _impl(function)


def options(function: FunctionType) -> Mapping[str, Any] | None:
    """Give the options a function was marked with, or None when it was not."""
    found = vars(function).get(f"{PROJECT}_impl")
    return found if isinstance(found, Mapping) else None


class Collector:
    """Collects what plugins have for some hooks, one plugin after the other."""

    def __init__(self, specs: type) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(specs)

    def collect(
        self, name: str, functions: Mapping[str, FunctionType]
    ) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Register a plugin's checked functions and give them by hook, in name order.

        They are registered through a bare object, so that pluggy touches nothing else
        of the plugin; afterwards it is as if the plugin had not been.
        """
        plugin = _Bare(functions)
        self._manager.register(plugin, name=name)
        self._manager.check_pending()
        found = [
            (caller.name, implementation.function)
            for caller in self._manager.get_hookcallers(plugin) or ()
            for implementation in caller.get_hookimpls()
        ]
        self._manager.unregister(plugin)
        return tuple(sorted(found, key=lambda pair: pair[0]))


class _Bare:
    """Has some functions as its attributes, and nothing else to be looked at."""

    def __init__(self, functions: Mapping[str, FunctionType]) -> None:
        vars(self).update(functions)

    def __dir__(self) -> list[str]:
        return sorted(vars(self))
