"""The plain walk over a record: slow, obvious, and shared with no generated code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import attrs

from fjcore.errors import CutFailed
from fjcore.records.record import Leaf, info_of, is_part, leaves, shape
from fjcore.values import Missing

#: Letters that no normal form takes apart, and the plain ones they are written as.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        # Fillers: letters by their category, and invisible.
        "\u115f": None,
        "\u1160": None,
    }
)

_NEITHER = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=1024)
def fields_of(cls: type) -> Mapping[str, Leaf]:
    """Give every labelled field of a record type by its path, in order."""
    return MappingProxyType({leaf.path: leaf for leaf in leaves(cls)})


def values(record: object) -> Iterator[tuple[Leaf, Any]]:
    """Give every value a record holds with the field it stands in, missing ones too.

    Raises: CutFailed, naming a field whose parts are not what it declares.
    """
    cls: type = type(record)
    yield from _values(record, info_of(cls).name, fields_of(cls))


def _values(
    holder: Any, path: str, known: Mapping[str, Leaf]
) -> Iterator[tuple[Leaf, Any]]:
    for attribute in attrs.fields(type(holder)):
        here = f"{path}.{attribute.name}"
        held = getattr(holder, attribute.name)
        inner, _ = shape(attribute.type)
        for item in held if isinstance(held, tuple) else (held,):
            if not is_part(inner):
                yield known[here], item
            elif type(item) is inner:
                yield from _values(item, here, known)
            elif not isinstance(item, Missing):
                raise CutFailed(here)


def normal(text: str) -> str:
    """Give a text in the form in which values are compared and searched.

    Marks and invisible characters removed, case folded, look-alike forms of a letter
    or digit made one, each run of anything but letters and digits one space.
    """
    if text.isascii():
        return _NEITHER.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_PLAIN)
    return " ".join("".join(map(_kept, folded)).split())


def _kept(char: str) -> str:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if char.isalnum() else " "
