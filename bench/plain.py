"""The work unit without fjcore: the same classes for plain cattrs, and a slow reader.

Nothing here may share code with what it is set against.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from bench.kinds import Record
from fjcore.consent import View
from fjcore.records.record import is_part, shape
from fjcore.values import Missing


@cache
def mirror(cls: type) -> type[Any]:
    """Give a frozen, slotted attrs class of the same fields, with None for missing."""
    fields = {
        attribute.name: attrs.field(
            type=_annotation(attribute),
            default=None
            if attribute.default is Missing.NOT_COLLECTED
            else attrs.NOTHING,
        )
        for attribute in attrs.fields(cls)
    }
    return attrs.make_class(cls.__name__, fields, frozen=True, slots=True, kw_only=True)


def _annotation(attribute: attrs.Attribute[Any]) -> Any:
    inner, many = shape(attribute.type)
    kind: Any = mirror(inner) if is_part(inner) else inner
    if many:
        return types.GenericAlias(list, kind)
    return kind | None if attribute.default is Missing.NOT_COLLECTED else kind


def converter(*, detailed: bool = False, strict: bool = False) -> Converter:
    """Give a plain converter that reads and writes dates as text."""
    made = Converter(detailed_validation=detailed, forbid_extra_keys=strict)
    made.register_structure_hook(
        datetime, lambda value, _: datetime.fromisoformat(value)
    )
    made.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    made.register_unstructure_hook(datetime, datetime.isoformat)
    made.register_unstructure_hook(date, date.isoformat)
    return made


def cutting(made: Converter, views: Mapping[str, View]) -> Converter:
    """Make a converter cut by a plan with its own means: omit, and hooks of fields."""
    _cutting(made, Record, "unit", views)
    return made


def _cutting(made: Converter, cls: type, path: str, views: Mapping[str, View]) -> None:
    said: dict[str, Any] = {}
    for attribute in attrs.fields(cls):
        here = f"{path}.{attribute.name}"
        inner, _ = shape(attribute.type)
        if is_part(inner):
            _cutting(made, inner, here, views)
        elif views[here] is View.SILENT:
            said[attribute.name] = override(omit=True)
        elif views[here] is not View.FULL:
            said[attribute.name] = override(unstruct_hook=SHOWN[here])
    write = make_dict_unstructure_fn(mirror(cls), made, **said)
    made.register_unstructure_hook(mirror(cls), write)


#: What the plans show of the four fields that they withhold in part.
SHOWN: Mapping[str, Callable[[Any], Any]] = {
    "unit.person.first": lambda _: "⟦withheld:identity.name⟧",
    "unit.person.last": lambda _: "⟦withheld:identity.name⟧",
    "unit.person.dob": lambda value: f"{value.year:04d}",
    "unit.addresses.postcode": lambda value: value[:3],
}


def interpret(record: Any, views: Mapping[str, View], path: str = "unit") -> Any:
    """Cut a record field by field, as the rules read; slow and obvious."""
    found: dict[str, Any] = {}
    for attribute in attrs.fields(type(record)):
        here = f"{path}.{attribute.name}"
        value = getattr(record, attribute.name)
        inner, _ = shape(attribute.type)
        if is_part(inner):
            many = isinstance(value, tuple)
            items = [
                interpret(item, views, here) for item in (value if many else [value])
            ]
            found[attribute.name] = items if many else items[0]
        elif value is not Missing.NOT_COLLECTED and views[here] is not View.SILENT:
            shown = SHOWN[here] if views[here] is not View.FULL else _text
            found[attribute.name] = shown(value)
    return found


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def canon(value: Any) -> Any:
    """Give plain data in one form, so that answers of different makers compare.

    Shape: None and what is empty left out; lists sorted, each item once; instants in
    UTC.
    """
    if isinstance(value, dict):
        rows = {key: canon(item) for key, item in value.items()}
        return {key: item for key, item in rows.items() if item not in (None, [], {})}
    if isinstance(value, (list, tuple)):
        found = {repr_of(item): item for item in map(canon, value) if item}
        return [item for _, item in sorted(found.items())]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _instant(value) if isinstance(value, str) else value


def repr_of(value: Any) -> str:
    """Give an order to plain data, whatever the order of its keys."""
    if isinstance(value, dict):
        return repr(sorted((key, repr_of(item)) for key, item in value.items()))
    return repr(value)


def _instant(text: str) -> str:
    if len(text) < len("2025-03-01T09:15Z") or text[10] != "T":
        return text
    return datetime.fromisoformat(text).astimezone(UTC).isoformat()


def values(record: Any) -> Any:
    """Give what a record of either making holds, field by field."""
    if attrs.has(type(record)):
        names = [attribute.name for attribute in attrs.fields(type(record))]
        return {name: values(getattr(record, name)) for name in names}
    if isinstance(record, (list, tuple)):
        return [values(item) for item in record]
    return None if isinstance(record, Missing) else record
