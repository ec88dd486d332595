"""Whether what comes of a plugin is data through and through (R9), or an own error."""

from __future__ import annotations

import gc
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType, ModuleType, NoneType
from typing import Any

import attrs

from fjcore import errors

#: The types of plain data themselves: what is derived from one may run code.
_PLAIN = frozenset(
    {bool, bytes, date, datetime, Decimal, float, Fraction, int, NoneType, str}
    | {time, timedelta}
)
_ROWS = frozenset({tuple, list, frozenset, set})


def is_plain_data(item: Any) -> bool:
    """Whether something is made of this library's parts and plain data alone.

    A text, a set or a table of a type of the plugin's own would have its code run at
    every decision, behind every check and deadline.
    """
    kind = type(item)
    if kind in _PLAIN:
        return True
    if kind in _ROWS:
        return all(map(is_plain_data, item))
    if kind is MappingProxyType:
        # What it stands for is a plugin's own, unless it is a plain table.
        return all(map(is_plain_data, gc.get_referents(item)))
    if kind is dict:
        return all(map(is_plain_data, (*item, *item.values())))
    if not _of_fjcore(kind):
        return False
    if issubclass(kind, Enum):
        return True
    names = [one.name for one in attrs.fields(kind)] if attrs.has(kind) else []
    return bool(names) and all(is_plain_data(getattr(item, name)) for name in names)


def is_own_error(kind: type) -> bool:
    """Whether an error is one of this library's own, whatever module it names."""
    return vars(errors).get(kind.__name__) is kind


def _of_fjcore(kind: type) -> bool:
    """Whether a type is one of this library; where it says that it is from may lie."""
    home = sys.modules.get(kind.__module__ if type(kind.__module__) is str else "")
    if type(home) is not ModuleType or not home.__name__.startswith("fjcore."):
        return False
    return vars(home).get(kind.__name__) is kind
