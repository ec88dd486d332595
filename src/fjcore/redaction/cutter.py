"""Plan to cutter: one generated function per record type and shape of plan.

A cutter starts from an empty dict and adds what was granted. It evaluates no rule,
copies nothing that it then deletes, and its source text holds schema names only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fjcore.consent.view import View
from fjcore.errors import CutFailed
from fjcore.records.label import FieldKind
from fjcore.records.record import Leaf, info_of
from fjcore.redaction.ladders import steps_of
from fjcore.redaction.layout import Plan
from fjcore.redaction.operators import (
    UNSAID,
    Env,
    Operator,
    aged,
    day_in,
    keep,
    outward,
)
from fjcore.redaction.ordering import ordered
from fjcore.redaction.plainly import plainly
from fjcore.redaction.source import WARM, Builder
from fjcore.redaction.walk import fields_of, values
from fjcore.values import Missing

__all__ = [
    "Cutter",
    "Shape",
    "cutter",
    "operator",
    "ordered",
    "placeholder",
    "shape_of",
]

#: Gives what a cut shows of a record, or None when it shows nothing.
Cutter = Callable[[Any], "dict[str, Any] | None"]

#: A plan's views for one record type: (path, view) per field, in schema order.
Shape = tuple[tuple[str, View], ...]


def operator(leaf: Leaf, view: View, env: Env = UNSAID) -> Operator | None:
    """Give what a view shows of a field: a function, or None when it shows nothing.

    The highest step of the field, by its ladder or else its kind, that is not above
    the view; a field without steps shows nothing below full. A code that would tell why
    nothing was said leaves as another, on every view. The function gives None for a
    value of which nothing is to be shown.
    """
    if view is View.FULL:
        return (outward(leaf.codes) if leaf.codes is not None else None) or keep
    steps = steps_of(leaf)
    reached = min(int(view) - int(View.PLACEHOLDER), len(steps))
    if reached <= 0:
        return None
    step = steps[reached - 1][1]
    if step is None:
        return None
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
def cutter(
    cls: type,
    shape: Shape,
    env: Env = UNSAID,
    *,
    native: bool = False,
    warm: int = WARM,
) -> Cutter:
    """Compile the cutter of a record type for a plan's shape.

    Shape: a record in, plain data out; which keys can stand in it and the constants
    among them depend on the plan alone. A record of which nothing is shown gives
    None, so that its existence does not show either. ``native``: full dates and
    instants stay such, for a writer that knows them, and rows are ordered by their
    values and not by their bytes. ``warm``: the record at which the code of the cutter
    is written, which then cuts many times as fast; 0 for at once.
    Raises: CutFailed, naming the type when the shape is not of its fields, and the
    field when an operator fails on its value.
    """
    name = info_of(cls).name
    known = fields_of(cls)
    views = dict(shape)
    if views.keys() != known.keys() or len(views) != len(shape):
        raise CutFailed(name)
    shown = {path: operator(leaf, views[path], env) for path, leaf in known.items()}
    layout = Plan(views, shown, known, placeholder, native).layout(cls, name)
    plain = plainly(layout, native=native)

    def otherwise(record: Any) -> dict[str, Any] | None:
        failed = record.__class__ is not cls
        try:
            if not failed:
                return plain(record)
        except Exception:
            # Its text may hold a value: it ends here.
            failed = True
        raise CutFailed(_blamed(record, cls, shown))

    return Builder(native).cutter(layout, name, otherwise, warm)


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
