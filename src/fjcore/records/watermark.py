"""The mark of made-up people: what carries it is never mixed with real files.

Every record of a made-up person says so by itself, in each id and in a text or two, so
that the mark goes wherever a part of the record goes: through JSON, a seal, an export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from fjcore.records.label import FieldKind
from fjcore.records.record import declared, is_part, shape
from fjcore.values import Tri

#: What ids of made-up people begin with.
SYNTHETIC = "SYN-"

#: The mark where it stands in a text: six digits of the run, then the number in it.
_IN_TEXT = re.compile(r"SYN-[0-9A-F]{6}-[0-9]{6}", re.IGNORECASE).search


def marks_id(text: str) -> bool:
    """Whether an id is that of somebody made up, in capitals or not."""
    return text[: len(SYNTHETIC)].upper() == SYNTHETIC


def is_marked(record: object) -> Tri:
    """Whether a record says that it is about somebody made up.

    Undetermined where it holds neither an id nor a text: there is no place for a
    mark then, and only what it is kept with can tell.
    """
    found = set(_judged(record))
    return Tri.of((True in found) if found else None)


def _judged(holder: object) -> Iterator[bool]:
    """Say of each id and text that is held whether it carries the mark."""
    kind: Any = type(holder)
    for name, part, an_id in _places(kind):
        held = getattr(holder, name)
        for one in held if type(held) is tuple else (held,):
            if part and attrs.has(type(one)):
                yield from _judged(one)
            elif type(one) is str and not part:
                yield marks_id(one) if an_id else _IN_TEXT(one) is not None


@cache
def _places(cls: type) -> tuple[tuple[str, bool, bool], ...]:
    """Give each field that may hold a mark: its name, and if it is a part or an id."""
    found = []
    for attribute in attrs.fields(cls):
        inner, _ = shape(attribute.type)
        said = declared(attribute)
        if is_part(inner):
            found.append((attribute.name, True, False))
        elif inner is str and said.codes is None:
            found.append((attribute.name, False, said.kind is FieldKind.ID))
    return tuple(found)
