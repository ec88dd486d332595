"""The source of a cutter: one function per part, each building its output directly.

A function reads the fields that are shown and no others, into one new dict. Fields
that cannot be missing are read at once; that none of them is, all the same, is checked.
"""

from __future__ import annotations

import hashlib
import linecache
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import attrs
from attrs import define, field, frozen

from fjcore.consent.view import View
from fjcore.records.label import FieldKind
from fjcore.records.record import Leaf, is_part, optional, shape
from fjcore.redaction.operators import Operator, keep, unasked
from fjcore.redaction.ordering import by_bytes, by_value
from fjcore.values import Missing, utc

#: Kinds whose values are written as text.
_WRITTEN = frozenset({FieldKind.DATE, FieldKind.INSTANT, FieldKind.DECIMAL})


def reason_of(reason: Missing) -> dict[str, str]:
    """Give what stands for a missing value: its reason, as it may leave."""
    return {"?": reason.outward.value}


def tidy(out: dict[str, Any]) -> None:
    """Put the reason, as it may leave, where a value is missing; or nothing at all."""
    for key, value in list(out.items()):
        if value is Missing.NOT_COLLECTED:
            del out[key]
        elif value.__class__ is Missing:
            out[key] = reason_of(value)
        else:
            out[key] = instant(value)


def instant(value: Any) -> Any:
    """Give an instant in UTC; a reason for none as it is.

    Raises: NaiveTime.
    """
    return utc(value) if isinstance(value, datetime) else value


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


def codes(hushed: Operator) -> Operator:
    """Give what leaves of a list of codes: each once, in their own order."""

    def shown(codes: Any) -> Any:
        told = [hushed(code) for code in codes]
        found = sorted({code for code in told if isinstance(code, str)})
        return found if found or not told else unasked()

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


def _list(value: Any) -> Any:
    return list(map(keep, value))


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


@lru_cache(maxsize=1024)
def code(source: str, filename: str) -> Any:
    """Compile a source, once for all plans of one shape."""
    return compile(source, filename, "exec")


@frozen
class _Made:
    """A written function: its name, its least view, and whether it can show anything.

    ``keys`` always stand in its dict, as values that compare.
    """

    name: str
    least: View
    keys: tuple[str, ...]
    shows: bool


@define
class _Parts:
    """What is gathered of one function while its fields are read."""

    least: View = View.FULL
    shows: bool = False
    keys: list[str] = field(factory=list)
    flat: list[str] = field(factory=list)
    odd: list[str] = field(factory=list)
    rest: list[str] = field(factory=list)
    marks: list[str] = field(factory=list)

    def body(self) -> Iterator[str]:
        """Give the lines of the function."""
        yield f"    out = {{{', '.join(self.flat)}}}"
        if self.odd:
            yield f"    if {' or '.join(self.odd)}: tidy(out)"
        yield from self.rest
        yield "    if not out: return None"
        yield from self.marks
        yield "    return out"


@define
class Builder:
    """Collects the source and the globals of one cutter.

    ``native``: dates and instants stay what they are, and rows are ordered by their
    values; else both are text.
    """

    views: Mapping[str, View]
    shown: Mapping[str, Operator | None]
    leaves: Mapping[str, Leaf]
    placeholder: Callable[[Leaf], str]
    native: bool = False
    lines: list[str] = field(factory=list)
    names: dict[str, Any] = field(factory=dict)

    def compiled(self, cls: type, name: str) -> Callable[[Any], dict[str, Any] | None]:
        """Compile the source, kept where a debugger finds it."""
        self.names.update(Missing=Missing, NC=Missing.NOT_COLLECTED)
        self.names.update(
            gone=reason_of, tidy=tidy, instant=instant, datetime=datetime, UTC=UTC
        )
        entry = self._function(cls, name).name
        source = "\n".join(self.lines) + "\n"
        digest = hashlib.sha256(source.encode()).hexdigest()[:16]
        filename = f"<fjcore cutter {name} {digest}>"
        exec(code(source, filename), self.names)  # noqa: S102 - as attrs does
        lines = source.splitlines(True)
        linecache.cache[filename] = (len(source), None, lines, filename)
        made: Callable[[Any], dict[str, Any] | None] = self.names[entry]
        return made

    def _function(self, cls: type, path: str) -> _Made:
        """Write the function that cuts a type."""
        made = _Parts()
        for one in members(cls):
            here = f"{path}.{one.name}"
            if one.nested:
                self._nested(one, self._function(one.inner, here), made)
                continue
            view = self.views[here]
            made.least = min(made.least, view)
            if (step := self.shown[here]) is not None:
                self._leaf(one, here, step, made)
            elif view >= View.PLACEHOLDER:
                text = self._name(self.placeholder(self.leaves[here]))
                made.marks.append(f"    out[{one.name!r}] = {text}")
        name = self._name(None)
        self.lines += [f"def {name}(r):", *made.body()]
        return _Made(name, made.least, tuple(made.keys), bool(made.shows))

    def _nested(self, one: Member, inner: _Made, made: _Parts) -> None:
        made.least = min(made.least, inner.least)
        if not inner.shows:
            return
        made.shows = True
        if one.many:
            once = inner.least is not View.FULL
            several = by_value if self.native else by_bytes
            order = several(inner.keys, once=once)
            cut = f"v := {self._name(order)}({inner.name}, r.{one.name})"
            made.rest.append(f"    if {cut}: out[{one.name!r}] = v")
        else:
            there = f"(v := r.{one.name}).__class__ is not Missing and v"
            cut = f"{there} and (v := {inner.name}(v))"
            made.rest.append(f"    if {cut}: out[{one.name!r}] = v")

    def _leaf(self, one: Member, here: str, step: Operator, made: _Parts) -> None:
        """Write one field: as it is where that can be, else by a function."""
        key, value = one.name, f"r.{one.name}"
        made.shows = True
        full, kind = self.views[here] is View.FULL, self.leaves[here].kind
        as_is = kind not in _WRITTEN or (self.native and one.inner in (date, datetime))
        if full and step is keep and one.many and kind not in _WRITTEN:
            made.rest += [
                f"    if (v := {value}).__class__ is not Missing: out[{key!r}] = [*v]",
                f"    elif v is not NC: out[{key!r}] = gone(v)",
            ]
            return
        if not full or step is not keep or one.many or not as_is:
            shown = self._name(self._applied(one, step, full=full))
            made.rest.append(
                f"    if (v := {shown}({value})) is not NC: out[{key!r}] = v"
            )
            return
        local = kind is FieldKind.INSTANT and f"({value}.__class__ is not datetime "
        if one.optional:
            made.rest += [
                f"    if (v := {value}).__class__ is not Missing: out[{key!r}] = "
                + ("instant(v)" if local else "v"),
                f"    elif v is not NC: out[{key!r}] = gone(v)",
            ]
            return
        made.flat.append(f"{key!r}: {value}")
        made.keys.append(key)
        odd = f"{value}.__class__ is Missing"
        made.odd.append(f"{local}or {value}.tzinfo is not UTC)" if local else odd)

    def _applied(self, one: Member, step: Operator, *, full: bool) -> Operator:
        """Give the function of a field, which also says what stands for a reason."""
        if not full:
            return _coarse(_several(step) if one.many else step)
        if step is keep:
            return _said(_list if one.many else step)
        return _said(_codes(step) if one.many else step)

    def _name(self, value: object) -> str:
        name = f"_{len(self.names)}"
        self.names[name] = value
        return name
