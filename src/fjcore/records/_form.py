"""What a form is made of: its questions, its sections, what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from fjcore.records._formtypes import HOLDING, Kind
from fjcore.records.codes import CodeList
from fjcore.records.expression import Expression
from fjcore.values import Missing

#: A text by language; English is always there.
Wording = Mapping[str, str]

_NONE: Mapping[str, str] = MappingProxyType({})


@frozen
class FormField:
    """One question: its name, its wording by language, where its answer goes.

    Shape: ``fields`` are the questions of a part or a repeat. ``missing`` are the
    reasons that may stand in place of an answer; any, where it is None. ``maps`` gives
    for each code of the question the code that core keeps.
    """

    name: str
    label: Wording
    target: str
    kind: Kind = field(default=Kind("text"), kw_only=True)
    hint: Wording = field(default=_NONE, kw_only=True)
    message: Wording = field(default=_NONE, kw_only=True)
    required: bool = field(default=False, kw_only=True)
    hidden: bool = field(default=False, kw_only=True)
    read_only: bool = field(default=False, kw_only=True)
    missing: frozenset[Missing] | None = field(default=None, kw_only=True)
    when: Expression | None = field(default=None, kw_only=True)
    constraint: Expression | None = field(default=None, kw_only=True)
    section: str = field(default="", kw_only=True)
    default: Any = field(default=None, kw_only=True)
    report: str = field(default="", kw_only=True)
    maps: Mapping[str, str] = field(default=_NONE, kw_only=True)
    fields: tuple[FormField, ...] = field(default=(), kw_only=True)

    @property
    def type(self) -> str:
        """Its type, as a form file names it; ``texts`` where core holds several."""
        return self.kind.type

    @property
    def codes(self) -> CodeList | None:
        """The list that its answer is chosen from."""
        return self.kind.codes

    @property
    def leaves(self) -> tuple[FormField, ...]:
        """What is answered by itself: of a part its questions, as ``part.name``."""
        if self.kind.type == "note":
            return ()
        if not self.holds:
            return (self,)
        return tuple(
            evolve(one, name=f"{self.name}.{one.name}")
            for one in self.fields
            if one.type != "note"
        )

    @property
    def holds(self) -> bool:
        """Whether it is a part or a repeat."""
        return self.kind.type in HOLDING


@frozen
class Section:
    """Questions that stand together under one title."""

    name: str
    title: Wording
    hint: Wording = field(default=_NONE, kw_only=True)
    when: Expression | None = field(default=None, kw_only=True)


@frozen
class Previous:
    """What became of a version in the next: by its names, and the next one's codes.

    ``recoded`` gives by the field's name in the next version new codes by old ones.
    """

    version: int
    renamed: Mapping[str, str] = field(default=_NONE, kw_only=True)
    retired: frozenset[str] = field(default=frozenset(), kw_only=True)
    recoded: Mapping[str, Mapping[str, str]] = field(factory=dict, kw_only=True)
