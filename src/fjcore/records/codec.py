"""Records to and from plain data: strict both ways, and silent about values.

The only module that uses cattrs. Reading is two-pass: a fast strict reader, and only
when that fails a converter that collects every fault with its path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from fjcore.errors import FjcoreError, Malformed, NotCanonical, Problem
from fjcore.records import checks
from fjcore.records._hooks import PLAIN, field_check, items, listed, value_check
from fjcore.records._reader import reader
from fjcore.records._writer import Manner, Writer, writer
from fjcore.records.checks import Fault
from fjcore.records.record import RecordInfo, info_of
from fjcore.records.rule import broken
from fjcore.values import PartialDate

R = TypeVar("R")

#: The manners of plain data for who asks for it: dates as text, or left as they are.
_PLAINLY = (Manner(checked=False, native=False), Manner(checked=False, native=True))


def structure(payload: object, cls: type[R], *, where: str = "") -> R:
    """Read a record of a type from plain data.

    Shape: a dict as ``unstructure`` gives it; a key left out is not collected.
    Raises: Malformed, with the path and code of every fault and no value; Unlabelled,
    when a class was derived from a record type without being made one itself.
    """
    kind: Any = cls
    read = _fast_reader(kind)
    try:
        found: R = read(payload)
    except Exception:
        problems: tuple[Problem, ...] = ()
    else:
        return found
    try:
        return _converter().structure(payload, cls)
    except Exception as error:
        problems = tuple(sorted(set(_walk(error, where))))
    del payload
    raise Malformed(where, problems=problems)


def structure_settings(payload: object, cls: type[R], *, where: str = "") -> R:
    """Read a plain attrs class of settings as strictly as a record.

    Shape: fields of str, bool, int, enums of text, nested classes, and tuples or
    mappings of them; lists in the payload become tuples.
    Raises: Malformed, with the path and code of every fault and no value.
    """
    try:
        return structure(payload, cls, where=where)
    finally:
        del payload


def unstructure(record: object, *, native: bool = False) -> dict[str, Any]:
    """Give a record as plain data: what is not collected is left out.

    ``native`` leaves days and instants what they are, the instants in UTC, for a
    writer of JSON that knows them; without, they are text.
    Raises: NaiveTime, naming the field, when an instant has no offset; Unlabelled,
    when its class was derived from a record type without being made one itself;
    NotCanonical, naming the type, when a record made by hand cannot be written.
    """
    return written(record, _PLAINLY[native])


def written(record: object, manner: Manner) -> dict[str, Any]:
    """Give a record as plain data in a manner.

    Raises: as ``unstructure``; NotCanonical, naming the field, when it is to be checked
    and holds what it may not.
    """
    kind: Any = type(record)
    return by(_fast_writer(kind, "", manner), record)


def by(write: Writer, record: object) -> dict[str, Any]:
    """Write a record by a compiled function; raises as ``written``."""
    try:
        return write(record)
    except FjcoreError as error:
        fault: FjcoreError = type(error)(error.where)
    except Exception:
        fault = NotCanonical(type(record).__name__)
    raise fault


@cache
def _fast_reader(cls: Any) -> Callable[[Any], Any]:
    converter = _converter()
    if not _is_labelled(cls):
        return lambda payload: converter.structure(payload, cls)
    info_of(cls)
    fields = attrs.fields(cls)
    one = {a.name: value_check(a, _fast_reader) for a in fields}
    full = {a.name: field_check(a, one[a.name], items) for a in fields}
    return reader(cls, full, one, _fast_reader)


@cache
def _fast_writer(cls: Any, path: str, manner: Manner) -> Writer:
    if not _is_labelled(cls):
        write: Writer = _converter().unstructure
        return write

    return writer(cls, inner(manner), path or info_of(cls).name, manner)


def inner(manner: Manner) -> Callable[[type, str], Writer]:
    """Give what makes the writers of parts in a manner."""
    return lambda kind, path: _fast_writer(kind, path, manner)


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    converter.register_structure_hook_factory(
        _is_labelled, lambda kind: _detailed_reader(kind, converter)
    )
    for kind, check in {str: _text, **PLAIN}.items():
        converter.register_structure_hook(kind, _or_member(check))
    converter.register_structure_hook(Enum, _member)
    converter.register_structure_hook_factory(
        _is_tuple, lambda kind: _tuple_reader(get_args(kind)[0], converter)
    )
    converter.register_unstructure_hook(PartialDate, str)
    converter.register_unstructure_hook(datetime, checks.instant_text)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(Decimal, checks.decimal_text)
    return converter


def _tuple_reader(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    return lambda value, _: _all_items(
        value, lambda item: converter.structure(item, kind)
    )


def _member(value: Any, kind: type[Enum]) -> Enum:
    if type(value) not in (str, int):
        raise Fault("type")
    for member in kind:
        if type(member.value) is type(value) and member.value == value:
            return member
    raise Fault("unknown_code")


def _text(value: Any) -> str:
    return checks.text(value, 4096)


def _or_member(check: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Give the hook of a type; cattrs also calls it for a closed list of the kind."""

    def read(value: Any, kind: Any) -> Any:
        return _member(value, kind) if issubclass(kind, Enum) else check(value)

    return read


