from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, named

MIREL = named("Mirel Anne Tavaroy")


@pytest.mark.parametrize(
    "said",
    ["M.T", "M. T", "MT", "M T", "m.t", "MAT", "T.M", "M.A.T", "M/T", "MA", "A.T"],
)
def test_initials_are_shown(said):
    """Initials of a known person should be shown to the reviewer, not taken."""
    text = f"Then {said} came."

    assert [said] == flagged(MIREL, text)
    assert [] == gone(MIREL, text)


@pytest.mark.parametrize("said", ["mt", "Mt", "J.D", "M.X", "MTX", "a t", "TV"])
def test_other_letters_are_not(said):
    """Letters of nobody, or in lower case, should not be shown."""
    assert [] == flagged(MIREL, f"Then {said} came.")


TERESA = named("Teresa Alvarez")
LOPEZ = named("Maria Garcia Lopez")
CRUZ = named("Juan de la Cruz")


@pytest.mark.parametrize(
    "said",
    [
        *("T.B.A", "T. B. A", "T B A", "TBA", "T-B-A", "T.B.C.A", "TBCA", "t.b.a"),
        *("T.\nB.\nA", "TBAs", "T/B/A"),
    ],
)
def test_known_initials_around_unknown_ones_are_shown(said):
    """First and last initials of a name should be shown with what stands between."""
    text = f"Then {said} came."

    assert [said] == flagged(TERESA, text)
    assert [] == gone(TERESA, text)


@pytest.mark.parametrize(
    "said", ["M.G.L", "M.G", "M.L", "G.L", "MGL", "M.X.L", "M.X.G"]
)
def test_initials_of_two_surnames(said):
    """Initials of one surname or both should be shown."""
    assert [said] == flagged(LOPEZ, f"Then {said}. came")


@pytest.mark.parametrize(
    "said", ["d.l.C", "J.d.l.C", "JdlC", "J. de la C", "J.C", "J.X.C", "J D L C", "J.D"]
)
def test_initials_with_particles(said):
    """Initials should be shown with the particles of a name, written as it has them."""
    assert [said] == flagged(CRUZ, f"Then {said} came.")


@pytest.mark.parametrize(
    "text",
    [
        *("at 9 a.m. and", "from 10 p.m. on", "The T.B.X. came", "TxA", "Tba", "tba"),
        *("T.B.C.D.A. is five", "WE SAW TBA GO", "T.B. or B.A.", "de la Cruz, n.º 4"),
        *("A.M. came", "U.S.A. of A", "T.A.X. came"),
    ],
)
def test_what_is_no_initial_stays_unseen(text):
    """Letters that tell the hour, or are of a longer row, should not be shown."""
    held = named("Teresa Alvarez", "Amado Nolasco")

    assert [] == flagged(held, text)


def test_a_clock_is_told_from_a_person():
    """Half a day should be told from the initials of a person by its hour."""
    held = named("Amado Moreno")

    assert [] == flagged(held, "She came at 9 a.m. today.")
    assert ["a.m"] == flagged(held, "She saw a.m. today.")
    assert ["A.M"] == flagged(held, "She came at 9. A.M. was there.")


def test_an_initial_beside_the_name_goes():
    """An initial beside another word of the name should go with it."""
    assert ["M. Tavaroy"] == gone(MIREL, "Then M. Tavaroy came.")


def test_automatic():
    """Where nobody looks, initials should go."""
    assert ["M.T"] == gone(MIREL, "Then M.T. came.", automatic=True)
