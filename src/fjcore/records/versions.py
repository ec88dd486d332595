"""Records across versions: an older one is brought up to today, a newer one refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.errors import Malformed, NewerSchema, Problem, UnknownRecord
from fjcore.records._shape import declared, info_of, is_part, shape
from fjcore.records.codes import CodeList, core_list, versions_of
from fjcore.records.record import compartments

Fields = dict[str, Any]
Change = Callable[[Fields], Fields]

#: Where a record type keeps its upcasts, one for each version that it ever had.
UPCASTS = "__upcasts__"

#: The name of a local form's type begins so.
_LOCAL = "x_"


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


@frozen
class Upcast:
    """One step from a version of a record's plain data to the next.

    The function is given the fields in ``reads``, where there are any, and no other;
    what it gives takes their place, and may be fields in ``writes`` alone.
    """

    record: str
    from_version: int
    change: Change
    reads: frozenset[str] = field(converter=_names, kw_only=True)
    writes: frozenset[str] = field(converter=_names, kw_only=True)

    def __call__(self, fields: Mapping[str, Any]) -> Fields:
        """Give the fields of the next version; those it is given stay as they are.

        Raises: Malformed, naming record and version, when the step fails.
        """
        found = self._next(fields)
        del fields  # a traceback may print what its frames hold
        if found is None:
            where = f"{self.record}.version.{self.from_version}"
            raise Malformed(where, problems=(Problem(where, "precondition"),))
        return found

    def _next(self, fields: Mapping[str, Any]) -> Fields | None:
        given = {name: fields[name] for name in fields if name in self.reads}
        kept = {name: fields[name] for name in fields if name not in self.reads}
        try:
            made = self.change(deepcopy(given))
        except Exception:
            # Its text may hold a value: it ends here.
            return None
        sound = type(made) is dict and self.writes - kept.keys() >= made.keys()
        return {**kept, **made} if sound else None


def upcast(
    record: str, from_version: int, *, reads: Iterable[str], writes: Iterable[str]
) -> Callable[[Change], Upcast]:
    """Make a pure function on plain data the step from a version to the next.

    The type lists its steps as ``__upcasts__``, a tuple with one for each version
    before its own. All fields of one step lie in one compartment: whoever holds a
    part of a record can bring up that part.

    >>> @upcast("x_made.visit", 1, reads=["town"], writes=["city"])
    ... def renamed(fields):
    ...     return {"city": fields["town"]} if "town" in fields else {}
    >>> renamed({"town": "Hardin", "room": 3})
    {'room': 3, 'city': 'Hardin'}
    """
    return lambda change: Upcast(
        record, from_version, change, reads=reads, writes=writes
    )


@cache
def chain(cls: type) -> tuple[Upcast, ...]:
    """Give every step from the first version of a record type to its present one.

    A variant shares the steps of its base. The type of a local form may have none:
    what it reads of an earlier version is what the form still asks.
    Raises: Malformed, naming the type, with each version that has no step or two, and
    each step that is not its own or joins two compartments.
    """
    info = info_of(cls)
    steps: tuple[Upcast, ...] | None = getattr(cls, UPCASTS, None)
    if steps is None:
        steps = ()
        if info.name.startswith(_LOCAL):
            return steps
    problems = sorted({*_gaps(steps, info.version), *_strays(steps, cls)})
    if problems:
        raise Malformed(info.name, problems=tuple(problems))
    return tuple(sorted(steps, key=lambda step: step.from_version))


def _gaps(steps: tuple[Upcast, ...], version: int) -> Iterator[Problem]:
    held = [step.from_version for step in steps]
    for number in {*held, *range(1, version)}:
        if number not in range(1, version):
            yield Problem(f"version.{number}", "range")
        elif held.count(number) != 1:
            code = "duplicate" if number in held else "required"
            yield Problem(f"version.{number}", code)


def _strays(steps: tuple[Upcast, ...], cls: type) -> Iterator[Problem]:
    name, where = info_of(cls).name, compartments(cls)
    for step in steps:
        if not f"{name}.".startswith(f"{step.record}."):
            yield Problem(f"version.{step.from_version}", "type")
        touched = {where[one] for one in step.reads | step.writes if one in where}
        if len(touched) > 1:
            yield Problem(f"version.{step.from_version}", "precondition")


def upcasted(
    cls: type, version: object, fields: Mapping[str, Any], *, where: str
) -> Fields:
    """Bring the plain data of an earlier version of a record type up to its own.

    Raises: NewerSchema, naming ``where``, when a newer fjcore or form wrote it;
    Malformed, when there was no such version or a step fails.
    """
    if type(version) is not int or version < 1:
        raise Malformed(where, problems=(Problem("version", "range"),))
    if version > info_of(cls).version:
        raise NewerSchema(where)
    try:
        for step in chain(cls)[version - 1 :]:
            fields = step(fields)
        return dict(fields)
    finally:
        del fields


# --- the versions of code lists -----------------------------------------------------


def _lists(cls: type) -> Iterator[str | CodeList]:
    for attribute in attrs.fields(cls):
        inner, _ = shape(attribute.type)
        if is_part(inner):
            yield from _lists(inner)
        elif (codes := declared(attribute).codes) is not None:
            yield codes


@cache
def _dated(cls: type) -> Mapping[str, str]:
    named = {codes for codes in _lists(cls) if isinstance(codes, str)}
    held = {name: versions_of(name) for name in sorted(named)}
    return {name: every[-1].version for name, every in held.items() if len(every) > 1}


@cache
def _ageing(cls: type) -> bool:
    return any(_listed(codes).retired for codes in _lists(cls))


def _listed(codes: str | CodeList) -> CodeList:
    return core_list(codes) if isinstance(codes, str) else codes


def lists_of(cls: type) -> dict[str, str]:
    """Give the version, by id, of each list of a record type that has several."""
    return dict(_dated(cls))


def check_lists(record: object, lists: Mapping[str, str], *, where: str) -> None:
    """Refuse a stored record with a code that its list did not have when it was kept.

    ``lists`` are the versions that it names.
    Raises: NewerSchema, naming ``where``, when a version is not known here; Malformed,
    with the path of each such code.
    """
    known = {name: _at(name, version, where) for name, version in lists.items()}
    problems = [
        Problem(path, "unknown_code", codes)
        for path, codes, code in _coded(record, info_of(type(record)).name)
        if isinstance(codes, str)
        and codes in known
        and code not in known[codes].readable
    ]
    if problems:
        raise Malformed(where, problems=tuple(problems))


def _at(name: str, version: str, where: str) -> CodeList:
    found = None
    try:
        found = core_list(name, version)
    except UnknownRecord:
        pass
    if found is None:
        raise NewerSchema(where)
    return found


def check_new(record: object) -> None:
    """Refuse a new record with a retired code: it is read where it was stored.

    Raises: Malformed, naming the record type, with the path of each.
    """
    cls: type = type(record)
    if not _ageing(cls):
        return
    name = info_of(cls).name
    problems = [
        Problem(path, "retired_code", _listed(codes).id)
        for path, codes, code in _coded(record, name)
        if code in _listed(codes).retired
    ]
    if problems:
        raise Malformed(name, problems=tuple(problems))


def _coded(holder: Any, path: str) -> Iterator[tuple[str, str | CodeList, str]]:
    """Give each code that a record holds, with its path and list."""
    for attribute in attrs.fields(type(holder)):
        inner, many = shape(attribute.type)
        held = getattr(holder, attribute.name)
        codes = None if is_part(inner) else declared(attribute).codes
        items = held if many and isinstance(held, tuple) else (held,)
        for index, item in enumerate(items):
            here = f"{path}.{attribute.name}" + (f".{index}" if many else "")
            if is_part(inner) and isinstance(item, inner):
                yield from _coded(item, here)
            elif codes is not None and isinstance(item, str):
                yield here, codes, item
