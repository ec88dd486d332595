"""The source of a cutter: one function that builds what is shown, part within part.

It is written for records as they are nearly always: what must not be missing is there,
and rows compare. It stops at anything else, which is then cut by the plain walk.
"""

from __future__ import annotations

import hashlib
import linecache
import re
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from operator import itemgetter
from types import CodeType, FunctionType
from typing import Any

from attrs import define, field

from fjcore.redaction.layout import LEAST, Layout, Nested, Told, maybe
from fjcore.redaction.operators import Operator, year, zip3
from fjcore.redaction.ordering import order_of
from fjcore.redaction.zip_table import zip_table
from fjcore.values import Missing, utc

#: The record at which a cutter is written: before, writing would take what it saves.
WARM = 8

#: Where a cut stops, nothing of the record is left in the frame that goes on.
_WHOLE = """def cut(p0):
    if p0.__class__ is kind:
        try:
            {}
            return q0
        except Exception:
            {} = None
    return otherwise(p0)
"""
_LOCAL = re.compile(r"\b(?:[vy]|q0|[pqsk][1-9][0-9]*|[nv][0-9]+_[0-9]+|odd[0-9]+)\b")

#: Steps that are written out where a value is as it nearly always is.
_AT_ONCE: dict[Operator, str] = {
    year: "if (v := {value}).__class__ is date and (y := v.year) > 999: {to}f'{{y}}'",
    zip3: "if (v := {value}).__class__ is str and len(v) == 5 and v.isdecimal() "
    "and v.isascii(): {to}'000' if (v := v[:3]) in sparse else v",
}

#: Values that are written as text at once, where they are as they nearly always are.
_AS_TEXT: dict[Any, str] = {
    date: "if (v := {value}).__class__ is date and v.year > 999: "
    "{to}f'{{v.year}}-{{two[v.month]}}-{{two[v.day]}}'",
    datetime: "if (v := {value}).__class__ is datetime and v.tzinfo is UTC "
    "and not v.microsecond and v.year > 999: "
    "{to}f'{{v.year}}-{{two[v.month]}}-{{two[v.day]}}"
    "T{{two[v.hour]}}:{{two[v.minute]}}:{{two[v.second]}}Z'",
}
_TWO = tuple(f"{number:02d}" for number in range(60))

#: So many keys fill a dict, which then grows at the next.
_FULL = (5, 10)

#: The one value of a type that counts as false; of other types none does.
_EMPTY = {str: "", bool: False, int: 0}

#: Names that a reason has too: a field so called does not tell it from a part.
_SHARED = frozenset({"name", "value", "outward"})


def _begun(p0: Any) -> Any:
    return begin(p0)  # type: ignore[name-defined]  # noqa: F821 - a global of the cutter


@lru_cache(maxsize=1024)
def code(source: str, filename: str) -> Any:
    """Compile a source, once for all plans of one shape."""
    return compile(source, filename, "exec")


