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


def test_an_initial_beside_the_name_goes():
    """An initial beside another word of the name should go with it."""
    assert ["M. Tavaroy"] == gone(MIREL, "Then M. Tavaroy came.")


def test_automatic():
    """Where nobody looks, initials should go."""
    assert ["M.T"] == gone(MIREL, "Then M.T. came.", automatic=True)
