"""With whom a person lives, and how people stand to each other."""

from __future__ import annotations

from typing import Any

from fjcore.records._declare import ATTORNEY, key, quasi, several
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, parts, record
from fjcore.records.rule import Rule, within
from fjcore.values import Missing

#: Code of the head of a household among ``hud.relationship_to_hoh``.
HEAD = "1"


@part("household_member")
class Member:
    """One person of a household, and how she stands to its head."""

    person_ref: str = labelled(
        "household",
        identifying="quasi",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    relationship: str = labelled(
        "household",
        identifying="quasi",
        codes="hud.relationship_to_hoh",
        required=True,
    )


@part("pet", rules=(within("count", 1, 10_000),))
class Pet:
    """Animals of one kind; harm to them is a sign of danger to people."""

    species: str = labelled(
        "risk", identifying="quasi", codes="fj.pet_species", required=True
    )
    count: int | Missing = quasi("risk")
    needs_shelter: bool | Missing = quasi("risk")
    threatened: bool | Missing = quasi("risk")


def _has_one_head(members: Any) -> bool:
    return [member.relationship for member in members].count(HEAD) == 1


def _are_distinct(members: Any) -> bool:
    return len({member.person_ref for member in members}) == len(members)


@record(
    "household",
    1,
    rules=(
        Rule("members", ("members",), _has_one_head),
        Rule("members", ("members",), _are_distinct),
        within("children_count", 0, 100),
    ),
)
class Household:
    """People who live together, one of them its head, each of them once.

    Source: HUD data standards 3.15: exactly one head of household.
    """

    household_id: str | Missing = key()
    members: tuple[Member, ...] = parts(required=True)
    children_count: int | Missing = quasi("household", about="child")
    custody: str | Missing = quasi("legal_file", privilege=ATTORNEY, codes="fj.custody")
    pets: tuple[Pet, ...] | Missing = several()
    firearms_present: bool | Missing = quasi("risk")


def _are_two(one: str, other: str) -> bool:
    return one != other


@record("relationship", 1, rules=(Rule("to_ref", ("from_ref", "to_ref"), _are_two),))
class Relationship:
    """How one person stands to another; it has a direction and is kept once.

    ``kind`` reads: "``from_ref`` was ... of ``to_ref``". The way back and the group
    for reports are worked out: ``fjcore.records.derived``.
    Source: FBI NIBRS, relationship of victim to offender.
    """

    from_ref: str = labelled(
        "pseudonymous_ids",
        identifying="quasi",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    to_ref: str = labelled(
        "household",
        identifying="quasi",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    kind: str = labelled(
        "household",
        identifying="quasi",
        codes="nibrs.victim_to_offender",
        required=True,
    )
    current: bool | Missing = quasi("household")
    cohabiting: bool | Missing = quasi("risk")
    children_in_common: bool | Missing = quasi("household", about="child")
    legal_guardian: bool | Missing = quasi("household", about="child")
