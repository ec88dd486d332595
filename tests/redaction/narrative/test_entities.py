from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from support.vaults import DEMO

from fjcore.errors import UnknownCategory
from fjcore.records import (
    Address,
    Catalog,
    ContactPoint,
    HumanName,
    Incident,
    Note,
    Offender,
    Person,
    RespondentName,
    ShelterAddress,
)
from fjcore.redaction.narrative import Entity, EntityKind, Known, known_entities
from fjcore.values import PartialDate
from fjcore.vault import intake_from, read_file

PERSON = Person(
    names=(HumanName(text="Mirel Tavaroy", given="Mirel", use="legal"),),
    birth_date=PartialDate.parse("1991-06-15"),
    ssn="219099417",
    pronouns="she",
    gov_id="X-1",
)
RECORDS = (
    PERSON,
    ContactPoint(kind="phone", value="406-555-0123", code_word="garden"),
    ContactPoint(kind="email", value="mirel.t@example.org"),
    ContactPoint(kind="app", value="@mirel_tav"),
    Address(
        use="home",
        line=("1482 Cottonspark Ave", "Apt 3"),
        city="Fernhollow",
        postal_code="59101",
        state="MT",
        latitude=Decimal("45.7833"),
    ),
    Offender(
        names=(RespondentName(text="Jorvik Vexley"),),
        relationship_to_survivor="BG",
        birth_year=1988,
    ),
    Incident(
        occurred_on=PartialDate.parse("2026-03-14/2026-04"),
        place="at home",
        police_report_number="26-00417",
        narrative="Told in her own words.",
    ),
)


def told(*records, **said):
    return {
        (str(e.kind), e.value, e.category)
        for e in known_entities(records, **said).entities
    }


def test_every_party():
    """The identifying values of every record should be known, each as its kind."""
    wanted = {
        ("name", "Mirel Tavaroy", "identity.name"),
        ("name", "Mirel", "identity.name"),
        ("date", "1991-06-15", "identity.dob"),
        ("number", "219099417", "identity.gov_id"),
        ("number", "X-1", "identity.gov_id"),
        ("phone", "406-555-0123", "contact"),
        ("phrase", "garden", "contact.code_word"),
        ("email", "mirel.t@example.org", "contact"),
        ("handle", "@mirel_tav", "contact"),
        ("street", "1482 Cottonspark Ave", "location.residence"),
        ("street", "Apt 3", "location.residence"),
        ("place", "Fernhollow", "location.residence"),
        ("zip", "59101", "location.residence"),
        ("number", "45.7833", "location.residence"),
        ("name", "Jorvik Vexley", "respondent"),
        ("date", "2026-03-14", "incident"),
        ("number", "26-00417", "incident"),
    }

    assert wanted == told(*RECORDS)


@pytest.mark.parametrize(
    ("on", "ages"),
    [("2026-06-14", {"34"}), ("2026-06-15", {"35"}), ("1990-01-01", {"0"})],
)
def test_ages(on, ages):
    """An age should be known as of the day the note was written."""
    found = told(PERSON, on=date.fromisoformat(on))

    assert ages == {value for kind, value, _ in found if kind == "age"}


def test_a_year_of_birth_allows_two_ages():
    """Of a birth date known to the year both ages should be looked for, and no day."""
    person = Person(birth_date=PartialDate.parse("1991"))

    assert {("age", "34", "identity.dob"), ("age", "35", "identity.dob")} == told(
        person, on=date(2026, 6, 1)
    )


def test_an_instant_is_a_day_where_the_case_is():
    """The day of an instant should be that of the time zone of the case."""
    from fjcore.values import zone

    note = Note(
        kind="progress", written_at=datetime(2026, 3, 5, 2, 0, tzinfo=UTC), text="x"
    )
    found = told(note, tz=zone("America/Denver"))

    assert ("date", "2026-03-04", "advocacy_notes") in found


def test_the_category_is_that_of_the_record():
    """A shelter's address should be known as what must not be told to exist."""
    found = told(ShelterAddress(use="home", line=("9 Old Quarry Road",)))

    assert {("street", "9 Old Quarry Road", "location.shelter")} == found


def test_demo_intakes():
    """The made-up intakes should give names, and no value in any ``repr``."""
    found = []
    for path in sorted((DEMO / "intakes").glob("*.json")):
        said = {k: v for k, v in read_file(path).items() if k != "forms"}
        intake = intake_from(said, forms={}, catalog=Catalog(), where=path.name)
        known = known_entities(intake.records)
        shown = repr(known) + "".join(map(repr, known.entities))
        found += known.entities

        assert not [e for e in known.entities if len(e.value) > 5 and e.value in shown]
    assert 10 < len([one for one in found if one.kind is EntityKind.NAME])


def test_hidden():
    """Only what is of a hidden category should be looked for."""
    known = known_entities(RECORDS)
    found = {one.value for one in known.hidden({"respondent"})}

    assert {"Jorvik Vexley"} == found


def test_the_seal_moves_with_what_is_known():
    """The hash should be that of the values, whatever their order or field."""
    one, other = Entity("name", "A B", "contact", "x"), Entity("name", "C D", "contact")

    assert Known((one, other)).sha256 == Known((other, one, one)).sha256
    assert Known((one,)).sha256 != Known((one, other)).sha256


def test_an_unknown_category_is_refused():
    """An entity of no category of the tree should be refused, and not be told."""
    with pytest.raises(UnknownCategory) as caught:
        Entity("name", "Mirel Tavaroy", "quokka", "list.3")

    assert "list.3.category" == caught.value.where
