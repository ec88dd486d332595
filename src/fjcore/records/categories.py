"""The one tree of data categories, by which everything is labelled and released."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from attrs import frozen

from fjcore.errors import UnknownCategory


@frozen
class Category:
    """One leaf of the tree.

    ``explicit_only``: a release reaches it only by naming it, never by its parent.
    ``special_regime``: the law that travels with it. ``silent``: even its existence
    is not told. ``compartment``: the group of categories sealed under one key.
    """

    id: str
    label: str
    explicit_only: bool = False
    special_regime: str | None = None
    silent: bool = False
    compartment: str = "general"


#: Compartment of what proves disclosures; no record field lies in it.
ACCOUNTING = "accounting"


def _read() -> Mapping[str, Category]:
    text = files("fjcore.records").joinpath("data/categories.toml").read_text("utf-8")
    rows = tomllib.loads(text)
    del rows["version"]
    return MappingProxyType(
        {
            name: Category(
                name,
                row["label"],
                row.get("explicit_only", False),
                row.get("regime"),
                row.get("silent", False),
                row.get("compartment", "general"),
            )
            for name, row in rows.items()
        }
    )


#: Every category by its id.
CATEGORIES: Mapping[str, Category] = _read()

#: Every compartment that holds record fields, sorted.
COMPARTMENTS: tuple[str, ...] = tuple(
    sorted({category.compartment for category in CATEGORIES.values()})
)


def category(name: str, *, where: str = "category") -> Category:
    """Give a category of the tree.

    Raises: UnknownCategory, naming ``where``.
    """
    found = CATEGORIES.get(name)
    if found is None:
        raise UnknownCategory(where)
    return found


def is_known(item: str) -> bool:
    """Whether an item is a leaf of the tree or the parent of one."""
    return item in CATEGORIES or any(leaf.startswith(item + ".") for leaf in CATEGORIES)


def covers(item: str, leaf: str) -> bool:
    """Whether an item of a release lists a leaf, as itself or as its parent.

    Whether a parent may reach the leaf at all is the leaf's ``explicit_only``.
    """
    return item == leaf or leaf.startswith(item + ".")
