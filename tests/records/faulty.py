"""Plants one fault in the records or the values, for as long as a block runs."""

from __future__ import annotations
import __future__ as flags

import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any

import pytest
from attrs import frozen

from fjcore.records import _formfile, codec, schema

#: Where a function may be held: the library, and the tests that ask it.
PACKAGES = ("fjcore.", "records.", "values.")


Check = Callable[[], object]


def of(test: Any, *given: Any) -> Check:
    """A test with what it is given; of a property, one case of it."""
    inner = getattr(test, "hypothesis", None)
    run = test if inner is None else inner.inner_test
    return lambda: run(*given)


@frozen
class Fault:
    """One changed piece of the source of one function, and the test that notices."""

    name: str
    where: str
    old: str
    new: str
    noticed_by: Check


def changed(fault: Fault, sound: FunctionType) -> Any:
    """The function with its one piece of source changed."""
    source = textwrap.dedent(inspect.getsource(sound))
    if source.count(fault.old) != 1:
        pytest.fail(f"{fault.where} no longer holds once: {fault.old!r}")
    code = compile(
        source.replace(fault.old, fault.new),
        f"<{fault.name}>",
        "exec",
        flags.annotations.compiler_flag,
        True,
    )
    made: dict[str, Any] = {}
    exec(code, sound.__globals__, made)  # noqa: S102 - our own source, one piece changed
    return made[sound.__name__]


def _modules() -> list[ModuleType]:
    return [m for name, m in sorted(sys.modules.items()) if name.startswith(PACKAGES)]


def _forget() -> None:
    """Forget the readers and writers that were made by the code as it was."""
    for kept in (codec._fast_reader, codec._fast_writer, codec._converter):
        kept.cache_clear()
    schema.schema_hash.cache_clear()
    _formfile._core_paths.cache_clear()


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """Put the changed function wherever the sound one stands, for a while."""
    module, *path = fault.where.split(".")[1:]
    package = fault.where.split(".")[0]
    owner: Any = importlib.import_module(f"fjcore.{package}.{module}")
    for name in path[:-1]:
        owner = getattr(owner, name)
    held = inspect.getattr_static(owner, path[-1])
    sound = getattr(held, "__func__", getattr(held, "__wrapped__", held))
    faulty = changed(fault, sound)
    places = [(owner, path[-1])]
    tables: list[tuple[dict[Any, Any], Any]] = []
    for one in _modules():
        places += [(one, key) for key, value in vars(one).items() if value is held]
        for table in [value for value in vars(one).values() if type(value) is dict]:
            tables += [(table, key) for key, value in table.items() if value is held]
    _forget()
    try:
        _put(faulty, places, tables)
        yield
    finally:
        _put(held, places, tables)
        _forget()


def _put(
    found: Any,
    places: list[tuple[Any, str]],
    tables: list[tuple[dict[Any, Any], Any]],
) -> None:
    for place, name in places:
        setattr(place, name, found)
    for table, key in tables:
        table[key] = found


def notices(fault: Fault) -> bool:
    """Whether the test of a fault fails just now."""
    try:
        fault.noticed_by()
    except NameError:
        # The changed piece is at fault, not what it does.
        raise
    except (Exception, pytest.fail.Exception):
        return True
    return False