@define
class Builder:
    """Collects the source and the globals of one cutter.

    ``native``: rows are ordered by their values; else by their bytes.
    """

    native: bool
    names: dict[str, Any] = field(factory=dict)

    def cutter(
        self, whole: Layout, name: str, plain: Callable[[Any], Any], warm: int
    ) -> Callable[[Any], Any]:
        """Give the cutter of a type, whose code is written when it is warm.

        ``plain`` gives the same, and cuts what the written function does not.
        """
        self.names["otherwise"], turn = plain, count(1)

        def begin(record: Any) -> Any:
            if next(turn) == warm:
                made.__code__ = self.compiled(whole, name)
            return plain(record)

        self.names["begin"] = begin
        made = FunctionType(_begun.__code__, self.names, "cut")
        if warm < 1:
            made.__code__ = self.compiled(whole, name)
        return made

    def compiled(self, whole: Layout, name: str) -> CodeType:
        """Compile the source, kept where a debugger finds it."""
        self.names.update(Missing=Missing, NC=Missing.NOT_COLLECTED, maybe=maybe)
        self.names.update(utc=utc, UTC=UTC, date=date, datetime=datetime, two=_TWO)
        self.names.update(kind=whole.cls, sparse=zip_table().sparse)
        lines = "\n            ".join([*self._part(whole, 0), *self._whole(whole)])
        text = _WHOLE.format(lines, " = ".join(dict.fromkeys(_LOCAL.findall(lines))))
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        filename = f"<fjcore cutter {name} {digest}>"
        exec(code(text, filename), self.names)  # noqa: S102 - as attrs does
        shown = text.splitlines(keepends=True)
        linecache.cache[filename] = (len(text), None, shown, filename)
        made: CodeType = self.names["cut"].__code__
        return made

    def _whole(self, whole: Layout) -> Iterator[str]:
        if not whole.sure:
            yield "if not q0: return None"
            yield from self._marks(whole, 0)

    def _part(self, part: Layout, depth: int, key: Told | None = None) -> Iterator[str]:
        """Write how the fields of part ``p`` come into the dict ``q``.

        What nearly always stands in it is said at once, so that it does not grow.
        ``key``: what its rows are known by.
        """
        q, held = f"q{depth}", [*_held(part, depth)]
        if depth and not any(told.name not in _SHARED for told in part.sure):
            yield f"if p{depth}.__class__ is Missing: raise TypeError"
        for nested, name in held:
            yield from (self._several if nested.many else self._one)(
                nested, depth, name
            )
        if not part.sure:
            yield f"{q} = {{}}"
            for nested, name in held:
                yield f"if {name}: {q}[{nested.name!r}] = {name}"
            rest = part.rest
        else:
            rest = yield from self._literal(part, depth, key)
            yield from _zoned(part, depth)
            for nested, name in held:
                if nested.many or not nested.part.sure:
                    yield f"if not {name}: del {q}[{nested.name!r}]"
        for told in rest:
            yield from self._field(told, depth)

    def _literal(
        self, part: Layout, depth: int, key: Told | None
    ) -> Generator[str, None, tuple[Told, ...]]:
        """Write the dict of a part, and give the fields that are not said in it."""
        said = [*_entries(part, depth, key)]
        said += [f"{name!r}: {self._name(text)}" for name, text in part.marks]
        said += [f"{nested.name!r}: {name}" for nested, name in _held(part, depth)]
        whole = f"q{depth} = {{{', '.join(said)}"
        first = part.rest[0] if part.rest else None
        if first is None or not first.quick or len(said) not in _FULL:
            yield f"{whole}}}"
            return part.rest
        more = f"q{depth}[{first.name!r}] = maybe(v)"
        yield f"if (v := p{depth}.{first.name}).__class__ is {first.inner.__name__}:"
        yield f"    {whole}, {first.name!r}: v}}"
        yield "else:"
        yield f"    {whole}}}"
        yield f"    if v is not NC: {more}"
        return part.rest[1:]

    def _field(self, told: Told, depth: int) -> Iterator[str]:
        """Write a field that may be missing, or is not shown as it is."""
        value, to = f"p{depth}.{told.name}", f"q{depth}[{told.name!r}] = "
        if told.quick:
            yield f"if (v := {value}).__class__ is {told.inner.__name__}: {to}v"
            yield f"elif v is not NC: {to}maybe(v)"
        elif told.plain:
            whole = "[*v]" if told.many else "utc(v)"
            whole += " if v.__class__ is not Missing else maybe(v)"
            yield f"if (v := {value}) is not NC: {to}{whole}"
        elif told.inner in _AS_TEXT and not told.many:
            yield _AS_TEXT[told.inner].format(value=value, to=to)
            yield f"elif (v := {self._name(told.tell)}(v)) is not NC: {to}v"
        elif told.step is None:
            yield f"if (v := {self._name(told.tell)}({value})) is not NC: {to}v"
        elif told.step in _AT_ONCE:
            yield _AT_ONCE[told.step].format(value=value, to=to)
            yield f"elif (v := {self._name(told.step)}(v)) is not None: {to}v"
        else:
            yield f"if (v := {self._name(told.step)}({value})) is not None: {to}v"

    def _one(self, nested: Nested, depth: int, n: str) -> Iterator[str]:
        """Write what is shown of one part."""
        p, part, deep = f"p{depth + 1}", nested.part, depth + 1
        yield f"{p} = p{depth}.{nested.name}"
        yield f"if {p}.__class__ is not {self._name(part.cls)}: raise TypeError"
        yield from self._part(part, deep)
        yield from self._ended(part, deep, f"{n} = q{deep}")
        if not part.sure:
            yield f"else: {n} = None"

    def _several(self, nested: Nested, depth: int, n: str) -> Iterator[str]:
        """Write what is shown of several parts, and their order."""
        part, deep = nested.part, depth + 1
        key = part.key if self.native else None
        each = list(self._part(part, deep, key))
        begin, into, end = self._rows(part, deep, n, key)
        yield f"{n} = []{begin}"
        yield f"for p{deep} in p{depth}.{nested.name}:"
        for line in (*each, *self._ended(part, deep, into)):
            yield f"    {line}"
        yield from end.splitlines()

    def _rows(
        self, part: Layout, deep: int, n: str, key: Told | None
    ) -> tuple[str, str, str]:
        """Say how rows are ordered: what comes before, for each, and at the end.

        Most often they stand in order already, or one field tells them apart.
        """
        q = f"q{deep}"
        order = order_of(part, native=self.native)
        made = self._name(order)
        if key is None:
            return "", f"{n}.append({q})", f"if len({n}) > 1: {n} = {made}({n})"
        v, k, s, odd = _v(part, deep, key), f"k{deep}", f"s{deep}", f"odd{deep}"
        if key.telling is not None:
            begin = f"; {odd} = False; {k} = {self._name(LEAST[key.inner])}"
            each = f"if not {k} < ({k} := {v}): {odd} = True\n{n}.append({q})"
            return begin, each, f"if {odd}: {n} = {made}({n})"
        each = f"if ({k} := {s}.setdefault({v}, {q})) is {q}: {n}.append({q})\n"
        alike = f"elif {k} != {q}" if part.once else "else"
        each += f"{alike}: {odd} = True; {n}.append({q})"
        end = f"if {odd}: {n} = {made}({n})\n"
        end += f"elif len({n}) > 1: {n}.sort(key={self._name(itemgetter(key.name))})"
        return f"; {odd} = False; {s} = {{}}", each, end

    def _ended(self, part: Layout, depth: int, into: str) -> Iterator[str]:
        """Write where the dict of a part goes, when anything is shown of it."""
        if part.sure:
            yield from into.splitlines()
            return
        yield f"if q{depth}:"
        for line in (*self._marks(part, depth), *into.splitlines()):
            yield f"    {line}"

    def _marks(self, part: Layout, depth: int) -> Iterator[str]:
        for key, text in part.marks:
            yield f"q{depth}[{key!r}] = {self._name(text)}"

    def _name(self, value: object) -> str:
        name = f"_{len(self.names)}"
        self.names[name] = value
        return name


