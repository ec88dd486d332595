"""Plan to cutter: one generated function per record type and shape of plan.

A cutter starts from an empty dict and adds what was granted. It evaluates no rule,
copies nothing that it then deletes, and its source text holds schema names only.
"""

from __future__ import annotations

import hashlib
import json
import linecache
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn

import attrs

from fjcore.consent.view import View
from fjcore.errors import CutFailed, NotCanonical
from fjcore.records.label import FieldKind
from fjcore.records.record import Leaf, info_of, is_part, shape
from fjcore.redaction.operators import (
    STEPS,
    UNSAID,
    Env,
    Operator,
    aged,
    day_in,
    keep,
    outward,
    unasked,
)
from fjcore.redaction.walk import fields_of, values
from fjcore.values import Missing

#: Kinds whose values are written as text.
_WRITTEN = frozenset({FieldKind.DATE, FieldKind.INSTANT, FieldKind.DECIMAL})

#: Gives what a cut shows of a record, or None when it shows nothing.
Cutter = Callable[[Any], "dict[str, Any] | None"]

#: A plan's views for one record type: (path, view) per field, in schema order.
Shape = tuple[tuple[str, View], ...]


def operator(leaf: Leaf, view: View, env: Env = UNSAID) -> Operator | None:
    """Give what a view shows of a field: a function, or None when it shows nothing.

    The highest step of the field's kind that is not above the view; a kind without
    steps shows nothing below full. A code that would tell why nothing was said leaves
    as another, on every view. The function gives None for a value of which
    nothing is to be shown.
    """
    if view is View.FULL:
        return (outward(leaf.codes) if leaf.codes is not None else None) or keep
    steps = STEPS.get(leaf.kind, ())
    reached = min(int(view) - int(View.PLACEHOLDER), len(steps))
    if reached <= 0:
        return None
    step = steps[reached - 1][1]
    if leaf.kind is FieldKind.INSTANT:
        step = _local(step, env)
    born = leaf.kind is FieldKind.DATE and leaf.label.category == "identity.dob"
    return _young(step, env.year) if born and env.year is not None else step


def _local(step: Operator, env: Env) -> Operator:
    return lambda value: step(day_in(value, env.tz))


def _young(step: Operator, now: int) -> Operator:
    return lambda value: None if aged(value, now) else step(value)


def placeholder(leaf: Leaf) -> str:
    """Give the constant that stands for a withheld value.

    It names the category, unless even the existence of such data must not be told.
    """
    if leaf.label.existence_sensitive:
        return "⟦withheld⟧"
    return f"⟦withheld:{leaf.label.category}⟧"


def shape_of(cls: type, view_of: Callable[[Leaf], View]) -> Shape:
    """Give the views of a record type's fields under a plan."""
    return tuple((path, view_of(leaf)) for path, leaf in fields_of(cls).items())


@lru_cache(maxsize=1024)
def cutter(cls: type, shape: Shape, env: Env = UNSAID) -> Cutter:
    """Compile the cutter of a record type for a plan's shape.

    Shape: a record in, plain data out; which keys can stand in it and the constants
    among them depend on the plan alone. A record of which nothing is shown gives
    None, so that its existence does not show either.
    Raises: CutFailed, naming the type when the shape is not of its fields, and the
    field when an operator fails on its value.
    """
    name = info_of(cls).name
    known = fields_of(cls)
    views = dict(shape)
    if views.keys() != known.keys() or len(views) != len(shape):
        raise CutFailed(name)
    shown = {path: operator(leaf, views[path], env) for path, leaf in known.items()}
    made = _Builder(views, known, shown).compiled(cls, name)

    def cut(record: Any) -> dict[str, Any] | None:
        failed = type(record) is not cls
        try:
            if not failed:
                return made(record)
        except Exception:
            # Its text may hold a value: it ends here.
            failed = True
        raise CutFailed(_blamed(record, cls, shown))

    return cut


def _blamed(record: object, cls: type, shown: dict[str, Operator | None]) -> str:
    """Name the field whose operator fails on the record; else the record's type."""
    where = info_of(cls).name
    try:
        for leaf, value in values(record) if type(record) is cls else ():
            apply, where = shown[leaf.path], leaf.path
            if apply is not None and not isinstance(value, Missing):
                apply(value)
    except CutFailed as fault:
        return fault.where
    except Exception:
        return where
    return info_of(cls).name


