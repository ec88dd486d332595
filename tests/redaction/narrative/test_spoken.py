"""Days and years in words, and what else a text says in its own way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from redaction.narrative.files import gone, known

from fjcore.redaction.narrative import Entity
from fjcore.redaction.narrative.dates import said_dates
from fjcore.redaction.narrative.normalise import fold
from fjcore.redaction.narrative.spoken import CARDINALS, ORDINALS

BORN = known(Entity("date", "1987-03-09", "identity.dob"))
MAYDAY = known(Entity("date", "2001-05-21", "identity.dob"))
PHONE = known(Entity("phone", "406-555-0147 ext 22", "contact"))
KEYS = known(Entity("phone", "406-555-HELP", "contact"))
CLINIC = known(Entity("place", "St. Vincent Hospital", "medical"))
BOX = known(Entity("street", "PO Box 2217", "location.residence"))
NAME = known(Entity("name", "Thaddeus O'Halloran", "identity.name"))


@pytest.mark.parametrize(
    "said",
    [
        *("March ninth, 1987", "March the ninth", "ninth of March", "09MAR1987"),
        *("ninth of March, nineteen eighty-seven", "March 9, nineteen eighty seven"),
        *("nueve de marzo", "9.º de marzo de 1987", "9 de marzo del 1987"),
        "nueve de marzo de mil novecientos ochenta y siete",
    ],
)
def test_a_date_in_words(said):
    """A date should go when its day or its year is said in words."""
    assert [said] == gone(BORN, f"born {said}, she said")


@pytest.mark.parametrize(
    "said",
    [
        *("twenty-first of May", "May twenty first, two thousand and one"),
        *("veintiuno de mayo", "veintiún de mayo de dos mil uno"),
        "veinte y uno de mayo",
    ],
)
def test_a_day_of_two_words(said):
    """A day of two words should go whole."""
    assert [said] == gone(MAYDAY, f"born {said}, she said")


@pytest.mark.parametrize(
    "text",
    [
        *("one may say so", "nineteen eighty-eight", "May second it", "dos mil cosas"),
        *("el nueve marzo", "ninth of April", "March ninth, 1988"),
    ],
)
def test_other_words_stay(text):
    """Numbers that say no date, or another one, should stay."""
    assert [] == gone(BORN, text)
    assert [] == gone(MAYDAY, text)


def test_every_day_of_a_year_is_read():
    """Every day, in the words of both languages, should be read as that day."""
    english = {day: word for word, day in ORDINALS.items()}
    spanish = {day: word for word, day in CARDINALS.items()}
    for number in range(366):
        day = date(2024, 1, 1) + timedelta(number)
        month = f"{day:%B}"
        texts = (f"{english[day.day]} of {month}", f"{spanish[day.day]} de {month}")
        for text in (*texts, f"{month} {english[day.day]}"):
            read = {way for one in said_dates(fold(text).text) for way in one.readings}

            assert {(None, day.month, day.day)} == read, text


@pytest.mark.parametrize(
    ("words", "year"),
    [
        *(("nineteen hundred", 1900), ("nineteen oh five", 1905)),
        *(("nineteen ninety-nine", 1999), ("two thousand", 2000)),
        *(("two thousand and twelve", 2012), ("twenty twenty-six", 2026)),
        *(("mil novecientos treinta", 1930), ("dos mil", 2000)),
        *(("mil novecientos noventa y nueve", 1999), ("dos mil veintiséis", 2026)),
    ],
)
def test_a_year_in_words(words, year):
    """A year should be read in the words of both languages."""
    for text in (f"March 9, {words}", f"9 de marzo de {words}"):
        read = {way for one in said_dates(fold(text).text) for way in one.readings}

        assert {(year, 3, 9)} == read


@pytest.mark.parametrize(
    "said",
    [
        *("406-555-0147", "406-555-0147 x22", "(406) 555-0147, ext. 9"),
        *("406 555 0147 extension 22", "1-406-555-0147 ext 22"),
    ],
)
def test_what_is_dialed_after_a_number(said):
    """A telephone number should go with its extension, and without."""
    assert [said] == gone(PHONE, f"at {said} now")


@pytest.mark.parametrize(
    "said", ["406-555-HELP", "(406) 555-help", "406.555.4357", "4065554357"]
)
def test_a_number_by_its_letters(said):
    """A telephone number should go by its letters and by its digits."""
    assert [said] == gone(KEYS, f"at {said} now")
    assert [] == gone(KEYS, "at 406-555-HOPE now")


@pytest.mark.parametrize(
    "said",
    [
        *("Saint Vincent Hospital", "ST. VINCENT'S HOSPITAL", "St Vincents hospital"),
        *("St. Vin-\ncent Hospital", "Saint Vin-\n> cent hospitals"),
    ],
)
def test_a_place_in_other_words(said):
    """A place should go with a word written short or whole, owned or broken."""
    assert [said] == gone(CLINIC, f"at {said} now")


@pytest.mark.parametrize("said", ["POB 2217", "Post Office Box 2217", "p.o. box 2217"])
def test_a_box(said):
    """A post office box should go however its office is written."""
    assert [said] == gone(BOX, f"at {said} now")


@pytest.mark.parametrize(
    "said",
    [
        *("O`Halloran", "Ｏ＇Ｈａｌｌｏｒａｎ", "O\u02b9Halloran", "T H A D D E U S"),
        *("t.h.a.d.d.e.u.s", "T-h-a-d-d-e-u-s"),
    ],
)
def test_a_name_in_other_signs(said):
    """A name should go with another sign in it, wide letters, or set wide."""
    assert [said] == gone(NAME, f"then {said} came")
    assert [] == gone(NAME, "then T H A T was A B C D all")
