"""Whether fjcore is still what it was before plugins were loaded.

A plugin runs in the same process and can rebind whatever it likes; this notices the
plain ways of it, names who did it, and puts back what was there. It is no wall: what
a plugin changes later, or inside a table or a closure, is not seen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Any

from fjcore.sdk._around import Around, Change, home_of

#: What is looked at beside fjcore's own modules: what every check of it stands on, and
#: where its keys and ids come from.
_GROUND = ("builtins", "hashlib", "hmac", "json", "attrs", "os", "secrets")

#: What a function does, apart from what it finds in its module.
_Body = tuple[Any, Any, Any]


class Untouched:
    """What every module and class of fjcore holds, to be compared later."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._held: dict[int, tuple[Any, str, dict[str, Any], list[int]]] = {}
        self._bodies: dict[FunctionType, _Body] = {}
        self._around = Around()
        for name, module in tuple(sys.modules.items()):
            own = name.startswith("fjcore.") or name == "fjcore" or name in _GROUND
            if own and type(module) is ModuleType:
                self._modules[name] = module
                self._take(module, name)
                for kind in _classes(module, name):
                    self._take(kind, f"{name}.{kind.__name__}")

    def _take(self, one: Any, name: str) -> None:
        held = dict(vars(one))
        self._held[id(one)] = (one, name, held, list(map(id, held.values())))
        for value in held.values():
            for function in _functions(value):
                self._bodies[function] = _body(function)

    def mended(self) -> tuple[Change, ...]:
        """Put back what was changed, and say what it was.

        What is new is no change: modules are imported as they are needed.
        """
        own = (*self._replaced(), *self._rebound(), *self._rewritten())
        return (*own, *self._around.mended(frozenset(self._modules)))

    def _replaced(self) -> Iterator[Change]:
        for name, module in self._modules.items():
            now = sys.modules.get(name)
            if now is not module:
                sys.modules[name] = module
                yield Change(name, home_of(now))

    def _rebound(self) -> Iterator[Change]:
        for one, name, held, ids in self._held.values():
            now = dict(vars(one))
            # Whatever comes new into a table stands at its end.
            if list(map(id, now.values()))[: len(ids)] == ids:
                continue
            for key, value in held.items():
                if now.get(key, _GONE) is not value and not _moves(key):
                    setattr(one, key, value)
                    yield Change(f"{name}.{key}", home_of(now.get(key)))

    def _rewritten(self) -> Iterator[Change]:
        for function, body in self._bodies.items():
            code, defaults, keywords = body
            now = function.__code__
            if _body(function) != body or now is not code:
                function.__code__ = code
                function.__defaults__, function.__kwdefaults__ = defaults, keywords
                name = f"{function.__module__}.{function.__qualname__}"
                yield Change(name, now.co_filename if now is not code else "")


_GONE = object()


def _functions(value: object) -> Iterator[FunctionType]:
    """Give the functions that something in a module or a class consists of."""
    kind = type(value)
    parts: tuple[object, ...] = (value,)
    if kind is classmethod or kind is staticmethod:
        parts = (value.__func__,)  # type: ignore[attr-defined]
    elif kind is property:
        parts = (value.fget, value.fset)  # type: ignore[attr-defined]
    elif kind is cached_property:
        parts = (value.func,)  # type: ignore[attr-defined]
    yield from (one for one in parts if type(one) is FunctionType)


def _body(function: FunctionType) -> _Body:
    keywords = function.__kwdefaults__
    held = dict(keywords) if keywords else None
    return function.__code__, function.__defaults__, held


def _moves(key: str) -> bool:
    """Whether Python itself keeps a name anew: annotations, caches of classes."""
    return key.startswith("__") and key not in ("__eq__", "__hash__", "__init__")


def _classes(module: ModuleType, name: str) -> Iterator[type]:
    for value in tuple(vars(module).values()):
        if type(value) is type and value.__module__ == name:
            yield value
