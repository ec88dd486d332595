from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redaction.strategies import made
from support.profiles import tried

from fjcore.consent import Holder
from fjcore.errors import Refused
from fjcore.records import (
    Address,
    ContactPoint,
    HumanName,
    Incident,
    Injury,
    Note,
    Offender,
    Person,
    RespondentName,
    ServiceEncounter,
)
from fjcore.records.label import FieldKind, Identifying
from fjcore.records.record import labelled, record
from fjcore.redaction import values
from fjcore.redaction.safe_harbor import shipped_rules
from fjcore.redaction.safe_harbor_records import deidentify
from fjcore.values import Missing, PartialDate, zone

RULES = shipped_rules(date(2026, 11, 22), zone("America/Denver"))


def holder(*regimes):
    return Holder(
        "clinic",
        kind="medical_provider",
        name="Harbor Clinic (example.org)",
        unit="clinic",
        regimes=regimes,
        state="US-MT",
        tz="America/Denver",
    )


def rows(*held, **said):
    return deidentify(
        held, holder=holder("hipaa"), attested_by="r.okafor", rules=RULES, **said
    )


def row(record, **said):
    (found,) = rows(record, **said)
    return found


@pytest.mark.parametrize(
    "regimes",
    [
        ("vawa",),
        ("hipaa", "vawa"),
        ("hipaa", "fvpsa"),
        ("hipaa", "voca"),
        (),
        ("part2",),
    ],
    ids="+".join,
)
def test_a_vawa_holder_is_refused(regimes):
    """A holder under VAWA, FVPSA or VOCA, or not under HIPAA, should get no rows."""
    with pytest.raises(Refused) as caught:
        deidentify((), holder=holder(*regimes), attested_by="r.okafor", rules=RULES)

    assert [("holder.regimes", "individual_level")] == [
        tuple(p) for p in caught.value.problems
    ]


@pytest.mark.parametrize("by", ["", "  "])
def test_somebody_attests(by):
    """Without a person who attests that nothing is known there should be no rows."""
    with pytest.raises(Refused) as caught:
        deidentify((), holder=holder("hipaa"), attested_by=by, rules=RULES)

    assert "attested_by" == caught.value.where


def test_a_person():
    """A person should be a year of birth, an age, and codes that point to nobody."""
    person = Person(
        person_id="p1",
        local_code="A-7",
        names=(HumanName(text="Mirel Tavaroy", use="legal"),),
        birth_date=PartialDate.parse("1991-06-15"),
        age_reported=104,
        ssn="219099417",
        pronouns="she",
        sex="0",
        veteran_status=False,
        children_in_household=2,
        race_ethnicity=("White", "AmIndAKNative"),
        tribal_affiliation="a nation",
        died_on=PartialDate.parse("2026-02-20"),
    )
    wanted = {
        "record": "person",
        "names": [{"use": "legal"}],
        "birth_date": "1991",
        "age_reported": "90+",
        "sex": "0",
        "veteran_status": False,
        "children_in_household": 2,
        "race_ethnicity": ["AmIndAKNative", "White"],
        "died_on": "2026",
    }

    assert wanted == row(person)


@pytest.mark.parametrize(
    ("born", "shown"),
    [
        ("1991", "1991"),
        ("1991-06", "1991"),
        ("1936-12-31", None),
        ("1991-01-01/1991-12-31", "1991"),
        ("1990-12-31/1991-01-01", None),
        ("1991~", "1991"),
    ],
)
def test_partial_dates(born, shown):
    """A date of which part is known should be its year, where there is one."""
    found = rows(Person(birth_date=PartialDate.parse(born), deceased=False))

    assert shown == found[0].get("birth_date")


def test_an_address():
    """An address should be its state and three digits of its ZIP code."""
    address = Address(
        use="home",
        line=("1482 Cottonspark Ave",),
        city="Fernhollow",
        county="30111",
        state="MT",
        postal_code="59101-1234",
        country="US",
        tribal_land="a reservation",
        latitude=Decimal("45.7833"),
    )

    assert {
        "record": "address",
        "use": "home",
        "state": "MT",
        "postal_code": "591",
    } == row(address)


def test_an_instant_is_a_year_where_the_case_is():
    """An instant should be the year that the wall clock showed."""
    found = row(
        ServiceEncounter(
            service="A1", started_at=datetime(2026, 1, 1, 3, tzinfo=UTC), minutes=40
        )
    )

    assert ("2025", 40) == (found["started_at"], found["minutes"])


def test_parts_tell_no_order():
    """Parts should stand in the order of their content, each once."""
    one = Injury(body_site="arm", kind="bruise")
    other = Injury(body_site="neck", kind="bruise")

    assert row(Incident(injuries=(other, one, other))) == row(
        Incident(injuries=(one, other))
    )


@record("x_harbor.visit", 1)
class Visit:
    """A local record: of one not of core's no number and no state is known."""

    code: str = labelled("medical", codes="hud.sex", required=True)
    kind: str = labelled("medical", identifying="quasi", codes="hud.sex", required=True)
    badge: int = labelled("medical", identifying="quasi", required=True)
    state: str = labelled("medical", identifying="quasi", required=True)


def test_a_code_that_identifies():
    """A code that identifies by itself should stay out, and so what is not of core."""
    visit = Visit(code="0", kind="1", badge=417, state="MT")

    assert {"record": "x_harbor.visit", "kind": "1"} == row(visit)


def test_texts_stay_out():
    """No text of a note or an incident should be shown, nor what names anybody."""
    held = (
        Note(
            kind="progress", written_at=datetime(2026, 3, 5, tzinfo=UTC), text="Mirel"
        ),
        Incident(place="at home", narrative="Mirel", police_report_number="26-00417"),
        ContactPoint(kind="phone", value="406-555-0123"),
        Offender(
            names=(RespondentName(text="Jorvik"),),
            relationship_to_survivor="BG",
            birth_year=1930,
        ),
    )
    shown = json.dumps(rows(*held))

    assert not [
        t for t in ("Mirel", "home", "26-0", "555", "Jorvik", "1930") if t in shown
    ]


def test_hidden_categories_stay_out():
    """A category that the plan hides should stay out besides."""
    person = Person(sex="0", hiv_status=True)

    assert {"record": "person", "sex": "0"} == row(person, hidden={"hiv_sti"})


TOLD = (Person, Address, ContactPoint, Offender, Incident)
KEPT = {FieldKind.CODE, FieldKind.BOOL, FieldKind.NUMBER, FieldKind.DECIMAL}


@tried(8, 20)
@given(st.data())
def test_no_identifier_of_any_record(data):
    """Of any record no value that identifies by itself should be in its row."""
    record = data.draw(st.sampled_from(TOLD).flatmap(made))
    shown = json.dumps(rows(record), ensure_ascii=False)
    for leaf, value in values(record):
        if isinstance(value, str) and leaf.label.identifying is Identifying.DIRECT:
            assert leaf.kind in KEPT or len(value) < 8 or value not in shown, leaf.path
        if isinstance(value, Missing):
            assert f'"{value.value}"' not in shown


def test_rows_are_in_their_own_order():
    """Rows should be ordered by their content, not as they were kept."""
    one, other = Person(sex="0"), Person(sex="1")

    assert rows(one, other) == rows(other, one)
