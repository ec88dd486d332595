from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, known

from fjcore.redaction.narrative import Entity

PHONE = known(Entity("phone", "(406) 555-0123", "medical"))


def number(value, category="operations"):
    return known(Entity("number", value, category))


@pytest.mark.parametrize(
    "said",
    [
        *(
            "406-555-0123",
            "(406)555-0123",
            "406.555.0123",
            "406 555 0123",
            "4065550123",
        ),
        *("+1 406 555 0123", "1-406-555-0123", "14065550123", "406/555-0123"),
        *(
            "406-555-\n0123",
            "4 0 6 5 5 5 0 1 2 3",
            "4O6-555-O123",
            "406\u2013555\u20130123",
        ),
        *("406\u00a0555\u00a00123", "406 - 555 - 0123"),
    ],
)
def test_phone_formats(said):
    """A telephone number should go however its digits are set apart."""
    assert [said] == gone(PHONE, f"call {said} today")


@pytest.mark.parametrize("said", ["555-0123", "555 0123", "5550123", "(307) 555-0123"])
def test_the_last_seven_are_shown(said):
    """A number without its area code should be shown to the reviewer."""
    found = flagged(PHONE, f"call {said} today")

    assert ["5550123"] == ["".join(filter(str.isdigit, one)) for one in found]
    assert [] == gone(PHONE, f"call {said} today")


@pytest.mark.parametrize("said", ["406-555-0124", "555-0124", "1555012", "40655501"])
def test_other_numbers_stay(said):
    """Another number should stay."""
    assert [] == gone(PHONE, said) + flagged(PHONE, said)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("DR-26-00123", "dr 26 00123"),
        ("DR-26-00123", "DR2600123"),
        ("4-12345A", "4 12345a"),
        ("219-09-9999", "219099999"),
        ("219099999", "219 09 9999"),
        ("59101", "59101"),
        ("r.okafor", "R. Okafor"),
    ],
)
def test_ids(value, said):
    """An id should go whatever stands between its parts."""
    assert [said] == gone(number(value), f"see {said} there")


@pytest.mark.parametrize("text", ["DR-26-001234", "ADR-26-00123", "26-00123", "dr. 26"])
def test_a_piece_of_another_id_stays(text):
    """An id within a longer one, or a part of it, should stay."""
    assert [] == gone(number("DR-26-00123"), text)


def test_a_short_number_is_shown():
    """Four digits may be a year, so they should be shown first."""
    assert ["2026"] == flagged(number("2026"), "since 2026 or so")
    assert [] == gone(number("2026"), "since 2026 or so")


def test_the_end_of_a_social_security_number_is_shown():
    """The last four digits of one should be shown."""
    held = number("219-09-9417", "identity.gov_id")

    assert ["9417"] == flagged(held, "ending in 9417.")
