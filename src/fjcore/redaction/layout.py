"""What a plan shows of each part of a record type: made once, read by every cutter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import attrs
from attrs import frozen

from fjcore.consent.view import View
from fjcore.records.label import FieldKind, Identifying
from fjcore.records.record import Leaf, is_part, optional, shape
from fjcore.redaction.operators import Operator, keep, unasked
from fjcore.values import Missing, utc

#: Kinds whose values are written as text.
_WRITTEN = frozenset({FieldKind.DATE, FieldKind.INSTANT, FieldKind.DECIMAL})

#: Types whose values compare with each other, and can be looked up.
COMPARED = frozenset({str, int, bool, date, datetime})

#: What no value of a type is below.
LEAST: Mapping[Any, Any] = MappingProxyType(
    {str: "", date: date.min, datetime: datetime.min.replace(tzinfo=UTC)}
)

#: Kinds of which two rows seldom have the same value.
_TELLING = (
    FieldKind.INSTANT,
    FieldKind.DATE,
    FieldKind.PHONE,
    FieldKind.EMAIL,
    FieldKind.NAME,
    FieldKind.TEXT,
)


@frozen
class Member:
    """One field of a part or record, as its type declares it."""

    name: str
    inner: Any
    nested: bool
    many: bool
    optional: bool


@lru_cache(maxsize=1024)
def members(cls: type) -> tuple[Member, ...]:
    """Give the fields of a part or record, in their order."""
    found = []
    for a in attrs.fields(cls):
        inner, many = shape(a.type)
        found.append(Member(a.name, inner, is_part(inner), many, optional(a)))
    return tuple(found)


@frozen
class Told:
    """One field of which something is shown.

    ``tell`` gives what is shown of a value, or ``Missing.NOT_COLLECTED`` for nothing.
    ``plain``: values leave as they are, and only a reason for none needs a look.
    ``step``: what gives the same of one value, with None for nothing. ``spoken``: it
    is a text, a yes or no, or a list of texts; a reason for none is not.
    """

    name: str
    tell: Operator
    inner: Any = None
    plain: bool = False
    many: bool = False
    optional: bool = False
    instant: bool = False
    compared: bool = False
    telling: int | None = None
    step: Operator | None = None
    spoken: bool = False

    @property
    def quick(self) -> bool:
        """Whether a value leaves as it is when it is of its one type."""
        return self.plain and self.inner in COMPARED and not (self.many or self.instant)


@frozen
class Nested:
    """One field that holds a part, or several."""

    name: str
    many: bool
    part: Layout


@frozen
class Layout:
    """What is shown of a part: in this order, the fields that cannot be missing first.

    ``marks`` are constants that stand wherever anything of the part is shown. ``once``:
    something of it is not, so that equal rows are told once.
    """

    cls: type
    sure: tuple[Told, ...]
    rest: tuple[Told, ...]
    nested: tuple[Nested, ...]
    marks: tuple[tuple[str, str], ...]
    once: bool

    @property
    def shows(self) -> bool:
        """Whether a part can show anything."""
        return bool(self.sure or self.rest or self.nested)

    @property
    def key(self) -> Told | None:
        """The field, always there, that tells most rows apart; None without any."""
        found = [told for told in self.sure if told.compared]
        return min(found, key=_worth, default=None)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that rows are ordered by, one after the other."""
        key = self.key
        found = [told.name for told in (*self.sure, *self.rest) if told.compared]
        return tuple(dict.fromkeys([key.name, *found] if key else found))


def _worth(told: Told) -> tuple[int, bool]:
    worst = len(_TELLING)
    return worst if told.telling is None else told.telling, told.inner is not str


