from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, named

from fjcore.redaction.narrative.diminutives import diminutives


@pytest.mark.parametrize(
    ("name", "small"),
    [
        *(("teresa", "teresita"), ("diego", "dieguito"), ("paca", "paquita")),
        *(("carmen", "carmencita"), ("carlos", "carlitos"), ("lucas", "luquitas")),
        *(("luz", "lucita"), ("jorge", "jorgito"), ("irene", "irenecita")),
        *(("ignacio", "ignacito"), ("miguel", "miguelito"), ("juan", "juanito")),
        *(
            ("hector", "hectorcito"),
            ("jesus", "jesusito"),
            ("jose", "joseito"),
            ("araceli", "aracelita"),
        ),
    ],
)
def test_a_small_form(name, small):
    """A given name should have the small form that Spanish makes of it."""
    assert small in set(diminutives(name))


@pytest.mark.parametrize("name", ["", "a", "al", "mu'adh"])
def test_no_small_form(name):
    """What is too short for a name should have none."""
    assert [] == list(diminutives(name))


def test_a_small_form_is_found():
    """A small form should go with a capital, and be shown without one."""
    held = named("Rogelio Tavaroy")

    assert ["Rogelito"] == gone(held, "vio a Rogelito ayer")
    assert ["rogelito"] == flagged(held, "vio a rogelito ayer")
    assert [] == gone(held, "vio a Tavaroyito ayer")
