from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redaction.narrative.files import flagged, gone, known

from fjcore.redaction.narrative import Entity

DAY = known(Entity("date", "2026-03-04", "medical"))


@pytest.mark.parametrize(
    "said",
    [
        *("2026-03-04", "3/4/2026", "03/04/26", "4.3.2026", "2026/3/4", "03-04-2026"),
        *(
            "March 4, 2026",
            "Mar. 4, 2026",
            "March 4th",
            "4 March 2026",
            "the 4th of March",
        ),
        *("4-Mar-2026", "4 de marzo de 2026", "4 de marzo", "marzo 4", "MARCH 4 '26"),
        *("20260304", "03042026", "3/4", "4 de marzo del 2026", "March\n4, 2026"),
    ],
)
def test_renderings(said):
    """A day should go in any of its renderings, English and Spanish."""
    (found,) = gone(DAY, f"It was {said} when")

    assert said.removeprefix("the ") == found


@pytest.mark.parametrize(
    "text",
    [
        "March 5",
        "2026-03-05",
        "4 people in March",
        "3/40",
        "2025-03-04",
        "May 4",
        "1/3/4",
    ],
)
def test_other_days_stay(text):
    """Another day, or another year, should stay."""
    assert [] == gone(DAY, text)


def test_the_unusual_order_is_shown():
    """A day and a month in the other order should be shown to the reviewer."""
    assert ["4/3"] == flagged(DAY, "on 4/3 or so")


def test_the_first():
    """The first of a month should be found in words."""
    assert ["primero de mayo"] == gone(
        known(Entity("date", "2026-05-01", "medical")), "el primero de mayo"
    )


FORMS = (
    lambda d: d.isoformat(),
    lambda d: f"{d.month}/{d.day}/{d.year}",
    lambda d: f"{d.month:02d}/{d.day:02d}/{d.year % 100:02d}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%b} {d.day} {d.year}",
    lambda d: f"{d.day} {d:%B}",
)


@settings(max_examples=150, deadline=None)
@given(st.dates(date(1926, 1, 1), date(2035, 12, 31)), st.sampled_from(FORMS))
def test_every_day(day, form):
    """Every day should go in every usual rendering."""
    held = known(Entity("date", day.isoformat(), "medical"))

    assert [form(day)] == gone(held, f"It was {form(day)} when")


@pytest.mark.parametrize(
    "said",
    [
        *("34 years old", "34-year-old", "age 34", "aged 34", "34 y/o", "34yo"),
        *("turned 34", "34 años", "cumplió 34", "edad 34", "edad de 34", "age of 34"),
    ],
)
def test_ages(said):
    """An age should go with the words that make it one."""
    held = known(Entity("age", "34", "medical"))

    assert [said] == gone(held, f"She is {said}.")


@pytest.mark.parametrize(
    "said", ["turned nine", "age nine", "nueve años", "9 years old"]
)
def test_ages_in_words(said):
    """An age in words should go too."""
    assert [said] == gone(known(Entity("age", "9", "medical")), f"Her son is {said}.")


def test_other_ages():
    """Last year's age should be shown, and another number stay."""
    held = known(Entity("age", "34", "medical"))

    assert ["33 years old"] == flagged(held, "She is 33 years old.")
    assert [] == gone(held, "34 people, 35 years old")
