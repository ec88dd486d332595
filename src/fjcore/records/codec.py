"""Records to and from plain data: strict both ways, and silent about values.

The only module that uses cattrs. Reading is two-pass: a fast strict reader, and only
when that fails a converter that collects every fault with its path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
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

from fjcore.errors import Malformed, Problem
from fjcore.records import checks
from fjcore.records._reader import MAX_ITEMS, reader
from fjcore.records._writer import Writer, writer
from fjcore.records.checks import Fault
from fjcore.records.label import FieldKind
from fjcore.records.record import RecordInfo, declared, info_of, optional, shape
from fjcore.values import PartialDate

R = TypeVar("R")

_NAME = re.compile(r"[a-z0-9_.:-]{1,64}")

_PLAIN: Mapping[Any, Callable[[Any], Any]] = {
    bool: checks.boolean,
    int: checks.number,
    date: checks.day,
    datetime: checks.instant,
    PartialDate: checks.partial_date,
}


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


def unstructure(record: object) -> dict[str, Any]:
    """Give a record as plain data: what is not collected is left out.

    Raises: NaiveTime, naming the field, when an instant has no offset; Unlabelled,
    when its class was derived from a record type without being made one itself.
    """
    kind: Any = type(record)
    write: Writer = _fast_writer(kind, "")
    return write(record)


@cache
def _fast_reader(cls: Any) -> Callable[[Any], Any]:
    converter = _converter()
    if not _is_labelled(cls):
        return lambda payload: converter.structure(payload, cls)
    info_of(cls)
    fields = attrs.fields(cls)
    one = {a.name: _value_hook(a, _fast_reader) for a in fields}
    full = {a.name: _field_hook(a, one[a.name], _items) for a in fields}
    return reader(cls, full, one, _fast_reader)


@cache
def _fast_writer(cls: Any, path: str) -> Writer:
    if not _is_labelled(cls):
        write: Writer = _converter().unstructure
        return write
    return writer(cls, _fast_writer, path or info_of(cls).name)


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    converter.register_structure_hook_factory(
        _is_labelled, lambda kind: _detailed_reader(kind, converter)
    )
    converter.register_structure_hook(str, lambda value, _: checks.text(value, 4096))
    converter.register_structure_hook_factory(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _member
    )
    for kind, check in _PLAIN.items():
        converter.register_structure_hook(kind, _ignoring_type(check))
    converter.register_structure_hook_factory(
        _is_tuple, lambda kind: _tuple_reader(get_args(kind)[0], converter)
    )
    converter.register_unstructure_hook(PartialDate, str)
    converter.register_unstructure_hook(datetime, checks.instant_text)
    converter.register_unstructure_hook(date, date.isoformat)
    return converter


def _tuple_reader(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    return lambda value, _: _all_items(
        value, lambda item: converter.structure(item, kind)
    )


def _member(kind: type[Enum]) -> Callable[[Any, Any], Enum]:
    known = {member.value: member for member in kind}

    def read(value: Any, _: Any) -> Enum:
        found = known.get(checks.text(value, 4096))
        if found is None:
            raise Fault("unknown_code")
        return found

    return read


def _ignoring_type(check: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: check(value)


def _is_labelled(kind: Any) -> bool:
    return isinstance(getattr(kind, "__fj__", None), RecordInfo)


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _detailed_reader(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    info_of(cls)

    def inner(kind: type) -> Callable[[Any], Any]:
        return lambda value: converter.structure(value, kind)

    hooks: dict[str, Any] = {
        attribute.name: override(
            struct_hook=_ignoring_type(
                _field_hook(attribute, _value_hook(attribute, inner), _all_items)
            )
        )
        for attribute in attrs.fields(cls)
    }
    read: Callable[[Any, Any], Any] = make_dict_structure_fn(cls, converter, **hooks)

    def strict(payload: Any, kind: Any) -> Any:
        if type(payload) is not dict:
            raise Fault("type")
        return read(payload, kind)

    return strict


def _field_hook(
    attribute: attrs.Attribute[Any],
    one: Callable[[Any], Any],
    each: Callable[[Any, Callable[[Any], Any]], Any],
) -> Callable[[Any], Any]:
    _, many = shape(attribute.type)
    may_miss = optional(attribute)

    def read(value: Any) -> Any:
        if type(value) is dict and may_miss and "?" in value:
            return checks.reason(value)
        return each(value, one) if many else one(value)

    return read


def _checked(value: Any) -> list[Any]:
    if type(value) is not list:
        raise Fault("type")
    if len(value) > MAX_ITEMS:
        raise Fault("length")
    return value


def _items(value: Any, one: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple([one(item) for item in _checked(value)])


def _all_items(value: Any, one: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Read a list to its end, so that every fault in it is told."""
    found, errors = [], []
    for index, item in enumerate(_checked(value)):
        try:
            found.append(one(item))
        except Exception as error:
            error.add_note(IterableValidationNote("item", index, type(item)))
            errors.append(error)
    if errors:
        raise BaseValidationError("items", errors, tuple)
    return tuple(found)


def _value_hook(
    attribute: attrs.Attribute[Any], inner: Callable[[type], Callable[[Any], Any]]
) -> Callable[[Any], Any]:
    said = declared(attribute)
    kind, _ = shape(attribute.type)
    if said.label is None:
        return inner(kind)
    if said.codes is not None:
        return checks.coded(said.codes)
    if kind is str:
        return checks.shaped(said.kind or FieldKind.TEXT, said.max_length)
    return _PLAIN[kind]


def _walk(error: BaseException, path: str) -> list[Problem]:
    if not isinstance(error, BaseValidationError):
        return [Problem(path, _code(error))]
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
            # A key of a mapping is input: it is told only where it is a name.
            index = str(note.index)
            return index if _NAME.fullmatch(index) else "?"
    return ""


def _code(error: BaseException) -> str:
    if isinstance(error, Fault):
        return str(error)
    if isinstance(error, KeyError):
        return "required"
    return "type" if isinstance(error, (TypeError, AttributeError)) else "format"
