"""Straight-line writers: one generated function per labelled type to plain data.

A writer gives what a record holds as it is, or checks that each field holds what it is
declared to hold, which makes the plain data fit for any writer of JSON. Its source
text holds field names only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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

#: What writes plain data, and what writes it where its keys are in order already.
Writes = tuple[Callable[[Any], bytes], Callable[[Any], bytes]]

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


def splitter(
    cls: type,
    inner: Inner,
    where: Mapping[str, str],
    manner: Manner,
    writes: Writes | None = None,
) -> Callable[[Any], dict[str, Any]]:
    """Compile what splits a record by the compartments of its fields.

    Shape: a dict for each compartment, in their order, those left out that nothing was
    said for; or with ``writes`` the bytes of each, written by the first, or by the
    second where the keys are sorted as they stand and no instant is among the fields.
    Raises, from it: as the function of ``writer``; what ``writes`` raise.
    """
    builder = _Builder(inner, manner)
    names = tuple(map(builder.source.name, writes or (None, None)))
    lines = []
    for place in sorted(set(where.values())):
        fields = [a for a in attrs.fields(cls) if where[a.name] == place]
        fields.sort(key=lambda one: one.name)
        shown = "out" if writes is None else f"{names[_plain(fields)]}(out)"
        lines += builder.lines(fields, info_of(cls).name, "out")
        lines.append(f"if out: found[{place!r}] = {shown}")
    split: Callable[[Any], dict[str, Any]] = builder.source.compiled(
        f"splitter {info_of(cls).name}",
        "def made(r):",
        "found = {}",
        *lines,
        "return found",
    )
    return split


def _plain(fields: list[attrs.Attribute[Any]]) -> bool:
    """Whether fields in the order of their names are written so, without instants."""
    kinds = {shape(field.type)[0] for field in fields}
    deep = datetime in kinds or any(map(is_part, kinds))
    return not deep and len({_may_lack(field) for field in fields}) == 1


def _may_lack(field: attrs.Attribute[Any]) -> bool:
    """Whether a field is written only where there is something to write."""
    lacks = optional(field) or isinstance(field.default, Missing)
    return lacks or field.default == ()


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
        made: Writer = self.source.compiled(
            f"writer {info_of(cls).name}",
            "def made(r):",
            *self.lines(attrs.fields(cls), path, "out"),
            "return out",
        )
        return made

    def lines(
        self, attributes: Iterable[attrs.Attribute[Any]], path: str, out: str
    ) -> list[str]:
        """Give the lines that write some fields of ``r`` into a dict."""
        checked = self.manner.checked
        gone = "gone[v]" if checked else "gone[v].copy()"
        empty = "v != ()" if checked else "v"
        first, always, lines = [], [], []
        for number, attribute in enumerate(attributes):
            here = f"{path}.{attribute.name}"
            value, key = f"r.{attribute.name}", repr(attribute.name)
            looked = self._looked(attribute, here)
            if optional(attribute) or isinstance(attribute.default, Missing):
                given = self._given(attribute, here, f"{out}[{key}]", looked("v"))
                lines += [
                    f"v = {value}",
                    *given,
                    f"elif v is not NC: {out}[{key}] = {gone}",
                ]
            elif attribute.default == ():
                lines += [
                    f"v = {value}",
                    f"if {empty}:",
                    *_deeper(looked("v")),
                    f"    {out}[{key}] = {self._field(attribute, here, 'v', 'v')}",
                ]
            elif looked("v"):
                own = f"v{number}"
                first += [f"{own} = {value}", *looked(own)]
                always.append(f"{key}: {own}")
            else:
                # A comprehension may not name what it runs over; it reads it once.
                once = shape(attribute.type)[1] and not checked
                named = not once and (checked or self.manner.native)
                read = f"(v := {value})" if named else value
                always.append(f"{key}: {self._field(attribute, here, read, 'v')}")
        return [*first, f"{out} = {{{', '.join(always)}}}", *lines]

    def _given(
        self, attribute: attrs.Attribute[Any], path: str, target: str, look: list[str]
    ) -> list[str]:
        """Give the lines that write a value where there is one, and no reason."""
        kind, many = shape(attribute.type)
        if self._kept(kind) and not many:
            # What is of the one kind is no reason, and need not be asked twice.
            refuse = self.source.name(_refused(path))
            return [
                f"if {self._held(kind, 'v', 'v')}: {target} = v",
                f"elif type(v) is not Missing: {refuse}(v)",
            ]
        if look:
            return [
                "if type(v) is tuple:",
                *_deeper(look[1:]),
                f"    {target} = v",
                f"elif type(v) is not Missing: {self.source.name(_refused(path))}(v)",
            ]
        shown = self._field(attribute, path, "v", "v")
        return [f"if type(v) is not Missing: {target} = {shown}"]

    def _looked(
        self, attribute: attrs.Attribute[Any], path: str
    ) -> Callable[[str], list[str]]:
        """Give what makes the lines that look through a tuple kept as it is, if any."""
        kind, many = shape(attribute.type)
        if not many or not self._kept(kind):
            return lambda _: []
        refuse = self.source.name(_refused(path))
        held = self._held(kind, "i", "i")
        return lambda value: [
            f"if type({value}) is not tuple: {refuse}({value})",
            f"for i in {value}:",
            f"    if not ({held}): {refuse}(i)",
        ]

    def _kept(self, kind: Any) -> bool:
        """Whether checked values of a kind are left as they are to a writer of JSON."""
        dates = (date,) if self.manner.native else ()
        return self.manner.checked and kind in (str, bool, int, *dates)

    def _field(
        self, attribute: attrs.Attribute[Any], path: str, first: str, again: str
    ) -> str:
        """Give the text that shows a field: how it is read first, and its name then."""
        kind, many = shape(attribute.type)
        if not many:
            return self._one(kind, path, first, again)
        if self._kept(kind):
            return again
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
        held = self._held(kind, first, again)
        return self._if(held, self._shown(kind, path, again), path, again)

    def _held(self, kind: Any, first: str, again: str) -> str:
        """Give the condition that a value is of a kind and can be written."""
        held = f"type({first}) is {self.source.name(kind)}"
        if kind is int:
            held = f"{held} and -MAX < {again} < MAX"
        if kind is PartialDate:
            held = f"{held} and type({again}.text) is str"
        if kind is Decimal:
            held = f"{held} and {again}.is_finite()"
        return held

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


def _deeper(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


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
