"""How a record type is declared: every field labelled, or the class is refused."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, Union, dataclass_transform, get_args, get_origin

import attrs
from attrs import NOTHING, Attribute, frozen

from fjcore.errors import UnknownCategory, Unlabelled
from fjcore.records.categories import CATEGORIES
from fjcore.records.codes import CodeList
from fjcore.records.label import About, FieldKind, Identifying, Label
from fjcore.values import Missing, PartialDate, parse_name

C = TypeVar("C", bound=type)

_META = "fj"

_KINDS: Mapping[Any, FieldKind] = {
    str: FieldKind.TEXT,
    bool: FieldKind.BOOL,
    int: FieldKind.NUMBER,
    date: FieldKind.DATE,
    PartialDate: FieldKind.DATE,
    datetime: FieldKind.INSTANT,
}


@frozen(kw_only=True)
class FieldInfo:
    """What a field declares beside its type."""

    label: Label | None
    kind: FieldKind | None = None
    codes: str | CodeList | None = None
    max_length: int = 500


@frozen(kw_only=True)
class RecordInfo:
    """Name, version and make of a record type; kept on the class as ``__fj__``."""

    name: str
    version: int
    part: bool
    relabel: Mapping[str, str]


@frozen
class Leaf:
    """One labelled field of a record type, with the path that names it everywhere."""

    path: str
    label: Label
    kind: FieldKind
    codes: str | CodeList | None
    repeated: bool


def labelled(
    category: str,
    *,
    identifying: str = "direct",
    about: str = "subject",
    privilege: tuple[str, ...] = (),
    kind: FieldKind | None = None,
    codes: str | CodeList | None = None,
    max_length: int = 500,
    required: bool = False,
    default: Any = NOTHING,
) -> Any:
    """Declare a field with its label.

    Left unsaid, a field identifies directly and is optional: its value is then
    ``Missing.NOT_COLLECTED`` until somebody gives another.
    Units: ``max_length`` in characters.
    """
    label = Label(
        category, About(about), Identifying(identifying), frozenset(privilege)
    )
    info = FieldInfo(label=label, kind=kind, codes=codes, max_length=max_length)
    if default is NOTHING and not required:
        default = Missing.NOT_COLLECTED
    return attrs.field(default=default, metadata={_META: info})


def parts(*, required: bool = False) -> Any:
    """Declare a field that holds labelled parts; its label is that of its leaves."""
    default: Any = NOTHING if required else ()
    return attrs.field(default=default, metadata={_META: FieldInfo(label=None)})


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(labelled, parts)
)
def record(
    name: str, version: int, *, relabel: Mapping[str, str] | None = None
) -> Callable[[C], C]:
    """Make a record type: frozen, keyword-only, value-free ``repr``, all labelled.

    ``relabel`` moves categories of inherited fields: it makes a variant of a type,
    so that a label never depends on a value.
    Raises: Unlabelled, UnknownCategory, naming ``record.field``.
    """
    info = RecordInfo(
        name=parse_name(name), version=version, part=False, relabel=dict(relabel or {})
    )
    return lambda cls: _make(cls, info)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(labelled, parts)
)
def part(name: str) -> Callable[[C], C]:
    """Make a part: labelled fields that stand together inside a record.

    Raises: Unlabelled, UnknownCategory, naming ``part.field``.
    """
    info = RecordInfo(name=parse_name(name), version=1, part=True, relabel={})
    return lambda cls: _make(cls, info)


def _make(cls: C, info: RecordInfo) -> C:
    made = attrs.define(
        cls, frozen=True, slots=True, kw_only=True, repr=False, weakref_slot=False
    )
    attrs.resolve_types(made)
    setattr(made, "__fj__", info)  # noqa: B010 - slots hide it from the type checker
    setattr(made, "__repr__", _repr)  # noqa: B010
    for attribute in attrs.fields(made):
        _check(attribute, info)
    if not info.part:
        compartments(made)
    return made


def _repr(self: Any) -> str:
    return f"<{self.__fj__.name}, {len(attrs.fields(type(self)))} fields>"


def _check(attribute: Attribute[Any], info: RecordInfo) -> None:
    where = f"{info.name}.{attribute.name}"
    declared = attribute.metadata.get(_META)
    if not isinstance(declared, FieldInfo):
        raise Unlabelled(where)
    inner, _ = shape(attribute.type)
    if declared.label is None:
        if not is_part(inner):
            raise Unlabelled(where)
        return
    if is_part(inner):
        raise Unlabelled(where)
    label = declared.label.relabelled(dict(info.relabel))
    if label.category not in CATEGORIES:
        raise UnknownCategory(where)
    if declared.kind is None and declared.codes is None and inner not in _KINDS:
        raise Unlabelled(where)


def is_part(kind: Any) -> bool:
    """Whether a type was made by ``part``."""
    made = getattr(kind, "__fj__", None)
    return isinstance(made, RecordInfo) and made.part


def shape(annotation: Any) -> tuple[Any, bool]:
    """Give the type of one value and whether a field holds a tuple of them."""
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [arg for arg in get_args(annotation) if arg is not Missing]
        annotation = rest[0] if len(rest) == 1 else annotation
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
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
    found: FieldInfo = attribute.metadata[_META]
    return found


def leaves(cls: type) -> tuple[Leaf, ...]:
    """Every labelled field of a record type, nested parts included, in order."""
    info = info_of(cls)
    return tuple(_leaves(cls, info.name, dict(info.relabel), False))


def _leaves(
    cls: type, path: str, moves: dict[str, str], repeated: bool
) -> Iterator[Leaf]:
    for attribute in attrs.fields(cls):
        said = declared(attribute)
        inner, many = shape(attribute.type)
        here = f"{path}.{attribute.name}"
        if said.label is None:
            yield from _leaves(inner, here, moves, repeated or many)
            continue
        kind = said.kind or (FieldKind.CODE if said.codes else _KINDS[inner])
        label = said.label.relabelled(moves)
        yield Leaf(here, label, kind, said.codes, repeated or many)


def compartments(cls: type) -> dict[str, str]:
    """Give the compartment that each top-level field of a record type is sealed in.

    Raises: Unlabelled, when the parts of one field lie in several compartments.
    """
    found: dict[str, str] = {}
    depth = info_of(cls).name.count(".") + 1
    for leaf in leaves(cls):
        name = leaf.path.split(".")[depth]
        if found.setdefault(name, leaf.label.leaf.compartment) != (
            leaf.label.leaf.compartment
        ):
            raise Unlabelled(f"{info_of(cls).name}.{name}")
    return found
