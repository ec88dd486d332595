"""Whether fjcore is still what it was before plugins were loaded.

A plugin runs in the same process and can rebind whatever it likes; this notices the
plain ways of it, names who did it, and puts back what was there. It is no wall: what
a plugin changes later, or inside a table or a closure, is not seen.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from functools import cached_property
from operator import is_
from types import FunctionType, ModuleType
from typing import Any

from attrs import frozen

from fjcore.sdk._around import Around, Change, home_of

#: What is looked at beside fjcore's own modules: what every check of it stands on, and
#: where its keys and ids come from.
_GROUND = ("builtins", "hashlib", "hmac", "json", "attrs", "os", "secrets")

#: What a function does, apart from what it finds in its module.
_Body = tuple[Any, Any, Any]


@frozen(eq=False)
class _Table:
    """What a module or class held, and which functions were among it."""

    one: Any
    name: str
    held: dict[str, Any]
    functions: list[FunctionType]

    def stands(self) -> bool:
        """Whether all is where it was; whatever comes new stands at the end."""
        now = vars(self.one)
        return len(now) >= len(self.held) and all(
            map(is_, self.held.values(), now.values())
        )

    def same(self, one: Any, name: str) -> bool:
        """Whether it would be taken as it was before."""
        now = vars(one)
        return (
            self.one is one
            and self.name == name
            and len(now) == len(self.held)
            and self.stands()
            and all(map(is_, self.held, now))
        )


def _table(one: Any, name: str) -> _Table:
    held = dict(vars(one))
    functions = [one for value in held.values() for one in _functions(value)]
    return _Table(one, name, held, functions)


#: The tables taken last, by identity. Most are the same the next time.
_last: dict[int, _Table] = {}


@frozen(eq=False)
class _Bodies:
    """What functions do, one by one, and all that they refer to in one row.

    The row is taken and compared at once: to ask ten thousand functions for three
    attributes each takes longer than all else that building a registry does.
    """

    bodies: list[_Body]
    row: list[Any]
    #: Places of those with defaults by keyword, which can be changed where they are.
    keyed: list[int]

    def same(self, functions: list[FunctionType]) -> bool:
        """Whether functions still refer to what these did."""
        now = gc.get_referents(*functions)
        return (
            len(self.bodies) == len(functions)
            and len(now) == len(self.row)
            and all(map(is_, now, self.row))
            and all(_stands(functions[at], self.bodies[at]) for at in self.keyed)
        )


def _bodies(functions: list[FunctionType]) -> _Bodies:
    bodies = list(map(_body, functions))
    keyed = [at for at, body in enumerate(bodies) if body[2]]
    return _Bodies(bodies, gc.get_referents(*functions), keyed)


#: What was taken last, alone in a list.
_done: list[_Bodies] = []


class Untouched:
    """What every module and class of fjcore holds, to be compared later."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._tables: dict[int, _Table] = {}
        for name, module in tuple(sys.modules.items()):
            own = name.startswith("fjcore.") or name == "fjcore" or name in _GROUND
            if own and type(module) is ModuleType:
                self._modules[name] = module
                self._take(module, name)
                for kind in _classes(module, name):
                    self._take(kind, f"{name}.{kind.__name__}")
        self._functions = [
            one for table in self._tables.values() for one in table.functions
        ]
        kept = next((one for one in _done if one.same(self._functions)), None)
        self._bodies = kept or _bodies(self._functions)
        _done[:] = [self._bodies]
        self._around = Around()
        # What is no longer there is let go of.
        _last.clear()
        _last.update(self._tables)

    def _take(self, one: Any, name: str) -> None:
        kept = _last.get(id(one))
        same = kept is not None and kept.same(one, name)
        self._tables[id(one)] = kept if kept and same else _table(one, name)

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
        for table in self._tables.values():
            if table.stands():
                continue
            now = dict(vars(table.one))
            for key, value in table.held.items():
                if now.get(key, _GONE) is not value and not _moves(key):
                    setattr(table.one, key, value)
                    yield Change(f"{table.name}.{key}", home_of(now.get(key)))

    def _rewritten(self) -> Iterator[Change]:
        if self._bodies.same(self._functions):
            return
        for function, body in zip(self._functions, self._bodies.bodies, strict=True):
            code, defaults, keywords = body
            now = function.__code__
            if not _stands(function, body):
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


def _stands(function: FunctionType, body: _Body) -> bool:
    """Whether a function is what it was: by identity, since equality may lie."""
    code, defaults, keywords = body
    now, held = function.__kwdefaults__ or {}, keywords or {}
    return (
        function.__code__ is code
        and function.__defaults__ is defaults
        and list(now) == list(held)
        and all(map(is_, now.values(), held.values()))
    )


def _moves(key: str) -> bool:
    """Whether Python itself keeps a name anew: annotations, caches of classes."""
    return key.startswith("__") and key not in ("__eq__", "__hash__", "__init__")


def _classes(module: ModuleType, name: str) -> Iterator[type]:
    for value in tuple(vars(module).values()):
        if type(value) is type and value.__module__ == name:
            yield value
