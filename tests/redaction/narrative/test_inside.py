"""Names within longer words, as handles are made of them."""

from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, named

MIREL = named("Mirel Tavaroy")
GRACE = named("Grace Lane")


@pytest.mark.parametrize(
    "said",
    [
        *("MirelTavaroy88", "mireltavaroy1990", "tavaroymirel", "TavaroyMirel"),
        *("mtavaroy", "mtavaroy7", "tavaroym", "mirelt88", "TheRealMirel"),
        *("mirel_tavaroy_07", "Mirel88", "88mirel", "mirel.tavaroy91", "MirelT"),
    ],
)
def test_a_handle_of_a_name_goes(said):
    """A handle that is made of a name should go, with its number."""
    assert [said] == gone(MIREL, f"he wrote to {said} twice")


@pytest.mark.parametrize(
    ("said", "shown"),
    [("glane", ["glane"]), ("BlueGraces", []), ("BlueGrace", ["BlueGrace"])],
)
def test_a_short_or_common_one_is_shown(said, shown):
    """A handle that may be another word should be shown to the reviewer."""
    text = f"he wrote to {said} twice"

    assert [] == gone(GRACE, text)
    assert shown == flagged(GRACE, text)


@pytest.mark.parametrize("said", ["@glane", "glane_x", "glane12"])
def test_its_signs_tell(said):
    """A short handle should go where it is written as one."""
    assert ["glane"] == [
        p.strip("12@_x") for p in gone(GRACE, f"wrote to {said} twice")
    ]


@pytest.mark.parametrize(
    "said", ["JavaScript", "McDonald", "iPhone12", "USA2024", "mix88"]
)
def test_other_words_stay(said):
    """A longer word that holds no known name should stay."""
    assert [] == gone(MIREL, f"he wrote to {said} twice")
    assert [] == flagged(MIREL, f"he wrote to {said} twice")


@pytest.mark.parametrize("text", ["saw Mirel 3 times", "Mirel\n12 people", "Mirel-4"])
def test_a_number_beside_a_name_stays(text):
    """A number beside a name should stay where it is not written as one with it."""
    assert ["Mirel"] == gone(MIREL, text)
