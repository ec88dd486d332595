"""How a record type is declared: every field labelled, or the class is refused."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, dataclass_transform

import attrs
from attrs import NOTHING, frozen

from fjcore.errors import Malformed, UnknownCategory, Unlabelled
from fjcore.records._refusal import KINDS, check, compare
from fjcore.records._shape import (
    META,
    FieldInfo,
    RecordInfo,
    declared,
    info_of,
    is_part,
    optional,
    shape,
)
from fjcore.records.codes import CodeList
from fjcore.records.label import (
    About,
    Edge,
    FieldKind,
    Identifying,
    Label,
    Ladder,
)
from fjcore.records.rule import Rule, broken
from fjcore.values import Missing, parse_name

__all__ = [
    "FieldInfo",
    "Leaf",
    "RecordInfo",
    "compartments",
    "declared",
    "info_of",
    "is_part",
    "labelled",
    "leaves",
    "optional",
    "part",
    "parts",
    "record",
    "shape",
]

C = TypeVar("C", bound=type)
E = TypeVar("E", bound=enum.Enum)


@frozen
class Leaf:
    """One labelled field of a record type, with the path that names it everywhere."""

    path: str
    label: Label
    kind: FieldKind
    codes: str | CodeList | None
    repeated: bool
    ladder: Ladder | None = None
    edges: tuple[Edge, ...] = ()


def labelled(
    category: str,
    *,
    identifying: str = "direct",
    about: str = "subject",
    privilege: tuple[str, ...] = (),
    kind: FieldKind | None = None,
    codes: str | CodeList | None = None,
    max_length: int = 500,
    ladder: str | tuple[Edge, ...] | None = None,
    required: bool = False,
    default: Any = NOTHING,
) -> Any:
    """Declare a field with its label.

    Left unsaid, a field identifies directly and is optional: its value is then
    ``Missing.NOT_COLLECTED`` until somebody gives another.
    ``ladder``: by which steps it becomes coarser, where its kind has none: ``age``,
    ``state``, ``county``, ``city``, ``account`` or ``case_number``; of other numbers,
    the edges between groups of them.
    Units: ``max_length`` in characters.
    Raises: Unlabelled, naming ``about``, ``identifying`` or ``ladder`` when it is
    unknown.
    """
    label = Label(
        category,
        _member(About, about, "about"),
        _member(Identifying, identifying, "identifying"),
        frozenset(privilege),
    )
    edges = () if ladder is None or isinstance(ladder, str) else ladder
    steps = Ladder.BUCKET if edges is ladder else None
    if isinstance(ladder, str):
        steps = _member(Ladder, ladder, "ladder")
    info = FieldInfo(
        label=label,
        kind=kind,
        codes=codes,
        max_length=max_length,
        ladder=steps,
        edges=edges,
    )
    if default is NOTHING and not required:
        default = Missing.NOT_COLLECTED
    return attrs.field(default=default, metadata={META: info})


def _member(kind: type[E], said: str, where: str) -> E:
    for member in kind:
        if member.value == said:
            return member
    raise Unlabelled(where)


def parts(*, required: bool = False) -> Any:
    """Declare a field that holds labelled parts; its label is that of its leaves."""
    default: Any = NOTHING if required else ()
    return attrs.field(default=default, metadata={META: FieldInfo(label=None)})


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(labelled, parts)
)
def record(
    name: str,
    version: int,
    *,
    relabel: Mapping[str, str] | None = None,
    privilege: Iterable[str] | None = None,
    rules: tuple[Rule, ...] = (),
) -> Callable[[C], C]:
    """Make a record type: frozen, keyword-only, value-free ``repr``, all labelled.

    ``relabel`` moves categories of inherited fields: it makes a variant of a type,
    so that a label never depends on a value; ``privilege`` is what the moved labels
    carry instead of their own. A field declared again in a subclass may have a
    stricter label, not a looser one. ``rules`` hold of every record, and those of the
    types above hold too: a record that breaks one cannot be made.
    Raises: Unlabelled, naming ``record.field``, when a field has no label, or a
    looser one, or its type is not one of ``str``, ``bool``, ``int``, ``date``,
    ``datetime``, ``PartialDate`` or a part, a tuple of one, either with ``| Missing``;
    UnknownCategory, naming it or what ``relabel`` moves.
    """
    info = RecordInfo(
        name=parse_name(name),
        version=version,
        part=False,
        relabel=dict(relabel or {}),
        privilege=None if privilege is None else frozenset(privilege),
        rules=rules,
    )
    return lambda cls: _make(cls, info)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(labelled, parts)
)
def part(name: str, *, rules: tuple[Rule, ...] = ()) -> Callable[[C], C]:
    """Make a part: labelled fields that stand together inside a record.

    Raises: Unlabelled, UnknownCategory, naming ``part.field``.
    """
    info = RecordInfo(
        name=parse_name(name), version=1, part=True, relabel={}, rules=rules
    )
    return lambda cls: _make(cls, info)


def _make(cls: C, info: RecordInfo) -> C:
    made = _defined(cls, info)
    attrs.resolve_types(made)
    above = [base for base in made.__mro__[1:] if "__fj__" in base.__dict__]
    moved = info_of(above[0]).relabel if above else {}
    joined = _inherited(info, info_of(above[0])) if above else info
    setattr(made, "__fj__", joined)  # noqa: B010 - slots hide it from the type checker
    setattr(made, "__repr__", _repr)  # noqa: B010
    setattr(made, "__str__", _repr)  # noqa: B010
    for attribute in attrs.fields(made):
        check(attribute, info_of(made))
        if not attribute.inherited:
            compare(attribute, info_of(made), above)
    for name in set(info.relabel) - set(_categories(made, moved)):
        raise UnknownCategory(f"{info.name}.relabel.{name}")
    if not info.part:
        compartments(made)
    return made


def _defined(cls: C, info: RecordInfo) -> C:
    made = None
    if info.rules:
        setattr(cls, "__attrs_post_init__", _hold)  # noqa: B010
    try:
        made = attrs.define(
            cls,
            auto_attribs=True,
            frozen=True,
            slots=True,
            kw_only=True,
            repr=False,
            weakref_slot=False,
        )
    except attrs.exceptions.UnannotatedAttributeError:
        pass
    if made is None:
        raise Unlabelled(info.name)
    return made


def _joined(above: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Join moves: a variant of a variant moves on what the first one moved."""
    return {**own, **{name: own.get(to, to) for name, to in above.items()}}


