"""Names of which each letter stands alone."""

from __future__ import annotations

import pytest
from redaction.narrative.files import gone, named

OHALLORAN = named("Teresa O'Halloran")
SANTOS = named("Ana de los Santos")
KOU = named("Kou Vang")


@pytest.mark.parametrize(
    "said",
    [
        *("T e r e s a", "T E R E S A", "t-e-r-e-s-a", "T.e.r.e.s.a", "T*e*r*e*s*a"),
        *("O ' H A L L O R A N", "O'H a l l o r a n", "O  H  A  L  L  O  R  A  N"),
        *("T e r e s a   O ' H a l l o r a n", "H.a.l.l.o.r.a.n"),
    ],
)
def test_a_name_with_its_letters_apart_goes(said):
    """A name should go when each of its letters stands alone."""
    assert [said] == gone(OHALLORAN, f"then {said} came")


def test_its_short_words_go_with_it():
    """A short word should go where it stands apart beside another of its name."""
    for said in ("A n a   d e   l o s   S a n t o s", "a n a   s a n t o s"):
        assert [said] == gone(SANTOS, f"then {said} came")


@pytest.mark.parametrize("said", ["K O U", "K o u"])
def test_a_word_of_three_letters(said):
    """A word of three letters should go where no other letters stand beside it."""
    assert [said] == gone(KOU, f"Acompañé a {said} al juzgado")
    assert [] == gone(KOU, f"rooms X {said} are full")


@pytest.mark.parametrize("said", ["T E R E S", "A B C D E F", "T  e", "1 2 3 4"])
def test_other_letters_stay(said):
    """Letters that spell no known word should stay."""
    assert [] == gone(OHALLORAN, f"then {said} came")
