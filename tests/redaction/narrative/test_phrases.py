from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, known

from fjcore.redaction.narrative import Entity

SCHOOL = known(Entity("place", "Larkmeadow Elementary School", "education"))
WORD = known(Entity("phrase", "garden", "medical"))


@pytest.mark.parametrize(
    "said",
    [
        *("Larkmeadow Elementary School", "larkmeadow elementary school"),
        *("Larkmeadow\nElementary  School", "Larkmeadow Elementary"),
        *("Larkmeadow Elementary Schools", "Larkmeadow-Elementary"),
    ],
)
def test_places(said):
    """A school, an employer or a town should go, in the plural and without its kind."""
    assert [said] == gone(SCHOOL, f"at {said}, they say")


@pytest.mark.parametrize("text", ["the elementary school", "Larkmeadows", "a school"])
def test_other_words_stay(text):
    """Words that are part of the phrase should stay by themselves."""
    assert [] == gone(SCHOOL, text)


def test_a_word_of_every_day():
    """A code word that is a word of every day should be shown where it is no name."""
    assert ["garden"] == flagged(WORD, "in the garden there")
    assert ["Garden"] == gone(WORD, "she said Garden twice")
    assert ["garden"] == gone(WORD, "in the garden there", maximal=True)
