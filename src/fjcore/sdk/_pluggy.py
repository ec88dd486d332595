"""The only module that imports pluggy: it marks hooks and collects who has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType
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


def collect(
    specs: type, name: str, functions: Mapping[str, FunctionType]
) -> tuple[tuple[str, Callable[[], object]], ...]:
    """Register a plugin's checked functions and give them by hook, in name order.

    They are registered through a bare module, so that pluggy touches nothing else
    of the plugin.
    """
    plugin = ModuleType(name)
    for hook, function in functions.items():
        setattr(plugin, hook, function)
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(specs)
    manager.register(plugin, name=name)
    manager.check_pending()
    found = [
        (caller.name, implementation.function)
        for caller in manager.get_hookcallers(plugin) or ()
        for implementation in caller.get_hookimpls()
    ]
    return tuple(sorted(found, key=lambda pair: pair[0]))
