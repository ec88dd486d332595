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

import attrs
import pytest
from attrs import frozen

from fjcore.consent import ObligationKind, floor
from fjcore.consent.guards import Guard
from fjcore.consent.lawbook import Lawbook

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


@frozen
class RowFault:
    """A fault of the rule table: one row, or duty, of a rule changed or left out.

    ``change`` gives what stands in its place, or None. ``duty`` names the event of the
    duties changed; without it ``row`` counts the rows of the rule.
    """

    name: str
    rule: str
    row: int
    change: Callable[[Any], Any]
    noticed_by: str
    within: tuple[str, ...] = ()
    duty: str = ""


def gone(_: Any) -> None:
    """Leave a row out."""


def but(**said: Any) -> Callable[[Any], Any]:
    """Change what a row's or duty's condition says."""
    return lambda one: attrs.evolve(one, guard=attrs.evolve(one.guard, **said))


def always(one: Any) -> Any:
    """Make a row, of whatever condition, hold wherever its basis is asked on."""
    return attrs.evolve(one, guard=Guard(basis=one.guard.basis))


def without(name: str, *words: str) -> Callable[[Any], Any]:
    """Take words out of a set of a row's condition."""
    return lambda one: but(**{name: getattr(one.guard, name) - set(words)})(one)


def kinds(*left: str) -> Callable[[Any], Any]:
    """Leave only some of the obligations of a duty."""
    return lambda duty: attrs.evolve(duty, kinds=frozenset(map(ObligationKind, left)))


def changed_law(fault: RowFault) -> Lawbook:
    """Give the rules with one row or duty changed."""
    book, sound = floor.FLOOR.book, 0
    if fault.duty:
        key = (fault.rule, fault.duty)
        rows = list(book.duties[key])
        rows[fault.row : fault.row + 1] = _kept(fault.change(rows[fault.row]))
        return attrs.evolve(book, duties={**book.duties, key: tuple(rows)})
    found = []
    for row in book.rows:
        mine = row.rule == fault.rule
        found += _kept(fault.change(row)) if mine and sound == fault.row else [row]
        sound += mine
    if tuple(found) == book.rows:
        pytest.fail(f"{fault.name}: the table stays the same")
    return attrs.evolve(book, rows=tuple(found))


def _kept(row: Any) -> list[Any]:
    return [] if row is None else [row]


@contextmanager
def planted_row(fault: RowFault) -> Iterator[list[int]]:
    """Put a faulty table in the place of the sound one."""
    sound = floor.FLOOR.book
    floor.FLOOR.__dict__["book"] = changed_law(fault)
    try:
        yield [1]
    finally:
        floor.FLOOR.__dict__["book"] = sound


def owner_of(where: str) -> tuple[Any, str]:
    """Give the module or class that holds a function, and its name there."""
    path = where.split(".")
    depth = 2 if path[0] in ("redaction", "disclosure", "analyse") else 1
    module = ".".join(path[:depth])
    layer = "" if path[0] in ("redaction", "disclosure") else "consent."
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
def planted(fault: Fault | Swap | RowFault) -> Iterator[list[int]]:
    """Put the faulty function wherever the sound one stands; count its calls."""
    if isinstance(fault, RowFault):
        with planted_row(fault) as calls:
            yield calls
        return
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
