from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, known

from fjcore.redaction.narrative import Entity


def street(value):
    return known(Entity("street", value, "location.residence", "address.line"))


COTTONSPARK = street("1482 North Cottonspark Avenue Apt 3")


@pytest.mark.parametrize(
    "said",
    [
        *("1482 North Cottonspark Avenue Apt 3", "1482 N Cottonspark Ave #3"),
        *("1482 N. cottonspark ave", "1482 Cottonspark", "Cottonspark Ave"),
        *(
            "1482 COTTONSPARK AV. apt. 3",
            "1482 Cottonsprak Ave",
            "1482\nCottonspark Ave",
        ),
        *("1482 Cotton-\nspark Ave", "Ave Cottonspark 1482"),
    ],
)
def test_guises(said):
    """An address should go however its parts are abbreviated or ordered."""
    assert [said] == gone(COTTONSPARK, f"lives at {said}, they say")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Calle Roble 12", "C. Roble #12"),
        ("Avenida Reforma 1482", "Av. Reforma 1482"),
        ("214 N 4th St", "214 Fourth Street"),
        ("PO Box 417", "P.O. Box 417"),
        ("77 Hwy 87 East", "77 Highway 87"),
        ("9 Old Quarry Road", "9 old quarry rd"),
    ],
)
def test_other_forms(value, said):
    """An address in Spanish, of a numbered street or of a box should go."""
    assert [said] == gone(street(value), f"lives at {said}, they say")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "C. Rio Bravo",
            "C/ Río Bravo",
            "c/Río Bravo",
            "C Rio Bravo",
            "Cl. Río Bravo",
        ),
        *("Av. Rio Bravo", "Avda. Rio Bravo", "Col. Rio Bravo", "Blvd. Rio Bravo"),
        *("Cda. Rio Bravo", "Pje. Rio Bravo", "Priv. Rio Bravo", "calle\n> Rio Bravo"),
    ],
)
@pytest.mark.parametrize(
    "value", ["Calle Río Bravo 88", "C. Río Bravo 88", "Río Bravo"]
)
def test_spanish_types(said, value):
    """A street should go with any type before it, however that is abbreviated."""
    assert [said] == gone(street(value), f"vive en {said}, dicen")


@pytest.mark.parametrize("text", ["vitamin C and D", "la C. de asiento", "col. 3, c/u"])
def test_short_types_alone_stay(text):
    """The short form of a type should stay where no known street stands behind it."""
    assert [] == gone(street("Calle Río Bravo 88"), text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("the house on Cottonspark", ["Cottonspark"]), ("cotton and sparks", [])],
)
def test_the_name_alone_is_shown(text, shown):
    """The name of a street by itself should be shown to the reviewer."""
    assert shown == flagged(COTTONSPARK, text)
    assert [] == gone(COTTONSPARK, text)


@pytest.mark.parametrize("text", ["1482 people", "Apt 3", "the Avenue", "box of 417"])
def test_other_numbers_stay(text):
    """A number or a type of street by itself should stay."""
    assert [] == gone(COTTONSPARK, text)
    assert [] == gone(street("PO Box 417"), "box of 418")


def test_a_street_of_common_words():
    """Of a street of words of every day, those words by themselves should stay."""
    held = street("9 Old Quarry Road")

    assert [] == gone(held, "an old quarry of stone")
    assert ["Old Quarry Road"] == gone(held, "off Old Quarry Road")