def ordered(cuts: Iterable[dict[str, Any] | None]) -> list[dict[str, Any]]:
    """Order what cuts show by their own bytes, so that storage order never shows.

    Raises: NotCanonical, when a cut holds what no cut may hold.
    """
    found = [cut for cut in cuts if cut is not None]
    return sorted(found, key=_written) if len(found) > 1 else found


def _distinct(cuts: Iterable[dict[str, Any] | None]) -> list[dict[str, Any]]:
    """Order what cuts show, each once: how many there are is not granted."""
    found = [cut for cut in cuts if cut is not None]
    if len(found) > 1:
        found = [
            cut for _, cut in sorted({_written(cut): cut for cut in found}.items())
        ]
    return found


def _refuse(_: object) -> NoReturn:
    raise NotCanonical("value type")


#: As ``canonical.dumps`` orders bytes, without its checks: the whole passes those.
_written = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse
).encode


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


class _Builder:
    """Collects the source and the globals of one cutter."""

    def __init__(
        self,
        views: dict[str, View],
        known: Mapping[str, Leaf],
        shown: dict[str, Operator | None],
    ) -> None:
        self.views = views
        self.known = known
        self.shown = shown
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            "Missing": Missing,
            "NC": Missing.NOT_COLLECTED,
            "gone": {reason: {"?": reason.outward.value} for reason in Missing},
            "ordered": ordered,
            "distinct": _distinct,
            "keep": keep,
        }

    def function(self, cls: type, path: str) -> str:
        """Write the function that cuts a type, and give its name."""
        body, marks = [], []
        for attribute in attrs.fields(cls):
            here, key = f"{path}.{attribute.name}", attribute.name
            inner, many = shape(attribute.type)
            if is_part(inner):
                body += self._parts(key, here, self.function(inner, here), many=many)
            elif (step := self.shown[here]) is not None:
                body += self._leaf(key, here, step, many=many)
            elif self.views[here] >= View.PLACEHOLDER:
                name = self._name(placeholder(self.known[here]))
                marks.append(f"    out[{key!r}] = {name}")
        name = self._name(None)
        self.lines += [
            f"def {name}(r):",
            "    out = {}",
            *body,
            "    if not out: return None",
            *marks,
            "    return out",
        ]
        return name

    def _parts(self, key: str, here: str, function: str, *, many: bool) -> list[str]:
        inside = [v for path, v in self.views.items() if path.startswith(f"{here}.")]
        order = "ordered" if min(inside) is View.FULL else "distinct"
        cut = (
            f"{order}(map({function}, v))" if many else f"{function}(v) if v else None"
        )
        return [
            f"    v = r.{key}",
            "    if v.__class__ is not Missing:",
            f"        v = {cut}",
            f"        if v: out[{key!r}] = v",
        ]

    def _leaf(self, key: str, here: str, step: Operator, *, many: bool) -> list[str]:
        start = [f"    v = r.{key}", "    if v.__class__ is not Missing:"]
        if self.views[here] is not View.FULL:
            name = self._name(_several(step) if many else step)
            return [
                *start,
                f"        v = {name}(v)",
                f"        if v is not None: out[{key!r}] = v",
            ]
        whole = "list(v)" if many else "v"
        if step is not keep:
            whole = f"{self._name(_codes(step) if many else step)}(v)"
        elif self.known[here].kind in _WRITTEN:
            whole = "list(map(keep, v))" if many else "keep(v)"
        return [
            *start,
            f"        out[{key!r}] = {whole}",
            f"    elif v is not NC: out[{key!r}] = gone[v].copy()",
        ]

    def _name(self, value: object) -> str:
        name = f"_{len(self.names)}"
        self.names[name] = value
        return name

    def compiled(self, cls: type, name: str) -> Cutter:
        """Compile the source, kept where a debugger finds it."""
        entry = self.function(cls, name)
        source = "\n".join(self.lines) + "\n"
        digest = hashlib.sha256(source.encode()).hexdigest()[:16]
        filename = f"<fjcore cutter {name} {digest}>"
        exec(compile(source, filename, "exec"), self.names)  # noqa: S102 - as attrs does
        lines = source.splitlines(True)
        linecache.cache[filename] = (len(source), None, lines, filename)
        made: Cutter = self.names[entry]
        return made
