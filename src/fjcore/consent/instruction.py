"""What a survivor says must never be done: a limit of her own that outlives a form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent._convert import name_set
from fjcore.consent.vocabulary import BasisKind, Purpose, RecipientKind
from fjcore.errors import EventRefused, Malformed
from fjcore.records.categories import covers, is_known
from fjcore.records.codec import structure_settings

#: Grounds on which nothing goes to anybody else: what she says of others is not asked.
INSIDE = frozenset({BasisKind.INTRA_PROGRAM, BasisKind.SUBJECT_ACCESS})


def _names() -> Any:
    return field(default=frozenset(), converter=name_set)


@frozen(kw_only=True)
class Instruction:
    """Nothing of these categories, to these recipients, for these purposes.

    A set that is empty matches everything. ``categories`` may hold parents or fields
    by name. It binds whatever the ground, but for the program's own staff and her.
    """

    id: str
    recipients: frozenset[str] = _names()
    recipient_kinds: frozenset[str] = _names()
    purposes: frozenset[str] = _names()
    categories: frozenset[str] = _names()

    def __repr__(self) -> str:
        return f"<Instruction {self.id!r}>"

    def forbids(
        self, *, recipient: str, kind: str, purpose: str, category: str, item: str
    ) -> bool:
        """Whether it speaks to a question for a category or a named field."""
        named = self.categories
        return (
            (not self.recipients or recipient in self.recipients)
            and (not self.recipient_kinds or kind in self.recipient_kinds)
            and (not self.purposes or purpose in self.purposes)
            and (
                not named
                or item in named
                or any(covers(listed, category) for listed in named)
            )
        )


@frozen
class Standing:
    """An instruction on file, with its span; half-open."""

    instruction: Instruction
    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it stands at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


def instruction_to(instruction: Instruction) -> dict[str, Any]:
    """Give an instruction as plain data."""
    said = {a.name: getattr(instruction, a.name) for a in attrs.fields(Instruction)}
    return {k: sorted(v) if type(v) is frozenset else v for k, v in said.items()}


def instruction_from(data: object) -> Instruction:
    """Read an instruction from plain data.

    Raises: EventRefused, with the path and code of every fault.
    """
    found: Instruction | None = None
    problems: tuple[Any, ...] = ()
    try:
        found = structure_settings(data, Instruction)
    except Malformed as error:
        problems = error.problems
    del data  # a traceback may print what its frames hold
    if found is None:
        raise EventRefused("event.instruction", problems=problems)
    _known("recipient_kinds", found.recipient_kinds, map(str, RecipientKind))
    _known("purposes", found.purposes, map(str, Purpose))
    if not all(is_known(item) or "." in item for item in found.categories):
        raise EventRefused("event.instruction.categories")
    return found


def _known(name: str, said: frozenset[str], known: Iterable[str]) -> None:
    if not said <= frozenset(known):
        raise EventRefused(f"event.instruction.{name}")
