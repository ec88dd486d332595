"""What a file knows of people: every identifying value of every party, by kind."""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from fjcore.records.categories import category
from fjcore.records.label import FieldKind, Identifying
from fjcore.records.record import Leaf
from fjcore.redaction.narrative.normalise import compact
from fjcore.redaction.operators import UNSAID, day_in
from fjcore.redaction.walk import values
from fjcore.values import Missing, PartialDate, canonical

#: A shorter value says too little to be looked for.
MIN_LENGTH = 2


class EntityKind(enum.StrEnum):
    """What a known value is, which decides how it is looked for."""

    NAME = "name"
    STREET = "street"
    PLACE = "place"
    PHRASE = "phrase"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    NUMBER = "number"
    DATE = "date"
    AGE = "age"
    ZIP = "zip"


def _text(value: str) -> str:
    return " ".join(value.split())


@frozen(order=True)
class Entity:
    """One known value: its kind, its category, and the field it stands in.

    Its ``repr`` tells the kind and the field, never the value. A date is
    ``YYYY-MM-DD``, an age a number of years.
    """

    kind: EntityKind = field(converter=EntityKind)
    value: str = field(converter=_text, repr=False)
    category: str
    where: str = ""

    def __attrs_post_init__(self) -> None:
        category(self.category, where=f"{self.where or 'entity'}.category")


def _each_once(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(set(entities)))


@frozen(repr=False)
class Known:
    """All that is known of the people in a file, each value once."""

    entities: tuple[Entity, ...] = field(converter=_each_once)

    def __repr__(self) -> str:
        return f"<Known, {len(self.entities)} entities>"

    def hidden(self, categories: Collection[str]) -> tuple[Entity, ...]:
        """Give those whose category a plan hides."""
        return tuple(one for one in self.entities if one.category in categories)

    @property
    def sha256(self) -> str:
        """SHA-256 of what is known; keep it as you keep the note."""
        rows = [[str(e.kind), e.value, e.category] for e in self.entities]
        raw = canonical.dumps(sorted(rows))
        return hashlib.sha256(raw).hexdigest()


def known_entities(
    records: Iterable[object], *, on: date | None = None, tz: tzinfo = UNSAID.tz
) -> Known:
    """Collect the entities of a whole file: of every party, from every record.

    ``on``: the day the note was written, from which ages are reckoned; without it no
    age is looked for. ``tz``: the time zone of the case, in which days are told.
    Raises: CutFailed, naming a field whose parts are not what it declares.
    """
    return Known(
        entity
        for record in records
        for leaf, value in values(record)
        if not isinstance(value, Missing)
        for entity in _entities(leaf, value, on, tz)
        if len(compact(entity.value)) >= MIN_LENGTH or entity.kind is EntityKind.AGE
    )


def _entities(leaf: Leaf, value: Any, on: date | None, tz: tzinfo) -> Iterator[Entity]:
    label = leaf.label
    if label.identifying is Identifying.NONE:
        return
    if leaf.kind in (FieldKind.DATE, FieldKind.INSTANT):
        yield from _dates(leaf, day_in(value, tz), on)
        return
    if leaf.path.endswith(".age_reported"):
        yield Entity(EntityKind.AGE, str(value), label.category, leaf.path)
        return
    kind = _kind(leaf, str(value))
    if kind is not None:
        yield Entity(kind, _written(value), label.category, leaf.path)


def _written(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _kind(leaf: Leaf, value: str) -> EntityKind | None:
    """Give what kind of entity a field's value is; None for what is not looked for."""
    direct = leaf.label.identifying is Identifying.DIRECT
    if leaf.kind is FieldKind.NAME:
        return EntityKind.NAME
    if leaf.kind is FieldKind.PHONE:
        return _reached(value)
    if leaf.kind is FieldKind.EMAIL:
        return EntityKind.EMAIL
    if leaf.kind is FieldKind.ZIP:
        return EntityKind.ZIP
    if leaf.kind in (FieldKind.GOV_ID, FieldKind.ID, FieldKind.DECIMAL):
        return EntityKind.NUMBER if direct or leaf.kind is FieldKind.GOV_ID else None
    if leaf.kind is not FieldKind.TEXT:
        return None
    return _worded(leaf, value) if direct else _place(leaf)


#: A telephone number with what is dialed after it, or partly said by letters.
_DIALED = re.compile(
    r"[\s+().-]{0,4}(?:1[\s.-])?\(?[2-9][0-9]{2}\)?[\s./-]{0,2}[0-9a-z]{3}[\s./-]?"
    r"[0-9a-z]{4}(?:[\s,;]{0,3}(?:x|ext\.?|extension)\s?[0-9]{1,6})?",
    re.IGNORECASE,
)


def _reached(value: str) -> EntityKind:
    digits = sum(char.isdecimal() for char in value)
    if "@" in value.strip()[1:]:
        return EntityKind.EMAIL
    letters = sum(char.isalpha() for char in value)
    short = digits >= 7 and letters <= 4
    return EntityKind.PHONE if short or _DIALED.fullmatch(value) else EntityKind.HANDLE


def _worded(leaf: Leaf, value: str) -> EntityKind:
    if leaf.label.category.startswith("location."):
        return EntityKind.STREET
    if any(char.isdecimal() for char in value):
        return EntityKind.NUMBER
    return EntityKind.PHRASE


#: Texts that name a place, by the last part of their path.
_PLACES = frozenset({"city", "tribal_land", "employer", "employer_name", "school"})


def _place(leaf: Leaf) -> EntityKind | None:
    named = leaf.path.rpartition(".")[2] in _PLACES
    return EntityKind.PLACE if named else None


def _dates(leaf: Leaf, value: Any, on: date | None) -> Iterator[Entity]:
    said = (leaf.label.category, leaf.path)
    for day in _days(value):
        yield Entity(EntityKind.DATE, day.isoformat(), *said)
    if leaf.label.category == "identity.dob" and on is not None:
        born = PartialDate.parse(str(value)) if isinstance(value, date) else value
        for years in sorted(set(born.age_at(on))):
            yield Entity(EntityKind.AGE, str(years), *said)


def _days(value: Any) -> Iterator[date]:
    """Give the days of a date that is known to the day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        yield value
    if isinstance(value, PartialDate):
        for term in value.text.replace("~", "").split("/"):
            if term.count("-") == 2:
                yield date.fromisoformat(term)