@frozen
class Plan:
    """The views of a type's fields, what each shows, and how it is written.

    ``native``: dates and instants stay what they are.
    """

    views: Mapping[str, View]
    shown: Mapping[str, Operator | None]
    leaves: Mapping[str, Leaf]
    placeholder: Callable[[Leaf], str]
    native: bool = False

    def layout(self, cls: type, path: str) -> Layout:
        """Give what is shown of a type, and of its parts."""
        told, nested, marks = [], [], []
        for one in members(cls):
            here = f"{path}.{one.name}"
            if one.nested:
                nested.append(Nested(one.name, one.many, self.layout(one.inner, here)))
            elif (step := self.shown[here]) is not None:
                told.append(self._told(one, here, step))
            elif self.views[here] >= View.PLACEHOLDER:
                marks.append((one.name, self.placeholder(self.leaves[here])))
        rest = [one for one in told if not one.plain or one.optional]
        return Layout(
            cls=cls,
            sure=tuple([one for one in told if one.plain and not one.optional]),
            rest=tuple(sorted(rest, key=_fuss)),
            nested=tuple(one for one in nested if one.part.shows),
            marks=tuple(marks),
            once=any(inner.part.once for inner in nested)
            or any(self.views[path] is not View.FULL for path in _own(cls, path)),
        )

    def _told(self, one: Member, here: str, step: Operator) -> Told:
        full, kind = self.views[here] is View.FULL, self.leaves[here].kind
        if not full:
            once = None if one.many else step
            many = _coarse(_several(step) if one.many else step)
            return Told(one.name, many, compared=not one.many, step=once, spoken=True)
        if step is not keep:
            tell = _said(_codes(step) if one.many else step)
            return Told(one.name, tell, compared=not one.many, spoken=True)
        native = self.native and one.inner in (date, datetime)
        plain = kind not in _WRITTEN or (native and not one.many)
        if not plain:
            tell = _said(_list if one.many else keep)
            return Told(one.name, tell, inner=one.inner, many=one.many, spoken=True)
        instant = kind is FieldKind.INSTANT
        whole = _whole if one.many else (utc if instant else _same)
        return Told(
            one.name,
            _said(whole),
            inner=one.inner,
            plain=True,
            many=one.many,
            optional=one.optional,
            instant=instant,
            compared=one.inner in COMPARED and not one.many,
            telling=_telling(self.leaves[here], one),
            spoken=one.inner in (str, bool),
        )


def _fuss(told: Told) -> bool:
    """Whether a value is made anew: such fields come last."""
    return not told.quick


def _own(cls: type, path: str) -> Iterator[str]:
    return (f"{path}.{one.name}" for one in members(cls) if not one.nested)


def _telling(leaf: Leaf, one: Member) -> int | None:
    """Give how well a field tells rows apart, the best first; None when badly."""
    if one.many or one.inner not in LEAST:
        return None
    written = leaf.kind in (FieldKind.NAME, FieldKind.TEXT)
    if leaf.kind not in _TELLING or (
        written and leaf.label.identifying is not Identifying.DIRECT
    ):
        return None
    return _TELLING.index(leaf.kind)


# --- what is shown of a value ------------------------------------------------------


def reason_of(reason: Missing) -> dict[str, str]:
    """Give what stands for a missing value: its reason, as it may leave."""
    return {"?": reason.outward.value}


def maybe(value: Any) -> Any:
    """Give what stands for a value, which may be a reason for none."""
    return reason_of(value) if value.__class__ is Missing else value


def _same(value: Any) -> Any:
    return value


def _whole(value: Any) -> Any:
    return [*value]


def _list(value: Any) -> Any:
    return list(map(keep, value))


def _coarse(step: Operator) -> Operator:
    """Give what a step shows, or what stands for nothing; of a reason, nothing."""
    nothing = Missing.NOT_COLLECTED

    def shown(value: Any) -> Any:
        if value.__class__ is Missing:
            return nothing
        found = step(value)
        return nothing if found is None else found

    return shown


def _several(step: Operator) -> Operator:
    """Give what a step shows of a list: each outcome once, in its own order."""

    def shown(items: Any) -> list[str] | None:
        return sorted({step(item) for item in items} - {None}) or None

    return shown


def _codes(hushed: Operator) -> Operator:
    """Give what leaves of a list of codes: each once, in their own order."""

    def shown(codes: Any) -> Any:
        told = [hushed(code) for code in codes]
        found = sorted({code for code in told if isinstance(code, str)})
        return found if found or not told else unasked()

    return shown


def _said(step: Operator) -> Operator:
    """Give what a step makes of a value; of a reason, the reason as it may leave."""

    def shown(value: Any) -> Any:
        if value.__class__ is not Missing:
            return step(value)
        return value if value is Missing.NOT_COLLECTED else reason_of(value)

    return shown
