"""Whether fjcore is still what it was before plugins were loaded.

A plugin runs in the same process and can rebind whatever it likes; this notices the
plain ways of it, names who did it, and puts back what was there. It is no wall: what
a plugin changes later, or inside a table or a closure, is not seen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from attrs import frozen

#: What is looked at beside fjcore's own modules: what every check of it stands on.
_GROUND = ("builtins", "hashlib", "hmac", "json", "attrs")


@frozen
class Change:
    """What of fjcore was changed, and where what stood there came from, if known.

    ``home`` is the name of a module or the path of a file.
    """

    name: str
    home: str

    def of(self, module: str) -> bool:
        """Whether a package is where it came from."""
        return self.home.split(".")[0] == module or f"/{module}/" in self.home


class Untouched:
    """What every module and class of fjcore holds, to be compared later."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._held: dict[int, tuple[Any, str, dict[str, Any], list[int]]] = {}
        self._codes: dict[FunctionType, CodeType] = {}
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
            if type(value) is FunctionType:
                self._codes[value] = value.__code__

    def mended(self) -> tuple[Change, ...]:
        """Put back what was changed, and say what it was.

        What is new is no change: modules are imported as they are needed.
        """
        return (*self._replaced(), *self._rebound(), *self._rewritten())

    def _replaced(self) -> Iterator[Change]:
        for name, module in self._modules.items():
            now = sys.modules.get(name)
            if now is not module:
                sys.modules[name] = module
                yield Change(name, _home(now))

    def _rebound(self) -> Iterator[Change]:
        for one, name, held, ids in self._held.values():
            now = dict(vars(one))
            # Whatever comes new into a table stands at its end.
            if list(map(id, now.values()))[: len(ids)] == ids:
                continue
            for key, value in held.items():
                if now.get(key, _GONE) is not value and not _moves(key):
                    setattr(one, key, value)
                    yield Change(f"{name}.{key}", _home(now.get(key)))

    def _rewritten(self) -> Iterator[Change]:
        for function, code in self._codes.items():
            now = function.__code__
            if now is not code:
                function.__code__ = code
                name = f"{function.__module__}.{function.__qualname__}"
                yield Change(name, now.co_filename)


_GONE = object()


def _home(value: object) -> str:
    found = getattr(value, "__module__", None)
    return found if type(found) is str else type(value).__module__


def _moves(key: str) -> bool:
    """Whether Python itself keeps a name anew: annotations, caches of classes."""
    return key.startswith("__") and key not in ("__eq__", "__hash__", "__init__")


def _classes(module: ModuleType, name: str) -> Iterator[type]:
    for value in tuple(vars(module).values()):
        if type(value) is type and value.__module__ == name:
            yield value
