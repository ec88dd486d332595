from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto.index import NORMALISERS, normaliser
from fjcore.errors import IndexRefused, MissingExtra

ALIKE = {
    "name.v1": [
        ("María-José Núñez", "maria jose nunez"),
        ("María-José Núñez", "Nunez"),
        ("María-José Núñez", "MARIAJOSENUNEZ"),
        ("O'Brien", "obrien"),
        ("O’Brien", "O'BRIEN"),
        ("Ann Lee", "Lee Ann"),
        ("Annlee", "Ann Lee"),
        ("Ann Lee", "annlee"),
        ("İpek", "ipek"),
        ("Straße", "STRASSE"),
        ("ﬁona", "fiona"),
        ("王 小明", "小明"),
    ],
    "name_sound.v1": [("Smyth", "smith"), ("Catherine Stone", "Katherine")],
    "dob.v1": [
        ("1990-04-12", "1990-04-12"),
        ("1990-04-12", "1990-04"),
        ("1990-04-12", "1990-12-04"),
        ("1990-04", "1990-04"),
    ],
    "phone.v1": [
        ("+14065550100", "(406) 555-0100"),
        ("406.555.0100", "1 406 555 0100"),
        ("+44 20 7946 0018", "+442079460018"),
    ],
    "email.v1": [("Ann.Lee@Example.org", " ann.lee@example.org ")],
    "number.v1": [("DV-25-118", "dv25118"), ("DV 25/118", "DV-25-118")],
}
UNLIKE = {
    "name.v1": [
        ("Ann Lee", "Ann Leigh"),
        ("Ann Lee", "Ann Lee Stone"),
        ("Ann Lee", ""),
        ("", "Ann"),
        ("Ann Lee", "-"),
        ("Annabel", "Ann"),
    ],
    "name_sound.v1": [("Stone", "Rivers"), ("", "Ann"), ("Ann", "")],
    "dob.v1": [
        ("1990-04-12", "1990-04-13"),
        ("1990-04-13", "1990-13-04"),
        ("1990-04", "1990-04-12"),
        ("1990", "1990"),
        ("1990-02-30", "1990-02-30"),
        ("1990-04-12", "04/12/1990"),
    ],
    "phone.v1": [
        ("406-555-0100", "555-0100"),
        ("406-555-0100", "0100"),
        ("406-555-0100", "406-555-0101"),
        ("ask for Ana", "ask for Ana"),
    ],
    "email.v1": [("ann@example.org", "ann@example.com"), ("ann", "ann"), ("@x", "@x")],
    "number.v1": [("DV-25-118", "DV-25-119"), ("-", "-")],
}


def pairs(told):
    return [(name, *pair) for name, many in told.items() for pair in many]


@pytest.mark.parametrize(("name", "stored", "asked"), pairs(ALIKE))
def test_alike(name, stored, asked):
    """Ways of writing one thing should match."""
    assert normaliser(name).matches(stored, asked)


@pytest.mark.parametrize(("name", "stored", "asked"), pairs(UNLIKE))
def test_unlike(name, stored, asked):
    """What is another thing, or none, should not match."""
    assert not normaliser(name).matches(stored, asked)


def test_all_are_tried():
    """Every normaliser should have pairs of both kinds here."""
    assert set(NORMALISERS) == set(ALIKE) == set(UNLIKE)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(NORMALISERS)), st.text(max_size=30))
def test_any_text(name, text):
    """Any text should have tokens or none, and find itself when it has some."""
    one = NORMALISERS[name]
    held, asked = one.tokens(text), one.asked(text)

    assert all(held)
    assert bool(held) == bool(asked)
    assert one.matches(text, text) == bool(held)


def test_unknown():
    """A normaliser that is not there should be refused."""
    with pytest.raises(IndexRefused):
        normaliser("name.v2")


def test_without_the_extra(monkeypatch):
    """Without the extra, what needs it should name it."""
    monkeypatch.setitem(sys.modules, "jellyfish", None)

    with pytest.raises(MissingExtra, match="intake"):
        normaliser("name_sound.v1").tokens("Ann")
