"""Where a path of a layout leads to in a record, and whether it can be filled so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import attrs
from attrs import frozen

from fjcore.errors import Problem
from fjcore.records.importing.layout import FieldMap, Transform
from fjcore.records.label import FieldKind
from fjcore.records.record import FieldInfo, declared, is_part, optional, shape
from fjcore.values import PartialDate

_T = Transform

#: What each transform makes, by the type that a field holds one of.
_MAKES: Mapping[Transform, tuple[Any, ...]] = MappingProxyType(
    {
        _T.TEXT: (str,),
        _T.PHONE: (str,),
        _T.E164: (str,),
        _T.CODE: (str,),
        _T.CODES: (str,),
        _T.FLAG: (str,),
        _T.YES_NO: (bool,),
        _T.NUMBER: (int,),
        _T.MINUTES: (int,),
        _T.DATE: (date, PartialDate),
        _T.INSTANT: (datetime,),
    }
)

#: Transforms that give one item of several, or a reason for all of them.
_ITEMS = frozenset({_T.FLAG, _T.CODES})

_CODED = frozenset({_T.CODE, _T.CODES, _T.FLAG})
_TEXTS = frozenset({_T.TEXT, _T.PHONE, _T.E164})

#: Kinds whose texts a person wrote; all others are written for a machine.
WRITTEN = frozenset({FieldKind.NAME, FieldKind.TEXT, FieldKind.NARRATIVE})


@frozen(kw_only=True)
class Target:
    """The field that a path leads to.

    ``steps`` are the names and item numbers on the way; ``kind`` is the type of one
    value, ``written`` whether it is a text that a person wrote.
    """

    steps: tuple[str | int, ...]
    kind: Any
    said: FieldInfo
    many: bool
    may_miss: bool

    @property
    def written(self) -> bool:
        """Whether it holds texts that a person wrote."""
        free = self.kind is str and self.said.codes is None
        return free and (self.said.kind or FieldKind.TEXT) in WRITTEN


def target(cls: type, path: str) -> Target | None:
    """Follow a path into a record type; None when it leads nowhere."""
    steps: list[str | int] = []
    words = path.split(".")
    while words:
        name = words.pop(0)
        attribute = getattr(attrs.fields(cls), name, None)
        if attribute is None:
            return None
        inner, many = shape(attribute.type)
        steps.append(name)
        number = words[0] if many and words else ""
        if len(number) == 1 and number.isascii() and number.isdigit():
            steps.append(int(words.pop(0)))
            many = False
        if is_part(inner) and words and not many:
            cls = inner
            continue
        if words or is_part(inner):
            return None
        return Target(
            steps=tuple(steps),
            kind=inner,
            said=declared(attribute),
            many=many,
            may_miss=optional(attribute),
        )
    return None


def fitting(field: FieldMap, found: Target, where: str) -> Iterator[Problem]:
    """Give what a field's map asks for that the field cannot hold."""
    make = field.transform
    if make is not _T.REASON:
        makes = _MAKES.get(make, (found.kind,))
        if found.kind not in makes or (make is _T.DECIMAL and _plain(found.kind)):
            yield Problem(f"{where}.transform", "type")
        if found.many is not (make in _ITEMS):
            yield Problem(f"{where}.path", "cardinality")
    coded = found.said.codes is not None
    if make in _CODED and not coded:
        yield Problem(f"{where}.transform", "type")
    if make in _TEXTS and coded and not field.constant:
        yield Problem(f"{where}.transform", "type")
    if make is _T.REASON and not found.may_miss:
        yield Problem(f"{where}.transform", "required")
    if field.formula_like not in ("refuse", "keep"):
        yield Problem(f"{where}.formula_like", "unknown_code")
    if field.formula_like == "keep" and not found.written:
        yield Problem(f"{where}.formula_like", "forbidden")
    if field.constant and found.kind not in (str, bool):
        yield Problem(f"{where}.constant", "type")


def _plain(kind: Any) -> bool:
    return kind in (str, bool, int, date, datetime, PartialDate)
