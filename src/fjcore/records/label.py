"""What every field says about itself: category, about whom, how identifying."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen

from fjcore.records.categories import CATEGORIES, Category


class About(enum.StrEnum):
    """Whom a field is about; the subject is the person a record is filed under."""

    SUBJECT = "subject"
    CHILD = "child"
    RESPONDENT = "respondent"
    THIRD_PARTY = "third_party"
    STAFF = "staff"
    HOLDER = "holder"


class Identifying(enum.StrEnum):
    """How far a value points to one person by itself."""

    DIRECT = "direct"
    QUASI = "quasi"
    NONE = "none"


class FieldKind(enum.StrEnum):
    """What a value is, which decides by which steps it can be made coarser."""

    NAME = "name"
    TEXT = "text"
    NARRATIVE = "narrative"
    PHONE = "phone"
    EMAIL = "email"
    GOV_ID = "gov_id"
    DATE = "date"
    INSTANT = "instant"
    ZIP = "zip"
    NUMBER = "number"
    DECIMAL = "decimal"
    CODE = "code"
    BOOL = "bool"
    ID = "id"


class Ladder(enum.StrEnum):
    """By which steps a value becomes coarser, where its kind alone does not say it."""

    AGE = "age"
    BUCKET = "bucket"
    STATE = "state"
    COUNTY = "county"
    CITY = "city"
    ACCOUNT = "account"
    CASE_NUMBER = "case_number"


#: A bound between two groups of numbers.
Edge = int | Decimal


def sound_edges(edges: Any) -> bool:
    """Whether there is one edge or more between groups of numbers, and they rise."""
    if type(edges) is not tuple or not edges:
        return False
    exact = all(
        type(one) is int or (type(one) is Decimal and one.is_finite()) for one in edges
    )
    return exact and all(low < high for low, high in pairwise(edges))


#: The privileges a field may carry.
PRIVILEGES = frozenset({"advocate", "attorney", "clergy", "clinician", "part2"})


@frozen
class Label:
    """The label of one field. What is not said is taken as the most sensitive."""

    category: str
    about: About = About.SUBJECT
    identifying: Identifying = Identifying.DIRECT
    privilege: frozenset[str] = frozenset()

    @property
    def leaf(self) -> Category:
        """The category itself."""
        return CATEGORIES[self.category]

    @property
    def existence_sensitive(self) -> bool:
        """Whether even the presence of a value must not be told."""
        return self.leaf.silent

    @property
    def sensitive(self) -> bool:
        """Whether a value of this field must never stand in clear in a store."""
        return self.identifying is Identifying.DIRECT or self.leaf.explicit_only

    def relabelled(
        self, moves: Mapping[str, str], privilege: frozenset[str] | None = None
    ) -> Label:
        """Give this label with its category moved as a record variant asks.

        A label that is moved carries ``privilege`` instead of its own, where given:
        what another keeps, it keeps under another law.
        """
        if self.category not in moves:
            return self
        held = self.privilege if privilege is None else privilege
        return evolve(self, category=moves[self.category], privilege=held)


def is_looser(new: Label, old: Label) -> bool:
    """Whether a label guards less than another in any respect."""
    order = [Identifying.NONE, Identifying.QUASI, Identifying.DIRECT]
    return (
        order.index(new.identifying) < order.index(old.identifying)
        or not new.privilege >= old.privilege
        or (old.leaf.explicit_only and not new.leaf.explicit_only)
        or (old.leaf.silent and not new.leaf.silent)
        or old.leaf.special_regime not in (None, new.leaf.special_regime)
    )


def parse_label(row: dict[str, object]) -> Label | None:
    """Read a label from plain text values; None when one is absent or unknown.

    Shape: ``category``, ``about`` and ``identifying`` required, ``privilege`` a list.
    """
    privilege = row.get("privilege", [])
    said = [row.get(name) for name in ("category", "about", "identifying")]
    if type(privilege) is not list or any(
        type(text) is not str for text in (*said, *privilege)
    ):
        return None
    category, about, identifying = map(str, said)
    known = (
        category in CATEGORIES
        and about in set(About)
        and identifying in set(Identifying)
        and PRIVILEGES.issuperset(privilege)
    )
    if not known:
        return None
    return Label(category, About(about), Identifying(identifying), frozenset(privilege))


def unknown_categories(names: Iterable[str]) -> list[str]:
    """Those of the names that are not in the tree, sorted."""
    return sorted(set(names) - set(CATEGORIES))