def _held(part: Layout, depth: int) -> Iterator[tuple[Nested, str]]:
    """Give the parts of a part, with the names of what is shown of them."""
    return ((one, f"n{depth}_{i}") for i, one in enumerate(part.nested))


def _v(part: Layout, depth: int, told: Told) -> str:
    """Name the value of a field that is looked at once more."""
    return f"v{depth}_{part.sure.index(told)}"


def _entries(part: Layout, depth: int, key: Told | None) -> Iterator[str]:
    """Say what stands in a dict for the fields that must not be missing.

    A reason has no truth value, so that to ask for it is to stop. So it is to compare
    it, as is done with what tells rows apart.
    """
    for told in part.sure:
        value = f"p{depth}.{told.name}"
        if told.many:
            value = f"[*{value}]"
        elif not told.instant and (told is not key or told.telling is None):
            value = f"{value} or {_EMPTY.get(told.inner)!r}"
        if told.instant or told is key:
            value = f"({_v(part, depth, told)} := {value})"
        yield f"{told.name!r}: {value}"


def _zoned(part: Layout, depth: int) -> Iterator[str]:
    """Write what stops at an instant that is not in UTC, or is none."""
    instants = (_v(part, depth, told) for told in part.sure if told.instant)
    if odd := " or ".join(f"{v}.tzinfo is not UTC" for v in instants):
        yield f"if {odd}: raise TypeError"
