"""What stands in a name and on no file."""

from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, named

TERESA = named("Teresa Alvarez")
CRUZ = named("Juan de la Cruz")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "T.B. Alvarez",
            "T. B. Alvarez",
            "T B Alvarez",
            "TB Alvarez",
            "Teresa B. Alvarez",
        ),
        *("Alvarez, T.B", "Alvarez, T. B", "Alvarez T B", "Teresa B. C. Alvarez"),
        "T.B.C. Alvarez",
    ],
)
def test_unknown_initials_in_a_name_go(said):
    """An initial that no file has should go with the name it stands in."""
    assert [said] == gone(TERESA, f"then {said}. was there")


@pytest.mark.parametrize(
    "said", ["J.X. de la Cruz", "Juan X. de la Cruz", "J. X. de la Cruz"]
)
def test_before_a_particle(said):
    """Initials before a particle should go with the name behind it."""
    assert [said] == gone(CRUZ, f"then {said} was there")


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("then B. Alvarez came", ["Alvarez"]),
        ("then X.Y. Alvarez came", ["Alvarez"]),
        ("then Teresa B. came", ["Teresa"]),
        ("the ER Alvarez went to", ["Alvarez"]),
        ("plan B, Teresa said", ["Teresa"]),
    ],
)
def test_initials_of_somebody_else_stay(text, goes):
    """Initials beside one word of a name, and none of it, should stay."""
    assert goes == gone(TERESA, text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("then Teresa Bernal Alvarez came", ["Bernal"]),
        ("then Teresa and Alvarez came", []),
        ("then Teresa Bernal came", []),
        ("then Teresa 12 Alvarez", []),
    ],
)
def test_a_word_between_is_shown(text, shown):
    """A name between two of a known name should be shown to the reviewer."""
    assert shown == flagged(TERESA, text)