def _ignoring_type(check: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: check(value)


def _is_labelled(kind: Any) -> bool:
    return isinstance(getattr(kind, "__fj__", None), RecordInfo)


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _detailed_reader(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    rules = info_of(cls).rules

    def inner(kind: type) -> Callable[[Any], Any]:
        return lambda value: converter.structure(value, kind)

    reads = {
        attribute.name: field_check(
            attribute, value_check(attribute, inner), _all_items
        )
        for attribute in attrs.fields(cls)
    }
    hooks: dict[str, Any] = {
        name: override(struct_hook=_ignoring_type(one)) for name, one in reads.items()
    }
    read: Callable[[Any, Any], Any] = make_dict_structure_fn(cls, converter, **hooks)

    def strict(payload: Any, kind: Any) -> Any:
        if type(payload) is not dict:
            raise Fault("type")
        try:
            return read(payload, kind)
        except BaseValidationError as error:
            errors = list(error.exceptions)
        if rules and not any(isinstance(one, Malformed) for one in errors):
            problems = tuple(broken(rules, _sound(cls, payload, reads)))
            errors += [Malformed("", problems=problems)] if problems else []
        raise BaseValidationError("fields", errors, kind)

    return strict


def _sound(
    cls: type, payload: dict[Any, Any], reads: Mapping[str, Callable[[Any], Any]]
) -> dict[str, Any]:
    """Read the fields that are in order, so that rules about them can be judged."""
    found = {}
    for attribute in attrs.fields(cls):
        name = attribute.name
        if name not in payload:
            if attribute.default is not attrs.NOTHING:
                found[name] = attribute.default
            continue
        with suppress(Exception):
            found[name] = reads[name](payload[name])
    return found


def _all_items(value: Any, one: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Read a list to its end, so that every fault in it is told."""
    found, errors = [], []
    for index, item in enumerate(listed(value)):
        try:
            found.append(one(item))
        except Exception as error:
            error.add_note(IterableValidationNote("item", index, type(item)))
            errors.append(error)
    if errors:
        raise BaseValidationError("items", errors, tuple)
    return tuple(found)


def _walk(error: BaseException, path: str) -> list[Problem]:
    if not isinstance(error, BaseValidationError):
        return _faults(error, path)
    found = []
    for inner in error.exceptions:
        step = _step(inner)
        if isinstance(inner, ForbiddenExtraKeysError):
            found.append(Problem(path, "unknown_key"))
        else:
            found += _walk(inner, f"{path}.{step}".strip(".") if step else path)
    return found


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return note.name
        if isinstance(note, IterableValidationNote):
            # A key of a mapping is input, and is never told.
            mapping = note.startswith("Structuring mapping")
            told = type(note.index) is int and not mapping
            return str(note.index) if told else "?"
    return ""


def _faults(error: BaseException, path: str) -> list[Problem]:
    """Tell what an error says; a record that refuses itself has paths of its own."""
    if isinstance(error, Malformed) and error.problems:
        told = error.problems
        return [problem.under(path) for problem in told]
    codes = error.codes if isinstance(error, Fault) else ""
    return [Problem(path, _code(error), codes)]


def _code(error: BaseException) -> str:
    if isinstance(error, Fault):
        return str(error)
    if isinstance(error, KeyError):
        return "required"
    return "type" if isinstance(error, (TypeError, AttributeError)) else "format"
