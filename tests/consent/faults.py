"""Planting faults: one changed piece of the source of one function, for a while."""

from __future__ import annotations
import __future__ as flags

import ast
import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from attrs import frozen

PACKAGE = "fjcore"


@frozen
class Fault:
    """One fault: where, which piece becomes which, and the property that notices.

    ``within``: the parts of a case that must vary for the property to meet it soon.
    """

    name: str
    where: str
    old: str
    new: str
    noticed_by: str
    within: tuple[str, ...] = ()


@frozen
class Swap:
    """A fault of another layer: what is made of a sound function by wrapping it."""

    name: str
    where: str
    wrap: Callable[[Any], Any]
    noticed_by: str
    within: tuple[str, ...] = ()


def owner_of(where: str) -> tuple[Any, str]:
    """Give the module or class that holds a function, and its name there."""
    path = where.split(".")
    depth = 2 if path[0] in ("redaction", "disclosure") else 1
    module = ".".join(path[:depth])
    layer = "" if depth == 2 else "consent."
    owner: Any = importlib.import_module(f"{PACKAGE}.{layer}{module}")
    for name in path[depth:-1]:
        owner = getattr(owner, name)
    return owner, path[-1]


def changed(fault: Fault, sound: Any) -> Any:
    """Give the function with its one piece of source changed."""
    plain = getattr(sound, "__wrapped__", getattr(sound, "__func__", sound))
    source = textwrap.dedent(inspect.getsource(plain))
    if source.count(fault.old) != 1:
        pytest.fail(f"{fault.where} no longer holds once: {fault.old!r}")
    text = source.replace(fault.old, fault.new)
    if ast.dump(ast.parse(text)) == ast.dump(ast.parse(source)):
        pytest.fail(f"{fault.where} stays the same function with {fault.new!r}")
    code = compile(text, fault.name, "exec", flags.annotations.compiler_flag, True)
    made: dict[str, Any] = {}
    exec(code, plain.__globals__, made)  # noqa: S102 - our own source, one piece changed
    return made[plain.__name__]


def layers() -> list[ModuleType]:
    """Give every loaded module of the library, and of these tests."""
    return [
        module
        for name, module in sorted(sys.modules.items())
        if {PACKAGE, "consent"} & set(name.split("."))
    ]


def forget() -> None:
    """Empty every cache of the library."""
    for module in layers():
        for value in list(vars(module).values()):
            if callable(getattr(value, "cache_clear", None)):
                value.cache_clear()


@contextmanager
def planted(fault: Fault | Swap) -> Iterator[list[int]]:
    """Put the faulty function wherever the sound one stands; count its calls."""
    owner, name = owner_of(fault.where)
    sound = getattr(owner, name)
    faulty = fault.wrap(sound) if isinstance(fault, Swap) else changed(fault, sound)
    calls = [0]

    def counted(*args: Any, **more: Any) -> Any:
        calls[0] += 1
        return faulty(*args, **more)

    places = [(owner, name)]
    for module in layers():
        places += [(module, key) for key, v in vars(module).items() if v is sound]
    try:
        for place, key in places:
            setattr(place, key, counted)
        forget()
        yield calls
    finally:
        for place, key in places:
            setattr(place, key, sound)
        forget()
