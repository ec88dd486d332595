"""What a labelled field and a record type say of themselves, and how to read it."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin

from attrs import Attribute, frozen

from fjcore.errors import Unlabelled
from fjcore.records.codes import CodeList
from fjcore.records.label import Edge, FieldKind, Label, Ladder
from fjcore.records.rule import Rule
from fjcore.values import Missing

#: Where a field keeps what it declares, among its metadata.
META = "fj"


@frozen(kw_only=True)
class FieldInfo:
    """What a field declares beside its type."""

    label: Label | None
    kind: FieldKind | None = None
    codes: str | CodeList | None = None
    max_length: int = 500
    ladder: Ladder | None = None
    edges: tuple[Edge, ...] = ()


@frozen(kw_only=True)
class RecordInfo:
    """Name, version and make of a record type; kept on the class as ``__fj__``."""

    name: str
    version: int
    part: bool
    relabel: Mapping[str, str]
    privilege: frozenset[str] | None = None
    rules: tuple[Rule, ...] = ()

    def of(self, label: Label) -> Label:
        """Give the label that a field of this type, or of a part in it, has here."""
        return label.relabelled(self.relabel, self.privilege)


def is_part(kind: Any) -> bool:
    """Whether a type was made by ``part``."""
    made = getattr(kind, "__fj__", None)
    return isinstance(made, RecordInfo) and made.part


def shape(annotation: Any) -> tuple[Any, bool]:
    """Give the type of one value and whether a field holds a tuple of them.

    Only ``tuple[T, ...]`` is a tuple of them; any other is a type of its own.
    """
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [arg for arg in get_args(annotation) if arg is not Missing]
        annotation = rest[0] if len(rest) == 1 else annotation
    held = get_args(annotation)
    if get_origin(annotation) is tuple and held[1:] == (...,):
        return held[0], True
    return annotation, False


def info_of(cls: type) -> RecordInfo:
    """Give name, version and make of a record type.

    Raises: Unlabelled, when the class was not made by ``record`` or ``part``.
    """
    made = cls.__dict__.get("__fj__")
    if not isinstance(made, RecordInfo):
        raise Unlabelled(cls.__name__)
    return made


def declared(attribute: Attribute[Any]) -> FieldInfo:
    """Give what a field declares beside its type."""
    found: FieldInfo = attribute.metadata[META]
    return found


def optional(attribute: Attribute[Any]) -> bool:
    """Whether a field may hold a reason for a missing answer."""
    united = get_origin(attribute.type) in (Union, types.UnionType)
    return united and Missing in get_args(attribute.type)
