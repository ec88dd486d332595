"""One record and one plan in; what the plan shows of it out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fjcore.consent.plan import Plan
from fjcore.consent.view import View
from fjcore.records.label import FieldKind
from fjcore.records.record import Leaf
from fjcore.records.safety import APART
from fjcore.redaction.cutter import Cutter, cutter, shape_of
from fjcore.redaction.operators import UNSAID, Env
from fjcore.values import utc

#: The view of each field of one record.
ViewOf = Callable[[Leaf], View]


def view_under(plan: Plan, recorded_at: datetime) -> ViewOf:
    """Give the view of each field of a record of a certain age under a plan.

    A field's view is its category's view; a narrative's is what its own name was
    granted, and where it was not named it shows nothing. What may leave apart has the
    view of its name, where anything speaks of it. What shows nothing is
    marked, unless even its existence must not be told.
    """
    categories, named = plan.views_for(recorded_at)
    by_category, by_path = dict(categories), dict(named)

    def view(leaf: Leaf) -> View:
        found = by_category.get(leaf.label.category, View.SILENT)
        if leaf.kind is FieldKind.NARRATIVE:
            found = by_path.get(leaf.path, min(found, View.MARKED))
        elif leaf.path in APART:
            found = by_path.get(leaf.path, found)
        else:
            found = max(found, by_path.get(leaf.path, View.SILENT))
        untold = found <= View.MARKED and leaf.label.existence_sensitive
        return View.SILENT if untold else found

    return view


def cutter_under(
    plan: Plan,
    cls: type,
    recorded_at: datetime,
    *,
    env: Env = UNSAID,
    native: bool = False,
) -> Cutter:
    """Give the cutter of a record type for records of a certain age under a plan.

    Records whose age lies between the same two cutoffs of the plan's grants share one.
    ``native``: dates and instants stay such.
    Raises: NaiveTime.
    """
    at = utc(recorded_at)
    key = cls, bisect_left(plan.ages, at), env, native
    found: Cutter | None = plan.kept.get(key)
    if found is None:
        views = shape_of(cls, view_under(plan, at))
        found = plan.kept[key] = cutter(cls, views, env, native=native)
    return found


def cut(
    record: object,
    plan: Plan,
    *,
    recorded_at: datetime,
    now: datetime,
    revision: int,
    env: Env = UNSAID,
    native: bool = False,
) -> dict[str, Any] | None:
    """Give what a plan shows of one record; None when that is nothing.

    ``recorded_at``: when the record was first kept, since a release may reach only
    what was there when it was signed. ``revision``: the person's, as the plan saw it.
    ``native``: full dates and instants stay such. For what is to leave, use
    ``fjcore.disclosure.build``, which also checks the bytes.
    Raises: StalePlan, NaiveTime, CutFailed.
    """
    plan.check(now, revision)
    cls: type = type(record)
    return cutter_under(plan, cls, recorded_at, env=env, native=native)(record)
