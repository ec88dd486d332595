"""Who she is and how she is reached: records that agree by a plot."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import evolve

from fjcore.records import (
    Address,
    AgencyId,
    ContactPoint,
    Disability,
    EmergencyContact,
    GovId,
    HumanName,
    Income,
    Money,
    Period,
    Person,
    ShelterAddress,
    SubstituteAddress,
    WeeklyWindow,
)
from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge
from fjcore.testing._plot import FEMALE, Plot, moment
from fjcore.testing._tables import share, words
from fjcore.values import Missing, PartialDate

_NA, _NC = Missing.NOT_APPLICABLE, Missing.NOT_COLLECTED

#: The longest name that a record takes.
LONGEST = 200

_ORIENTATIONS = ("gay", "lesbian", "bisexual", "queer", "asexual", "questioning")
_MARRIED = {"SE": "married", "CS": "common_law", "XS": "divorced", "BG": "single"}


def people(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give the survivor's own records of person, contacts and places."""
    yield person(draws, plot)
    yield from _contacts(draws, plot)
    yield from _addresses(draws, plot)
    yield _emergency(draws, plot)


def person(draws: Draws, plot: Plot) -> Person:
    """Give the survivor herself."""
    age, female = plot.age(plot.opened), plot.sex == FEMALE
    minority = draws.chance(share("minority_orientation"))
    disabled = draws.chance(share("disability"))
    born = _born(draws, plot)
    made = Person(
        person_id=plot.id("P"),
        local_code=plot.id("P"),
        names=_names(draws, plot),
        gov_ids=_gov_ids(draws, plot),
        birth_date=born,
        age_reported=age if isinstance(born, Missing) else _NC,
        pronouns=draws.told("she/her" if female else "he/him", 400),
        gender_identity=draws.told(("woman" if female else "man",), 400),
        sexual_orientation=draws.told(
            draws.one(_ORIENTATIONS) if minority else "heterosexual", 500
        ),
        sex=draws.told(plot.sex, 10),
        race_ethnicity=draws.told(plot.races, 50),
        preferred_language=plot.language,
        interpreter_needed=plot.limited_english,
        interpreter_constraints=draws.told(
            draws.some(("not_local", "no_relative", "by_phone"), 0, 2)
        )
        if plot.limited_english
        else _NA,
        marital_status=_marital(draws, plot),
        veteran_status=False if age < 18 else draws.told(draws.chance(40)),
        education_level=draws.told("4" if age < 18 else draws.one(("5", "10", "12"))),
        student_status="full_time" if age < 18 else draws.told("not_student"),
        children_in_household=len(plot.children),
        disabling_condition=disabled,
        disabilities=(Disability(kind=draws.one(("5", "6", "7")), present=True),)
        if disabled
        else (),
        pregnancy_status=plot.pregnant if female and 12 <= age <= 50 else _NA,
        **_means(draws, age),
    )
    found: Person = _out_of_the_ordinary(draws, plot, made)
    return found


def _means(draws: Draws, age: int) -> dict[str, Any]:
    """Give what she lives on: a job and wages go together, and so do none."""
    if age < 16:
        return {"employment_status": _NA, "health_insurance": ("medicaid",)}
    works = draws.chance(550)
    wages = Income(
        source="earned" if works else "tanf",
        monthly=Money(amount=Decimal(draws.between(400, 3200)), currency="USD"),
    )
    return {
        "employment_status": draws.one(("1", "2", "3")) if works else _NA,
        "income_sources": draws.told((wages,)),
        "health_insurance": draws.told(("employer" if works else "medicaid",)),
    }


def _born(draws: Draws, plot: Plot) -> PartialDate | Missing:
    text = plot.born.isoformat()
    if plot.edge is Edge.PARTIAL_DATES:
        return PartialDate.parse(f"{text[:4]}~")
    if plot.edge in (Edge.LEAP_DAY, Edge.TURNING_18, Edge.MERGED):
        return PartialDate.parse(text)
    kept = draws.weighted({10: 880, 7: 50, 4: 40, 0: 30})
    return PartialDate.parse(text[:kept]) if kept else Missing.ASKED_UNKNOWN


def _marital(draws: Draws, plot: Plot) -> str | Missing:
    if plot.age(plot.opened) < 18:
        return "single"
    return draws.told(_MARRIED.get(plot.kind, "single"))


def _names(draws: Draws, plot: Plot) -> tuple[HumanName, ...]:
    given, family = plot.given, plot.family
    if plot.edge is Edge.APOSTROPHE:
        given, family = "Test-Maeve", "O'Quillmark"
    if plot.edge is Edge.ONE_WORD:
        return (HumanName(text="Test-Quill", use="legal"),)
    text = f"{given} {family}"
    if plot.edge is Edge.LONGEST:
        text = (f"{text} " + "Test-Quillmark" * LONGEST)[:LONGEST]
        return (HumanName(text=text, use="legal"),)
    legal = HumanName(text=text, use="legal", given=given, family=family)
    if not draws.chance(150):
        return (legal,)
    other = HumanName(text="Test-Wren", use="chosen", not_for=("person_causing_harm",))
    return legal, other


