"""What an error carries with it: the locals of every frame it crossed, and theirs."""

from __future__ import annotations

import functools
import re
import traceback
import types
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from fjcore.values import Secret, SecretBytes

#: Nothing in these is a value, and a secret shows itself to nobody.
_OPAQUE = (types.ModuleType, type, Secret, SecretBytes)
#: Where an object lies in memory, which may spell any few digits by chance.
_ADDRESS = re.compile(r"\b0x[0-9a-f]+")


def errors_of(error: BaseException) -> Iterator[BaseException]:
    """Give an error and every other that it hangs on to."""
    seen: list[BaseException] = []
    left = [error]
    while left:
        one = left.pop()
        if any(one is other for other in seen):
            continue
        seen.append(one)
        yield one
        inner = getattr(one, "exceptions", ())
        left += [e for e in (one.__cause__, one.__context__, *inner) if e]


def frames_of(error: BaseException) -> Iterator[types.FrameType]:
    """Give every frame of an error but those of the tests themselves."""
    for one in errors_of(error):
        trace = one.__traceback__
        while trace is not None:
            if "/tests/" not in trace.tb_frame.f_code.co_filename:
                yield trace.tb_frame
            trace = trace.tb_next


def unplaced(text: str) -> str:
    """Give a text without the places of objects in memory."""
    return _ADDRESS.sub("0x", text)


def traced(error: BaseException) -> str:
    """Give what a traceback prints: chain, text, and locals of the library's frames."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    one: traceback.TracebackException | None = told
    while one is not None:
        one.stack[:] = [f for f in one.stack if "/tests/" not in f.filename]
        one = one.__cause__ or one.__context__
    notes = getattr(error, "__notes__", ())
    plain = [repr(error), str(error), repr(error.args), *map(str, notes)]
    return unplaced("".join([*told.format(), *plain]))


def printed(error: BaseException) -> str:
    """Give all that printing an error could show, with the locals of its frames."""
    told = [
        f"{one} {one!r} {getattr(one, '__notes__', '')}" for one in errors_of(error)
    ]
    told += [repr(dict(frame.f_locals)) for frame in frames_of(error)]
    return unplaced("\n".join(told))


def places_of(error: BaseException, mark: str) -> list[str]:
    """Name each local, by module and function, that holds a mark at any depth."""
    return [
        f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}: {name}"
        for frame in frames_of(error)
        for name, value in frame.f_locals.items()
        if any(mark in text for text in texts_in(value))
    ]


def texts_in(value: object) -> Iterator[str]:
    """Give every text within a value: its own, its parts' and its closures'."""
    seen: set[int] = set()
    kept: list[object] = []  # an id is another's once its value is gone
    left = [value]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        kept.append(one)
        yield from _own(one)
        left += _parts(one)


def _own(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (bytes, bytearray)):
        yield bytes(value).decode("latin-1")
    elif isinstance(value, date):
        yield value.isoformat()
    elif not isinstance(value, types.FrameType):
        yield repr(value)


def _parts(value: Any) -> Iterator[object]:
    if isinstance(value, _OPAQUE):
        return
    if isinstance(value, Mapping):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    elif isinstance(value, functools.partial):
        yield from (value.func, value.args, value.keywords)
    elif isinstance(value, types.MethodType):
        yield from (value.__self__, value.__func__)
    elif isinstance(value, types.FunctionType):
        yield from (cell.cell_contents for cell in value.__closure__ or ())
        yield from (value.__defaults__, value.__kwdefaults__)
    elif isinstance(value, types.GeneratorType):
        yield dict(value.gi_frame.f_locals) if value.gi_frame else None
    elif isinstance(value, BaseException):
        yield from (value.args, vars(value))
    elif attrs.has(type(value)):
        yield from (getattr(value, a.name, None) for a in attrs.fields(type(value)))
    elif type(value).__module__.startswith("fjcore"):
        names = getattr(type(value), "__slots__", ())
        yield from (getattr(value, name, None) for name in names)
        yield from vars(value).values() if hasattr(value, "__dict__") else ()
