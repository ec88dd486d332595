"""What an explanation is made of: closed codes, what holds, what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from fjcore.consent.inquiry import Inquiry
from fjcore.consent.view import View
from fjcore.consent.vocabulary import Reason

#: Codes of the engine itself, beside the reasons of the law.
ENGINE_CODES = (
    "granted",
    "coarsened",
    "limited",
    "unlabelled",
    "undischargeable_obligation",
    "stale",
    "error",
)
#: Every code that an explanation can hold; closed, and no code changes its meaning.
CODES: tuple[str, ...] = tuple(dict.fromkeys([*map(str, Reason), *ENGINE_CODES]))


class Audience(StrEnum):
    """For whom an answer is explained."""

    STAFF = "staff"
    SURVIVOR = "survivor"
    RECIPIENT = "recipient"


class Outcome(StrEnum):
    """What came of a category or field: all of it, less, or nothing."""

    GRANTED = "granted"
    COARSENED = "coarsened"
    WITHHELD = "withheld"


class Standing(StrEnum):
    """How an answer stands: allowed, against a rule, or only not allowed by anything.

    What is forbidden stays so whatever is signed; what is not permitted lacks a ground.
    """

    PERMITTED = "permitted"
    FORBIDDEN = "forbidden"
    NOT_PERMITTED = "not_permitted"


class ChangeKind(StrEnum):
    """What kind of a single change would raise a view; the smallest first."""

    NEED_TO_KNOW = "need_to_know"
    UNIT = "unit"
    METHOD = "method"
    PERSON = "person"
    LATER = "later"
    NAME_ITEM = "name_item"
    VIEW = "view"
    PRIVILEGE_ACK = "privilege_ack"
    FORM_PART2 = "form_part2"
    FORM_PSYCHOTHERAPY = "form_psychotherapy"
    FORM_FERPA = "form_ferpa"
    SHELTER = "shelter"
    COMPLETE = "complete"
    INFORMED = "informed"
    SIGN = "sign"
    SIGNER = "signer"
    END = "end"
    USES = "uses"
    FUTURE = "future"
    NAME_METHOD = "name_method"
    NAME_PURPOSE = "name_purpose"
    NAME_RECIPIENT = "name_recipient"
    ANEW = "anew"
    EVIDENCE = "evidence"
    CELLS = "cells"
    DEIDENTIFY = "deidentify"
    RELEASE = "release"
    BASIS = "basis"
    PURPOSE = "purpose"
    RECIPIENT = "recipient"


#: Changes that are hers to make, and so the only ones that she is told of.
HERS = frozenset(ChangeKind) - {
    ChangeKind.NEED_TO_KNOW,
    ChangeKind.UNIT,
    ChangeKind.EVIDENCE,
    ChangeKind.BASIS,
    ChangeKind.CELLS,
    ChangeKind.DEIDENTIFY,
    ChangeKind.PURPOSE,
    ChangeKind.RECIPIENT,
}


@frozen(kw_only=True)
class Binding:
    """One limit or rule that holds a view down, by its kind and id.

    ``kind``: law, limit, instruction, rule, closed, received or capability.
    """

    kind: str
    id: str
    citation: str = ""


@frozen(kw_only=True)
class Lacking:
    """A part that a ground lacks: of a release its check, of a law its fact."""

    rule: str
    part: str


@frozen(kw_only=True)
class Change:
    """One single change, decided anew: with it the view would be ``yields``.

    ``release`` is the form it is about, ``value`` what is put in its place. ``asked``
    is the changed question and state; ``what_if`` answers it.
    """

    kind: ChangeKind
    release: str = ""
    value: str = ""
    yields: View = View.SILENT
    asked: Inquiry = field(repr=False, eq=False)

    def plain(self) -> dict[str, str]:
        """Give the change as plain data."""
        said = {"kind": str(self.kind), "release": self.release, "value": self.value}
        kept = {key: text for key, text in said.items() if text}
        return {**kept, "yields": self.yields.name.lower()}


@frozen(kw_only=True)
class Explained:
    """Why one category, or one field by name, is answered as it is.

    ``by_name``: it is a narrative, which a release reaches by its name alone.
    ``binding``: the limits and rules that must all go for the view to rise; empty where
    none of them holds it down. ``lacking``: what the nearest ground lacks. ``nearest``:
    single changes that would raise the view, the smallest first.
    """

    name: str
    category: str
    by_name: bool = False
    outcome: Outcome
    standing: Standing
    code: str
    view: View
    rule: str
    citation: str = ""
    grants: tuple[str, ...] = ()
    binding: tuple[Binding, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    nearest: tuple[Change, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give the line as plain data."""
        said: Mapping[str, Any] = {
            "name": self.name,
            "category": self.category,
            "outcome": str(self.outcome),
            "standing": str(self.standing),
            "code": self.code,
            "view": self.view.name.lower(),
            "rule": self.rule,
            "citation": self.citation,
            "grants": list(self.grants),
            "binding": [{"kind": b.kind, "id": b.id} for b in self.binding],
            "lacking": [{"rule": p.rule, "part": p.part} for p in self.lacking],
            "nearest": [one.plain() for one in self.nearest],
        }
        return dict(said)
