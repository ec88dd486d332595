"""The plain walk over a record: slow, obvious, and shared with no generated code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import attrs

from fjcore.records.record import Leaf, info_of, is_part, leaves, shape
from fjcore.values import Missing


def values(record: object) -> Iterator[tuple[Leaf, Any]]:
    """Give every value a record holds with the field it stands in, missing ones too."""
    cls = type(record)
    known = {leaf.path: leaf for leaf in leaves(cls)}
    yield from _values(record, info_of(cls).name, known)


def _values(
    holder: object, path: str, known: dict[str, Leaf]
) -> Iterator[tuple[Leaf, Any]]:
    for attribute in attrs.fields(type(holder)):
        here = f"{path}.{attribute.name}"
        held = getattr(holder, attribute.name)
        inner, _ = shape(attribute.type)
        for item in held if isinstance(held, tuple) else (held,):
            if is_part(inner) and not isinstance(item, Missing):
                yield from _values(item, here, known)
            else:
                yield known[here], item


def normal(text: str) -> str:
    """Give a text in the form in which values are compared and searched.

    NFKD, marks and invisible characters removed, case folded, each run of anything
    but letters and digits one space.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = [
        char if char.isalnum() else " "
        for char in folded
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    ]
    return " ".join("".join(kept).split())
