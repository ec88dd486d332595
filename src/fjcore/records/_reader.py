"""Straight-line readers: one generated function per labelled type, for the fast pass.

A reader accepts at once what is plainly in order and hands everything else to the
check of the field, so that what is taken or refused stays that check's to say. Its
source text holds field names only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MemberDescriptorType
from typing import Any

import attrs

from fjcore.records import checks
from fjcore.records._shape import declared, info_of, is_part, shape
from fjcore.records._source import Source
from fjcore.records.checks import Fault
from fjcore.records.label import FieldKind

Check = Callable[[Any], Any]

#: How many values one list may hold.
MAX_ITEMS = 1000

#: Every third character from the fifth on of an instant, and how long it then is.
_INSTANTS = {"--T::Z": 20, "--T::+:": 25, "--T::-:": 25}

#: By type: when a value ``v`` is accepted at once, and what the record then holds.
_AT_ONCE: Mapping[Any, tuple[str, str]] = {
    bool: ("type(v) is bool", "v"),
    int: ("type(v) is int and -MAX < v < MAX", "v"),
    date: ('type(v) is str and len(v) == 10 and v[4::3] == "--"', "day(v)"),
    datetime: (
        'type(v) is str and INSTANTS.get(v[4::3]) == len(v) and "T24" not in v',
        "instant(v)",
    ),
}

_NEVER = ("False", "v")

#: Whether a text is clean, the fastest way for most short ones.
_SHORT = "(v.isprintable() or clean(v))"


def reader(
    cls: type,
    full: Mapping[str, Check],
    one: Mapping[str, Check],
    inner: Callable[[type], Check],
) -> Check:
    """Compile the reader of a labelled type.

    Shape: by the name of each field, ``full`` checks all that it may hold, ``one`` a
    single value of it; ``inner`` gives the reader of a part.
    Raises, from the reader: any exception, which says no more than that the payload
    is not in order.
    """
    return _Builder(full, one, inner).compiled(cls)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is UTC else found.astimezone(UTC)


class _Builder:
    """Collects the lines of one reader."""

    def __init__(
        self,
        full: Mapping[str, Check],
        one: Mapping[str, Check],
        inner: Callable[[type], Check],
    ) -> None:
        self.full = full
        self.one = one
        self.inner = inner
        self.source = Source(
            Fault=Fault,
            INSTANTS=_INSTANTS,
            new=object.__new__,
            MAX=checks.MAX_NUMBER,
            GONE=object(),
            clean=checks.clean,
            day=date.fromisoformat,
            instant=_instant,
        )

    def _accepted(self, attribute: attrs.Attribute[Any]) -> tuple[str, str]:
        """Say when one value ``v`` is accepted at once, and what is then held."""
        inner, _ = shape(attribute.type)
        said = declared(attribute)
        if is_part(inner):
            return "True", f"{self.source.name(self.inner(inner))}(v)"
        if said.codes is not None:
            codes = self.source.name(checks.known_codes(said.codes))
            return f"type(v) is str and v in {codes}", "v"
        if inner is not str:
            return _AT_ONCE.get(inner, _NEVER)
        fits = f"type(v) is str and 0 < len(v) <= {said.max_length}"
        if said.kind is FieldKind.EMAIL:
            return _NEVER
        if said.kind in (FieldKind.PHONE, FieldKind.ZIP):
            first = self.source.name(checks.SHAPES[said.kind][0].fullmatch)
            return f"{fits} and {first}(v)", "v"
        clean = "clean(v)" if said.kind is FieldKind.NARRATIVE else _SHORT
        return f"{fits} and {clean} and not v.isspace()", "v"

    def _value(self, attribute: attrs.Attribute[Any]) -> list[str]:
        """Give the lines that turn ``v`` into what the field holds."""
        inner, many = shape(attribute.type)
        full = self.source.name(self.full[attribute.name])
        accepted, held = self._accepted(attribute)
        if many:
            one = self.source.name(self.one[attribute.name])
            each = held if is_part(inner) else f"{held} if {accepted} else {one}(v)"
            accepted = f"type(v) is list and len(v) <= {MAX_ITEMS}"
            held = f"tuple([{each} for v in v])"
        elif is_part(inner):
            accepted = 'type(v) is dict and "?" not in v'
        if held == "v":
            return [f"if not ({accepted}): v = {full}(v)"]
        return [f"v = {held} if {accepted} else {full}(v)"]

    def _field(self, attribute: attrs.Attribute[Any], hold: str) -> list[str]:
        key = repr(attribute.name)
        if attribute.default is attrs.NOTHING:
            return [f"v = p[{key}]", *self._value(attribute), hold]
        return [
            f"v = get({key}, GONE)",
            f"if v is GONE: v = {self.source.name(attribute.default)}",
            "else:",
            "    n += 1",
            *(f"    {line}" for line in self._value(attribute)),
            hold,
        ]

    def _making(self, cls: type) -> tuple[str, list[str], str]:
        """Give how a record begins, how each field ``v`` gets into it, its end."""
        name, fields = self.source.name(cls), attrs.fields(cls)
        if _only_holds(cls):
            slots = [getattr(cls, a.name).__set__ for a in fields]
            return (
                f"r = new({name})",
                [f"{self.source.name(s)}(r, v)" for s in slots],
                "r",
            )
        said = ", ".join(f"{a.alias}=h{index}" for index, a in enumerate(fields))
        return (
            "",
            [f"h{index} = v" for index, _ in enumerate(fields)],
            f"{name}({said})",
        )

    def compiled(self, cls: type) -> Check:
        fields = attrs.fields(cls)
        needed = sum(attribute.default is attrs.NOTHING for attribute in fields)
        begin, holds, whole = self._making(cls)
        lines = []
        for attribute, hold in zip(fields, holds, strict=True):
            lines += self._field(attribute, hold)
        made: Check = self.source.compiled(
            f"reader {info_of(cls).name}",
            "def made(p):",
            "if type(p) is not dict: raise Fault('type')",
            "get = p.get",
            f"n = {needed}",
            begin,
            *lines,
            "if len(p) != n: raise Fault('unknown_key')",
            f"return {whole}",
        )
        return made


def _only_holds(cls: Any) -> bool:
    """Whether to make a record of a type is no more than to fill its slots.

    Then each slot is filled through its own descriptor, which takes half the time of
    the ``__init__`` of a frozen class; nobody sees the record before it is whole.
    """
    hooks = ("__attrs_pre_init__", "__attrs_post_init__")
    return (
        attrs.inspect(cls).added_init
        and cls.__new__ is object.__new__
        and not any(hasattr(cls, hook) for hook in hooks)
        and all(
            isinstance(getattr(cls, a.name), MemberDescriptorType)
            and a.init
            and a.converter is None
            and a.validator is None
            for a in attrs.fields(cls)
        )
    )
