"""What a declaration may not be: the checks made when a record type is created."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
from attrs import NOTHING, Attribute

from fjcore.errors import UnknownCategory, Unlabelled
from fjcore.records._shape import (
    META,
    FieldInfo,
    RecordInfo,
    declared,
    info_of,
    is_part,
    shape,
)
from fjcore.records.categories import CATEGORIES
from fjcore.records.label import (
    PRIVILEGES,
    FieldKind,
    Ladder,
    is_looser,
    sound_edges,
)
from fjcore.values import Missing, PartialDate

#: What a field may hold one of, and the kind each is unless said otherwise.
KINDS: Mapping[Any, FieldKind] = {
    str: FieldKind.TEXT,
    bool: FieldKind.BOOL,
    int: FieldKind.NUMBER,
    Decimal: FieldKind.DECIMAL,
    date: FieldKind.DATE,
    PartialDate: FieldKind.DATE,
    datetime: FieldKind.INSTANT,
}

#: The kinds that hold no text, with the types that can hold them.
_HELD: Mapping[FieldKind, tuple[type, ...]] = {
    FieldKind.BOOL: (bool,),
    FieldKind.NUMBER: (int,),
    FieldKind.DECIMAL: (Decimal,),
    FieldKind.DATE: (date, PartialDate),
    FieldKind.INSTANT: (datetime,),
}

#: The kinds that a ladder may be declared of: the others have their own, or none.
_LADDERED = (FieldKind.TEXT, FieldKind.ID, FieldKind.NUMBER, FieldKind.DECIMAL)


def check(attribute: Attribute[Any], info: RecordInfo) -> None:
    """Refuse a field without a label, of an open type, or that holds what it cannot.

    Raises: Unlabelled, UnknownCategory, naming ``record.field``.
    """
    where = f"{info.name}.{attribute.name}"
    said = attribute.metadata.get(META)
    if not isinstance(said, FieldInfo):
        raise Unlabelled(where)
    inner, many = shape(attribute.type)
    if said.label is None:
        if not is_part(inner) or (attribute.default == () and not many):
            raise Unlabelled(where)
        return
    label = info.of(said.label)
    if type(label.category) is not str or label.category not in CATEGORIES:
        raise UnknownCategory(where)
    fits = label.privilege <= PRIVILEGES and _holds(inner, said)
    if not fits or not _starts(attribute.default, inner, many=many):
        raise Unlabelled(where)


def _holds(inner: Any, said: FieldInfo) -> bool:
    """Whether a type is one of the closed list and can hold what the field declares."""
    if not any(inner is kind for kind in KINDS) or not _steps(inner, said):
        return False
    if said.codes is not None:
        return inner is str and said.kind in (None, FieldKind.CODE)
    return said.kind is None or inner in _HELD.get(said.kind, (str,))


def _steps(inner: Any, said: FieldInfo) -> bool:
    """Whether a field can become coarser by the steps that it declares."""
    if said.ladder is None:
        return said.edges == ()
    if said.codes is not None or said.kind not in (None, *_LADDERED):
        return False
    if said.ladder is Ladder.BUCKET:
        return inner in (int, Decimal) and sound_edges(said.edges)
    fits = inner is (int if said.ladder is Ladder.AGE else str)
    return fits and said.edges == ()


def _starts(default: Any, inner: Any, *, many: bool) -> bool:
    """Whether a default is a value that the field may hold, and cannot be changed."""
    if default is NOTHING or isinstance(default, Missing):
        return True
    if many:
        return type(default) is tuple and all(type(one) is inner for one in default)
    return type(default) is inner


def compare(attribute: Attribute[Any], info: RecordInfo, above: list[type]) -> None:
    """Refuse a field declared again with a looser label than any type above has it.

    Raises: Unlabelled, naming ``record.field``.
    """
    for base in above:
        was = getattr(attrs.fields(base), attribute.name, None)
        if was is None:
            continue
        old, new = declared(was), declared(attribute)
        free = FieldKind.NARRATIVE
        if old.label is None or new.label is None:
            looser = old.label is not new.label
        else:
            looser = is_looser(
                info.of(new.label),
                info_of(base).of(old.label),
            )
        steps = (old.ladder, old.edges), (new.ladder, new.edges)
        finer = new.ladder is not None and steps[0] != steps[1]
        if looser or finer or (old.kind is free and new.kind is not free):
            raise Unlabelled(f"{info.name}.{attribute.name}")
