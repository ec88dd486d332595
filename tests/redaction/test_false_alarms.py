from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redaction.bodies import body_of, found, maeve, viewed
from redaction.strategies import cases
from support.profiles import tried

from fjcore.consent import View
from fjcore.records import Address, ContactPoint, FieldKind, Incident, Person, leaves
from fjcore.records.person import HumanName
from fjcore.redaction import cutter, leak, normal
from fjcore.values import PartialDate, canonical

usual = tried(30, 100)


@pytest.mark.parametrize(
    "written",
    ["1990", "1990-05", "May 1990", "3 May", "1990-05-04", "11990-05-03", "5/3/1991"],
)
def test_less_than_a_date_passes(written):
    """Part of a withheld date, or another date, should not be taken for it."""
    held = maeve(birth_date=PartialDate.parse("1990-05-03"))

    assert found(f"since {written}.", held, birth_date=View.COARSE_2) is None


@pytest.mark.parametrize("known", ["1990", "1990-05", "1990~", "1990/1991"])
def test_a_date_known_in_part_passes(known):
    """A birth date known to the year or month should be no reason to refuse a year."""
    held = maeve(birth_date=PartialDate.parse(known))

    assert found("It began in May 1990, 1990-05-07, 1990-05.", held) is None


@pytest.mark.parametrize("name", ["Li", "Bo", "Ann", "李小龙"])
def test_short_values_pass(name):
    """A value of fewer than four letters should not be searched for."""
    assert (
        found(f"They call {name} often.", Person(names=(HumanName(text=name),))) is None
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anna Li", "Annalise came"),
        ("Rose", "She arose"),
        ("Mark Will", "mark the will"),
        ("Lena", "Elena, Lenape, Le, na-na"),
        ("Maya", "She may a day, as May, a friend"),
        ("Asher", "as her, A. S. Hers"),
        ("Theo Noah", "the o, no-ah"),
    ],
)
def test_other_words_pass(name, text):
    """Letters inside another word, or words apart, should not be taken for a name."""
    held = Person(names=(HumanName(text=name),))

    assert found(text, held) is None
    assert found(f"{text} {name}", held) == "person.names.text"


def test_a_value_granted_elsewhere_passes():
    """A withheld value that another field gives by right should not refuse the rest."""
    shown = viewed(ContactPoint(kind="home", value="(406) 555-0123"), value=View.FULL)
    hidden = viewed(ContactPoint(kind="work", value="406-555-0123"))
    body = canonical.dumps(
        {"records": {"contact_point": [{"value": "(406) 555-0123"}]}}
    )

    assert leak(body, [shown, hidden]) is None
    assert leak(body, [hidden]) == "contact_point.value"


def test_a_text_granted_elsewhere_passes():
    """A withheld text that another field gives word for word should pass."""
    lane = ("12 Cottonwood Lane",)
    shown = viewed(Address(use="home", line=lane), line=View.FULL)
    hidden = viewed(Person(gov_id="12 COTTONWOOD LANE."))
    body = canonical.dumps({"records": {"address": [{"line": list(lane)}]}})

    assert leak(body, [shown, hidden]) is None
    assert leak(body, [hidden]) == "person.gov_id"


def test_part_of_a_granted_name_passes():
    """A withheld word that is part of a name granted should not refuse the name."""
    point = viewed(
        ContactPoint(kind="home", value="m@example.org", identify_as="Maeve")
    )
    named = viewed(maeve(), **{"names.text": View.FULL})
    told = viewed(Incident(place="Maeve fell"), place=View.FULL)
    body = canonical.dumps({"records": {"person": [{"text": "Maeve O'Connor-Núñez"}]}})

    assert leak(body, [point, named]) is None
    assert leak(body, [point, told]) == "contact_point.identify_as"


def test_words_of_the_plan_pass():
    """A withheld value that the plan itself says should not refuse every disclosure."""
    held = maeve(gov_id="legal aid")
    body = body_of("hello", recipient="billings.legal_aid")

    assert leak(body, [viewed(held)], said=["billings.legal_aid"]) is None
    assert leak(body, [viewed(held)]) == "person.gov_id"


def test_names_of_fields_pass():
    """A withheld value that is spelled like a field or a reason should pass as such."""
    held = viewed(maeve(gov_id="not asked"), immigration_status=View.FULL)
    body = canonical.dumps(
        {"records": {"person": [{"names": [], "text": {"?": "not_asked"}}]}}
    )

    assert leak(body, [held]) is None


def test_what_identifies_nobody_passes():
    """A withheld value that identifies nobody by itself should not be searched for."""
    held = Address(use="home", city="Laurel", line=("12 Cottonwood Lane",))

    assert found("The home in Laurel", held) is None
    assert found("At 12, Cottonwood Lane", held) == "address.line"


def test_times_are_not_taken_for_dates():
    """A time of day should not be taken for a date of few digits, nor a fraction."""
    held = maeve(birth_date=PartialDate.parse("1945-05-03"), gov_id="123456")
    at = "2026-03-02T05:03:45.123456Z"

    assert leak(body_of("hello", decided_at=at), [viewed(held)]) is None


#: Kinds of field in which anything at all can be written.
FREE = {FieldKind.NARRATIVE, FieldKind.TEXT, FieldKind.NAME}


def hushed(cls, shape):
    """The same views, with nothing shown in full in which anything can be written."""
    free = {leaf.path for leaf in leaves(cls) if leaf.kind in FREE}
    return tuple((p, min(v, View.COARSE_5) if p in free else v) for p, v in shape)


@usual
@given(cases())
def test_no_false_alarm_on_cuts(case):
    """A record's own cut should pass where no free text is granted."""
    held, shape, env = case
    views = dict(hushed(type(held), shape))
    shown = cutter(type(held), tuple(views.items()), env)(held)
    body = canonical.dumps({"records": {"made": [shown] if shown else []}})

    assert leak(body, [(held, lambda leaf: views[leaf.path])], env=env) is None


@usual
@given(st.text(max_size=40))
def test_normal_is_settled(text):
    """The normal form of a normal form should be itself."""
    assert normal(text) == normal(normal(text))


@usual
@given(st.text("aB'-., \u00e9\u0301\u200b", max_size=20))
def test_normal_ignores_case_and_form(text):
    """Case and the form of an accent should not tell two texts apart."""
    assert normal(text) == normal(text.upper())
    assert normal(text) == normal(unicodedata.normalize("NFD", text))
