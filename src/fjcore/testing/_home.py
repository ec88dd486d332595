"""With whom she lives, and her children, who have files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fjcore.records import Household, HumanName, Member, Person, Pet, Relationship
from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge
from fjcore.testing._plot import Child, Plot
from fjcore.testing._tables import words
from fjcore.values import Missing, PartialDate

_NA = Missing.NOT_APPLICABLE


def child_id(plot: Plot, child: Child) -> str:
    """Give the id of a child of hers."""
    return plot.id(f"C{child.number}")


def home(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give her household, and how its people stand to each other."""
    minor = plot.age(plot.opened) < 18
    head = plot.id("KIN") if minor else plot.id("P")
    members = [Member(person_ref=head, relationship="1")]
    if minor:
        members.append(Member(person_ref=plot.id("P"), relationship="2"))
    kids = [child_id(plot, child) for child in plot.children]
    members += [Member(person_ref=one, relationship="2") for one in kids]
    pets = (Pet(species="dog", count=1, threatened=plot.danger),)
    yield Household(
        household_id=plot.id("HH"),
        members=tuple(members),
        children_count=len(kids) + minor,
        custody=draws.told(draws.one(("sole", "in_dispute", "none_set")))
        if kids
        else _NA,
        pets=pets if draws.chance(400) else (),
        firearms_present=draws.told(plot.firearm),
    )
    yield Relationship(
        from_ref=plot.id("P"),
        to_ref=plot.id("O"),
        kind=plot.kind,
        current=plot.kind not in ("XS", "XR"),
        cohabiting=plot.partner and not plot.sheltered,
        children_in_common=bool(kids) and plot.partner,
    )
    for child in kids:
        yield Relationship(from_ref=plot.id("P"), to_ref=child, kind="PA")


def child_person(draws: Draws, plot: Plot, child: Child, opened: date) -> Person:
    """Give a child of hers, who has a file of her own."""
    name = draws.one(words("given", plot.language, child.sex))
    text = child.born.isoformat()
    return Person(
        person_id=child_id(plot, child),
        local_code=child_id(plot, child),
        agency_ids=(),
        gov_ids=(),
        names=(HumanName(text=f"{name} {plot.family}", use="legal"),),
        birth_date=PartialDate.parse(
            text[:4] if plot.edge is Edge.PARTIAL_DATES else text
        ),
        sex=child.sex,
        race_ethnicity=plot.races,
        preferred_language=plot.language,
        student_status="full_time" if child.born.year < opened.year - 6 else _NA,
    )
