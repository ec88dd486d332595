"""Plan and records in, one checked Disclosure out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from attrs import frozen

from fjcore.consent import ObligationKind, Plan, View
from fjcore.disclosure.disclosure import _TOKEN, Disclosure
from fjcore.records.checks import instant_text
from fjcore.records.record import Leaf, info_of, leaves
from fjcore.records.label import FieldKind
from fjcore.redaction import check, cutter, operator, ordered, shape_of
from fjcore.values import canonical

#: What every recipient is told, whatever the plan.
FOOTER = (
    "This is part of a file. What is not here was withheld or never recorded. "
    "Do not share it further without the survivor's written permission."
)

#: Notices that travel with the payload, by the obligation they discharge.
NOTICES = {
    ObligationKind.REDISCLOSURE_NOTICE: (
        "Federal law protects this information. You may not give it to anyone else "
        "without the survivor's own written, time-limited permission. "
        "(34 U.S.C. 12291(b)(2))"
    ),
    ObligationKind.PART2_NOTICE: (
        "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    ),
}


@frozen(kw_only=True)
class Held:
    """One record as its holder keeps it, with the instant it was first recorded."""

    record: object
    recorded_at: datetime


def view_under(plan: Plan, recorded_at: datetime) -> Callable[[Leaf], View]:
    """Give the view of each field of a record of a certain age under a plan.

    A field's view is its category's view; a narrative's is what its own name was
    granted, and where it was not named it shows nothing.
    """
    categories, named = plan.views_for(recorded_at)
    by_category, by_path = dict(categories), dict(named)

    def view(leaf: Leaf) -> View:
        category = by_category.get(leaf.label.category, View.SILENT)
        if leaf.kind is FieldKind.NARRATIVE:
            return by_path.get(leaf.path, min(category, View.MARKED))
        return max(category, by_path.get(leaf.path, View.SILENT))

    return view


def build(
    plan: Plan,
    held: Iterable[Held],
    *,
    disclosure_id: str,
    holder: str,
    now: datetime,
    revision: int,
) -> Disclosure:
    """Cut the records by the plan, check the bytes and make the Disclosure.

    Raises: StalePlan, CutFailed, LeakFound; then nothing leaves.
    """
    plan.check(now, revision)
    held = tuple(held)
    views = [(item.record, view_under(plan, item.recorded_at)) for item in held]
    shown = _cut(views)
    granted, marked = _paths(views, shown)
    notices = (*_notices(plan), FOOTER)
    head = {
        "format": "fjcore/disclosure/1",
        "id": disclosure_id,
        "holder": holder,
        "recipient": plan.recipient,
        "purpose": str(plan.purpose),
        "basis": str(plan.basis),
        "decided_at": instant_text(now),
        "releases": sorted(plan.release_ids),
        "marked": list(marked),
        "notices": list(notices),
    }
    if plan.person:
        head["person"] = plan.person
    if plan.expires is not None:
        head["expires"] = instant_text(plan.expires)
    body = canonical.dumps({**head, "records": shown})
    check(body, views, said=[str(text) for text in head.values()])
    return Disclosure(
        _TOKEN,
        {
            "id": disclosure_id,
            "holder": holder,
            "recipient": plan.recipient,
            "person": plan.person or "",
            "purpose": str(plan.purpose),
            "basis": str(plan.basis),
            "release_ids": tuple(sorted(plan.release_ids)),
            "decided_at": now,
            "expires": plan.expires,
            "policy_hash": plan.policy_hash,
            "granted": granted,
            "marked": marked,
            "notices": notices,
            "body": body,
        },
    )


def _cut(
    views: list[tuple[object, Callable[[Leaf], View]]],
) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object] | None]] = {}
    for record, view_of in views:
        cls = type(record)
        cut = cutter(cls, shape_of(cls, view_of))(record)
        found.setdefault(info_of(cls).name, []).append(cut)
    return {name: rows for name, cuts in found.items() if (rows := ordered(cuts))}


def _paths(
    views: list[tuple[object, Callable[[Leaf], View]]], shown: Iterable[str]
) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    granted: dict[str, tuple[str, str, str]] = {}
    marked: set[str] = set()
    names = set(shown)
    for record, view_of in views:
        if info_of(type(record)).name not in names:
            continue
        for leaf in leaves(type(record)):
            view = view_of(leaf)
            if operator(leaf, view) is not None:
                granted[leaf.path] = (leaf.path, view.name, leaf.label.category)
            elif view >= View.MARKED:
                marked.add(leaf.path)
    return tuple(sorted(granted.values())), tuple(sorted(marked - set(granted)))


def _notices(plan: Plan) -> list[str]:
    kinds = {obligation.kind for obligation in plan.obligations}
    return [text for kind, text in NOTICES.items() if kind in kinds]
