"""Plan to cutter: one generated function per record type and shape of plan.

A cutter starts from an empty dict and adds what was granted. It evaluates no rule,
copies nothing that it then deletes, and its source text holds schema names only.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from fjcore.consent.view import View
from fjcore.errors import CutFailed
from fjcore.records.label import FieldKind
from fjcore.records.record import Leaf, info_of, is_part, leaves, shape
from fjcore.redaction.operators import STEPS, Operator, keep
from fjcore.values import Missing, canonical

#: Gives what a cut shows of a record, or None when it shows nothing.
Cutter = Callable[[Any], "dict[str, Any] | None"]

#: A plan's views for one record type: (path, view) per field, in schema order.
Shape = tuple[tuple[str, View], ...]


def operator(leaf: Leaf, view: View) -> Operator | None:
    """Give what a view shows of a field: a function, or None when it shows nothing.

    The highest step of the field's kind that is not above the view; a kind without
    steps shows nothing below full.
    """
    if view is View.FULL:
        return keep
    steps = STEPS.get(leaf.kind, ())
    reached = min(int(view) - int(View.PLACEHOLDER), len(steps))
    return steps[reached - 1][1] if reached > 0 else None


def placeholder(leaf: Leaf) -> str:
    """The constant that stands for a withheld value; silent categories are not named."""
    if leaf.label.existence_sensitive:
        return "⟦withheld⟧"
    return f"⟦withheld:{leaf.label.category}⟧"


def shape_of(cls: type, view_of: Callable[[Leaf], View]) -> Shape:
    """Give the views of a record type's fields under a plan."""
    return tuple((leaf.path, view_of(leaf)) for leaf in leaves(cls))


@lru_cache(maxsize=1024)
def cutter(cls: type, shape: Shape) -> Cutter:
    """Compile the cutter of a record type for a plan's shape.

    Shape: a record in, plain data out, the same type order and keys for every record
    of the plan. A record of which nothing is shown gives None, so that its existence
    does not show either.
    Raises: CutFailed, naming the type, when an operator fails on a value.
    """
    build = _Builder(dict(shape), {leaf.path: leaf for leaf in leaves(cls)})
    name = info_of(cls).name
    build.function("cut", cls, name)
    made = build.compiled(name)

    def guarded(record: Any) -> dict[str, Any] | None:
        found: dict[str, Any] | None = None
        failed = False
        try:
            found = made(record)
        except Exception:  # noqa: BLE001 - a fault may hold a value: it ends here
            failed = True
        if failed:
            raise CutFailed(name)
        return found

    return guarded


def ordered(cuts: Iterable[dict[str, Any] | None]) -> list[dict[str, Any]]:
    """Order what cuts show by their own bytes, so that storage order never shows."""
    return sorted((cut for cut in cuts if cut is not None), key=canonical.dumps)


class _Builder:
    """Collects the source and the globals of one cutter."""

    def __init__(self, views: dict[str, View], known: dict[str, Leaf]) -> None:
        self.views = views
        self.known = known
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            "Missing": Missing,
            "NC": Missing.NOT_COLLECTED,
            "gone": {reason: {"?": reason.outward.value} for reason in Missing},
            "ordered": ordered,
        }

    def function(self, name: str, cls: type, path: str) -> None:
        body, marks = [], []
        for attribute in attrs.fields(cls):
            here = f"{path}.{attribute.name}"
            inner, many = shape(attribute.type)
            if is_part(inner):
                self.function(_ident(here), inner, here)
                body += self._parts(attribute.name, here)
                continue
            view, leaf = self.views[here], self.known[here]
            shown = operator(leaf, view)
            if shown is not None:
                may_miss = get_origin(attribute.type) in (Union, UnionType)
                body += self._leaf(
                    attribute.name,
                    leaf,
                    shown,
                    may_miss=may_miss and Missing in get_args(attribute.type),
                    many=many,
                )
            elif view >= View.PLACEHOLDER:
                key = self._name(here, placeholder(leaf))
                marks.append(f"    out[{attribute.name!r}] = {key}")
        self.lines += [
            f"def {name}(r):",
            "    out = {}",
            *body,
            "    if not out: return None",
            *marks,
            "    return out",
        ]

    def _parts(self, key: str, here: str) -> list[str]:
        return [
            f"    v = r.{key}",
            "    if v:",
            f"        v = ordered(map({_ident(here)}, v))",
            f"        if v: out[{key!r}] = v",
        ]

    def _leaf(
        self, key: str, leaf: Leaf, shown: Operator, *, may_miss: bool, many: bool
    ) -> list[str]:
        plain = leaf.kind not in (FieldKind.DATE, FieldKind.INSTANT)
        if shown is keep and plain:
            value = "list(v)" if many else "v"
        else:
            named = self._name(leaf.path, shown)
            value = f"list(map({named}, v))" if many else f"{named}(v)"
        if not may_miss:
            return [f"    v = r.{key}", f"    out[{key!r}] = {value}"]
        full = self.views[leaf.path] is View.FULL
        lines = [f"    v = r.{key}", "    if v.__class__ is not Missing:"]
        lines.append(f"        out[{key!r}] = {value}")
        if full:
            lines.append(f"    elif v is not NC: out[{key!r}] = gone[v]")
        return lines

    def _name(self, path: str, value: object) -> str:
        name = _ident(path)
        self.names[name] = value
        return name

    def compiled(self, name: str) -> Cutter:
        source = "\n".join(self.lines) + "\n"
        filename = f"<fjcore cutter {name} {id(self):x}>"
        exec(compile(source, filename, "exec"), self.names)  # noqa: S102 - as attrs does
        linecache.cache[filename] = (
            len(source),
            None,
            source.splitlines(True),
            filename,
        )
        made: Cutter = self.names["cut"]
        return made


def _ident(path: str) -> str:
    return "_" + path.replace(".", "_0")