def _inherited(info: RecordInfo, above: RecordInfo) -> RecordInfo:
    """Join what a variant says to what the type above it says."""
    return attrs.evolve(
        info,
        relabel=_joined(above.relabel, info.relabel),
        privilege=above.privilege if info.privilege is None else info.privilege,
        rules=(*above.rules, *info.rules),
    )


def _hold(self: Any) -> None:
    """Refuse a record that breaks a rule of its type."""
    info = info_of(type(self))
    held = {name: getattr(self, name) for rule in info.rules for name in rule.of}
    problems = broken(info.rules, held)
    if problems:
        raise Malformed(info.name, problems=tuple(sorted(set(problems))))


def _repr(self: Any) -> str:
    return f"<{self.__fj__.name}, {len(attrs.fields(type(self)))} fields>"


def _categories(cls: type, moves: Mapping[str, str]) -> Iterator[str]:
    for leaf in _leaves(cls, "", dict(moves), None, False):
        yield leaf.label.category


def leaves(cls: type) -> tuple[Leaf, ...]:
    """Every labelled field of a record type, nested parts included, in order."""
    info = info_of(cls)
    # Kept with the type, so that it goes with it: a form may be made anew any time.
    kept: tuple[RecordInfo, tuple[Leaf, ...]] | None = cls.__dict__.get("__fj_leaves__")
    if kept is None or kept[0] is not info:
        found = tuple(_leaves(cls, info.name, info.relabel, info.privilege, False))
        kept = info, found
        setattr(cls, "__fj_leaves__", kept)  # noqa: B010
    return kept[1]


def _leaves(
    cls: type,
    path: str,
    moves: Mapping[str, str],
    privilege: frozenset[str] | None,
    repeated: bool,
) -> Iterator[Leaf]:
    for attribute in attrs.fields(cls):
        said = declared(attribute)
        inner, many = shape(attribute.type)
        here = f"{path}.{attribute.name}"
        if said.label is None:
            yield from _leaves(inner, here, moves, privilege, repeated or many)
            continue
        kind = said.kind or (FieldKind.CODE if said.codes else KINDS[inner])
        label = said.label.relabelled(moves, privilege)
        held = repeated or many
        yield Leaf(here, label, kind, said.codes, held, said.ladder, said.edges)


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
