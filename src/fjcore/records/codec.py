"""Records to and from plain data: strict both ways, and silent about values.

The only module that uses cattrs. Reading is two-pass: a fast strict converter, and
only when that fails a second one that collects every fault with its path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from fjcore.errors import Malformed, Problem
from fjcore.records import checks
from fjcore.records.checks import Fault
from fjcore.records.label import FieldKind
from fjcore.records.record import RecordInfo, declared, shape
from fjcore.values import Missing, PartialDate

R = TypeVar("R")

#: How many values one list may hold.
MAX_ITEMS = 1000

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
    Raises: Malformed, with the path and code of every fault and no value.
    """
    try:
        return _converter(False).structure(payload, cls)
    except Exception:
        problems = None
    try:
        found = _converter(True).structure(payload, cls)
    except Exception as error:
        problems = tuple(sorted(set(_walk(error, where))))
    else:
        return found
    del payload
    raise Malformed(where, problems=problems)


def structure_settings(payload: object, cls: type[R], *, where: str = "") -> R:
    """Read a plain attrs class of settings as strictly as a record.

    Shape: fields of str, bool, int, enums of text, nested classes, and tuples or
    mappings of them; lists in the payload become tuples.
    Raises: Malformed, with the path and code of every fault and no value.
    """
    return structure(payload, cls, where=where)


def unstructure(record: object) -> dict[str, Any]:
    """Give a record as plain data: what is not collected is left out."""
    found: dict[str, Any] = _converter(False).unstructure(record)
    return found


@cache
def _converter(detailed: bool) -> Converter:
    converter = Converter(detailed_validation=detailed, forbid_extra_keys=True)
    converter.register_structure_hook_factory(
        lambda kind: isinstance(getattr(kind, "__fj__", None), RecordInfo),
        lambda kind: _reader(kind, converter),
    )
    converter.register_unstructure_hook_factory(
        lambda kind: isinstance(getattr(kind, "__fj__", None), RecordInfo),
        lambda kind: _writer(kind, converter),
    )
    converter.register_structure_hook(str, lambda value, _: checks.text(value, 4096))
    converter.register_structure_hook_factory(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _member
    )
    for kind, check in _PLAIN.items():
        converter.register_structure_hook(kind, _ignoring_type(check))
    converter.register_structure_hook_factory(
        _is_tuple,
        lambda kind: (
            lambda value, _: _items(
                value,
                lambda item: converter.structure(item, get_args(kind)[0]),
                converter,
            )
        ),
    )
    converter.register_unstructure_hook(PartialDate, str)
    converter.register_unstructure_hook(datetime, checks.instant_text)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(Missing, lambda value: {"?": value.value})
    converter.register_unstructure_hook_factory(
        lambda kind: _is_union(kind) and Missing in get_args(kind),
        lambda _: lambda value: converter.unstructure(value, type(value)),
    )
    return converter


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


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _reader(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    hooks: dict[str, Any] = {
        attribute.name: override(struct_hook=_field_hook(attribute, converter))
        for attribute in attrs.fields(cls)
    }
    read: Callable[[Any, Any], Any] = make_dict_structure_fn(cls, converter, **hooks)

    def strict(payload: Any, kind: Any) -> Any:
        if type(payload) is not dict:
            raise Fault("type")
        return read(payload, kind)

    return strict


def _writer(cls: type, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    hooks: dict[str, Any] = {
        attribute.name: override(omit_if_default=True)
        for attribute in attrs.fields(cls)
        if attribute.default is Missing.NOT_COLLECTED or attribute.default == ()
    }
    return make_dict_unstructure_fn(cls, converter, **hooks)


def _field_hook(
    attribute: attrs.Attribute[Any], converter: Converter
) -> Callable[[Any, Any], Any]:
    inner, many = shape(attribute.type)
    one = _value_hook(attribute, inner, converter)
    may_miss = _is_union(attribute.type) and Missing in get_args(attribute.type)

    def read(value: Any, _: Any) -> Any:
        if type(value) is dict and may_miss and "?" in value:
            return _missing(value)
        return _items(value, one, converter) if many else one(value)

    return read


def _missing(value: dict[str, Any]) -> Missing:
    reason = value["?"]
    if len(value) != 1 or type(reason) is not str:
        raise Fault("type")
    for member in Missing:
        if member.value == reason:
            return member
    raise Fault("unknown_code")


def _items(value: Any, one: Callable[[Any], Any], converter: Converter) -> Any:
    if type(value) is not list:
        raise Fault("type")
    if len(value) > MAX_ITEMS:
        raise Fault("length")
    if not converter.detailed_validation:
        return tuple([one(item) for item in value])
    found, errors = [], []
    for index, item in enumerate(value):
        try:
            found.append(one(item))
        except Exception as error:
            error.add_note(IterableValidationNote("item", index, type(item)))
            errors.append(error)
    if errors:
        raise BaseValidationError("items", errors, tuple)
    return tuple(found)


def _value_hook(
    attribute: attrs.Attribute[Any], inner: Any, converter: Converter
) -> Callable[[Any], Any]:
    said = declared(attribute)
    if said.label is None:
        return lambda value: converter.structure(value, inner)
    if said.codes is not None:
        return checks.coded(said.codes)
    if inner is str:
        return checks.shaped(said.kind or FieldKind.TEXT, said.max_length)
    return _PLAIN[inner]


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
            return str(note.index)
    return ""


def _code(error: BaseException) -> str:
    if isinstance(error, Fault):
        return str(error)
    if isinstance(error, KeyError):
        return "required"
    return "type" if isinstance(error, (TypeError, AttributeError)) else "format"
