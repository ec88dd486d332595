"""The check of each field: what it may hold, a reason, one value or a list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from fjcore.records import checks
from fjcore.records._reader import MAX_ITEMS
from fjcore.records._shape import declared, optional, shape
from fjcore.records.checks import Fault
from fjcore.records.label import FieldKind
from fjcore.values import PartialDate

Check = Callable[[Any], Any]

#: The check of each type of value but texts.
PLAIN: Mapping[Any, Check] = {
    bool: checks.boolean,
    int: checks.number,
    Decimal: checks.decimal,
    date: checks.day,
    datetime: checks.instant,
    PartialDate: checks.partial_date,
}


def field_check(
    attribute: attrs.Attribute[Any],
    one: Check,
    each: Callable[[Any, Check], Any],
) -> Check:
    """Give the check of all that a field may hold; ``each`` reads a list by ``one``."""
    _, many = shape(attribute.type)
    may_miss = optional(attribute)

    def read(value: Any) -> Any:
        if type(value) is dict and may_miss and "?" in value:
            return checks.reason(value)
        return each(value, one) if many else one(value)

    return read


def listed(value: Any) -> list[Any]:
    """Check that a value is a list, and not too long."""
    if type(value) is not list:
        raise Fault("type")
    if len(value) > MAX_ITEMS:
        raise Fault("length")
    return value


def items(value: Any, one: Check) -> tuple[Any, ...]:
    """Read a list, up to its first fault."""
    return tuple([one(item) for item in listed(value)])


def value_check(
    attribute: attrs.Attribute[Any], inner: Callable[[type], Check]
) -> Check:
    """Give the check of one value of a field; ``inner`` gives that of a part."""
    said = declared(attribute)
    kind, _ = shape(attribute.type)
    if said.label is None:
        return inner(kind)
    if said.codes is not None:
        return checks.coded(said.codes)
    if kind is str:
        return checks.shaped(said.kind or FieldKind.TEXT, said.max_length)
    return PLAIN[kind]
