"""Digits that are said as words."""

from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, known

from fjcore.redaction.narrative import Entity
from fjcore.redaction.narrative.dictated import SAID, Dictation
from fjcore.redaction.narrative.normalise import fold, tokens

HER = known(Entity("phone", "(406) 555-0142", "contact"))


def said(text):
    """What digits the first words of a text say, and how many words that takes."""
    folded = fold(text)
    digits, last = Dictation(folded.text, tokens(folded)).at(0)
    return digits, last + 1


@pytest.mark.parametrize(
    ("text", "digits", "count"),
    [
        *(("four", "4", 1), ("oh six", "0", 1), ("cero uno", "0", 1)),
        *(("forty two", "42", 2), ("forty-two", "42", 2), ("forty, two", "40", 1)),
        *(("cuarenta y dos", "42", 3), ("veintidós", "22", 1), ("dieciséis", "16", 1)),
        *(("twelve two", "12", 1), ("forty twelve", "40", 1), ("ten", "10", 1)),
        *(("double five", "55", 2), ("triple oh", "000", 2), ("doble dos", "22", 2)),
        *(("double trouble", "", 1), ("triple", "", 1), ("double ten", "", 1)),
        *(("five hundred fifty five", "555", 4), ("four hundred and six", "406", 4)),
        *(("quinientos cincuenta y cinco", "555", 4), ("cien", "100", 1)),
        *(("eight hundred", "800", 2), ("eight hundred people", "800", 2)),
        *(("cuarenta y", "40", 1), ("five hundred and", "500", 2)),
    ],
)
def test_what_words_say(text, digits, count):
    """Words should be read as the digits they say, and no word more."""
    assert (digits, count) == said(text)


def test_every_word_of_a_number_says_one():
    """Every word that begins a number should say digits, or nothing by itself."""
    for word in SAID:
        digits, count = said(word)

        assert 1 == count
        assert digits == "" or digits.isdecimal()


@pytest.mark.parametrize(
    "text",
    [
        "four oh six, five five five, zero one four two",
        "four zero six five five five oh one forty-two",
        "four-oh-six, triple five, oh-one-four-two",
        "cuatro cero seis, cinco cinco cinco, cero uno cuatro dos",
        "cuatro cero seis; quinientos cincuenta y cinco; cero uno cuarenta y dos",
        "cuatrocientos seis, cinco cincuenta y cinco, cero uno cuatro dos",
        "406 555 zero one four two",
        "four oh six\n> five five five\n    zero one four two",
        "4O6-555-OI42",
        "four hundred six, five five five, zero one four two",
    ],
)
def test_a_number_in_words_goes(text):
    """A telephone number should go when its digits are said as words."""
    assert [text] == gone(HER, f"reach me at {text}, please")


def test_its_last_seven_are_shown():
    """Its last seven digits should be shown when they are said as words."""
    text = "five five five, zero one four two"

    assert [text] == flagged(HER, f"reach me at {text}, please")


@pytest.mark.parametrize(
    "text",
    [
        "four or five of the six came at one, or once",
        "four oh six, five five five, zero one four three",
        "boil soil is so low, il, os, lo",
    ],
)
def test_other_words_stay(text):
    """Words that say no number, or another, should stay."""
    assert [] == gone(HER, text)
    assert [] == flagged(HER, text)


def test_letters_alone_are_no_number():
    """A word that a scan might have made of digits should stay where none stand."""
    zip_code = known(Entity("zip", "50115", "location.residence"))

    assert [] == gone(zip_code, "the soils here")
    assert ["so115"] == gone(zip_code, "the code so115 here")
