"""The way of a note into a disclosure: reviewed for this release, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

import attrs
from attrs import define, field, frozen

from fjcore.consent.plan import Plan
from fjcore.consent.view import View
from fjcore.errors import Malformed, StaleProposal
from fjcore.records.categories import CATEGORIES
from fjcore.records.label import FieldKind
from fjcore.records.record import info_of, is_part, shape
from fjcore.redaction.cutting import ViewOf, view_under
from fjcore.redaction.narrative.entities import Known, known_entities
from fjcore.redaction.narrative.proposal import Approval, apply, sealed
from fjcore.redaction.narrative.scrubber import REVIEWED, Options
from fjcore.redaction.operators import UNSAID
from fjcore.redaction.walk import fields_of
from fjcore.values import Missing

#: A record, and when it was first kept.
Dated = tuple[object, datetime]


@frozen(kw_only=True)
class Review:
    """An approval of one narrative, good for one ground.

    ``path``: the field, such as ``note.text``. ``ground``: the id of the release, or of
    other evidence, that it was reviewed for. ``on``: the day the note was written,
    where ages were reckoned.
    """

    path: str
    ground: str
    approval: Approval
    on: date | None = None


def hidden_by(plan: Plan, recorded_at: datetime) -> frozenset[str]:
    """Give the categories that a plan does not show in full of a record of an age."""
    shown = dict(plan.views_for(recorded_at)[0])
    return frozenset(
        name for name in CATEGORIES if shown.get(name, View.SILENT) is not View.FULL
    )


def grounds(plan: Plan, path: str, recorded_at: datetime) -> tuple[str, ...]:
    """Give the releases, or the other evidence, on which a plan shows a narrative."""
    rows = dict(plan.named).get(path, ())
    reaching = (grant for grant in rows if grant.reaches(recorded_at))
    return tuple(sorted({grant.release or plan.basis_ref for grant in reaching}))


def released(
    held: Iterable[Dated],
    plan: Plan,
    reviews: Sequence[Review],
    *,
    tz: tzinfo = UNSAID.tz,
    options: Options = REVIEWED,
) -> tuple[Plan, tuple[object | None, ...]]:
    """Give the records with each narrative as it was approved for this release.

    Shape: the plan without the narratives of which nothing was reviewed; and one for
    each record, in their order. A narrative without a review is not in it, and None
    stands for a record that could not be without it.
    Raises: StaleProposal, when a review is of another release, of no narrative that is
    released, or of a note, plan or file that changed since; LeakFound; PluginFault.
    """
    held = tuple(held)
    desk = _Desk(plan, tuple(reviews), [record for record, _ in held], tz, options)
    found = tuple(desk.record(record, at) for record, at in held)
    if len(desk.used) < len(set(map(id, reviews))):
        raise StaleProposal("note_sha256")
    gone = _narratives(record for record, _ in held) - {one.path for one in reviews}
    named = tuple((path, rows) for path, rows in plan.named if path not in gone)
    return attrs.evolve(plan, named=named), found


def _narratives(records: Iterable[object]) -> set[str]:
    leaves = (leaf for cls in {*map(type, records)} for leaf in fields_of(cls).values())
    return {leaf.path for leaf in leaves if leaf.kind is FieldKind.NARRATIVE}


@define
class _Desk:
    """What one release's narratives are taken from, and which reviews were used."""

    plan: Plan
    reviews: tuple[Review, ...]
    records: list[object]
    tz: tzinfo
    options: Options
    used: set[int] = field(factory=set)
    known: dict[date | None, Known] = field(factory=dict)

    def record(self, record: object, at: datetime) -> object | None:
        cls: type = type(record)
        seen = _Seen(self.plan, at, view_under(self.plan, at), cls)
        found = None
        try:
            found = self._part(record, info_of(cls).name, seen)
        except Malformed:
            pass
        return found

    def _part(self, holder: Any, path: str, seen: _Seen) -> Any:
        changed: dict[str, Any] = {}
        for attribute in attrs.fields(type(holder)):
            here, value = f"{path}.{attribute.name}", getattr(holder, attribute.name)
            if isinstance(value, Missing):
                continue
            if is_part(shape(attribute.type)[0]):
                many = isinstance(value, tuple)
                parts = [
                    self._part(v, here, seen) for v in (value if many else [value])
                ]
                changed[attribute.name] = tuple(parts) if many else parts[0]
            elif seen.narrative(here):
                changed[attribute.name] = self._text(value, here, seen)
        return attrs.evolve(holder, **changed)

    def _text(self, note: Any, path: str, seen: _Seen) -> Any:
        if not isinstance(note, str):
            return Missing.NOT_COLLECTED
        for one in self.reviews:
            if one.path == path and one.approval.proposal.note_sha256 == sealed(note):
                if one.ground not in seen.grounds(path):
                    raise StaleProposal("ground")
                self.used.add(id(one))
                known, hidden = self._known(one.on), hidden_by(self.plan, seen.at)
                left = apply(one.approval, note, known, hidden, self.options)
                return left.text or Missing.NOT_COLLECTED
        return Missing.NOT_COLLECTED

    def _known(self, on: date | None) -> Known:
        if on not in self.known:
            self.known[on] = known_entities(self.records, on=on, tz=self.tz)
        return self.known[on]


@frozen
class _Seen:
    """What a plan shows of one record."""

    plan: Plan
    at: datetime
    view_of: ViewOf
    cls: type

    def grounds(self, path: str) -> tuple[str, ...]:
        """On what a narrative is shown."""
        return grounds(self.plan, path, self.at)

    def narrative(self, path: str) -> bool:
        """Whether a field is free text of which the plan shows anything."""
        leaf = fields_of(self.cls)[path]
        return (
            leaf.kind is FieldKind.NARRATIVE and self.view_of(leaf) > View.PLACEHOLDER
        )
