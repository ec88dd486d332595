"""Files of made-up people, and the same files with all that a plan hides changed.

Changed are the values, presence, count, order and age of everything that a plan does
not show. Texts that are hidden are never texts that are shown, so that no value is
granted in one place and withheld in another.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
from support.mending import mended

from fjcore.consent import Plan, View
from fjcore.disclosure import Held
from fjcore.records import CORE_RECORDS, FieldKind
from fjcore.records.codes import core_list
from fjcore.records.record import Leaf, declared, info_of, is_part
from fjcore.records.record import leaves as every_leaf
from fjcore.records.record import shape as shape_of
from fjcore.redaction import STEPS
from fjcore.testing.consent import Choose, Facts, pick
from fjcore.values import Missing, PartialDate

Views = dict[str, View]

REASONS = tuple(Missing)
shape, leaves = cache(shape_of), cache(every_leaf)


def value(choose: Choose, attribute: Any, *, hidden: bool) -> Any:
    """Choose a value for one field: from what may be shown, or from what is hidden."""
    inner, many = shape(attribute.type)
    said = declared(attribute)
    number = choose(40) + 50 * hidden
    word = "Wren" if hidden else "Alder"
    made: Any
    if said.codes is not None:
        codes = core_list(said.codes) if isinstance(said.codes, str) else said.codes
        made = pick(choose, sorted(codes.codes))
    elif said.kind is FieldKind.PHONE:
        made = f"406-555-01{number:02d}"
    elif said.kind is FieldKind.EMAIL:
        made = f"{word.lower()}.{number}@example.org"
    elif said.kind is FieldKind.ZIP:
        made = f"{82000 + number if hidden else 59100 + number}"
    else:
        day = date(1905 + number % 15 if hidden else 1960 + number, 5, 1 + choose(28))
        made = {
            str: f"{word} {number}",
            bool: bool(number % 2),
            int: number,
            Decimal: Decimal(number),
            PartialDate: PartialDate.parse(day.isoformat()),
            datetime: datetime(day.year, day.month, day.day, number % 24, tzinfo=UTC),
            date: day,
        }[inner]
    if "Missing" in str(attribute.type) and choose(4) == 3:
        return pick(choose, REASONS)
    return (made,) * choose(3) if many else made


def record(choose: Choose, cls: Any) -> Any:
    """Choose a record or part of a type, of values that may be shown."""
    made: dict[str, Any] = {}
    for attribute in attrs.fields(cls):
        inner, many = shape(attribute.type)
        if is_part(inner):
            few = tuple(record(choose, inner) for _ in range(choose(3 if many else 2)))
            made[attribute.name] = few if many else next(iter(few), Missing.NOT_ASKED)
        else:
            made[attribute.name] = value(choose, attribute, hidden=False)
    return cls(**mended(cls, made))


def each(held: Any) -> tuple[Any, ...]:
    """Give the parts in a field, of which it may hold one, several or none."""
    if isinstance(held, Missing):
        return ()
    return held if isinstance(held, tuple) else (held,)


def hides(leaf: Leaf, view: View) -> bool:
    """Whether a view shows nothing whatever of a value of a field."""
    stepped = view > View.PLACEHOLDER and leaf.kind in STEPS
    return view is not View.FULL and not stepped


class Cover:
    """Changes what a plan hides of one record."""

    def __init__(self, choose: Choose, plan: Plan, held: Held) -> None:
        cls = type(held.record)
        categories, named = map(dict, plan.views_for(held.recorded_at))
        self.choose = choose
        self.leaves = {leaf.path: leaf for leaf in leaves(cls)}
        self.views: Views = {
            path: named.get(path, View.SILENT)
            if leaf.kind is FieldKind.NARRATIVE
            else categories[leaf.label.category]
            for path, leaf in self.leaves.items()
        }
        self.name = info_of(cls).name

    def shown(self, held: Any, path: str = "") -> bool:
        """Whether anything of a record or part may be shown."""
        path = path or self.name
        for attribute in attrs.fields(type(held)):
            here, found = f"{path}.{attribute.name}", getattr(held, attribute.name)
            if here not in self.views:
                if any(self.shown(part, here) for part in each(found)):
                    return True
            elif not hides(self.leaves[here], self.views[here]):
                return True
        return False

    def changed(self, held: Any, path: str = "") -> Any:
        """Give a record or part with everything hidden changed."""
        path = path or self.name
        made: dict[str, Any] = {}
        for attribute in attrs.fields(type(held)):
            here, found = f"{path}.{attribute.name}", getattr(held, attribute.name)
            if here not in self.views:
                made[attribute.name] = self.parts(attribute, found, here)
            elif hides(self.leaves[here], self.views[here]):
                made[attribute.name] = value(self.choose, attribute, hidden=True)
            elif isinstance(found, Missing):
                same = [r for r in REASONS if r.outward is found.outward]
                made[attribute.name] = pick(self.choose, same)
            else:
                made[attribute.name] = found
        sound = mended(type(held), made)
        # A rule that ties what is hidden to what is shown: then nothing is changed.
        if any(sound[name] != made[name] for name in self.told(held, path)):
            return held
        return type(held)(**sound)

    def told(self, held: Any, path: str) -> list[str]:
        """Give the fields of a record or part of which anything may be shown."""
        return [
            a.name
            for a in attrs.fields(type(held))
            if (here := f"{path}.{a.name}") not in self.views
            or not hides(self.leaves[here], self.views[here])
        ]

    def parts(self, attribute: Any, held: Any, path: str) -> Any:
        """Parts that show something, in another order; others come and go."""
        inner, many = shape(attribute.type)
        if not many:
            one = held if isinstance(held, Missing) else self.changed(held, path)
            return one
        held = each(held)
        kept = [self.changed(part, path) for part in held if self.shown(part, path)]
        more = [record(self.choose, inner) for _ in range(self.choose(3))]
        kept += [
            self.changed(part, path) for part in more if not self.shown(part, path)
        ]
        return tuple(shuffled(self.choose, kept))


def shuffled(choose: Choose, items: list[Any]) -> list[Any]:
    """Choose an order."""
    left = list(items)
    return [left.pop(choose(len(left))) for _ in items]


def file_of(choose: Choose, ages: tuple[datetime, ...]) -> list[Held]:
    """Choose the records of a file."""
    return [
        Held(
            record=record(choose, pick(choose, CORE_RECORDS)),
            recorded_at=pick(choose, ages),
        )
        for _ in range(1 + choose(4))
    ]


def covered(
    choose: Choose, plan: Plan, held: list[Held], ages: tuple[datetime, ...]
) -> list[Held]:
    """Give a file with everything that a plan hides changed, in another order."""
    kept = []
    for item in held:
        cover = Cover(choose, plan, item)
        if cover.shown(item.record):
            earlier = item.recorded_at - timedelta(minutes=choose(3))
            changed = cover.changed(item.record)
            kept.append(Held(record=changed, recorded_at=earlier))
    for item in file_of(choose, ages):
        cover = Cover(choose, plan, item)
        if not cover.shown(item.record):
            changed = cover.changed(item.record)
            kept.append(Held(record=changed, recorded_at=item.recorded_at))
    return shuffled(choose, kept)


def narratives() -> Facts:
    """Every narrative of core's records, with its category."""
    return {
        leaf.path: leaf.label.category
        for cls in CORE_RECORDS
        for leaf in leaves(cls)
        if leaf.kind is FieldKind.NARRATIVE
    }
