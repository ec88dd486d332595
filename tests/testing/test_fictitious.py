"""Nobody who is made up could be taken for somebody, and each record says so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from testing.crowds import few, leaves

from fjcore.records import (
    HotlineContact,
    HumanName,
    Person,
    UnmetRequest,
    dumps,
    loads,
    structure,
    unstructure,
)
from fjcore.records.watermark import is_marked, marks_id
from fjcore.testing import synthetic
from fjcore.values import Missing, Tri

RECORDS = [r for seed in (7, 8) for s in few(seed) for r in s.records]
TEXTS = [one for record in RECORDS for one in leaves(record) if type(one) is str]

#: The two types that name nobody and hold no text of their own.
NAMELESS = (HotlineContact, UnmetRequest)

TESTS = ("Test-", "Prueba-", "Ceshi-", "Thử-", "Subok-", "اختبار-", "בדיקה-")


def test_phones_should_be_of_those_never_given_out() -> None:
    """Whatever looks like a phone number should be one of 555-0100 to 555-0199."""
    found = [m for text in TEXTS for m in re.findall(r"\d{3}-\d{3}-\d{4}", text)]

    assert len(found) > 20
    assert all(re.fullmatch(r"\d{3}-555-01\d\d", one) for one in found)


def test_mail_should_go_to_nobody() -> None:
    """Every e-mail address should be one of example.org."""
    found = [text for text in TEXTS if "@" in text]

    assert len(found) > 5
    assert all(re.fullmatch(r"[a-z0-9-]+@example\.org", one) for one in found)


def test_places_should_be_nowhere() -> None:
    """Every ZIP code should be 00000, and every county and point nowhere."""
    held: dict[str, set[Any]] = {"postal_code": set(), "county": set()}
    for record in RECORDS:
        for name, seen in held.items():
            seen.add(getattr(record, name, Missing.NOT_COLLECTED))
        for name in ("latitude", "longitude"):
            point = getattr(record, name, Missing.NOT_COLLECTED)
            assert isinstance(point, Missing) or point == 0

    assert {"00000", Missing.NOT_COLLECTED} == held["postal_code"]
    assert {"30000", Missing.NOT_COLLECTED} == held["county"]


def test_names_should_begin_with_a_word_for_test() -> None:
    """Every name of a person should say that it is none, in her own language."""
    found = [name.text for r in RECORDS if type(r) is Person for name in r.names]

    assert len(found) > 40
    assert all(name.startswith(TESTS) for name in found)


def test_no_number_of_a_government_should_be_there() -> None:
    """No social security number should be made up, and every other say what it is."""
    people = [record for record in RECORDS if type(record) is Person]

    assert {Missing.NOT_COLLECTED} == {person.ssn for person in people}
    assert all(marks_id(one.value) for person in people for one in person.gov_ids)


def test_every_record_should_carry_the_mark() -> None:
    """Every record should be marked, but for those of nobody without a text."""
    for record in RECORDS:
        wanted = Tri.UNDETERMINED if type(record) in NAMELESS else Tri.TRUE
        assert wanted is is_marked(record)


def test_the_mark_should_not_be_lost_on_the_way() -> None:
    """A record should stay marked through plain data and through JSON."""
    for record in RECORDS[:300]:
        kind = type(record)
        assert is_marked(record) is is_marked(structure(unstructure(record), kind))
        assert is_marked(record) is is_marked(loads(dumps(record), kind))


def test_any_one_text_should_keep_the_mark_of_a_file() -> None:
    """What is left of a file without its ids should mostly carry the mark still."""
    kept = [one for one in TEXTS if "[SYN-" in one]

    assert len(kept) > 100


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (Person(person_id="SYN-1"), Tri.TRUE),
        (Person(person_id="syn-1"), Tri.TRUE),
        (Person(person_id="s-1"), Tri.FALSE),
        (Person(person_id="MSYN-1"), Tri.FALSE),
        (Person(deceased=True), Tri.UNDETERMINED),
        (Person(names=(HumanName(text="Syn-copated Quillmark"),)), Tri.FALSE),
        (Person(names=(HumanName(text="a SYN-0F0F0F-000001"),)), Tri.TRUE),
    ],
    ids=["id", "small", "other", "within", "nothing", "name", "text"],
)
def test_the_mark_should_be_told_from_words(record: Person, wanted: Tri) -> None:
    """The mark should be found in any spelling, and no word be taken for it."""
    assert wanted is is_marked(record)


def test_marks_should_differ() -> None:
    """No two made-up survivors of one run should have one mark."""
    found = [survivor.mark for survivor in synthetic(1, 50)]

    assert len(found) == len(set(found))
