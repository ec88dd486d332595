"""Straight-line writers: one generated function per labelled type to plain data.

A writer gives what a record holds as it is, or checks that each field holds what it is
declared to hold, which makes the plain data fit for any writer of JSON. Its source
text holds field names only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NoReturn

import attrs
from attrs import frozen

from fjcore.errors import NotCanonical
from fjcore.records._shape import info_of, is_part, optional, shape
from fjcore.records._source import Source
from fjcore.values import Missing, PartialDate, canonical, utc

Writer = Callable[[Any], "dict[str, Any]"]
Inner = Callable[[type, str], Writer]

#: A number of up to two digits, as dates and times write it.
_TWO = tuple(f"{number:02d}" for number in range(60))


@frozen(kw_only=True)
class Manner:
    """How a record is written.

    ``checked``: a field that holds what it may not is refused; what is written is not
    for others to change. ``native``: days and instants are left to a writer of JSON
    that knows them, the instants in UTC.
    """

    checked: bool
    native: bool


def writer(cls: type, inner: Inner, path: str, manner: Manner) -> Writer:
    """Compile the writer of a labelled type; ``inner`` gives that of a part at a path.

    Shape: what is not collected is left out, and so is an empty tuple where that is
    what a field holds unless something is said.
    Raises, from the writer: NaiveTime, naming the field; NotCanonical, naming it, when
    it is to be checked and holds what it may not.
    """
    return _Builder(inner, manner).compiled(cls, path)


class _Builder:
    """Collects the lines of one writer."""

    def __init__(self, inner: Inner, manner: Manner) -> None:
        self.inner = inner
        self.manner = manner
        self.source = Source(
            Missing=Missing,
            NC=Missing.NOT_COLLECTED,
            gone={reason: {"?": reason.value} for reason in Missing},
            MAX=canonical.MAX_INT,
            UTC=UTC,
        )

    def compiled(self, cls: type, path: str) -> Writer:
        checked = self.manner.checked
        gone = "gone[v]" if checked else "gone[v].copy()"
        empty = "v != ()" if checked else "v"
        always, lines = [], []
        for attribute in attrs.fields(cls):
            here = f"{path}.{attribute.name}"
            value, key = f"r.{attribute.name}", repr(attribute.name)
            if optional(attribute) or isinstance(attribute.default, Missing):
                shown = self._field(attribute, here, "v", "v")
                lines += [
                    f"v = {value}",
                    f"if type(v) is not Missing: out[{key}] = {shown}",
                    f"elif v is not NC: out[{key}] = {gone}",
                ]
            elif attribute.default == ():
                shown = self._field(attribute, here, "v", "v")
                lines += [f"v = {value}", f"if {empty}: out[{key}] = {shown}"]
            else:
                # A comprehension may not name what it runs over; it reads it once.
                once = shape(attribute.type)[1] and not checked
                named = not once and (checked or self.manner.native)
                first = f"(v := {value})" if named else value
                always.append(f"{key}: {self._field(attribute, here, first, 'v')}")
        made: Writer = self.source.compiled(
            f"writer {info_of(cls).name}",
            "def made(r):",
            f"out = {{{', '.join(always)}}}",
            *lines,
            "return out",
        )
        return made

    def _field(
        self, attribute: attrs.Attribute[Any], path: str, first: str, again: str
    ) -> str:
        """Give the text that shows a field: how it is read first, and its name then."""
        kind, many = shape(attribute.type)
        if not many:
            return self._one(kind, path, first, again)
        each = self._one(kind, path, "i", "i")
        listed = again if self.manner.checked else first
        shown = f"list({listed})" if each == "i" else f"[{each} for i in {listed}]"
        if not self.manner.checked:
            return shown
        return self._if(f"type({first}) is tuple", shown, path, again)

    def _one(self, kind: Any, path: str, first: str, again: str) -> str:
        if kind is datetime and not self.manner.native:
            return f"{self.source.name(_instant_of(path))}({first})"
        if kind is datetime:
            moved = self.source.name(_native_of(path))
            held = (
                f"type({first}) is {self.source.name(kind)} and {again}.tzinfo is UTC"
            )
            return f"({again} if {held} else {moved}({again}))"
        if not self.manner.checked:
            return self._shown(kind, path, first)
        held = f"type({first}) is {self.source.name(kind)}"
        if kind is int:
            held = f"{held} and -MAX < {again} < MAX"
        if kind is PartialDate:
            held = f"{held} and type({again}.text) is str"
        if kind is Decimal:
            held = f"{held} and {again}.is_finite()"
        return self._if(held, self._shown(kind, path, again), path, again)

    def _shown(self, kind: Any, path: str, value: str) -> str:
        if is_part(kind):
            return f"{self.source.name(self.inner(kind, path))}({value})"
        if kind is PartialDate:
            return f"{value}.text"
        if kind is Decimal:
            return f"format({value}, 'f')"
        if kind is date and not self.manner.native:
            return f"{value}.isoformat()"
        return value

    def _if(self, held: str, shown: str, path: str, value: str) -> str:
        return f"({shown} if {held} else {self.source.name(_refused(path))}({value}))"


def _refused(path: str) -> Callable[[object], NoReturn]:
    def refuse(_: object) -> NoReturn:
        raise NotCanonical(path)

    return refuse


def _native_of(path: str) -> Callable[[datetime], datetime]:
    return lambda value: _bare(utc(value, where=path))


def _instant_of(path: str) -> Callable[[datetime], str]:
    def text(value: datetime) -> str:
        if type(value) is not datetime or value.tzinfo is not UTC or value.microsecond:
            return _bare(utc(value, where=path)).isoformat()[:-6] + "Z"
        # Put together by hand, since its own ``isoformat`` takes three times as long.
        return (
            f"{value.year:04d}-{_TWO[value.month]}-{_TWO[value.day]}"
            f"T{_TWO[value.hour]}:{_TWO[value.minute]}:{_TWO[value.second]}Z"
        )

    return text


def _bare(value: datetime) -> datetime:
    """Give an instant as nothing more than one: a class of its own may print it so."""
    return datetime.combine(value.date(), value.timetz())
