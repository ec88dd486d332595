"""The checks of a plugin's hooks before one of them runs (R1 to R7)."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from types import FunctionType, ModuleType

from fjcore.errors import HookError
from fjcore.sdk._blame import who
from fjcore.sdk._pluggy import options
from fjcore.sdk.hookspecs import HOOKS
from fjcore.sdk.manifest import Manifest

_PREFIX = "fjcore_"

_LAZY = (
    inspect.CO_COROUTINE
    | inspect.CO_GENERATOR
    | inspect.CO_ASYNC_GENERATOR
    | inspect.CO_ITERABLE_COROUTINE
)
_OPEN = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS

#: Ways of pluggy to run before, around or instead of others; none is used here.
_ORDERING = ("wrapper", "hookwrapper", "tryfirst", "trylast", "optionalhook")


def hooks_of(
    module: object, manifest: Manifest, *, plugin: str
) -> Mapping[str, FunctionType]:
    """Give a plugin's hook functions by name, checked and not yet called.

    Raises: HookError, naming the plugin, the hook and the check that failed.
    """
    if type(module) is not ModuleType:
        raise HookError(f"{plugin}: not a module (R1)")
    found = {}
    # Only what stands in the module itself: asking a module for a name may run code.
    for name, value in vars(module).items():
        if type(value) is FunctionType and options(value) is not None:
            _check(name, value, manifest, plugin)
            found[name] = value
        elif name.startswith(_PREFIX) and callable(value):
            raise HookError(f"{who(plugin, _shown(name))}: unmarked (R3)")
    absent = manifest.provides - {HOOKS[name] for name in found}
    if absent:
        name = min(absent).replace("-", "_")
        raise HookError(f"{plugin}: no fjcore_{name} (R7)")
    return found


def _check(name: str, value: FunctionType, manifest: Manifest, plugin: str) -> None:
    where = who(plugin, _shown(name))
    marked = options(value) or {}
    if name not in HOOKS or marked.get("specname") is not None:
        raise HookError(f"{where}: unknown hook (R2)")
    if parameters(value) != ():
        raise HookError(f"{where}: parameters (R4)")
    if not is_plain(value):
        raise HookError(f"{where}: not a plain function (R5)")
    if any(marked.get(option) for option in _ORDERING):
        raise HookError(f"{where}: ordering option (R6)")
    if HOOKS[name] not in manifest.provides:
        raise HookError(f"{where}: not in provides (R7)")


def parameters(function: FunctionType) -> tuple[str, ...] | None:
    """Give a function's positional parameters; None when it takes any others.

    Read from the code itself: a signature can be made to lie.
    """
    code = function.__code__
    if code.co_flags & _OPEN or code.co_kwonlyargcount or function.__defaults__:
        return None
    return code.co_varnames[: code.co_argcount]


def is_plain(function: FunctionType) -> bool:
    """Whether a function returns when called: no coroutine, no generator."""
    return not function.__code__.co_flags & _LAZY


def _shown(name: str) -> str:
    return name if name in HOOKS else "?"