def _gov_ids(draws: Draws, plot: Plot) -> tuple[GovId, ...]:
    if plot.age(plot.opened) < 16 or not draws.chance(300):
        return ()
    return (GovId(kind="driver_licence", value=plot.id("DL"), issuer="MT"),)


def _out_of_the_ordinary(draws: Draws, plot: Plot, made: Any) -> Any:
    if plot.edge is Edge.REASONS:
        reasons = dict(zip(_ASKED, Missing, strict=True))
        return evolve(made, **reasons)
    if plot.edge is Edge.DEATH:
        died = plot.closed or plot.opened
        return evolve(made, deceased=True, died_on=PartialDate.parse(died.isoformat()))
    if plot.edge is Edge.STAFF:
        ours = AgencyId(system="SYN staff list", value=plot.id("STAFF"))
        return evolve(made, agency_ids=(ours,))
    if plot.pregnant:
        due = moment(plot.opened, 12).date().replace(day=1)
        month = due.month + draws.between(1, 8)
        year = due.year + (month - 1) // 12
        text = f"{year}-{(month - 1) % 12 + 1:02d}"
        return evolve(made, pregnancy_due_date=PartialDate.parse(text))
    return made


#: Fields that hold one reason each in the file of somebody who answered nothing.
_ASKED = (
    "pronouns",
    "gender_identity",
    "sexual_orientation",
    "tribal_affiliation",
    "literacy_support",
    "military_link",
    "education_level",
    "accessibility_needs",
)


# --- contacts and places ------------------------------------------------------------


def _contacts(draws: Draws, plot: Plot) -> Iterator[ContactPoint]:
    watched = draws.chance(300)
    window = WeeklyWindow(
        day=draws.one(("mon", "tue", "wed", "thu", "fri")),
        starts="09:00",
        ends="11:30",
        tz="America/Denver",
    )
    yield ContactPoint(
        kind="phone",
        value=f"406-555-{draws.between(100, 199):04d}",
        owner_ref=plot.id("P"),
        safety="safe_with_limits" if watched else draws.told("safe"),
        allowed_methods=("call", "text") if not watched else ("call",),
        voicemail_ok=not watched,
        shared_or_monitored=watched,
        safe_windows=(window,) if watched else _NA,
        identify_as="a dentist's office" if watched else _NA,
        code_word="lantern" if watched else _NC,
        last_verified_at=moment(plot.opened, 9),
    )
    if draws.chance(500):
        yield ContactPoint(
            kind="email",
            value=f"{plot.mark.lower()}@example.org",
            owner_ref=plot.id("P"),
            safety=draws.told("safe"),
            effective=Period(starts_on=plot.opened),
        )


def _addresses(draws: Draws, plot: Plot) -> Iterator[Address]:
    line = f"{draws.between(1, 99)} {draws.one(words('places', 'streets'))}"
    town = draws.one(words("places", "towns"))
    yield Address(
        use="residence",
        line=(line, plot.id("A1")),
        city=town,
        county="30000",
        state="MT",
        postal_code="00000",
        country="US",
        is_confidential=plot.sheltered,
        acp_enrolled=plot.edge is Edge.SUBSTITUTE,
        acp_substitute_ref=plot.id("A2") if plot.edge is Edge.SUBSTITUTE else _NA,
        residence_type=draws.told(draws.one(("410", "411", "335", "336"))),
        lives_with_person_causing_harm=plot.partner and not plot.sheltered,
        latitude=Decimal("0.000000") if draws.chance(50) else _NC,
        longitude=Decimal("0.000000") if draws.chance(50) else _NC,
    )
    if plot.edge in (Edge.SUBSTITUTE, Edge.EVERYTHING):
        yield SubstituteAddress(
            use="acp_substitute",
            line=("P.O. Box 0000", plot.id("A2")),
            city="Lampwick Falls",
            state="MT",
            postal_code="00000",
            acp_id=plot.id("ACP"),
        )
    if plot.sheltered:
        yield ShelterAddress(
            use="temporary_shelter",
            line=("a house by the mill", plot.id("A3")),
            state="MT",
            is_confidential=True,
        )


def _emergency(draws: Draws, plot: Plot) -> EmergencyContact:
    return EmergencyContact(
        person_ref=plot.id("KIN"),
        relationship=draws.told(draws.one(("sister", "friend", "aunt"))),
        may_know_of_services=draws.chance(300),
        conditions=draws.told("Only by day.", 600),
    )
