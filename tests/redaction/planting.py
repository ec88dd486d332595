"""Planting a fault into one function, and asking a test whether it notices.

A fault is one changed piece of the source of one function. A piece that is no longer
there fails the table, and so does a fault that its test lets pass.
"""

from __future__ import annotations
import __future__ as flags

import importlib
import importlib.util
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from types import ModuleType
from typing import Any

import pytest
from attrs import frozen

from fjcore.redaction import STEPS

PACKAGES = ("fjcore.redaction", "fjcore.disclosure")

#: How a test says that it does not hold; anything else is a broken fault.
NOTICED = (AssertionError, pytest.fail.Exception)


@frozen
class Mutant:
    """One fault: where, which piece becomes which, and the test that notices."""

    name: str
    where: str
    old: str
    new: str
    noticed_by: Callable[..., None]


def cases_of(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """Every case of a test, as its parameters say."""
    axes = []
    for mark in getattr(test, "pytestmark", ()):
        if mark.name != "parametrize":
            continue
        names = mark.args[0]
        names = names.split(",") if isinstance(names, str) else list(names)
        rows = [row if len(names) > 1 else (row,) for row in mark.args[1]]
        axes.append([dict(zip(names, row, strict=True)) for row in rows])
    for parts in product(*axes):
        yield {name: value for part in parts for name, value in part.items()}


def noticed(test: Callable[..., None]) -> bool:
    """Whether a test fails in any of its cases."""
    for case in cases_of(test):
        try:
            test(**case)
        except NOTICED:
            return True
    return False


def changed(mutant: Mutant, sound: Any) -> Any:
    """The function with its one piece of source changed."""
    source = textwrap.dedent(inspect.getsource(sound))
    if source.count(mutant.old) != 1:
        pytest.fail(f"{mutant.where} no longer holds once: {mutant.old!r}")
    text = source.replace(mutant.old, mutant.new)
    code = compile(
        text, f"<{mutant.name}>", "exec", flags.annotations.compiler_flag, True
    )
    made: dict[str, Any] = {}
    exec(code, inspect.unwrap(sound).__globals__, made)  # noqa: S102 - our own source
    return made[sound.__name__]


def modules() -> list[ModuleType]:
    """Every module in which a fault may stand."""
    return [
        module
        for name, module in sorted(sys.modules.items())
        if name.startswith((*PACKAGES, "redaction", "disclosure"))
    ]


def forget() -> None:
    """Empty every cache of the library's modules."""
    for module in modules():
        for value in list(vars(module).values()):
            clear = getattr(value, "cache_clear", None)
            if callable(clear):
                clear()


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Put the changed function wherever the sound one stands, for a while."""
    module, *path = mutant.where.split(".")
    package = next(p for p in PACKAGES if has(p, module))
    owner: Any = importlib.import_module(f"{package}.{module}")
    for name in path[:-1]:
        owner = getattr(owner, name)
    sound = getattr(owner, path[-1])
    faulty = changed(mutant, sound)
    steps = {
        kind: tuple((name, faulty if step is sound else step) for name, step in row)
        for kind, row in STEPS.items()
    }
    places = [(owner, path[-1], sound, faulty)]
    for one in modules():
        for key, value in list(vars(one).items()):
            if value is sound:
                places.append((one, key, sound, faulty))
            elif value is STEPS:
                places.append((one, key, STEPS, steps))
    try:
        for place, key, _, other in places:
            setattr(place, key, other)
        forget()
        yield
    finally:
        for place, key, before, _ in places:
            setattr(place, key, before)
        forget()


def has(package: str, module: str) -> bool:
    """Whether a package holds a module of that name."""
    return importlib.util.find_spec(f"{package}.{module}") is not None


def notices(mutant: Mutant) -> None:
    """Show that a fault takes effect, is noticed, and that the sound code passes."""
    with planted(mutant):
        found = noticed(mutant.noticed_by)

    assert found, f"{mutant.name}: {mutant.noticed_by.__name__} lets it pass"
    assert not noticed(mutant.noticed_by)
